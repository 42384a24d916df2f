"""What follows when a duty is not done, what weighs in it, and for how long it is published."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tidewaiter.law.model.clocks import Duration
from tidewaiter.law.model.duties import Matter
from tidewaiter.law.model.words import Entry, Title


class Gravity(StrEnum):
    """How serious a violation is."""

    MINOR = "minor"
    GENERAL = "general"
    SERIOUS = "serious"


class PenaltyKind(StrEnum):
    """The kinds of sanction."""

    WARNING = "warning"
    ORDER_TO_CORRECT = "order-to-correct"
    FINE = "fine"
    CONFISCATION = "confiscation"
    SUSPENSION = "suspension"
    REVOCATION = "revocation"
    LISTING = "listing"
    CRITICISM = "criticism"
    CLOSURE = "closure"


class Base(StrEnum):
    """Of what a fine is a percentage or a multiple."""

    TURNOVER = "turnover"
    ILLEGAL_GAINS = "illegal-gains"
    GOODS_VALUE = "goods-value"
    TAX_EVADED = "tax-evaded"
    TRANSACTION_VALUE = "transaction-value"


class Effect(StrEnum):
    """What a factor does to a penalty."""

    AGGRAVATING = "aggravating"
    MITIGATING = "mitigating"
    EXEMPTING = "exempting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation(Entry):
    """What one commits by not doing what is due, with the ids of its penalties."""

    id: str
    title: Title
    matter: Matter
    severity: Gravity
    penalties: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Entry):
    """A sanction; `unit` is a currency, "percent" or "times" (of `base`), or empty.

    `territory` is the member state whose law it is, empty where it is that of the whole pack.
    """

    id: str
    title: Title
    kind: PenaltyKind
    minimum: Decimal | None
    maximum: Decimal | None
    unit: str
    base: Base | None
    territory: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor(Entry):
    """What makes a penalty heavier or lighter, or lifts it."""

    id: str
    effect: Effect
    title: Title


@dataclass(frozen=True, slots=True)
class Band:
    """A row of numbers: for amounts over one and up to another, a range or a value."""

    name: str
    over: Decimal | None
    up_to: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    value: Decimal | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Entry):
    """How a penalty is calculated: steps in words, and tables of numbers."""

    id: str
    title: Title
    steps: tuple[Title, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity(Entry):
    """A tier of publicity: what falls in it, for how long it is shown, and the way out."""

    id: str
    title: Title
    what: Title
    minimum: Duration | None
    maximum: Duration | None
    way_out: Title | None
    timer: str
