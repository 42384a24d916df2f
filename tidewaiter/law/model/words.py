"""Names in two languages, the texts of the law, and what every entry says of its origin."""

from dataclasses import dataclass
from datetime import date as Day


@dataclass(frozen=True, slots=True)
class Title:
    """One name in English and in Chinese."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        """The name in a language; English for every language but Chinese."""
        return self.zh if language.lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Passage:
    """The exact words of an article of a text, in one language, and where they were read."""

    article: str
    language: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal text, and the article of it that is meant where one is named.

    `passages` are the exact words of the article, of the whole text where none is named.
    """

    id: str
    instrument: str
    article: str
    date: Day
    language: str
    address: str
    title: Title
    verified: bool
    passages: tuple[Passage, ...] = ()

    def text(self, language: str = "en") -> str:
        """How a reason or a letter cites the text."""
        if not self.article:
            return f"{self.instrument}, {self.title[language]}"
        if language.lower().startswith("zh"):
            return f"{self.instrument}第{self.article}条"
        return f"{self.instrument}, art. {self.article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that the law says: from when, until when, and according to which text."""

    since: Day
    until: Day | None
    reference: Reference
    verified: bool
    note: str = ""
