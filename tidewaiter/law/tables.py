"""The form of the test tables of a pack: a situation goes in, the law's answer comes out."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from tidewaiter.law.schema.entries import Entry, TitleEntry

Money = Annotated[Decimal, Field(ge=0)]


class SituationLine(Entry):
    """A line of the declaration: goods, quantities and their total price in CNY.

    `qty` counts the units of sale; `qty1` and `qty2` are in the statutory units of the tariff line.
    """

    gcode: Annotated[str, Field(pattern=r"^\d{10}$")]
    qty: Money = Decimal(1)
    unit: str = "011"
    qty1: Money
    qty2: Money | None = None
    total_price: Money


class Situation(Entry):
    """One parcel of one buyer: its lines, freight and insurance, and what the buyer used before.

    `used` is what the buyer already used in the calendar year, by measure ("money" in CNY,
    "sugar" and "rice" in kilograms).
    """

    lines: Annotated[tuple[SituationLine, ...], Field(min_length=1)]
    freight: Money = Decimal(0)
    insured: Money = Decimal(0)
    used: dict[str, Money] = Field(default_factory=dict)


class Answer(Entry):
    """What the law says to a situation; what is left out is not compared."""

    outcome: Annotated[str, Field(pattern="^(accepted|rejected)$")]
    tax_basis: Annotated[str, Field(pattern="^(reduced|full)$")] | None = None
    reasons: tuple[str, ...] = ()
    dutiable_value: Money | None = None
    duty: Money | None = None
    vat: Money | None = None
    consumption: Money | None = None
    total: Money | None = None
    quota: dict[str, Money] = Field(default_factory=dict)


class Case(Entry):
    """A named situation on a day, and the answer to it."""

    name: TitleEntry
    day: date
    situation: Situation
    answer: Answer


class TableFile(Entry):
    """A file of test cases about one matter."""

    about: TitleEntry
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
