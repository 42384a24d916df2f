"""How well a rule does: what it found, how sure that is, and whether it keeps what it promised."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import sqrt

Z = 1.959964
"""The normal quantile of a 95 % interval."""

ENOUGH = 20
"""Inspections from which a rule that never found anything is named."""


class Verdict(StrEnum):
    """What is to be said about a rule."""

    FINE = "fine"
    NEVER_FIRES = "never-fires"
    NEVER_CONFIRMS = "never-confirms"
    BELOW_TARGET = "below-target"
    TOO_FEW = "too-few"


@dataclass(frozen=True, slots=True)
class Interval:
    """A share and the bounds between which it lies with 95 % certainty."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Record:
    """What became of the parcels on which a rule fired.

    - `fired`: parcels; `inspected`: those with a filed act; `confirmed`: something was found
    - `overridden`: an officer set the parcel free against the rule without finding anything
    """

    fired: int = 0
    inspected: int = 0
    confirmed: int = 0
    overridden: int = 0
    value_found: Decimal = Decimal(0)

    @property
    def precision(self) -> Interval | None:
        """The share of inspections that found something; None where nothing was inspected."""
        return wilson(self.confirmed, self.inspected)


def wilson(hits: int, tries: int) -> Interval | None:
    """A share with its 95 % interval, which holds for few tries, too; None without any."""
    return score_interval(hits / tries, tries) if tries > 0 else None


def score_interval(share: float, tries: float) -> Interval:
    """A share of so many tries, which may be a fraction where they weigh unequally, with its 95 %
    score interval (Wilson 1927).
    """
    spread = 1 + Z * Z / tries
    middle = (share + Z * Z / (2 * tries)) / spread
    half = Z * sqrt(share * (1 - share) / tries + Z * Z / (4 * tries * tries)) / spread
    return Interval(share, max(middle - half, 0.0), min(middle + half, 1.0))


def judged(record: Record, target: Decimal | None, *, targets: bool) -> Verdict:
    """What is to be said about a rule; `targets` says whether it chooses parcels to look at.

    A rule lies below its target when even the upper bound of its precision does.
    """
    if not record.fired:
        return Verdict.NEVER_FIRES
    precision = record.precision
    if not targets:
        return Verdict.FINE
    if precision is None or record.inspected < ENOUGH:
        return Verdict.TOO_FEW
    if not record.confirmed:
        return Verdict.NEVER_CONFIRMS
    if target is not None and precision.high < float(target):
        return Verdict.BELOW_TARGET
    return Verdict.FINE
