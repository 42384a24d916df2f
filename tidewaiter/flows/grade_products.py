"""Chains are graded: some after an event or a report, all of them in the night."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.commands.grading import grade_products
from tidewaiter.provenance.queries.products import numbers_of_all

PART = 20_000
"""So many products are graded in one transaction; whoever reports something waits for one part."""


def grade(gtins: Collection[str] | None, *, by: Actor, at: datetime) -> dict[str, int]:
    """Grade these items, or all products part by part, by what is known now."""
    if gtins is not None:
        return grade_products(gtins, by=by, at=at, on=day_of(at)) if gtins else {}
    told: Counter[str] = Counter()
    part = numbers_of_all(after="", limit=PART)
    while part:
        told.update(grade_products(part, by=by, at=at, on=day_of(at)))
        part = numbers_of_all(after=part[-1], limit=PART)
    return dict(told)
