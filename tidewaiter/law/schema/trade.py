"""The form of what a trade is: facts that a person declares, models of them, groups of goods."""

from datetime import date
from typing import Annotated

from pydantic import Field

from tidewaiter.law.model.trade import ModelKind
from tidewaiter.law.schema.entries import Entry, Identifier, Sourced, Text, TitleEntry

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[tuple[Text, ...], Field(min_length=1)]
When = dict[Name, Words]
"""What must hold: for each fact the choices of which one must be declared."""


class ChoiceEntry(Entry):
    """One answer to the question of a fact."""

    id: Identifier
    en: Text
    zh: Text


class FactEntry(Entry):
    """What a person declares about the trade: a question and its possible answers."""

    id: Name
    title: TitleEntry
    help: TitleEntry | None = None
    choices: Annotated[tuple[ChoiceEntry, ...], Field(min_length=2)]
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    reference: Identifier | None = None
    article: str = ""
    verified: bool = False
    note: str = ""


class ModeEntry(Entry):
    """A code by which customs call a model in one direction."""

    code: Text
    direction: Identifier
    en: Text
    zh: Text


class BusinessModelEntry(Sourced):
    """A way to trade, as facts that must all hold."""

    id: Identifier
    title: TitleEntry
    definition: TitleEntry
    when: Annotated[When, Field(min_length=1)]
    modes: tuple[ModeEntry, ...] = ()
    kind: ModelKind


class ProductGroupEntry(Sourced):
    """Goods that a rule speaks of, as prefixes of the tariff code."""

    id: Identifier
    title: TitleEntry
    prefixes: tuple[Annotated[str, Field(pattern=r"^\d{2,10}$")], ...] = ()
