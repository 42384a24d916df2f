"""Keep every office within its budget of inspections: count what it chose, and set its cut anew."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.risk.commands.budgets import fold_tallies, set_cuts, settle_budget
from tidewaiter.risk.models import Budget
from tidewaiter.risk.queries.budgets import Office, offices
from tidewaiter.risk.rules.budgets import Shares, expected, shares_for

LATELY = timedelta(hours=1)
"""Batches so young tell what priorities parcels have now."""


def keep_budgets(*, by: Actor, at: datetime) -> dict[str, Shares]:
    """Reckon anew from which priority each office inspects; return that by office."""
    fold_tallies(before=at - LATELY)
    found = offices(at=at, zone=_zone())
    shares = {office.code: _shares(office, at) for office in found}
    set_cuts(shares, by=by, at=at)
    return shares


def settle(budget: Budget, verb: str, *, by: Actor, at: datetime) -> Budget:
    """Put a budget in force, or decline it; one that is in force has its cut at once."""
    settled = settle_budget(budget, verb, by=by, at=at)
    keep_budgets(by=by, at=at)
    return settled


def still_coming(office: Office, *, at: datetime) -> float:
    """How many parcels the office still expects today."""
    local = at.astimezone(_zone())
    gone = (local.minute * 60 + local.second) / 3600
    return expected(
        office.past,
        hour=local.hour,
        gone=gone,
        today=office.today.accepted,
        inspections=office.limits.inspections,
    )


def _shares(office: Office, at: datetime) -> Shares:
    coming = still_coming(office, at=at)
    return shares_for(office.limits, office.today, coming=coming, lately=office.lately)


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
