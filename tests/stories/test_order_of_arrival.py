"""The four documents come in any order; the last one decides the parcel, once."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from tests.cast import NOON
from tests.makers import (
    a_parcel,
    codes_of,
    decide,
    decide_overdue,
    decision_about,
    four,
    kind_of,
    newer,
    reasons_in,
    receipts_for,
    send,
    waits,
)
from tidewaiter.intake.models import Arrival, Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment

PARCEL = a_parcel()
ORDERS = list(permutations(four(PARCEL)))
NAMES = ["-".join(kind_of(paper).value for paper in order) for order in ORDERS]
DEADLINE = timedelta(hours=24)


@pytest.mark.parametrize("papers", ORDERS, ids=NAMES)
def test_the_last_document_decides_whatever_the_order(
    firms: dict[str, Operator], papers: tuple[Any, ...]
) -> None:
    for number, paper in enumerate(papers):
        at = NOON + timedelta(seconds=number)
        [answer] = send(paper, at=at)
        assert answer.status == "2"
        assert decide(at=at) == (1 if number == 3 else 0)
        assert Assessment.objects.count() == (1 if number == 3 else 0)
    decision = decision_about(PARCEL.inventory)
    assert decision.outcome == "accepted"
    assert decision.ready_at == NOON + timedelta(seconds=3)
    assert not Arrival.objects.exists()
    assert [len(receipts_for(paper)) for paper in papers] == [1] * 4


@pytest.mark.parametrize("papers", ORDERS[::5], ids=NAMES[::5])
def test_documents_that_come_together_are_decided_together_whatever_their_order(
    firms: dict[str, Operator], papers: tuple[Any, ...]
) -> None:
    for paper in papers:
        send(paper)
    assert decide() == 1
    assert decision_about(PARCEL.inventory).outcome == "accepted"
    assert Receipt.objects.count() == 4


def test_nothing_is_decided_and_nobody_told_before_the_last_document(
    firms: dict[str, Operator],
) -> None:
    send(PARCEL.order, PARCEL.payment, PARCEL.inventory)
    assert decide() == 0
    assert waits(PARCEL.inventory)
    assert not Receipt.objects.exists()


# what never came → the rules that say so
MISSING = [
    (("order",), {"M-06"}),
    (("payment",), {"M-04"}),
    (("waybill",), {"M-07"}),
    (("order", "payment"), {"M-06", "M-04"}),
    (("order", "payment", "waybill"), {"M-06", "M-04", "M-07"}),
]


@pytest.mark.parametrize(("missing", "codes"), MISSING)
def test_at_the_deadline_a_parcel_is_rejected_and_told_what_is_missing(
    firms: dict[str, Operator], missing: tuple[str, ...], codes: set[str]
) -> None:
    names = ("order", "payment", "waybill", "inventory")
    there = [getattr(PARCEL, name) for name in names if name not in missing]
    send(*there)
    decide()
    assert decide_overdue(at=NOON + DEADLINE - timedelta(seconds=1)) == 0
    assert decide_overdue(at=NOON + DEADLINE) == 1
    decision = decision_about(PARCEL.inventory)
    assert decision.outcome == "rejected"
    assert set(codes_of(decision)) == codes
    assert not waits(PARCEL.inventory)
    assert decide_overdue(at=NOON + DEADLINE * 2) == 0
    for paper in there:
        [receipt] = receipts_for(paper)
        assert receipt.status == "100"
        assert {reason["code"] for reason in reasons_in(receipt)} == codes


def test_after_the_deadline_the_missing_document_and_a_new_declaration_are_enough(
    firms: dict[str, Operator],
) -> None:
    send(PARCEL.order, PARCEL.waybill, PARCEL.inventory)
    decide()
    late = NOON + DEADLINE
    decide_overdue(at=late)
    send(PARCEL.payment, at=late)
    assert decide(at=late) == 0
    again = newer(PARCEL.inventory, minutes=24 * 60)
    send(again, at=late)
    assert decide(at=late) == 1
    assert decision_about(again).outcome == "accepted"
    assert [receipt.status for receipt in receipts_for(again)] == ["800"]
    assert [receipt.status for receipt in receipts_for(PARCEL.payment)] == ["120"]
