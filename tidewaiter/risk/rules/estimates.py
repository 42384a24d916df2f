"""How many parcels break the law and how many are missed, from what random controls found."""

from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.risk.rules.performance import Interval, score_interval

FEWEST = 30
"""Random controls from which an estimate is told; with fewer its bounds say nothing."""


@dataclass(frozen=True, slots=True)
class Control:
    """A parcel that was drawn from all and opened.

    - `propensity`: how likely the draw was
    - `confirmed`: something was found
    - `otherwise`: a rule or its priority would have chosen it anyway
    """

    propensity: float
    confirmed: bool
    otherwise: bool


@dataclass(frozen=True, slots=True)
class Estimate:
    """What random controls say of all parcels.

    - `controls`: parcels drawn and opened; `rate`: share of all parcels that break the law
    - `missed`: parcels that break the law and that nothing would have chosen
    - `seen`: the share of all violations that rules and priorities choose
    """

    controls: int
    rate: Interval
    missed: Interval
    seen: Interval | None


def estimated(
    controls: Sequence[Control], *, accepted: int, chosen: int, found: int
) -> Estimate | None:
    """Weigh each control by how unlikely its draw was (Horvitz and Thompson 1952, Hajek's ratio).

    `accepted` are all parcels, `chosen` those that rules or priorities chose, `found` those among
    them in which something was found. None with fewer controls than say anything.
    """
    passed = [one for one in controls if not one.otherwise]
    if len(controls) < FEWEST or not passed:
        return None
    left = max(accepted - chosen, 0)
    share = weighed(passed)
    missed = Interval(share.share * left, share.low * left, share.high * left)
    return Estimate(len(controls), weighed(controls), missed, _seen(found, missed))


def _seen(found: int, missed: Interval) -> Interval | None:
    if not found:
        return None
    return Interval(*(found / (found + each) for each in (missed.share, missed.high, missed.low)))


def weighed(controls: Sequence[Control]) -> Interval:
    """The share of parcels that break the law with its 95 % bounds (Wilson's interval on the
    effective number of controls; Kish 1965).
    """
    weights = [1 / one.propensity for one in controls]
    whole = sum(weights)
    share = sum(w for w, one in zip(weights, controls, strict=True) if one.confirmed) / whole
    tries = whole * whole / sum(w * w for w in weights)
    return score_interval(share, tries)
