"""A parcel or a request that cannot be followed up keeps no other waiting."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from structlog.testing import capture_logs

from tests.cast import NOON
from tests.makers import (
    a_cancellation,
    a_parcel,
    all_to,
    arrive,
    decide,
    decide_overdue,
    decision_about,
    declaration_of,
    four,
    reasons_in,
    receipts_for,
    send,
    waits,
)
from tests.stories.ledger import accounts_equal_accepted, sums_agree
from tests.stories.outbox import answered_once
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.flows import assess_arrivals as story
from tidewaiter.flows import follow_requests as requests
from tidewaiter.intake.models import Arrival, Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment

PARCELS = [a_parcel(seed=seed) for seed in range(1, 8)]


@pytest.fixture(autouse=True)
def log() -> Iterator[list[dict[str, Any]]]:
    """What is written to the log."""
    with capture_logs() as written:
        yield written


def breaking(number: int, error: Exception) -> Callable[..., Any]:
    """An engine that fails whenever this declaration is on its table."""

    def assess(tables: Any, *arguments: Any, **named: Any) -> Any:
        if number in tables["declarations"]["id"].to_pylist():
            raise error
        return real(tables, *arguments, **named)

    real = story.assess
    return assess


@pytest.mark.parametrize("place", range(len(PARCELS)))
def test_a_parcel_that_cannot_be_decided_waits_and_the_others_do_not(
    firms: dict[str, Operator],
    monkeypatch: pytest.MonkeyPatch,
    log: list[dict[str, Any]],
    place: int,
) -> None:
    for parcel in PARCELS:
        send(*four(parcel))
    bad = PARCELS[place]
    number = declaration_of(bad.inventory).pk
    with monkeypatch.context() as patched:
        patched.setattr(story, "assess", breaking(number, ValueError("a bug")))
        decide()
    assert not Arrival.objects.exists()
    assert waits(bad.inventory)
    assert [one["declarations"] for one in log if one["event"] == "parcels.undecided"] == [[number]]
    assert Assessment.objects.count() == len(PARCELS) - 1
    assert Receipt.objects.count() == 4 * (len(PARCELS) - 1)
    assert sums_agree()
    # when the bug is gone, the deadline takes it up again at the latest
    assert decide_overdue(at=NOON + timedelta(hours=25)) == 1
    assert decision_about(bad.inventory).outcome == "accepted"
    assert answered_once()
    assert accounts_equal_accepted()


def test_a_parcel_that_is_alone_and_cannot_be_decided_stays_in_the_queue(
    firms: dict[str, Operator], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(*four(PARCELS[0]))
    number = declaration_of(PARCELS[0].inventory).pk
    with monkeypatch.context() as patched:
        patched.setattr(story, "assess", breaking(number, ValueError("a bug")))
        with pytest.raises(ValueError, match="a bug"):
            decide()
        assert Arrival.objects.count() == 4
        # the next one comes, and takes its place
        send(*four(PARCELS[1]))
        decide()
    assert decision_about(PARCELS[1].inventory).outcome == "accepted"
    assert not Arrival.objects.exists()


def test_when_the_database_is_at_fault_the_whole_batch_comes_again(
    firms: dict[str, Operator], monkeypatch: pytest.MonkeyPatch
) -> None:
    for parcel in PARCELS:
        send(*four(parcel))
    number = declaration_of(PARCELS[3].inventory).pk
    with monkeypatch.context() as patched:
        patched.setattr(story, "assess", breaking(number, OperationalError("deadlock")))
        with pytest.raises(OperationalError):
            decide()
    assert not Assessment.objects.exists()
    assert decide() == len(PARCELS)


def test_a_request_that_fails_is_turned_down_and_the_others_are_carried_out(
    firms: dict[str, Operator], monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(*(paper for parcel in PARCELS[:2] for paper in four(parcel)), policy=all_to(Lane.HOLD))
    bad, good = (
        a_cancellation(declaration_of(parcel.inventory), parcel.inventory) for parcel in PARCELS[:2]
    )
    send(bad, good)
    real, called = requests.give_back, []

    def failing(*arguments: Any, **named: Any) -> Any:
        called.append(1)
        if len(called) == 1:
            raise ZeroDivisionError
        return real(*arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(requests, "give_back", failing)
        decide()
    [receipt] = receipts_for(bad)
    assert [reason["code"] for reason in reasons_in(receipt)] == ["TW-B00-FAILED"]
    assert [receipt.status for receipt in receipts_for(good)] == ["399"]
    assert decision_about(PARCELS[0].inventory).outcome == "accepted"
    assert sums_agree()
