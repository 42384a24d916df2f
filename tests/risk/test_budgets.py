"""Budgets of inspections: what they may say, who settles them, and the cut that follows."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import ANALYST, NOON, officer
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.keep_budgets import keep_budgets, settle
from tidewaiter.risk.commands.budgets import Noted, note_chosen, propose_budget
from tidewaiter.risk.models import Budget, Cut, OfficeHour, Tally
from tidewaiter.risk.rules.budgets import (
    Counts,
    Lately,
    Limits,
    expected,
    shares_for,
    sound,
)
from tidewaiter.risk.states import BudgetStage

HUNDRED = Limits(100)


def flat(count: int = 1000) -> Lately:
    """Parcels with evenly spread priorities, of which the highest tenth is kept."""
    return Lately(count, count // 5, [1 - n / count for n in range(count // 10)])


def test_the_cut_spends_what_is_left_on_what_is_coming() -> None:
    shares = shares_for(HUNDRED, Counts(), coming=9000, lately=flat())
    assert shares.cut == Decimal("0.991000000")  # 90 of 9,000: the highest hundredth
    late = shares_for(HUNDRED, Counts(accepted=8000, by_priority=45), coming=900, lately=flat())
    assert late.cut == Decimal("0.951000000")


def test_a_budget_that_is_used_up_chooses_nobody_more_and_the_draw_goes_on() -> None:
    shares = shares_for(HUNDRED, Counts(accepted=5000, by_priority=90), coming=500, lately=flat())
    assert shares.cut is None
    assert shares.uniform > 0


def test_the_uniform_share_stays_the_same_all_day() -> None:
    morning = shares_for(HUNDRED, Counts(), coming=10_000, lately=flat())
    evening = shares_for(HUNDRED, Counts(accepted=9000, by_priority=80), coming=1000, lately=flat())
    assert morning.uniform == evening.uniform == Decimal("0.000100000")  # 1 of 10,000


def test_exploring_takes_what_is_left_of_its_part_among_the_unknown() -> None:
    shares = shares_for(HUNDRED, Counts(), coming=1000, lately=flat())
    assert shares.explored == Decimal("0.045000000")  # 9 of 200 of which little is known
    assert shares_for(HUNDRED, Counts(explored=9), coming=1000, lately=flat()).explored == 0


def test_a_lane_below_its_expected_share_is_topped_up() -> None:
    limits = Limits(100, documents=Decimal("0.01"), audit=Decimal("0.02"))
    behind = shares_for(limits, Counts(accepted=1000), coming=1000, lately=flat())
    assert (behind.documents, behind.audit) == (Decimal("0.020000000"), Decimal("0.040000000"))
    ahead = shares_for(
        limits, Counts(accepted=1000, documents=20, audit=40), coming=1000, lately=flat()
    )
    assert (ahead.documents, ahead.audit) == (0, 0)


def test_without_parcels_so_far_nobody_is_chosen_by_priority() -> None:
    assert shares_for(HUNDRED, Counts(), coming=0, lately=Lately(0, 0, ())).cut is None


def test_what_is_coming_follows_the_days_before() -> None:
    busy_evenings = [tuple(10 if hour < 12 else 90 for hour in range(24))] * 3

    def coming(today: int, *, inspections: int = 1) -> float:
        return expected(busy_evenings, hour=12, gone=0, today=today, inspections=inspections)

    assert coming(120) == pytest.approx(1080, rel=0.01)
    assert coming(240) == pytest.approx(2160, rel=0.02)


def test_the_first_day_of_an_office_opens_no_more_than_a_twentieth() -> None:
    assert expected([], hour=12, gone=0, today=120, inspections=1) == 120
    assert expected([], hour=9, gone=0, today=3, inspections=100) == 1997
    first = shares_for(HUNDRED, Counts(accepted=3), coming=1997, lately=flat(3))
    assert first.uniform == Decimal("0.000500000")


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(0), "budget.inspections"),
        (Limits(2_000_000), "budget.inspections"),
        (Limits(5, explored=Decimal("0.01")), "budget.explored"),
        (Limits(5, uniform=Decimal("0.05")), "budget.uniform"),
        (Limits(5, documents=Decimal("0.9")), "budget.documents"),
        (Limits(5, audit=Decimal("-0.1")), "budget.audit"),
    ],
)
def test_a_budget_that_cannot_be_kept_or_learns_nothing_is_refused(
    limits: Limits, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        sound(limits)
    assert refused.value.code == code


pytestmark = pytest.mark.django_db
SUPERVISOR = replace(officer("risk_supervisor"), id="18", label="customs:18")
WHY = "Four officers open thirty parcels a day each."


def test_nobody_settles_their_own_budget() -> None:
    budget = propose_budget("0100", HUNDRED, grounds=WHY, by=SUPERVISOR, at=NOON)
    with pytest.raises(Refusal) as refused:
        settle(budget, "confirm", by=SUPERVISOR, at=NOON)
    assert refused.value.code == "budget.same-person"
    assert not Cut.objects.exists()


def test_a_budget_in_force_has_a_cut_at_once_and_replaces_the_one_before() -> None:
    for inspections in (100, 50):
        limits = Limits(inspections)
        budget = propose_budget("0100", limits, grounds=WHY, by=ANALYST, at=NOON)
        settle(budget, "confirm", by=SUPERVISOR, at=NOON)
    stages = list(Budget.objects.order_by("id").values_list("stage", flat=True))
    assert stages == [BudgetStage.REPLACED, BudgetStage.IN_FORCE]
    assert Cut.objects.get().office == "0100"


def test_a_declined_budget_changes_nothing() -> None:
    budget = propose_budget("0100", HUNDRED, grounds=WHY, by=ANALYST, at=NOON)
    settle(budget, "decline", by=SUPERVISOR, at=NOON)
    assert not Cut.objects.exists()


def test_tallies_become_hours_and_move_the_cut() -> None:
    budget = propose_budget("0100", HUNDRED, grounds=WHY, by=ANALYST, at=NOON)
    settle(budget, "confirm", by=SUPERVISOR, at=NOON)
    batch = Counts(accepted=1000, unknown=100, by_priority=20, drawn=1)
    top = [1 - n / 1000 for n in range(100)]
    for minutes in (90, 80, 30, 20):
        note_chosen([Noted("0100", batch, top)], at=NOON - timedelta(minutes=minutes))
    keep_budgets(by=SUPERVISOR, at=NOON)
    assert (Tally.objects.count(), OfficeHour.objects.count()) == (2, 1)
    assert OfficeHour.objects.get().by_priority == 40
    cut = Cut.objects.get().cut
    assert cut is not None
    note_chosen([Noted("0100", Counts(accepted=10, by_priority=10), [])], at=NOON)
    keep_budgets(by=SUPERVISOR, at=NOON)
    assert Cut.objects.get().cut is None  # 90 are chosen: the budget is used up
