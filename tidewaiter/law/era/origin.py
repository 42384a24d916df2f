"""What applies on a day, and the text that each entry comes from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Protocol, TypeVar

from tidewaiter.law.model.words import Passage, Reference, Title
from tidewaiter.law.schema.entries import ReferenceEntry, Sourced, TitleEntry
from tidewaiter.law.sources import Sources, Spot


class Dated(Protocol):
    """Something that applies from one day to another; without a day it has no end on that side."""

    @property
    def since(self) -> date | None: ...

    @property
    def until(self) -> date | None: ...


D = TypeVar("D", bound=Dated)


class Origin:
    """A day, and the texts of a pack."""

    def __init__(self, sources: Sources, day: date) -> None:
        self._sources = sources
        self.day = day

    def applies(self, entry: Dated) -> bool:
        """Whether an entry applies on the day."""
        begun = entry.since is None or entry.since <= self.day
        return begun and (entry.until is None or self.day <= entry.until)

    def current(self, entries: Sequence[tuple[D, Spot]]) -> Iterator[D]:
        """Those entries of a section that apply on the day."""
        return (entry for entry, _ in entries if self.applies(entry))

    def of(self, entry: Sourced) -> dict[str, Any]:
        """From when, until when, and according to which text an entry applies."""
        return {
            "since": entry.since,
            "until": entry.until,
            "reference": self.cite(entry.reference, entry.article),
            "verified": entry.verified,
        }

    def noted(self, entry: Sourced) -> dict[str, Any]:
        """The same with the note of the entry."""
        return self.of(entry) | {"note": entry.note}

    def cite(self, name: str, article: str = "") -> Reference:
        """A legal text, and an article of it."""
        return self.texts[name](article)

    @cached_property
    def texts(self) -> Mapping[str, Callable[[str], Reference]]:
        """The legal texts of the pack by id, each waiting for its article."""

        def citing(entry: Any) -> Callable[[str], Reference]:
            return lambda article: Reference(
                id=entry.id,
                instrument=entry.instrument,
                article=article,
                date=entry.issued,
                language=entry.language,
                address=entry.address,
                title=title(entry.title),
                verified=entry.verified,
                passages=tuple(_passages(entry, article)),
            )

        return {entry.id: citing(entry) for entry, _ in self._sources.references}


def _passages(entry: ReferenceEntry, article: str) -> Iterator[Passage]:
    """The kept words of an article; "22" holds those of its paragraph "22(4)", too."""
    for kept in entry.passages:
        if not article or article == kept.article or article.startswith(f"{kept.article}("):
            yield Passage(kept.article, kept.language, kept.text.strip(), kept.address)


def title(entry: TitleEntry) -> Title:
    """Words in both languages."""
    return Title(entry.en, entry.zh)


def maybe(entry: TitleEntry | None) -> Title | None:
    """Words in both languages, if there are any."""
    return title(entry) if entry else None
