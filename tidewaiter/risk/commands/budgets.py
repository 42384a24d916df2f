"""Propose a budget of inspections, settle it, count what it chose, and set the cut."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.rows import copy
from tidewaiter.risk.models import Budget, Cut, Tally
from tidewaiter.risk.rules.book import with_reasons
from tidewaiter.risk.rules.budgets import Counts, Limits, Shares, by_another, sound
from tidewaiter.risk.states import BUDGET, BudgetStage

COUNTS = Counts.__slots__


@transaction.atomic
def propose_budget(office: str, limits: Limits, *, grounds: str, by: Actor, at: datetime) -> Budget:
    """Propose what an office can inspect a day; an earlier proposal is declined by the new one."""
    by.must(Permission.BUDGET_PROPOSE)
    sound(limits)
    with_reasons(grounds)
    values = {name: getattr(limits, name) for name in Limits.__slots__}
    found, made = Budget.objects.update_or_create(
        office=office,
        stage=BudgetStage.PROPOSED,
        defaults={
            **values, "grounds": grounds.strip(), "proposed_by": by.id,
            "proposed_label": by.label, "proposed_at": at,
        },
    )  # fmt: skip
    record(
        verb="budget.proposed", thing=found, by=by, at=at, office=office, again=not made,
        inspections=limits.inspections,
    )  # fmt: skip
    return found


@transaction.atomic
def settle_budget(budget: Budget, verb: str, *, by: Actor, at: datetime) -> Budget:
    """Put a proposed budget in force in place of the one before it, or decline it."""
    by.must(Permission.BUDGET_CONFIRM)
    budget = Budget.objects.select_for_update().get(pk=budget.pk)
    by_another(budget.proposed_by, by.id)
    stage = BUDGET.next(budget.stage, verb)
    if stage == BudgetStage.IN_FORCE:
        for earlier in Budget.objects.filter(office=budget.office, stage=BudgetStage.IN_FORCE):
            earlier.stage = BUDGET.next(earlier.stage, "replace")
            earlier.save(update_fields=["stage"])
    budget.stage, budget.settled_by, budget.settled_label = stage, by.id, by.label
    budget.settled_at = at
    budget.save()
    record(verb=f"budget.{verb}", thing=budget, by=by, at=at, office=budget.office)
    return budget


class Noted(NamedTuple):
    """What a batch chose of an office's parcels, and its highest priorities."""

    office: str
    counts: Counts
    top: list[float]


def note_chosen(batch: Sequence[Noted], *, at: datetime) -> None:
    """Note what a batch chose. The decisions themselves are in the audit trail."""
    if not batch:
        return
    copy(
        Tally,
        ("office", *COUNTS, "at", "top"),
        (
            (one.office, *(getattr(one.counts, name) for name in COUNTS), at, one.top)
            for one in batch
        ),
    )


def fold_tallies(*, before: datetime) -> None:
    """Add the tallies of batches that are older into the hours of their offices."""
    sums = ", ".join(f"sum({name})" for name in COUNTS)
    added = ", ".join(f"{name} = old.{name} + excluded.{name}" for name in COUNTS)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH gone AS (DELETE FROM risk_tally WHERE at < %s RETURNING *)"
            f" INSERT INTO risk_officehour AS old (office, hour, {', '.join(COUNTS)})"
            f" SELECT office, date_trunc('hour', at), {sums} FROM gone GROUP BY 1, 2"
            f" ON CONFLICT (office, hour) DO UPDATE SET {added}",
            [before],
        )


@transaction.atomic
def set_cuts(cuts: Mapping[str, Shares], *, by: Actor, at: datetime) -> None:
    """Put the cut of each office in the place of the former one; offices left out have none."""
    Cut.objects.exclude(office__in=cuts).delete()
    changed = 0
    for office, shares in sorted(cuts.items()):
        values: dict[str, Any] = {name: getattr(shares, name) for name in Shares.__slots__}
        _, made = Cut.objects.update_or_create(office=office, defaults={**values, "at": at})
        changed += made
    if changed:
        record(verb="cuts.set", thing=Thing("risk.cut", "all"), by=by, at=at, offices=len(cuts))
