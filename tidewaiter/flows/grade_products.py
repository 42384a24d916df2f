"""Chains are graded: some after an event or a report, all of them in the night."""

from collections.abc import Collection
from datetime import datetime

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.commands.grading import grade_products


def grade(gtins: Collection[str] | None, *, by: Actor, at: datetime) -> dict[str, int]:
    """Grade these items, or all products, by what is known now."""
    if gtins is not None and not gtins:
        return {}
    return grade_products(gtins, by=by, at=at, on=day_of(at))
