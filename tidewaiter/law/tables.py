"""The form of the test tables of a pack: a situation goes in, the law's answer comes out."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

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


class SituationItem(Entry):
    """Goods of a consignment: their code, value, quantities, and the rate of duty if it is known.

    China asks for ten digits and for quantities in the statutory units; elsewhere six are enough.
    """

    code: Annotated[str, Field(pattern=r"^\d{6,10}$")]
    value: Money
    qty: Money = Decimal(1)
    qty1: Money | None = None
    qty2: Money | None = None
    duty_rate: Money | None = None


class ConsignmentSituation(Entry):
    """A consignment whose duties are asked for; amounts in the currency of the tax or stated.

    `rate` turns the stated currency into that of the tax, `limit_rate` into that of the limit.
    """

    regime: Annotated[str, Field(pattern="^(cn-9610|cn-1210|eu|uk|au|kr|us)$")]
    place: str = ""
    origin: str = ""
    items: Annotated[tuple[SituationItem, ...], Field(min_length=1)]
    freight: Money = Decimal(0)
    insurance: Money = Decimal(0)
    rate: Money | None = Decimal(1)
    limit_rate: Money | None = Decimal(1)
    scheme: bool = False
    scheme_no: str | None = None
    gift: bool = False
    channel: Annotated[str, Field(pattern="^(post|courier)$")] = "courier"
    vat_kind: str = "standard"
    used: dict[str, Money] = Field(default_factory=dict)


class ConsignmentAnswer(Entry):
    """What is due on a consignment, or why it is not said; what is left out is not compared."""

    refusal: str | None = None
    basis: str | None = None
    dutiable_value: Money | None = None
    subheadings: int | None = None
    duty: Money | None = None
    tax_base: Money | None = None
    vat: Money | None = None
    consumption: Money | None = None
    at_sale: Money | None = None
    total: Money | None = None


class ConsignmentCase(Entry):
    """A named consignment on a day, and what is due on it."""

    name: TitleEntry
    day: date
    situation: ConsignmentSituation
    answer: ConsignmentAnswer


class TableFile(Entry):
    """Test cases about one matter: parcels to be assessed, consignments to be reckoned."""

    about: TitleEntry
    cases: tuple[Case, ...] = ()
    consignments: tuple[ConsignmentCase, ...] = ()

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.cases and not self.consignments:
            raise ValueError("the table has no cases; give `cases` or `consignments`")
        return self

    @property
    def count(self) -> int:
        """How many cases there are."""
        return len(self.cases) + len(self.consignments)
