"""Every kind of docket rests on clocks of the law, real permissions, and words in two languages."""

from datetime import date

import pytest

from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.kinds import ANY_PACK, Kind, flaws
from tidewaiter.base.docket.rules.expiry import follows
from tidewaiter.base.docket.words import EVENTS
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.dockets import kinds
from tidewaiter.law.loader import load
from tidewaiter.law.model.clocks import Timer

KINDS = (ERRAND, *kinds())
TODAY = date(2026, 11, 28)


def _timers(kind: Kind) -> list[tuple[str, Timer]]:
    """The clocks of a kind with their timers as the law has them."""
    found = []
    for name, clock in kind.clocks.items():
        for pack, timer in clock.timers.items():
            law = load("int" if pack == ANY_PACK else pack).on(TODAY)
            found.append((name, law.timer(timer)))
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_kind_fits_together(kind: Kind) -> None:
    assert list(flaws(kind)) == []
    assert kind.see in set(Permission)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_its_clocks_are_timers_of_the_law_and_their_end_does_something(kind: Kind) -> None:
    for name, timer in _timers(kind):
        verb = kind.clocks[name].then
        assert follows(timer.expiry, verb=verb).deeds or verb, f"{name}: {timer.expiry}"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_a_move_stops_a_clock_for_a_reason_that_the_law_names(kind: Kind) -> None:
    timers = _timers(kind)
    for verb, step in kind.steps.items():
        for clock, reason in step.stops.items():
            known = {reason for name, timer in timers if name == clock for reason in timer.stops}
            assert reason in known, f"{verb} stops {clock} for {reason}"


def test_every_event_that_is_told_has_its_words() -> None:
    import ast

    from tests.architecture.tree import python, syntax

    told = set()
    for path in python("tidewaiter/base/docket/commands"):
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell":
                told |= {
                    inner.value
                    for argument in node.args[1:2]
                    for inner in ast.walk(argument)
                    if isinstance(inner, ast.Constant)
                }
    assert len(told) > 20
    assert {one for one in told if "." in one or one.isalpha()} - set(EVENTS) <= {"meet", "-late"}
