"""A model in force scores parcels: with reasons where it selects, and again to the last digit."""

import json
from decimal import Decimal

from harbour.frauds import Shares
from harbour.world import World
from tests.cast import ANALYST, NOON
from tests.makers import START, tools
from tests.risk.learning import model_file
from tests.risk.test_model_life import WATCHER, in_force
from tests.stories.again import differences
from tests.stories.test_harbour import stream
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.learned import keep_model, run_in_shadow
from tidewaiter.risk.models import Assessment, ShadowScore

EVERYTHING = Policy(random={}, scores={Lane.INSPECTION: Decimal(0)})
DRAWN = Policy(random={Lane.INSPECTION: Decimal(1)}, scores={})
PARCELS = 60


def streamed(policy: Policy) -> list[Assessment]:
    stream(list(World(7, Shares.honest()).parcels(PARCELS, start=START, rate=200.0)), policy=policy)
    return list(Assessment.objects.filter(outcome="accepted").order_by("id"))


def test_without_a_model_nothing_is_scored(firms: dict[str, Operator]) -> None:
    told = streamed(EVERYTHING)
    assert told and {(one.model, one.risk, one.recoverable) for one in told} == {(None, None, None)}
    assert not any("model" in json.loads(one.context) for one in told)


def test_each_parcel_carries_the_score_of_the_model_in_force_and_can_be_decided_again(
    firms: dict[str, Operator],
) -> None:
    model = in_force()
    told = streamed(EVERYTHING)
    assert {one.model for one in told} == {model.mark}
    assert all(0 < one.risk < 1 and one.recoverable >= 0 for one in told)
    assert len({one.risk for one in told}) > PARCELS // 2
    assert all(json.loads(one.context)["model"]["name"] == model.mark for one in told)
    kept = tools(EVERYTHING)
    assert differences(told, seed=kept.seed, policy=EVERYTHING, assessor=kept.engine) == []


def test_the_risk_is_part_of_the_priority(firms: dict[str, Operator]) -> None:
    in_force()
    for one in streamed(EVERYTHING):
        safe = (1 - float(one.risk)) / (1 + float(one.score))
        assert abs(one.priority - (1 - safe)) < 1e-12


def test_what_is_selected_is_explained_and_nothing_personal_is_told(
    firms: dict[str, Operator],
) -> None:
    in_force()
    inspected = [one for one in streamed(EVERYTHING) if one.lane == "inspection"]
    assert inspected
    for one in inspected:
        parts = json.loads(one.explained)
        assert 1 <= len(parts) <= 5
        for part in parts:
            assert not part["value"] or not {"consignee", "address"} & set(part["trait"].split("+"))


def test_what_was_drawn_gets_no_invented_reason(firms: dict[str, Operator]) -> None:
    in_force()
    drawn = [one for one in streamed(DRAWN) if one.lane_by == "random"]
    assert drawn and {one.explained for one in drawn} == {""}


def test_a_challenger_speaks_beside_without_effect(firms: dict[str, Operator]) -> None:
    model = in_force()
    challenger = run_in_shadow(keep_model(model_file(2), by=ANALYST, at=NOON), by=WATCHER, at=NOON)
    told = streamed(EVERYTHING)
    assert {one.model for one in told} == {model.mark}
    said = dict(ShadowScore.objects.values_list("assessment_id", "risk"))
    decided = Assessment.objects.count()
    assert len(said) == decided and challenger.scores.count() == decided
    assert any(said[one.pk] != one.risk for one in told)
