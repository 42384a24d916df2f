"""An office keeps its budget, explores a part of it, and says what it misses."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from harbour.frauds import Shares
from harbour.world import World
from tests.cast import ANALYST, CLERK, NOON, SENIOR, officer
from tests.makers import START, a_parcel, all_to, arrive, decision_about, four, tools
from tests.stories.again import differences
from tests.stories.ledger import sums_agree
from tests.stories.test_harbour import stream
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.flows.audit_later import audit_later
from tidewaiter.flows.file_act import file_act, write_act
from tidewaiter.flows.keep_budgets import keep_budgets, settle
from tidewaiter.flows.release_later import release_later
from tidewaiter.flows.send_another_way import send_another_way
from tidewaiter.intake.models import Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.budgets import propose_budget
from tidewaiter.risk.models import Assessment, Cut, QuotaEntry, Tally
from tidewaiter.risk.queries.estimates import estimate, opened
from tidewaiter.risk.rules.budgets import Limits
from tidewaiter.risk.rules.estimates import Control, estimated
from tidewaiter.risk.rules.findings import Findings
from tidewaiter.risk.states import Disposal, Found

HEAD = replace(officer("risk_supervisor"), id="18", label="customs:18")
WHY = "Four officers open thirty parcels a day each."
LONG_AGO, SOON = NOON - timedelta(days=30), NOON + timedelta(days=1)


def a_budget(office: str, **limits: object) -> None:
    """Put a budget in force for an office."""
    wanted = Limits(**{"inspections": 20} | limits)
    budget = propose_budget(office, wanted, grounds=WHY, by=ANALYST, at=NOON)
    settle(budget, "confirm", by=HEAD, at=NOON)


def opened_and(assessment: Assessment, found: Found) -> None:
    """An officer opens the parcel and files what was found."""
    nothing = found is Found.NOTHING
    says = Findings(
        found,
        "Opened and looked at piece by piece.",
        Disposal.RELEASE if nothing else Disposal.HOLD,
        None if nothing else Decimal(900),
        (),
    )
    file_act(write_act(assessment, says, by=SENIOR, at=NOON), by=SENIOR, at=NOON)


def test_an_office_chooses_by_priority_within_its_budget_and_everything_can_be_drawn_again(
    firms: dict[str, Operator],
) -> None:
    parcels = list(World(41, Shares.honest()).parcels(240, start=START, rate=200.0))
    for office in {parcel.voyage.customs for parcel in parcels}:
        a_budget(office, inspections=100, explored=Decimal("0.5"))
    policy = Policy(random={}, scores={})
    for part in (parcels[:120], parcels[120:]):
        stream(part, policy=policy)
        keep_budgets(by=CLERK, at=NOON)
    rows = Assessment.objects.filter(outcome="accepted")
    by = {row.lane_by for row in rows}
    assert {"budget", "explored"} <= by
    tallied = sum(Tally.objects.values_list("accepted", flat=True))
    assert tallied == rows.count()
    chosen = rows.filter(lane_by="budget").count()
    assert chosen == sum(Tally.objects.values_list("by_priority", flat=True))
    for row in rows.filter(lane_by="explored"):
        assert row.lane == "inspection"
        assert 0 < row.propensity <= 1
    kept = tools(policy)
    rows = rows.select_related("declaration", "order", "payment", "waybill")
    again = differences(
        rows.prefetch_related("reasons"), seed=kept.seed, policy=policy, assessor=kept.engine
    )
    assert again == []


def test_random_controls_say_what_targeting_misses(firms: dict[str, Operator]) -> None:
    papers = [a_parcel(seed=number) for number in range(40)]
    arrive(*(one for parcel in papers for one in four(parcel)), policy=all_to(Lane.INSPECTION))
    drawn = Assessment.objects.filter(lane_by="random", lane="inspection").order_by("id")
    assert drawn.count() == 40
    assert set(drawn.values_list("propensity", flat=True)) == {1.0}
    for number, assessment in enumerate(drawn):
        opened_and(assessment, Found.VALUE if number < 10 else Found.NOTHING)
    found = estimate(opened(LONG_AGO, until=SOON), LONG_AGO, until=SOON)
    assert found is not None
    assert found.controls == 40
    assert found.rate.share == pytest.approx(0.25)
    assert found.missed.share == pytest.approx(10)
    assert (opened(LONG_AGO, until=SOON)["random"].confirmed) == 10


def test_an_unlikely_draw_weighs_more() -> None:
    controls = [Control(0.01, True, False)] + [Control(0.1, False, False)] * 40
    found = estimated(controls, accepted=1000, chosen=0, found=100)
    assert found is not None
    assert found.rate.share == pytest.approx(100 / 500)
    assert found.rate.low < 0.1 < 0.4 < found.rate.high  # so few say little
    assert found.seen is not None
    assert found.seen.share == pytest.approx(100 / 300)
    assert found.seen.low < 1 / 3 < found.seen.high


def test_few_controls_say_nothing() -> None:
    assert estimated([Control(0.1, True, False)] * 29, accepted=300, chosen=0, found=0) is None


def test_documents_that_nobody_looks_at_are_audited_later(firms: dict[str, Operator]) -> None:
    parcel = a_parcel()
    arrive(*four(parcel), policy=all_to(Lane.DOCUMENTS))
    decision = decision_about(parcel.inventory)
    office = decision.declaration.customs_code
    a_budget(office, audit_after=3)
    assert audit_later(by=CLERK, at=NOON + timedelta(days=2)) == 0
    before = Receipt.objects.count()
    assert audit_later(by=CLERK, at=NOON + timedelta(days=4)) == 1
    decision.refresh_from_db()
    assert (decision.lane, decision.status) == ("audit", "800")
    assert Receipt.objects.count() == before + 1
    assert decision.changes.get().by_label == CLERK.label
    assert Cut.objects.get().office == office


def test_what_would_be_released_waits_and_can_be_stopped_until_then(
    firms: dict[str, Operator],
) -> None:
    first = a_parcel(seed=1)
    arrive(*four(first))
    office = decision_about(first.inventory).declaration.customs_code
    a_budget(office, delay=30)
    papers = [a_parcel(seed=number) for number in range(10, 22)]
    arrive(*(one for parcel in papers for one in four(parcel)))
    waiting = [
        one
        for one in (decision_about(parcel.inventory) for parcel in papers)
        if one.declaration.customs_code == office and one.lane_by == "none"
    ]
    assert len(waiting) > 1
    assert {(one.lane, one.status) for one in waiting} == {("delayed", "120")}
    entries = QuotaEntry.objects.filter(declaration__in=[one.declaration for one in waiting])
    assert set(entries.values_list("kind", flat=True)) == {"reserve"}
    stopped, *others = waiting
    send_another_way(stopped, Lane.HOLD, grounds="The carrier reports a leak.", by=SENIOR, at=NOON)
    assert release_later(by=CLERK, at=NOON + timedelta(minutes=29)) == 0
    before = Receipt.objects.count()
    assert release_later(by=CLERK, at=NOON + timedelta(minutes=31)) == len(others)
    assert Receipt.objects.count() == before + len(others)
    for one in others:
        one.refresh_from_db()
        assert (one.lane, one.status) == ("release", "800")
    assert sums_agree()
    assert release_later(by=CLERK, at=NOON + timedelta(minutes=32)) == 0
