"""The form of values, measures, rates, codes and tariff lines."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from tidewaiter.law.model.values import Kind, Quantity, Scalar
from tidewaiter.law.schema.entries import Dated, Entry, Identifier, Sourced, Text, TitleEntry


class HistoryEntry(Sourced):
    """What a value was during one period."""

    value: Scalar


_ACCEPTED: dict[Kind, tuple[type, ...]] = {
    Kind.DECIMAL: (Decimal, int),
    Kind.INTEGER: (int,),
    Kind.TEXT: (str,),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (date,),
}


class ValueEntry(Entry):
    """A value with its history."""

    id: Identifier
    title: TitleEntry
    kind: Kind = Kind.DECIMAL
    unit: Text
    clock: TitleEntry | None = None
    history: Annotated[tuple[HistoryEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _kinds(self) -> Self:
        for entry in self.history:
            accepted = isinstance(entry.value, _ACCEPTED[self.kind])
            if not accepted or (isinstance(entry.value, bool) and self.kind is not Kind.BOOLEAN):
                raise ValueError(f"the value from {entry.since} is not of the kind `{self.kind}`")
        return self


class MeasureEntry(Dated):
    """A yearly measure per person; its limit is the value that it names."""

    id: Identifier
    title: TitleEntry
    limit: Identifier
    prefixes: tuple[Annotated[str, Field(pattern=r"^\d{2,10}$")], ...] = ()


class ClassEntry(Entry):
    """A class of rates that tariff lines name; each number is the id of a value."""

    id: Identifier
    title: TitleEntry
    rate: Identifier
    per_gram_ml: Identifier | None = None
    per_piece: Identifier | None = None


class SigningEntry(Sourced):
    """Whether a kind of message must be signed."""

    message: Annotated[str, Field(pattern=r"^\d{3}$")]
    required: bool
    title: TitleEntry


class CodeEntry(Entry):
    """One code; what is left out is taken from its list."""

    en: Text
    zh: Text
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    verified: bool | None = None
    reference: Identifier | None = None
    iso: str = ""
    quantity: Quantity | None = None
    factor: Decimal | None = None
    messages: tuple[str, ...] = ()


class CodeListEntry(Sourced):
    """A list of codes."""

    list: Identifier
    title: TitleEntry
    codes: Annotated[dict[str, CodeEntry], Field(min_length=1)]


class TariffEntry(Sourced):
    """A row of the tariff table."""

    gcode: Annotated[str, Field(pattern=r"^\d{10}$")]
    en: Text
    zh: Text
    unit1: Annotated[str, Field(pattern=r"^\d{3}$")]
    unit2: Annotated[str, Field(pattern=r"^\d{3}$")] | None = None
    duty: Annotated[Decimal, Field(ge=0, decimal_places=6)]
    vat: Identifier
    consumption: Identifier | None = None
    threshold: Annotated[str, Field(pattern="^(gram_ml|piece)$")] | None = None
    positive: bool
