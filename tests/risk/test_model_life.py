"""A model goes from hand to hand: learned, run in shadow, put in force, retired, put back."""

from dataclasses import replace

import pytest

from tests.cast import ANALYST, NOON, SENIOR, officer
from tests.risk.learning import model_file
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.model_in_force import Rack
from tidewaiter.risk.commands.learned import (
    keep_model,
    put_back,
    put_in_force,
    retire_model,
    run_in_shadow,
)
from tidewaiter.risk.models import LearnedModel
from tidewaiter.risk.rules.learned import alarms_of
from tidewaiter.risk.states import ModelStage

WATCHER = replace(officer("analyst"), id="21", label="customs:21")
HEAD = replace(officer("risk_supervisor"), id="22", label="customs:22")
WHY = "It finds less than chance since Monday."

pytestmark = pytest.mark.django_db


def kept(seed: int = 1) -> LearnedModel:
    return keep_model(model_file(seed), by=ANALYST, at=NOON)


def in_force(seed: int = 1, *, head: Actor = HEAD) -> LearnedModel:
    watched = run_in_shadow(kept(seed), by=WATCHER, at=NOON)
    return put_in_force(watched, by=head, at=NOON)


def test_three_hands_bring_a_model_into_force_and_each_step_is_recorded() -> None:
    model = in_force()
    assert (model.stage, model.watched_by, model.entered_by) == (ModelStage.IN_FORCE, "21", "22")
    verbs = Entry.objects.filter(verb__startswith="model.").order_by("id")
    assert [one.verb for one in verbs] == [
        "model.kept", "model.shadow", "model.enter-into-force"
    ]  # fmt: skip


def test_whoever_learned_it_neither_watches_nor_releases_it() -> None:
    with pytest.raises(Refusal) as refused:
        run_in_shadow(kept(), by=ANALYST, at=NOON)
    assert refused.value.code == "model.same-person"
    watched = run_in_shadow(kept(), by=replace(HEAD, id="30"), at=NOON)
    with pytest.raises(Refusal, match="somebody else puts it in force"):
        put_in_force(watched, by=replace(HEAD, id="30"), at=NOON)


def test_an_officer_who_opens_parcels_keeps_no_models() -> None:
    with pytest.raises(Refusal):
        keep_model(model_file(), by=SENIOR, at=NOON)
    assert not LearnedModel.objects.exists()


def test_another_model_takes_the_place_of_the_one_in_force_which_can_come_back() -> None:
    first, second = in_force(1), in_force(2)
    first.refresh_from_db()
    assert (first.stage, second.stage) == (ModelStage.RETIRED, ModelStage.IN_FORCE)
    put_back(first, grounds=WHY, by=HEAD, at=NOON)
    second.refresh_from_db()
    assert second.stage == ModelStage.RETIRED
    assert Rack().look(at=NOON).fingerprint == first.fingerprint


def test_what_never_was_in_force_does_not_come_back() -> None:
    retired = retire_model(kept(), grounds=WHY, by=HEAD, at=NOON)
    with pytest.raises(Refusal, match="never in force"):
        put_back(retired, grounds=WHY, by=HEAD, at=NOON)


def test_a_damaged_file_is_refused_and_the_model_in_force_stays() -> None:
    model = in_force()
    with pytest.raises(Refusal) as refused:
        keep_model(model_file(2)[:-500], by=ANALYST, at=NOON)
    assert refused.value.code == "model.damaged"
    assert "The model in force stays" in refused.value.cure.en
    assert Rack().look(at=NOON).fingerprint == model.fingerprint


def test_a_file_that_can_no_longer_be_read_leaves_the_one_before_at_work() -> None:
    first = in_force()
    rack = Rack()
    rack.look(at=NOON)
    second = in_force(2)
    LearnedModel.objects.filter(pk=second.pk).update(content=b"of another version")
    again = rack.look(at=NOON.replace(minute=1))
    assert again is not None and again.fingerprint == first.fingerprint


def test_the_same_file_is_kept_once() -> None:
    assert kept().pk == kept().pk


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, []),
        ({"score": 0.4}, ["score"]),
        ({"score": 0.4, "parcels": 100}, []),
        ({"stabilities": {"log_mass": 0.3, "lines": 0.1}}, ["feature: log_mass"]),
        ({"drawn": 50, "found": 20}, ["draw"]),
        ({"drawn": 20, "found": 20}, []),
    ],
)
def test_a_day_raises_an_alarm_when_it_looks_otherwise(
    given: dict[str, object], told: list[str]
) -> None:
    quiet = {
        "parcels": 5_000, "score": 0.05, "stabilities": {}, "drawn": 50, "found": 5,
        "learned_rate": 0.1,
    }  # fmt: skip
    assert alarms_of(**quiet | given) == told
