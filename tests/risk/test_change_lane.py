"""An officer sends an accepted parcel to another lane, and says why."""

import pytest

from tests.cast import NOON, OFFICER, SENIOR, STRANGER
from tests.makers import (
    a_parcel,
    all_to,
    arrive,
    changed,
    decision_about,
    declaration_of,
    four,
)
from tests.stories.ledger import held_by, sums_agree
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.engine.selection.policy import Lane as EngineLane
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands import findings
from tidewaiter.risk.commands.decide import change_lane
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.rules.findings import Findings
from tidewaiter.risk.states import FREE, LANES, STATUS, Disposal, Found, Lane

GROUNDS = "The invoice and the photographs agree."
PARCEL = a_parcel()
PENDING = [lane for lane in Lane if lane not in FREE and lane is not Lane.DELAYED]
TARGETS = [lane for lane in Lane if lane is not Lane.DELAYED]
"""Only the system lets a parcel wait before its release."""


def sent_to(lane: Lane) -> Assessment:
    arrive(*four(PARCEL), policy=all_to(EngineLane(lane.value)))
    decision = decision_about(PARCEL.inventory)
    assert decision.lane == lane
    return decision


def with_act(decision: Assessment, lane: Lane) -> None:
    """What is inspected leaves with a filed act."""
    if lane is Lane.INSPECTION:
        found = Findings(Found.NOTHING, GROUNDS, Disposal.HOLD)
        act = findings.write_act(decision, found, declared=[1], by=SENIOR, at=NOON)
        findings.file_act(act, declared=[1], by=SENIOR, at=NOON)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("source", PENDING)
def test_a_parcel_that_stays_can_be_sent_to_every_other_lane(
    firms: dict[str, Operator], source: Lane, target: Lane
) -> None:
    decision = sent_to(source)
    value = decision.dutiable_value
    if source is target:
        with pytest.raises(Refusal) as refused:
            change_lane(decision, target, grounds=GROUNDS, by=SENIOR, at=NOON)
        assert refused.value.kind is Kind.CONFLICT
        return
    with_act(decision, source)
    after = change_lane(decision, target, grounds=GROUNDS, by=SENIOR, at=NOON)
    assert (after.lane, after.status) == (target, STATUS[target])
    declaration = declaration_of(PARCEL.inventory)
    expected = (0, value) if target in FREE else (value, 0)
    assert held_by(declaration) == {"money": expected}
    assert sums_agree()
    change = after.changes.get()
    assert (change.before, change.after, change.grounds) == (source, target, GROUNDS)
    assert change.by_label == SENIOR.label


def test_quota_is_committed_once_however_often_the_lane_changes(
    firms: dict[str, Operator],
) -> None:
    decision = sent_to(Lane.DOCUMENTS)
    for lane in (Lane.INSPECTION, Lane.HOLD, Lane.AUDIT):
        with_act(decision, Lane(decision.lane))
        decision = change_lane(decision, lane, grounds=GROUNDS, by=SENIOR, at=NOON)
    assert held_by(declaration_of(PARCEL.inventory)) == {"money": (0, decision.dutiable_value)}
    assert decision.changes.count() == 3


@pytest.mark.parametrize("free", sorted(FREE))
def test_what_was_released_cannot_be_called_back(firms: dict[str, Operator], free: Lane) -> None:
    if free is Lane.RELEASE:
        arrive(*four(PARCEL))
        decision = decision_about(PARCEL.inventory)
    else:
        decision = sent_to(free)
    for lane in TARGETS:
        with pytest.raises(Refusal) as refused:
            change_lane(decision, lane, grounds=GROUNDS, by=SENIOR, at=NOON)
        assert refused.value.kind is Kind.CONFLICT


def test_only_an_officer_with_the_permission_changes_a_lane(firms: dict[str, Operator]) -> None:
    decision = sent_to(Lane.HOLD)
    for actor in (OFFICER, STRANGER):
        with pytest.raises(Refusal) as refused:
            change_lane(decision, Lane.RELEASE, grounds=GROUNDS, by=actor, at=NOON)
        assert refused.value.kind is Kind.FORBIDDEN
    decision.refresh_from_db()
    assert decision.lane == Lane.HOLD


@pytest.mark.parametrize("grounds", ["", "ok", "          ", " short 1 "])
def test_an_officer_says_why_in_a_sentence(firms: dict[str, Operator], grounds: str) -> None:
    decision = sent_to(Lane.HOLD)
    with pytest.raises(Refusal) as refused:
        change_lane(decision, Lane.RELEASE, grounds=grounds, by=SENIOR, at=NOON)
    assert refused.value.code == "lane.grounds"
    assert str(len(grounds.strip())) in refused.value.sentence("zh")


def test_a_rejected_parcel_has_no_lane(firms: dict[str, Operator]) -> None:
    arrive(PARCEL.order, changed(PARCEL.payment, amountPaid=1), PARCEL.waybill, PARCEL.inventory)
    with pytest.raises(Refusal) as refused:
        change_lane(
            decision_about(PARCEL.inventory), Lane.RELEASE, grounds=GROUNDS, by=SENIOR, at=NOON
        )
    assert refused.value.code == "lane.not-accepted"


def test_a_change_of_lane_is_in_the_trail_without_its_text(firms: dict[str, Operator]) -> None:
    decision = sent_to(Lane.HOLD)
    change_lane(decision, Lane.RELEASE, grounds=GROUNDS, by=SENIOR, at=NOON)
    entry = history_of(decision).last()
    assert entry.verb == "lane.changed"
    assert entry.by_label == SENIOR.label
    assert entry.details == {
        "before": "hold",
        "after": "release",
        "grounds_length": len(GROUNDS),
    }


def test_every_lane_has_a_status_and_a_move_that_leads_to_it() -> None:
    led_to = {Lane(verb) for lane in PENDING for verb in LANES.verbs_from(lane)}
    assert set(STATUS) == set(Lane) == led_to | {Lane(LANES.start)}
