"""What targeting found in a period and missed, as the desk and the public are told."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from tidewaiter.risk.queries.estimates import CHOOSERS, drawn, estimate, opened
from tidewaiter.risk.rules.estimates import FEWEST, Estimate
from tidewaiter.risk.rules.performance import Interval, Record


@dataclass(frozen=True)
class Chosen:
    """What one way of choosing found."""

    name: str
    opened: int
    confirmed: int
    precision: Interval | None
    value: Decimal


@dataclass(frozen=True)
class Effect:
    """What is told of a period, at the desk and in public."""

    rows: tuple[Chosen, ...]
    controls: int
    drawn: int
    fewest: int
    estimate: Estimate | None


def effect_of(since: datetime, *, until: datetime) -> Effect:
    """What was found in parcels decided in a period, and what that says of all."""
    records = opened(since, until=until)
    found = estimate(records, since, until=until)
    return Effect(
        tuple(
            Chosen(chooser_name(by), one.inspected, one.confirmed, one.precision, one.value_found)
            for by in CHOOSERS
            if (one := records.get(by, Record())).inspected
        ),
        found.controls if found else 0,
        drawn(since, until=until),
        FEWEST,
        found,
    )


def chooser_name(chooser: str) -> str:
    """What chose parcels, in a word."""
    return {
        "rule": _("A rule"),
        "budget": _("Highest priority within the budget"),
        "score": _("Risk score"),
        "explored": _("Random control where little is known"),
        "random": _("Random control of all parcels"),
    }[chooser]
