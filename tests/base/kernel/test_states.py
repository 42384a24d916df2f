from enum import StrEnum

import pytest

from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.base.kernel.states import Life, Move


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    BRICKED = "bricked"


DOORS = Life(
    "door",
    {
        "shut": Move({Door.OPEN}, Door.SHUT, "door.use", law="House rules, 1"),
        "open": Move({Door.SHUT}, Door.OPEN, "door.use", law="House rules, 1"),
        "brick": Move(
            {Door.OPEN, Door.SHUT}, Door.BRICKED, "door.end", law="House rules, 2", clock="appeal"
        ),
    },
    start=Door.OPEN,
)


def test_a_move_leads_to_its_target():
    assert DOORS.next(Door.OPEN, "shut") == Door.SHUT


def test_a_move_that_the_table_does_not_have_is_refused_with_its_law_and_what_is_possible():
    with pytest.raises(Refusal) as caught:
        DOORS.next(Door.SHUT, "shut")
    refusal = caught.value
    assert refusal.code == "state.door.shut"
    assert refusal.kind is Kind.CONFLICT
    assert refusal.law == "House rules, 1"
    assert "open, brick" in refusal.render("en")["cure"]
    assert "open, brick" in refusal.render("zh")["cure"]


def test_nothing_leads_out_of_the_last_state():
    with pytest.raises(Refusal, match="bricked"):
        DOORS.next(Door.BRICKED, "open")
    assert DOORS.verbs_from(Door.BRICKED) == ()


def test_an_unknown_verb_is_a_bug_and_no_refusal():
    with pytest.raises(KeyError):
        DOORS.next(Door.OPEN, "paint")


def test_the_states_come_in_the_order_of_the_table():
    assert DOORS.statuses == ("open", "shut", "bricked")


def test_the_diagram_shows_every_move_the_beginning_and_the_end():
    assert DOORS.diagram() == (
        "stateDiagram-v2\n"
        "    [*] --> open\n"
        "    open --> shut: shut\n"
        "    shut --> open: open\n"
        "    open --> bricked: brick\n"
        "    shut --> bricked: brick\n"
        "    bricked --> [*]\n"
    )


def test_a_single_source_may_be_given_without_a_set():
    assert Move("open", "shut", "p", law="l").sources == frozenset({"open"})


def test_a_move_cannot_be_changed():
    with pytest.raises(AttributeError):
        DOORS.moves["shut"].target = "open"
