"""Clocks stand still, run on, are extended, warn, and let happen what the law says of silence."""

from datetime import UTC, datetime

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
    register_errand,
    the_clock,
    time_passes,
    unit,
    walked,
)
from tidewaiter.base.docket.commands.clocks import extend_clock, resume_clock, stop_clock
from tidewaiter.base.docket.models import Docket, Happening
from tidewaiter.base.docket.rules.expiry import Follows, follows, later
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.law.model.clocks import Expiry

AFTER_LOOK = datetime(2026, 6, 10, 16, tzinfo=UTC)
"""Midnight at the office after 10 June, the last day to look at what came in on 1 June."""


@pytest.mark.parametrize(
    ("expiry", "verb", "deeds", "still_open"),
    [
        ("escalate", "", {Follows.ESCALATE}, True),
        ("deem-refused", "refuse", set(), False),
        ("deem-consented", "grant", set(), False),
        ("close", "close", set(), False),
        ("publish", "", {Follows.PUBLISH}, False),
        ("unpublish", "", {Follows.UNPUBLISH}, False),
        ("lapse", "lapse", set(), False),
        ("notify", "", {Follows.TELL}, True),
        ("escalate", "close", {Follows.ESCALATE}, False),
        ("publish", "close", {Follows.PUBLISH}, False),
        ("breach", "", {Follows.TELL}, True),
        ("deem-refused", "", {Follows.TELL}, False),
    ],
)
def test_what_follows_when_time_has_run(expiry, verb, deeds, still_open) -> None:
    effect = follows(expiry, verb=verb)
    assert (effect.deeds, effect.still_open) == (deeds, still_open)


@pytest.mark.parametrize("expiry", list(Expiry))
def test_no_end_of_time_passes_unseen(expiry) -> None:
    assert follows(expiry, verb="").deeds


def test_a_clock_stands_still_for_a_reason_of_the_law_and_its_end_moves() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", by=clerk)
    before = the_clock(docket, "decide")
    stop_clock(before, reason="expert-testing", by=clerk, at=MONDAY + days(2))
    stopped = the_clock(docket, "decide")
    assert (stopped.state, stopped.due_on, stopped.next_at) == (Ticking.STOPPED, None, None)
    assert "the clock stands still" in stopped.reckoned_en
    docket.refresh_from_db()
    assert (docket.due_at, docket.wake_at) == (None, None)
    assert time_passes(until=MONDAY + days(300)) == 0
    resume_clock(stopped, by=clerk, at=MONDAY + days(9))
    again = the_clock(docket, "decide")
    # 3 to 10 June do not count: six working days
    assert (before.due_on.isoformat(), again.due_on.isoformat()) == ("2026-06-30", "2026-07-08")
    assert "stopped Wed 3 Jun – Wed 10 Jun for expert testing" in again.reckoned_en
    assert events(docket)[-2:] == ["clock.stopped", "clock.resumed"]


def test_a_clock_does_not_stop_for_any_other_reason() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", by=clerk)
    with pytest.raises(Refusal) as refused:
        stop_clock(the_clock(docket, "decide"), reason="holidays", by=clerk, at=MONDAY)
    assert refused.value.code == "docket.clock-does-not-stop"
    assert "expert-testing" in refused.value.render()["cure"]
    assert the_clock(docket, "decide").state == Ticking.RUNNING


def test_a_move_stops_a_clock_and_another_lets_it_run() -> None:
    clerk = officer().actor
    docket = walked(
        an_errand(), "take-up", "send-to-test", by=clerk, send_to_test={"laboratory": "CNAS L1"}
    )
    assert the_clock(docket, "decide").state == Ticking.STOPPED
    walked(docket, "test-back", by=clerk, at=MONDAY + days(7), test_back={"result": "sound"})
    assert the_clock(docket, "decide").state == Ticking.RUNNING


def test_a_clock_is_extended_once_and_with_reasons() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", by=clerk)
    extend_clock(the_clock(docket, "decide"), grounds="The maker is far away.", by=clerk, at=MONDAY)
    clock = the_clock(docket, "decide")
    assert clock.due_on.isoformat() == "2026-07-14"
    assert "extended by 10 working days" in clock.reckoned_en
    for other in (clock, the_clock(an_errand(), "look")):
        with pytest.raises(Refusal) as refused:
            extend_clock(other, grounds="Once more.", by=clerk, at=MONDAY)
        assert refused.value.code == "docket.clock-not-extended"


def test_it_warns_on_its_days_once() -> None:
    docket = an_errand()
    eighth, ninth = datetime(2026, 6, 7, 17, tzinfo=UTC), datetime(2026, 6, 8, 17, tzinfo=UTC)
    assert time_passes(until=eighth) == 1
    assert time_passes(until=eighth + days(0.5)) == 0
    assert time_passes(until=ninth) == 1
    warned = docket.history.filter(event="clock.warned")
    assert [one.values["left"] for one in warned] == [2, 1]


def test_a_reminder_goes_to_the_party_against_whom_the_clock_runs() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    clock = the_clock(docket, "answer")
    time_passes(until=clock.next_at)
    assert docket.letters.filter(template="remind").count() == 1
    assert str(clock.due_on) in docket.letters.get(template="remind").body


