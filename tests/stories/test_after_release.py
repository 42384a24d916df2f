"""A parcel enters a supervised site (711) and is signed for (513)."""

import pytest

from tests.cast import WAREHOUSE
from tests.makers import (
    a_delivery,
    a_parcel,
    a_signature,
    all_to,
    arrive,
    changed,
    decide,
    four,
    reasons_in,
    receipts_for,
    send,
)
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Delivery, WaybillEvent
from tidewaiter.registry.models import Operator

PARCEL = a_parcel()


def test_a_released_parcel_is_signed_for(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    signature = a_signature(PARCEL.waybill)
    arrive(signature)
    [receipt] = receipts_for(signature)
    assert (receipt.kind, receipt.status) == (Kind.WAYBILL_STATUS_RECEIPT, "120")
    assert WaybillEvent.objects.get().current


@pytest.mark.parametrize("lane", [Lane.DOCUMENTS, Lane.INSPECTION, Lane.HOLD])
def test_a_parcel_that_is_not_released_cannot_have_been_signed_for(
    firms: dict[str, Operator], lane: Lane
) -> None:
    arrive(*four(PARCEL), policy=all_to(lane))
    signature = a_signature(PARCEL.waybill)
    arrive(signature)
    [receipt] = receipts_for(signature)
    [reason] = reasons_in(receipt)
    assert receipt.status == "100"
    assert reason["code"] == "TW-L08-NOT-RELEASED"
    assert PARCEL.waybill.head.logisticsNo in reason["message"]["zh"]
    assert not WaybillEvent.objects.get().current


def test_a_parcel_that_waits_or_was_rejected_cannot_have_been_signed_for(
    firms: dict[str, Operator],
) -> None:
    arrive(PARCEL.waybill, PARCEL.order, PARCEL.inventory)
    early = a_signature(PARCEL.waybill)
    arrive(early)
    assert reasons_in(receipts_for(early)[0])[0]["code"] == "TW-L08-NOT-RELEASED"
    arrive(changed(PARCEL.payment, amountPaid=1))
    after = a_signature(PARCEL.waybill)
    arrive(after)
    assert reasons_in(receipts_for(after)[0])[0]["code"] == "TW-L08-NOT-RELEASED"


def test_nobody_signs_for_a_waybill_that_does_not_exist(firms: dict[str, Operator]) -> None:
    signature = a_signature(PARCEL.waybill)
    arrive(signature)
    [receipt] = receipts_for(signature)
    assert receipt.status == "-505001"


def test_a_signature_in_the_same_batch_as_the_last_document_comes_too_early(
    firms: dict[str, Operator],
) -> None:
    signature = a_signature(PARCEL.waybill)
    send(*four(PARCEL), signature)
    decide()
    [receipt] = receipts_for(signature)
    assert receipt.status == "100"


def test_an_entry_into_a_site_is_kept_and_answered(firms: dict[str, Operator]) -> None:
    delivery = a_delivery(PARCEL.waybill, a_parcel(seed=2).waybill)
    [answer] = send(delivery)
    assert answer.status == "2"
    decide()
    [receipt] = receipts_for(delivery)
    assert (receipt.kind, receipt.status) == (Kind.DELIVERY_RECEIPT, "120")
    assert receipt.recipient == firms[WAREHOUSE]
    assert Delivery.objects.get().current
