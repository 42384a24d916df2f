"""Nobody judges their own work."""

import dataclasses

import pytest

from tests.base.docket.makers import (
    MONDAY,
    an_errand,
    officer,
    reasons,
    walked,
)
from tidewaiter.base.docket.commands.assigning import assign
from tidewaiter.base.docket.commands.opening import note_consent
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.rules.apart import hold_apart
from tidewaiter.base.docket.states import Related
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import REGISTERED, Registered

PAIRS = [
    # duty now          duty then          where            refused
    ("hearing-officer", "investigator", "", True),
    ("investigator", "hearing-officer", "", True),
    ("reviewer", "decider", "appeal-of", True),
    ("reviewer", "investigator", "appeal-of", True),
    ("decider", "reviewer", "appeal-of", False),
    ("decider", "investigator", "", False),
    ("rating-analyst", "commercial", "", True),
    ("arbitrator", "mediator", "", True),
    ("arbitrator", "mediator", "arises-from", True),
    ("delisting-reviewer", "publisher", "", True),
    ("delisting-reviewer", "publisher", "appeal-of", True),
    ("reviewer", "decider", "duplicate-of", False),
]


@pytest.mark.parametrize(("duty", "other", "where", "refused"), PAIRS)
def test_which_duties_may_not_meet_in_one_person(duty, other, where, refused) -> None:
    there = {other: {"17"}}
    held, before = ({}, {where: there}) if where else (there, {})
    hold_apart(duty, doer="18", held=held, before=before)
    if not refused:
        return hold_apart(duty, doer="17", held=held, before=before)
    with pytest.raises(Refusal) as found:
        hold_apart(duty, doer="17", held=held, before=before)
    assert found.value.code == "docket.duties-apart"
    assert found.value.law
    assert found.value.kind.status == 403


def test_a_mediator_arbitrates_where_the_parties_agree() -> None:
    held = {"mediator": {"17"}}
    hold_apart("arbitrator", doer="17", held=held, before={}, consents={"mediator-arbitrates"})


def test_a_refusal_reads_like_a_sentence() -> None:
    with pytest.raises(Refusal) as found:
        hold_apart("reviewer", doer="17", held={}, before={"appeal-of": {"decider": {"17"}}})
    assert found.value.sentence() == (
        "You decided in this matter, so it must be somebody else who reviews the decision."
    )


@pytest.fixture
def reviewed(monkeypatch):
    """Errands whose taking up is the review of another."""
    steps = {
        **ERRAND.steps, "take-up": dataclasses.replace(ERRAND.steps["take-up"], duty="reviewer")
    }  # fmt: skip
    return lambda: monkeypatch.setitem(
        REGISTERED, "errand", Registered(dataclasses.replace(ERRAND, steps=steps))
    )


def test_whoever_decided_neither_reviews_nor_is_given_the_appeal(reviewed) -> None:
    decider, other = officer("senior_officer"), officer("senior_officer")
    first = walked(an_errand(), "take-up", by=officer().actor)
    reasons(first, "refuse", by=decider.actor)
    walked(first, "refuse", by=decider.actor)
    reviewed()
    appeal = an_errand(related=[(first, Related.APPEAL_OF)])
    with pytest.raises(Refusal) as refused:
        walked(appeal, "take-up", by=decider.actor)
    assert refused.value.code == "docket.duties-apart"
    with pytest.raises(Refusal) as refused:
        assign(appeal, decider, by=other.actor, at=MONDAY)
    assert refused.value.code == "docket.duties-apart"
    assign(appeal, other, by=other.actor, at=MONDAY)
    assert walked(appeal, "take-up", by=other.actor).state == "taken-up"


def test_consent_is_noted_once() -> None:
    docket, clerk = an_errand(), officer().actor
    for _ in range(2):
        note_consent(docket, "mediator-arbitrates", by=clerk, at=MONDAY)
    docket.refresh_from_db()
    assert docket.consents == ["mediator-arbitrates"]
    assert docket.history.filter(event="consented").count() == 1