def test_escalation_goes_to_the_unit_above_and_the_clock_stays_overdue() -> None:
    head = unit("heads")
    docket = an_errand(unit=unit("errands", above=head))
    assert time_passes(until=AFTER_LOOK - days(0.01)) == 1  # a warning
    assert time_passes(until=AFTER_LOOK) == 1
    docket.refresh_from_db()
    assert (docket.level, docket.attention, docket.unit) == (1, True, head)
    clock = the_clock(docket, "look")
    assert (clock.state, docket.due_clock) == (Ticking.OVERDUE, "look")
    assert events(docket)[-2:] == ["clock.ran-out", "escalated"]
    walked(docket, "take-up", by=officer().actor, at=AFTER_LOOK + days(1))
    assert the_clock(docket, "look").state == Ticking.MET
    assert "clock.met-late" in events(docket)


def test_silence_of_a_party_lets_the_errand_lapse() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    due = the_clock(docket, "answer").due_at
    time_passes(until=due)
    docket.refresh_from_db()
    assert (docket.state, docket.state_since) == ("lapsed", due)
    assert docket.closed_at == due
    assert docket.letters.filter(template="lapsed").count() == 1
    assert the_clock(docket, "decide").state == Ticking.CANCELLED
    assert docket.wake_at is None


def test_an_answer_in_time_keeps_it_alive() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    walked(docket, "answer", by=clerk_of(firm()), at=MONDAY + days(5), answer={"answer": "Here."})
    time_passes(until=MONDAY + days(22))
    docket.refresh_from_db()
    assert docket.state == "taken-up"


def test_after_a_day_without_power_each_clock_does_its_deed_once_and_as_of_its_day() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    due = the_clock(docket, "answer").due_at
    assert time_passes(until=due + days(1)) == 1
    assert time_passes(until=due + days(1)) == 0
    docket.refresh_from_db()
    assert docket.state_since == due
    assert docket.closed_at == due + days(1)
    # the warnings that nobody could give are not given after the end
    assert not docket.history.filter(event="clock.warned", values__clock="answer").exists()
    assert Happening.objects.filter(event="clock.ran-out", values__clock="answer").count() == 1


def test_a_clock_whose_move_is_no_longer_possible_says_so() -> None:
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    Docket.objects.filter(pk=docket.pk).update(state="tested")
    time_passes(until=the_clock(docket, "answer").due_at)
    docket.refresh_from_db()
    assert docket.state == "tested"
    assert "clock.without-effect" in events(docket)


def test_one_docket_that_cannot_go_on_does_not_keep_the_others_waiting(monkeypatch) -> None:
    bad, good = an_errand(), an_errand()
    clerk = officer().actor
    for docket in (bad, good):
        walked(docket, "take-up", "ask", by=clerk, ask=QUESTION)

    def effect(docket, given, *, by, at) -> None:
        if docket.pk == bad.pk:
            raise RuntimeError("the register is full")

    register_errand(monkeypatch, lapse=effect)
    due = the_clock(good, "answer").due_at
    assert time_passes(until=due) == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == ("lapsed", "asked")
    assert (bad.tries, bad.wake_at) == (1, later(due, 1))
    register_errand(monkeypatch)
    assert time_passes(until=due + days(0.1)) == 1
    bad.refresh_from_db()
    assert (bad.state, bad.tries) == ("lapsed", 0)
    assert bad.state_since == due


def test_publication_begins_and_ends_by_the_clock(monkeypatch) -> None:
    import dataclasses

    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.base.docket.kinds import Clock
    from tidewaiter.flows.dockets import REGISTERED, Registered

    clocks = {
        "look": Clock(timers={"us": "us-cpsc-publish"}),
        "shown": Clock(timers={"cn": "cn-pub-minor"}),
    }
    public = dataclasses.replace(ERRAND, clocks={**ERRAND.clocks, **clocks})
    monkeypatch.setitem(REGISTERED, "errand", Registered(public))
    from tidewaiter.base.docket.commands.opening import Paper, open_docket

    docket = open_docket(public, Paper("us", "api"), unit=unit(), by=CLOCKWORK, at=MONDAY)
    due = the_clock(docket, "look").due_at
    assert not docket.published(at=due)
    time_passes(until=due)
    docket.refresh_from_db()
    assert docket.published(at=due)
    assert the_clock(docket, "look").state == Ticking.EXPIRED
    public = dataclasses.replace(public, opens=("shown",))
    shown = open_docket(public, Paper("cn", "api"), unit=unit(), by=CLOCKWORK, at=MONDAY)
    Docket.objects.filter(pk=shown.pk).update(published_at=MONDAY)
    end = the_clock(shown, "shown").due_at
    time_passes(until=end)
    shown.refresh_from_db()
    assert shown.published(at=end - days(1))
    assert not shown.published(at=end)


def test_what_a_late_clock_starts_is_itself_late_and_follows_at_once(monkeypatch) -> None:
    import dataclasses

    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.base.docket.kinds import Clock
    from tidewaiter.flows.dockets import REGISTERED, Registered

    steps = {**ERRAND.steps}
    steps["lapse"] = dataclasses.replace(steps["lapse"], starts=("shown",), publishes=True)
    clocks = {**ERRAND.clocks, "shown": Clock(timers={"cn": "cn-pub-minor"}, outlives=True)}
    kind = dataclasses.replace(ERRAND, steps=steps, clocks=clocks)
    monkeypatch.setitem(REGISTERED, "errand", Registered(kind))
    clerk = officer().actor
    docket = walked(an_errand(), "take-up", "ask", by=clerk, ask=QUESTION)
    due = the_clock(docket, "answer").due_at
    time_passes(until=due + days(200))
    docket.refresh_from_db()
    shown = the_clock(docket, "shown")
    assert shown.started_at == due
    assert shown.state == Ticking.EXPIRED
    assert not docket.published(at=due + days(200))
