"""Looks in the register: words in both languages, and what an entry is about."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tidewaiter.law.loader import Law
from tidewaiter.law.model.words import Title
from tidewaiter.law.register.kinds import KINDS, Kind, entries


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; what is empty does not matter."""

    words: str = ""
    kind: str = ""
    model: str = ""
    who: str = ""
    product: str = ""
    route: str = ""
    matter: str = ""

    @property
    def anything(self) -> bool:
        """Whether something is asked for at all."""
        return any((self.words, self.kind, *self._about))

    @property
    def _about(self) -> tuple[str, ...]:
        return self.model, self.who, self.product, self.route, self.matter


def find(law: Law, wanted: Wanted) -> Iterator[tuple[Kind, Any]]:
    """The entries of a day that are wanted; the kinds in their order."""
    words = wanted.words.lower().split()
    for kind in KINDS:
        if wanted.kind and kind.slug != wanted.kind:
            continue
        for entry in entries(law, kind).values():
            if _about(entry, wanted) and (not words or _has(entry, words)):
                yield kind, entry


def routes(law: Law) -> tuple[str, ...]:
    """The countries that rules of the pack speak of."""
    powers = (law.obligations.values(), law.competences.values())
    whens = [each.when for several in powers for each in several]
    return tuple(sorted({code for when in whens for code in when.get("route", ())}))


def _about(entry: Any, wanted: Wanted) -> bool:
    """Whether an entry is about what is wanted; one that does not say anything of it is not.

    A duty without models is one of every model.
    """
    if wanted.who and getattr(entry, "who", None) != wanted.who:
        return False
    if wanted.matter and getattr(entry, "matter", None) != wanted.matter:
        return False
    if wanted.model:
        models = getattr(entry, "models", None)
        if models is None or (models and wanted.model not in models):
            return False
    when = getattr(entry, "when", None) or {}
    if wanted.product and wanted.product not in when.get("product", ()):
        return False
    return not wanted.route or wanted.route in when.get("route", ())


def _has(entry: Any, words: list[str]) -> bool:
    told = " ".join(_told(entry)).lower()
    return all(word in told for word in words)


def _told(entry: Any) -> Iterator[str]:
    yield entry.id
    for field in ("title", "text", "definition", "help", "short", "what"):
        title = getattr(entry, field, None)
        if isinstance(title, Title):
            yield f"{title.en} {title.zh}"
    yield getattr(entry, "instrument", "")
    reference = getattr(entry, "reference", None)
    if reference is not None:
        yield f"{reference.instrument} {reference.title.en} {reference.title.zh}"
