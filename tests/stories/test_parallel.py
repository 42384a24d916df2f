"""Several assessors share a stream: every parcel is decided once and answered once."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import connection

from harbour.messages import Message, messages
from harbour.world import World
from tests.cast import CLERK, NOON, everybody, signing_keys
from tests.makers import START, send_raw, several_tools
from tests.stories.ledger import accounts_equal_accepted, sums_agree
from tests.stories.outbox import answered_once, answers_to_parcels
from tidewaiter.flows.assess_arrivals import assess_arrivals
from tidewaiter.intake.models import Arrival, Awaited, Declaration, Receipt
from tidewaiter.intake.models import Message as Journal
from tidewaiter.risk.models import Assessment

pytestmark = pytest.mark.django_db(transaction=True)
PARCELS = 240


def stream() -> list[Message]:
    """Messages of many parcels, as the harbour sends them."""
    return list(
        messages(
            World(21).parcels(PARCELS, start=START, rate=200.0),
            rate=200.0,
            batch=10,
            keys=signing_keys(),
        )
    )


def in_threads(work: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run everything at once, each in its own connection."""
    ready = Barrier(len(work))

    def one(task: Callable[[], Any]) -> Any:
        try:
            ready.wait(timeout=30)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as threads:
        futures = [threads.submit(one, task) for task in work]
        return [future.result(timeout=200) for future in futures]


@pytest.fixture
def arriving() -> Iterator[list[Message]]:
    everybody()
    yield stream()


def test_assessors_and_senders_at_once_decide_every_parcel_once(arriving: list[Message]) -> None:
    Random(3).shuffle(arriving)
    sent = Event()
    halves = [arriving[0::2], arriving[1::2]]
    left = [len(halves)]

    def sender(part: list[Message]) -> Callable[[], None]:
        def run() -> None:
            for message in part:
                send_raw(message.raw, message.sender)
            left[0] -= 1
            if not left[0]:
                sent.set()

        return run

    def assessor(number: int) -> Callable[[], int]:
        def run() -> int:
            decided = 0
            while True:
                done = sent.is_set()
                looked_at, parcels = assess_arrivals(
                    several_tools(3)[number], by=CLERK, at=NOON, limit=60
                )
                decided += parcels
                if done and not looked_at:
                    return decided

        return run

    several_tools(3)
    *_, first, second = in_threads([sender(halves[0]), sender(halves[1]), assessor(0), assessor(1)])
    assert first + second == PARCELS
    assert first
    assert second
    assert Assessment.objects.count() == Declaration.objects.count() == PARCELS
    assert not Arrival.objects.exists()
    assert not Awaited.objects.exists()
    assert answered_once()
    assert Receipt.objects.count() == 4 * PARCELS
    assert answers_to_parcels() == PARCELS
    assert sums_agree()
    assert accounts_equal_accepted()


def test_the_same_message_at_the_same_moment_is_kept_once(arriving: list[Message]) -> None:
    for message in arriving[:4]:
        answers = in_threads(
            [lambda message=message: send_raw(message.raw, message.sender) for _ in range(4)]
        )
        assert len({answer.message for answer in answers}) == 1
        assert all(answer == answers[0] for answer in answers)
    assert Journal.objects.count() == 4


def test_the_same_documents_in_different_messages_at_the_same_moment_are_kept_once(
    arriving: list[Message],
) -> None:
    message = next(one for one in arriving if one.kind == "311")
    # a comment makes other bytes of the same documents
    raws = [message.raw.replace(b"?>\n", f"?>\n<!--{i}-->".encode(), 1) for i in range(4)]
    answers = in_threads([lambda raw=raw: send_raw(raw, message.sender) for raw in raws])
    for position in range(len(message.orders)):
        told = [answer.documents[position] for answer in answers]
        assert [one.status for one in told] == ["2"] * 4
        assert sorted(one.repeat for one in told) == [False, True, True, True]
    assert Journal.objects.count() == 4
