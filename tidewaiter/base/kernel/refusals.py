"""How the system says no: with a code, the values, the law and what can be done about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What sort of no it is; a surface turns it into its own status."""

    INVALID = "invalid"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    UNAUTHENTICATED = "unauthenticated"

    @property
    def status(self) -> int:
        """The HTTP status that says the same."""
        return _STATUS[self]


_STATUS = {
    Kind.INVALID: 422,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.TOO_MANY: 429,
    Kind.TOO_LARGE: 413,
    Kind.UNAUTHENTICATED: 401,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence in English and in Chinese."""

    en: str
    zh: str

    def in_language(self, lang: str) -> str:
        """The sentence in the language of a tag such as "en", "zh" or "zh-hans"; else English."""
        return self.zh if lang.lower().split("-")[0].split("_")[0] == "zh" else self.en


class Refusal(Exception):
    """An answer that says no and belongs to the interface; a bug is another exception.

    `template` and `cure` name the values in braces: "The code {code} is already taken."
    A value that the template does not get stays visible as "{code}".
    """

    def __init__(
        self,
        code: str,
        template: Text,
        *,
        cure: Text,
        law: str = "",
        values: Mapping[str, object] | None = None,
        kind: Kind = Kind.INVALID,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.template = template
        self.cure = cure
        self.law = law
        self.values: Mapping[str, object] = MappingProxyType(dict(values or {}))
        self.kind = kind

    def sentence(self, lang: str = "en") -> str:
        """What is wrong, in the given language."""
        return self.template.in_language(lang).format_map(_Shown(self.values))

    def render(self, lang: str = "en") -> dict[str, object]:
        """Everything a reader needs, ready for JSON."""
        shown = _Shown(self.values)
        return {
            "code": self.code,
            "sentence": self.template.in_language(lang).format_map(shown),
            "law": self.law,
            "cure": self.cure.in_language(lang).format_map(shown),
            "values": dict(shown),
        }

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence()}"


class _Shown(dict[str, str]):
    def __init__(self, values: Mapping[str, object]) -> None:
        super().__init__((name, str(value)) for name, value in values.items())

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"
