"""Repeats change nothing; stale documents are ignored with an answer; changes replace."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import NOON
from tests.makers import (
    a_parcel,
    arrive,
    changed,
    codes_of,
    decide,
    decide_overdue,
    decision_about,
    declaration_of,
    four,
    guid,
    in_message,
    newer,
    receipts_for,
    send,
    send_raw,
    sender_of,
    waits,
)
from tidewaiter.base.privacy.vault import subject_keys
from tidewaiter.flows import receive_message
from tidewaiter.intake.models import Declaration, Message, Order, Payment, Receipt
from tidewaiter.intake.sealing import open_persons
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment, QuotaEntry

PARCEL = a_parcel()
NAMES = ("order", "payment", "waybill", "inventory")


def wrong_payment() -> Any:
    return changed(PARCEL.payment, amountPaid=Decimal("1.00"))


def reject_the_parcel() -> None:
    arrive(PARCEL.order, wrong_payment(), PARCEL.waybill, PARCEL.inventory)
    assert codes_of(decision_about(PARCEL.inventory)) == ["M-02"]


def codes(answer: Any) -> list[str]:
    return [reason["code"] for reason in answer.reasons]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_bytes_again_get_the_same_answer_and_change_nothing(
    firms: dict[str, Operator], name: str
) -> None:
    paper = getattr(PARCEL, name)
    raw = in_message(paper)
    first = send_raw(raw, sender_of(paper))
    again = send_raw(raw, sender_of(paper), at=NOON + timedelta(hours=1))
    assert again == first
    assert Message.objects.count() == 1
    decide()
    assert send_raw(raw, sender_of(paper)) == first


def test_the_same_document_in_another_message_is_a_repeat_before_and_after_the_decision(
    firms: dict[str, Operator],
) -> None:
    send(*four(PARCEL))
    for answer in send(*four(PARCEL)):
        assert (answer.status, answer.repeat) == ("2", True)
    assert decide() == 1
    for answer in send(*four(PARCEL)):
        assert (answer.status, answer.repeat) == ("2", True)
    assert decide() == 0
    assert Order.objects.count() == Declaration.objects.count() == 1
    assert Assessment.objects.count() == 1
    assert Receipt.objects.count() == 4


def test_a_repeat_after_a_rejection_is_not_decided_again(firms: dict[str, Operator]) -> None:
    reject_the_parcel()
    for answer in send(PARCEL.order, wrong_payment(), PARCEL.waybill, PARCEL.inventory):
        assert (answer.status, answer.repeat) == ("2", True)
    assert decide() == 0
    assert Receipt.objects.count() == 4


def test_the_same_bytes_from_another_firm_are_another_message(firms: dict[str, Operator]) -> None:
    raw = in_message(PARCEL.order)
    assert send_raw(raw, PARCEL.order.head.ebpCode).documents[0].status == "2"
    answer = send_raw(raw, PARCEL.payment.head.payCode).documents[0]
    assert answer.status == "100"
    assert "TW-G08-SENDER" in codes(answer)
    assert Order.objects.count() == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_document_older_than_the_stored_one_is_ignored_with_an_answer_that_says_so(
    firms: dict[str, Operator], name: str
) -> None:
    paper = getattr(PARCEL, name)
    send(paper)
    [answer] = send(newer(paper, minutes=-60))
    assert answer.status == "100"
    assert codes(answer) == ["TW-G04-STALE"]
    stored = [row.guid for row in (*Order.objects.all(), *Payment.objects.all())]
    assert stored in ([], [paper.head.guid])


@pytest.mark.parametrize("name", NAMES)
def test_a_new_document_with_a_key_that_waits_is_refused(
    firms: dict[str, Operator], name: str
) -> None:
    paper = getattr(PARCEL, name)
    send(paper)
    [answer] = send(newer(paper, appType="1"))
    assert codes(answer) == ["TW-G03-REPEAT"]


@pytest.mark.parametrize("name", NAMES)
def test_a_change_replaces_a_document_while_the_parcel_waits(
    firms: dict[str, Operator], name: str
) -> None:
    other = [getattr(PARCEL, one) for one in NAMES if one != name]
    missing = other.pop(0)
    paper = getattr(PARCEL, name)
    better = newer(paper)
    arrive(paper, *other)
    arrive(better)
    arrive(missing)
    assert Assessment.objects.count() == 1
    assert decision_about(PARCEL.inventory).outcome == "accepted"
    assert len(receipts_for(better)) == 1
    # the successor's receipt stands for both
    assert receipts_for(paper) == []


def test_a_change_after_a_rejection_opens_the_parcel_again_and_decides_it_anew(
    firms: dict[str, Operator],
) -> None:
    reject_the_parcel()
    right = newer(PARCEL.payment)
    [answer] = send(right)
    assert answer.status == "2"
    assert waits(PARCEL.inventory)
    assert decide() == 1
    assert decision_about(PARCEL.inventory).outcome == "accepted"
    outcomes = Assessment.objects.order_by("id").values_list("outcome", "current")
    assert list(outcomes) == [("rejected", False), ("accepted", True)]
    assert [receipt.status for receipt in receipts_for(PARCEL.inventory)] == ["100", "800"]
    assert [receipt.status for receipt in receipts_for(right)] == ["120"]
    assert QuotaEntry.objects.count() == 1


def test_a_rejected_declaration_may_be_sent_anew(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL)[:3], changed(PARCEL.inventory, buyerTelephone="15400000000"))
    [rejected] = Assessment.objects.all()
    assert codes_of(rejected) == ["M-09"]
    better = newer(PARCEL.inventory, appType="1")
    arrive(better)
    assert decision_about(better).outcome == "accepted"
    # the decision about the first version stays with it
    assert Assessment.objects.get(declaration=rejected.declaration_id).outcome == "rejected"
    assert Declaration.objects.filter(current=True).count() == 1


def test_an_accepted_parcel_can_no_longer_be_changed(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    for app_type in ("1", "2", "3"):
        for answer in send(*(newer(paper, appType=app_type) for paper in four(PARCEL))):
            assert answer.status == "100"
            assert codes(answer) == ["TW-G03-ACCEPTED"]
    assert decide() == 0
    assert Assessment.objects.get().outcome == "accepted"


def test_there_is_nothing_to_change_where_nothing_is_stored(firms: dict[str, Operator]) -> None:
    for answer in send(*(newer(paper) for paper in four(PARCEL))):
        assert codes(answer) == ["TW-G03-NOTHING-TO-CHANGE"]


def test_a_deleted_order_is_missing_at_the_deadline(firms: dict[str, Operator]) -> None:
    arrive(PARCEL.order, PARCEL.payment, PARCEL.inventory)
    gone = newer(PARCEL.order, appType="3")
    [answer] = send(gone)
    assert answer.status == "2"
    arrive(PARCEL.waybill)
    assert not Assessment.objects.exists()
    decide_overdue(at=NOON + timedelta(hours=25))
    assert codes_of(decision_about(PARCEL.inventory)) == ["M-06"]
    assert [receipt.status for receipt in receipts_for(gone)] == ["120"]


def test_a_deleted_declaration_waits_no_longer(firms: dict[str, Operator]) -> None:
    arrive(PARCEL.order, PARCEL.payment, PARCEL.inventory)
    declaration = declaration_of(PARCEL.inventory)
    send(newer(PARCEL.inventory, appType="3"))
    arrive(PARCEL.waybill)
    assert decide_overdue(at=NOON + timedelta(hours=25)) == 0
    assert not Assessment.objects.exists()
    declaration.refresh_from_db()
    assert not declaration.current
    arrive(changed(PARCEL.inventory, guid=guid()))
    assert decision_about(PARCEL.inventory).outcome == "accepted"


def test_a_change_of_the_buyer_alone_is_a_change(firms: dict[str, Operator]) -> None:
    send(PARCEL.order)
    [answer] = send(changed(PARCEL.order, appType="2", consignee="欧阳不同"))
    assert (answer.status, answer.repeat) == ("2", False)
    [answer] = send(
        changed(PARCEL.order, appType="2", consignee="欧阳不同", consigneeTelephone="15400000001")
    )
    assert (answer.status, answer.repeat) == ("2", False)
    stored = open_persons("311", Order.objects.get(current=True))
    assert stored["consignee"] == "欧阳不同"
    assert stored["consigneeTelephone"] == "15400000001"


def test_a_key_that_stands_twice_in_one_message_is_taken_once(firms: dict[str, Operator]) -> None:
    raw = in_message(PARCEL.order, changed(PARCEL.order, guid=guid()))
    first, second = send_raw(raw, PARCEL.order.head.ebpCode).documents
    assert (first.status, second.status) == ("2", "100")
    assert codes(second) == ["TW-G02-TWICE"]
    assert Order.objects.count() == 1


def test_a_guid_that_stands_twice_in_one_message_is_taken_once(
    firms: dict[str, Operator],
) -> None:
    raw = in_message(PARCEL.order, changed(PARCEL.order, orderNo="ANOTHER1"))
    first, second = send_raw(raw, PARCEL.order.head.ebpCode).documents
    assert (first.status, second.status) == ("2", "100")
    assert codes(second) == ["TW-G02-GUID"]


def test_a_waybill_number_may_be_used_again_after_six_months(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    later = NOON + timedelta(days=190)
    again = changed(
        PARCEL.waybill, guid=guid(), orderNo="ANOTHER1", appTime=f"{later:%Y%m%d%H%M%S}"
    )
    [early] = send(changed(again, appTime="20260701120000"), at=NOON + timedelta(days=30))
    assert codes(early) == ["TW-G03-ACCEPTED"]
    [answer] = send(again, at=later)
    assert answer.status == "2"
    # the parcel that had the number before stays as it was decided
    assert decide(at=later) == 0
    assert not waits(PARCEL.inventory)
    assert decision_about(PARCEL.inventory).outcome == "accepted"


def test_a_change_that_comes_while_the_parcel_is_being_accepted_comes_too_late(
    firms: dict[str, Operator], monkeypatch: pytest.MonkeyPatch
) -> None:
    send(*four(PARCEL))

    def decided_meanwhile(*arguments: Any, **named: Any) -> Any:
        decide()
        return subject_keys(*arguments, **named)

    monkeypatch.setattr(receive_message, "subject_keys", decided_meanwhile)
    [answer] = send(newer(PARCEL.payment, amountPaid=Decimal("1.00")))
    assert codes(answer) == ["TW-G03-ACCEPTED"]
    assert decide() == 0
    assert Assessment.objects.get().outcome == "accepted"
    assert QuotaEntry.objects.count() == 1
