"""Moves: who may make them, what they ask for, and what they bring about."""

import pytest

from tests.base.docket.makers import (
    CLOCKWORK,
    MONDAY,
    QUESTION,
    an_errand,
    clerk_of,
    days,
    events,
    firm,
    officer,
    reasons,
    register_errand,
    the_clock,
    walked,
)
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.kinds import Clock, Step, by_code, flaws
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.docket.words import told
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.flows.dockets import make_move
from tidewaiter.law.loader import load


def test_the_example_fits_together() -> None:
    assert list(flaws(ERRAND)) == []


def test_its_clocks_are_clocks_of_the_law() -> None:
    for name in ERRAND.clocks:
        for pack in ("cn", "eu", "us", "uk"):
            where, timer = ERRAND.timer_of(name, pack)
            assert load(where).on(MONDAY.date()).timer(timer).title.en


def test_a_kind_that_does_not_fit_together_is_not_registered() -> None:
    import dataclasses

    bad = dataclasses.replace(
        ERRAND,
        steps={**ERRAND.steps, "dance": Step(label=Text("Dance", "跳舞"), letters=("none",))},
        clocks={**ERRAND.clocks, "odd": Clock(timers={}, against="nobody", then="sing")},
        appeal="",
    )
    found = list(flaws(bad))
    assert "dance is no move" in found
    assert "clock odd: no move sing" in found
    assert "clock odd: no role nobody" in found
    assert "grant decides, and no clock says until when one can appeal" in found
    with pytest.raises(ValueError, match="errand: dance"):
        by_code(bad)
    with pytest.raises(ValueError, match="is there already"):
        by_code(ERRAND, ERRAND)


def test_a_move_changes_the_state_and_says_since_when() -> None:
    docket = walked(an_errand(), "take-up", by=officer().actor, at=MONDAY + days(1))
    assert (docket.state, docket.state_since) == ("taken-up", MONDAY + days(1))


def test_a_move_meets_clocks_and_starts_others() -> None:
    docket = walked(an_errand(), "take-up", by=officer().actor)
    assert the_clock(docket, "look").state == Ticking.MET
    decide = the_clock(docket, "decide")
    assert decide.state == Ticking.RUNNING
    assert (docket.due_at, docket.due_clock) == (decide.due_at, "decide")


def test_a_move_that_the_table_does_not_know_from_here_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        walked(an_errand(), "ask", by=officer().actor, ask=QUESTION)
    assert refused.value.code == "state.errand.ask"


def test_whoever_lacks_the_permission_of_a_move_does_not_make_it() -> None:
    docket = an_errand()
    with pytest.raises(Refusal) as refused:
        walked(docket, "take-up", by=officer("auditor").actor)
    assert refused.value.code == "access.permission"
    assert Docket.objects.get().state == "received"


def test_an_officer_does_not_answer_for_a_party_nor_a_stranger() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    stranger = clerk_of(firm("91330100TWFIRM0002", "Somebody else"))
    for by in (clerk, stranger):
        with pytest.raises(Refusal) as refused:
            walked(docket, "answer", by=by, answer={"answer": "It is here."})
        assert refused.value.code in {"access.permission", "docket.not-your-move"}
    walked(docket, "answer", by=clerk_of(firm()), answer={"answer": "It is here."})
    assert Docket.objects.get().state == "taken-up"


def test_nobody_makes_the_move_of_the_clock() -> None:
    head = officer("senior_officer").actor
    docket = walked(an_errand(), "take-up", "ask", by=head, ask=QUESTION)
    with pytest.raises(Refusal) as refused:
        walked(docket, "lapse", by=head)
    assert refused.value.code == "docket.by-the-clock"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "docket.said-nothing"),
        ({"question": ""}, "docket.said-nothing"),
        ({"question": "What?"}, "docket.said-too-much-or-little"),
        ({"question": "x" * 4001}, "docket.said-too-much-or-little"),
        ({**QUESTION, "colour": "red"}, "docket.not-asked"),
    ],
)
def test_a_move_asks_for_what_its_form_says(given, code) -> None:
    docket = walked(an_errand(), "take-up", by=officer().actor)
    with pytest.raises(Refusal) as refused:
        walked(docket, "ask", by=officer().actor, ask=given)
    assert refused.value.code == code
    assert Docket.objects.get().state == "taken-up"


def test_a_choice_is_one_of_the_list() -> None:
    clerk = officer().actor
    docket = walked(
        an_errand(), "take-up", "send-to-test", by=clerk, send_to_test={"laboratory": "CNAS L1"}
    )
    with pytest.raises(Refusal) as refused:
        walked(docket, "test-back", by=clerk, test_back={"result": "green"})
    assert refused.value.code == "docket.no-such-choice"


def test_what_was_said_stands_in_the_history_and_not_in_the_trail() -> None:
    from tidewaiter.base.audit.queries import history_of

    docket = walked(an_errand(), "take-up", "ask", by=officer().actor, ask=QUESTION)
    moved = docket.history.filter(event="moved").latest("id")
    assert moved.said == QUESTION
    assert "crate" not in str([entry.details for entry in history_of(docket)])


def test_events_are_told_in_words_of_both_languages() -> None:
    docket = walked(an_errand(), "take-up", "ask", by=officer().actor, ask=QUESTION)
    english = [told(one.event, one.values, ERRAND, "en") for one in docket.history.all()]
    chinese = [told(one.event, one.values, ERRAND, "zh-hans") for one in docket.history.all()]
    assert "Opened: Errand, received by the desk" in english
    assert "Take it up: now Taken up" in english
    assert "Letter sent to Applicant" in english
    assert "受理：现为“办理中”" in chinese
    assert not any("{" in line or "–" in line for line in [*english, *chinese])


def test_a_decision_closes_the_docket_and_only_the_appeal_clock_runs_on() -> None:
    head = officer("senior_officer").actor
    docket = walked(an_errand(), "take-up", by=officer().actor)
    reasons(docket, "grant", by=head)
    docket = walked(docket, "grant", by=head, at=MONDAY + days(2))
    assert docket.closed_at == MONDAY + days(2)
    assert the_clock(docket, "decide").state == Ticking.MET
    assert the_clock(docket, "appeal").state == Ticking.RUNNING
    assert docket.due_clock == "appeal"


def test_what_a_move_brings_about_happens_with_it_or_not_at_all(monkeypatch) -> None:
    seen = []

    def effect(docket, given, *, by, at) -> None:
        seen.append((docket.state, by.label))
        if len(seen) == 2:
            raise ValueError("the register is full")

    register_errand(monkeypatch, **{"take-up": effect})
    clerk = officer().actor
    make_move(an_errand(), "take-up", {}, by=clerk, at=MONDAY)
    assert seen == [("taken-up", clerk.label)]
    other = an_errand()
    with pytest.raises(ValueError, match="full"):
        make_move(other, "take-up", {}, by=clerk, at=MONDAY)
    other.refresh_from_db()
    assert other.state == "received"
    assert "moved" not in events(other)


def test_the_system_makes_moves_of_the_office_without_a_duty_of_its_own() -> None:
    docket = walked(an_errand(), "take-up", by=CLOCKWORK)
    assert not docket.duties.exists()
