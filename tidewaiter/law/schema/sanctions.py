"""The form of violations, penalties, what weighs in them, and for how long they are published."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from tidewaiter.law.model.duties import Matter
from tidewaiter.law.model.sanctions import Base, Effect, Gravity, PenaltyKind
from tidewaiter.law.schema.clocks import DurationEntry
from tidewaiter.law.schema.entries import Entry, Identifier, Sourced, TitleEntry

Amount = Annotated[Decimal, Field(ge=0)]


class ViolationEntry(Sourced):
    """What one commits by not doing what is due."""

    id: Identifier
    title: TitleEntry
    matter: Matter
    severity: Gravity
    penalties: tuple[Identifier, ...] = ()


class PenaltyEntry(Sourced):
    """A sanction; a fine has a range in a currency, in percent of a base or in times of it."""

    id: Identifier
    title: TitleEntry
    kind: PenaltyKind
    minimum: Amount | None = None
    maximum: Amount | None = None
    unit: Annotated[str, Field(pattern=r"^([A-Z]{3}|percent|times)$")] | None = None
    base: Base | None = None
    territory: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise ValueError(f"`maximum` ({self.maximum}) is below `minimum` ({self.minimum})")
        if self.unit in {"percent", "times"} and self.base is None:
            raise ValueError(f"`unit: {self.unit}` needs a `base`: of what?")
        return self


class FactorEntry(Sourced):
    """What makes a penalty heavier or lighter, or lifts it."""

    id: Identifier
    effect: Effect
    title: TitleEntry


class BandEntry(Entry):
    """A row of numbers: amounts over one and up to another, and the share or value for them."""

    name: str = ""
    over: Decimal | None = None
    up_to: Decimal | None = None
    low: Decimal | None = Field(default=None, alias="from")
    high: Decimal | None = Field(default=None, alias="to")
    unit: str = ""
    value: Decimal | str | None = None


class MethodEntry(Sourced):
    """How a penalty is calculated: steps in words, and tables of numbers."""

    id: Identifier
    title: TitleEntry
    steps: Annotated[tuple[TitleEntry, ...], Field(min_length=1)]
    bands: tuple[BandEntry, ...] = ()


class PublicityEntry(Sourced):
    """A tier of publicity: what falls in it, for how long it is shown, and the way out."""

    id: Identifier
    title: TitleEntry
    what: TitleEntry
    minimum: DurationEntry | None = None
    maximum: DurationEntry | None = None
    way_out: TitleEntry | None = None
    timer: Identifier | None = None
