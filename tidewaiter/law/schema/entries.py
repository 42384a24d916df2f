"""What the entries of a pack have in common: names in two languages, days, and the text behind."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]


class Entry(BaseModel):
    """An entry of a pack: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TitleEntry(Entry):
    """A name in English and in Chinese."""

    en: Text
    zh: Text


class Dated(Entry):
    """An entry that applies from one day, and up to and including another one if that is given."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"`to` ({self.until}) lies before `from` ({self.since})")
        return self


class Sourced(Dated):
    """A dated entry with the text that it comes from."""

    reference: Identifier
    article: str = ""
    verified: bool
    note: str = ""


class PackEntry(Entry):
    """`pack.yaml`: which jurisdiction, since which day."""

    id: Identifier
    title: TitleEntry
    jurisdiction: Text
    since: date = Field(alias="from")


class PassageEntry(Entry):
    """The exact words of an article, letter for letter, in a language of the text.

    `address` is where they were read; without an article they are words of the whole text.
    """

    article: str = ""
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    text: Text
    address: Text


class ReferenceEntry(Entry):
    """A legal text; `verified` says that its content was seen and not remembered."""

    id: Identifier
    instrument: Text
    title: TitleEntry
    issued: date = Field(alias="date")
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    address: str = ""
    verified: bool
    note: str = ""
    passages: tuple[PassageEntry, ...] = ()
