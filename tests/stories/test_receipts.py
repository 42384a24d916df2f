"""The outbox: nobody who pulls misses a receipt or gets one twice."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from tests.cast import NOON, everybody
from tests.makers import (
    a_parcel,
    arrive,
    changed,
    decide,
    four,
    guid,
    in_message,
    kind_of,
    receipts_for,
    send,
    send_raw,
    sender_of,
)
from tests.stories.outbox import answered_once
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.models import Message, Receipt
from tidewaiter.intake.queries import receipts_after
from tidewaiter.registry.models import Operator

PARCEL = a_parcel()
WRITERS, EACH = 4, 25


def test_every_document_of_a_parcel_is_answered_to_whoever_sent_it(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL))
    assert answered_once()
    for paper in four(PARCEL):
        [receipt] = receipts_for(paper)
        assert receipt.recipient == firms[sender_of(paper)]
        assert receipt.kind == FORMS[kind_of(paper)].receipt
        [(number, *_)] = receipts_after(recipient=receipt.recipient_id, after=0, limit=10)
        assert number == receipt.pk


def test_an_accepted_declaration_is_told_its_numbers_and_its_lane(
    firms: dict[str, Operator],
) -> None:
    arrive(*four(PARCEL))
    [receipt] = receipts_for(PARCEL.inventory)
    assert receipt.status == "800"
    assert '"preNo":"B20260601' in receipt.content
    assert f'"invtNo":"{PARCEL.inventory.head.customsCode}2026I' in receipt.content
    assert [receipts_for(paper)[0].status for paper in four(PARCEL)[:3]] == ["120"] * 3


def test_what_is_refused_at_once_is_answered_once_and_the_rest_goes_on(
    firms: dict[str, Operator],
) -> None:
    bad = changed(PARCEL.order, guid=guid(), orderNo="BAD-1", currency="999")
    answers = send_raw(in_message(bad, PARCEL.order), PARCEL.order.head.ebpCode).documents
    assert [one.status for one in answers] == ["100", "2"]
    send(*four(PARCEL)[1:])
    decide()
    assert [receipt.status for receipt in receipts_for(bad)] == ["100"]
    assert [receipt.status for receipt in receipts_for(PARCEL.order)] == ["120"]


def test_a_message_that_cannot_be_read_is_answered_with_900(firms: dict[str, Operator]) -> None:
    answer = send_raw(b"<broken", PARCEL.order.head.ebpCode)
    assert answer.refused
    receipt = Receipt.objects.get()
    assert (receipt.kind, receipt.status) == (Kind.SCHEMA_FAILURE, "0001")
    assert receipt.recipient == firms[PARCEL.order.head.ebpCode]


def test_a_machine_sees_its_own_receipts_only(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    platform = firms[PARCEL.order.head.ebpCode]
    rows = receipts_after(recipient=platform.pk, after=0, limit=100)
    assert {row[4] for row in rows} == {Kind.ORDER_RECEIPT}


@pytest.mark.django_db(transaction=True)
def test_a_client_that_pulls_while_many_write_misses_nothing_and_gets_nothing_twice() -> None:
    operator = next(iter(everybody().values()))
    journal = Message.objects.create(
        received_at=NOON, sender=operator, client="t", kind="311", guid=guid(), digest=b"1",
        size=1, media_type="application/xml", documents=1, sealed=b"", answer=b"{}",
    )  # fmt: skip
    done = Event()

    def writer(number: int) -> Callable[[], None]:
        draw = Random(number)

        def run() -> None:
            for turn in range(EACH):
                with transaction.atomic():
                    receipts = [
                        Outgoing(operator.pk, journal.pk, place, "312", "120", f"{number}:{turn}")
                        for place in range(draw.randrange(1, 4))
                    ]
                    issue_receipts(receipts, at=NOON)
                    # the transaction stays open for a moment, as a deciding one does
                    time.sleep(draw.random() / 100)
                    if draw.random() < 0.1:
                        transaction.set_rollback(True)

        return run

    def reader() -> list[int]:
        seen: list[int] = []
        while True:
            last_look = done.is_set()
            after = seen[-1] if seen else 0
            rows = receipts_after(recipient=operator.pk, after=after, limit=7)
            seen.extend(row[0] for row in rows)
            if last_look and not rows:
                return seen

    def apart(task: Callable[[], Any]) -> Any:
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS + 2) as threads:
        readers = [threads.submit(apart, reader) for _ in range(2)]
        for future in [threads.submit(apart, writer(number)) for number in range(WRITERS)]:
            future.result(timeout=60)
        done.set()
        pulled = [future.result(timeout=60) for future in readers]
    stored = list(Receipt.objects.order_by("id").values_list("id", flat=True))
    assert len(stored) > WRITERS * EACH
    assert pulled == [stored, stored]
