"""What the law says on one day: values, codes, measures, tariff lines and the texts behind them."""

from dataclasses import dataclass
from datetime import date as Day
from decimal import Decimal
from enum import StrEnum

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
class Title:
    """One name in English and in Chinese."""

    en: str
    zh: str

    def __getitem__(self, language: str) -> str:
        """The name in a language; English for every language but Chinese."""
        return self.zh if language.lower().startswith("zh") else self.en


@dataclass(frozen=True, slots=True)
class Reference:
    """A legal text, and the article of it that is meant where one is named."""

    id: str
    instrument: str
    article: str
    date: Day
    language: str
    address: str
    title: Title
    verified: bool

    def text(self, language: str = "en") -> str:
        """How a reason or a letter cites the text."""
        if not self.article:
            return f"{self.instrument}, {self.title[language]}"
        if language.lower().startswith("zh"):
            return f"{self.instrument}第{self.article}条"
        return f"{self.instrument}, art. {self.article}"


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
class Obligation:
    """What somebody has to do, and the value that bounds it where there is one."""

    id: str
    who: str
    title: Title
    since: Day
    until: Day | None
    reference: Reference
    verified: bool
    value: str = ""


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
