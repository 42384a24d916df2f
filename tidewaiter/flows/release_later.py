"""Release parcels whose office lets them wait a while, when their time has come."""

from datetime import datetime, timedelta

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.send_another_way import release_after_delay
from tidewaiter.risk.queries.budgets import budgets_in_force, waiting_longer
from tidewaiter.risk.states import Lane

_AT_ONCE = 1_000
"""Parcels that are released in one transaction."""


def release_later(*, by: Actor, at: datetime) -> int:
    """Release every parcel that has waited for its office's delay; return how many.

    Where an office has no delay any more, what still waits is released at once.
    """
    released = 0
    delays = {office: budget.delay or 0 for office, budget in budgets_in_force().items()}
    for office, minutes in delays.items():
        before = at - timedelta(minutes=minutes)
        while due := waiting_longer(office, Lane.DELAYED, before=before, limit=_AT_ONCE):
            released += release_after_delay(due, by=by, at=at)
    return released
