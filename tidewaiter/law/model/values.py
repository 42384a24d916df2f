"""Values, codes, measures and tariff lines."""

from dataclasses import dataclass
from datetime import date as Day
from decimal import Decimal
from enum import StrEnum

from tidewaiter.law.model.words import Reference, Title

Scalar = Decimal | int | str | bool | Day


class Kind(StrEnum):
    """The type of a value."""

    DECIMAL = "decimal"
    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "boolean"
    DATE = "date"


class Quantity(StrEnum):
    """What a unit of measure counts: grams, millilitres, pieces or something else."""

    MASS = "mass"
    VOLUME = "volume"
    COUNT = "count"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Value:
    """One number or word of the law, as it stands on one day."""

    id: str
    value: Scalar
    unit: str
    since: Day
    until: Day | None
    reference: Reference
    verified: bool
    title: Title
    kind: Kind
    clock: Title | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a code list.

    `iso` is the international code where there is one; `quantity` and `factor` (grams, millilitres
    or pieces in one unit) belong to units of measure; `messages` are the kinds of message that may
    carry the code (empty: all).
    """

    list: str
    code: str
    title: Title
    since: Day
    until: Day | None
    reference: Reference
    verified: bool
    iso: str = ""
    quantity: Quantity | None = None
    factor: Decimal | None = None
    messages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Measure:
    """What one person may buy in a calendar year: an amount of money, or a mass of named goods.

    Money has no prefixes. Goods are those whose tariff code starts with one of the prefixes.
    """

    id: str
    title: Title
    limit: Decimal
    unit: str
    prefixes: tuple[str, ...]
    value: Value

    @property
    def money(self) -> bool:
        """Whether the measure counts money and not goods."""
        return not self.prefixes


@dataclass(frozen=True, slots=True)
class Signing:
    """Whether a kind of message must carry a signature."""

    message: str
    required: bool
    title: Title
    since: Day
    until: Day | None
    reference: Reference
    verified: bool


@dataclass(frozen=True, slots=True)
class TariffLine:
    """A line of the tariff as it stands on one day; rates are shares of one (0.13 is 13 %).

    Consumption tax applies when both thresholds are None, or when the dutiable price reaches one
    of them: CNY per gram or millilitre, CNY per piece. `threshold` says which of the two applies
    to this line ("gram_ml" or "piece"); it is None where the tax knows no threshold.
    """

    gcode: str
    title: Title
    unit1: str
    unit2: str | None
    duty_rate: Decimal
    vat_rate: Decimal
    vat_class: str
    consumption_class: str
    consumption_rate: Decimal
    threshold: str | None
    per_gram_ml: Decimal | None
    per_piece: Decimal | None
    positive: bool
    since: Day
    until: Day | None
    reference: Reference
    verified: bool
