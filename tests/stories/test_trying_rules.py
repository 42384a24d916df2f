"""A rule is tried on decided parcels: the engine decides them again with and without it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOON, SENIOR
from tests.makers import (
    NOTHING_DRAWN,
    a_parcel,
    all_four,
    all_to,
    arrive,
    decision_about,
    declaration_of,
    four,
    honest,
)
from tests.risk.rulebook import AUTHOR, DAY, in_force, text, written
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.flows import back_test_rule, try_rule
from tidewaiter.flows.archive_day import archive_day
from tidewaiter.flows.back_test_rule import back_test
from tidewaiter.flows.file_act import file_act, write_act
from tidewaiter.flows.try_rule import try_chunk
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.book.trials import begin_trial
from tidewaiter.risk.models import Assessment, Reason, Trial
from tidewaiter.risk.queries.book import last_trial
from tidewaiter.risk.rules.findings import Findings
from tidewaiter.risk.states import Disposal, Found

HOLD = text("R-90-dear", severity="hold", effect="lane: hold")
LATER = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    for story in (try_rule, back_test_rule):
        monkeypatch.setattr(story, "Policy", lambda: NOTHING_DRAWN)


def tried(content: str = HOLD, *, wanted: int = 100, chunk: int = 7) -> Trial:
    rule = written(content)
    trial = begin_trial(rule, wanted=wanted, by=AUTHOR, at=LATER)
    while trial.finished_at is None:
        before = trial.looked_at
        trial = try_chunk(trial, by=AUTHOR, at=LATER, chunk=chunk)
        assert trial.looked_at > before or trial.finished_at
    return trial


def test_it_tells_row_by_row_what_would_fire_and_to_which_lane(firms: dict[str, Operator]) -> None:
    arrive(*all_four(honest(20)))
    values = {one.declaration_id: one for one in Assessment.objects.filter(outcome="accepted")}
    limit = sorted(one.dutiable_value for one in values.values())[10]
    dear = {number for number, one in values.items() if one.dutiable_value > limit}
    trial = tried(HOLD.replace("> 0", f"> {limit}"))
    assert trial.looked_at == Assessment.objects.count()
    assert {row[0] for row in trial.rows} == dear
    assert all(row[2] == "hold" and "dutiable_value" in row[3] for row in trial.rows)
    assert trial.figures["hits"] == len(dear)
    assert sum(trial.figures["moves"].values()) == len(dear)
    assert trial.figures["after"]["hold"] == len(dear)
    assert sum(trial.figures["merchant"].values()) == len(dear)


def test_the_same_figures_come_out_whatever_the_chunk(firms: dict[str, Operator]) -> None:
    arrive(*all_four(honest(12)))
    at_once = tried(chunk=100)
    by_parts = Trial.objects.create(
        rule=at_once.rule, digest="x", by_id="31", by_label="x", at=LATER, wanted=100
    )
    while by_parts.finished_at is None:
        by_parts = try_chunk(by_parts, by=AUTHOR, at=LATER, chunk=5)
    assert by_parts.figures == at_once.figures
    assert sorted(by_parts.rows) == sorted(at_once.rows)


def test_trying_changes_nothing(firms: dict[str, Operator]) -> None:
    arrive(*four(a_parcel()))
    before = decision_about(a_parcel().inventory)
    tried()
    after = decision_about(a_parcel().inventory)
    assert (after.pk, after.lane, after.book) == (before.pk, before.lane, before.book)
    assert Reason.objects.filter(code="R-90-dear").count() == 0


def test_it_is_held_against_the_book_in_force(firms: dict[str, Operator]) -> None:
    arrive(*four(a_parcel()))
    in_force(HOLD)
    trial = tried(HOLD.replace("lane: hold", "lane: inspection"))
    assert list(trial.figures["moves"]) == ["hold>inspection"]


def test_what_inspections_found_is_counted(firms: dict[str, Operator]) -> None:
    one, other = a_parcel(), a_parcel(seed=2)
    arrive(*four(one), *four(other), policy=all_to(Lane.INSPECTION))
    for parcel, code in ((one, Found.VALUE), (other, Found.NOTHING)):
        found = Findings(code, "Opened and looked at.", Disposal.HOLD)
        act = write_act(decision_about(parcel.inventory), found, by=SENIOR, at=NOON)
        file_act(act, by=SENIOR, at=NOON)
    trial = tried()
    assert (trial.figures["inspected"], trial.figures["confirmed"]) == (2, 1)
    assert {row[0] for row in trial.rows} == {
        declaration_of(parcel.inventory).pk for parcel in (one, other)
    }


def test_no_parcels_is_an_answer_too(firms: dict[str, Operator]) -> None:
    trial = tried()
    assert (trial.looked_at, trial.figures) == (0, {})
    found = last_trial(trial.rule)
    assert found is not None
    assert (found.finished, found.share) == (True, 0)


def test_a_chunk_that_comes_twice_counts_once(firms: dict[str, Operator]) -> None:
    arrive(*all_four(honest(6)))
    rule = written(HOLD)
    trial = begin_trial(rule, wanted=100, by=AUTHOR, at=LATER)
    first = try_chunk(trial, by=AUTHOR, at=LATER, chunk=4)
    again = try_chunk(trial, by=AUTHOR, at=LATER, chunk=4)
    assert again.looked_at == first.looked_at == 4
    assert again.figures["hits"] == first.figures["hits"]


def test_the_trial_is_in_the_trail(firms: dict[str, Operator]) -> None:
    trial = tried()
    verbs = [entry.verb for entry in history_of(trial.rule)]
    assert verbs == ["rule.begun", "rule.written", "rule.trial-begun", "rule.tried"]


def test_a_rule_with_mistakes_is_not_tried(firms: dict[str, Operator]) -> None:
    rule = written(HOLD)
    rule.mistakes = [{"en": "wrong", "hint": False}]
    with pytest.raises(Refusal) as refused:
        begin_trial(rule, wanted=10, by=AUTHOR, at=LATER)
    assert refused.value.code == "rule.mistakes"


def test_the_policy_of_the_office_is_the_one_that_decides() -> None:
    assert isinstance(try_rule.Policy(), Policy)


def test_the_archive_gives_what_the_latest_parcels_give(
    firms: dict[str, Operator], tmp_path: Path, settings: Any
) -> None:
    arrive(*all_four(honest(12)))
    settings.TIDEWAITER_ARCHIVE = tmp_path
    night = NOON + timedelta(days=1)
    archive_day(
        NOON.date(), tmp_path, book=load_book(), policy=NOTHING_DRAWN, seed="tests", at=night
    )
    trial = tried()
    found = back_test(trial.rule, since=DAY, until=DAY, by=AUTHOR, at=LATER)
    assert (found.parcels, found.hits_accepted) == (trial.looked_at, trial.figures["hits"])
    assert found.lanes[("release", "hold")] == trial.figures["moves"]["release>hold"]
    assert list(history_of(trial.rule))[-1].verb == "rule.back-tested"
    long_ago = {"since": DAY - timedelta(days=9), "until": DAY - timedelta(days=8)}
    with pytest.raises(Refusal) as refused:
        back_test(trial.rule, **long_ago, by=AUTHOR, at=LATER)
    assert refused.value.code == "rule.no-archive"
