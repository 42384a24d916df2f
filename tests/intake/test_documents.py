"""What one document breaks by itself (G-01, G-09, L-01, L-03, M-01, M-13)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import NOON
from tests.makers import (
    a_cancellation,
    a_delivery,
    a_parcel,
    a_refund,
    a_signature,
    changed,
    kind_of,
    with_line,
)
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.models import Declaration
from tidewaiter.intake.rules.documents import all_broken, broken_by
from tidewaiter.law.loader import load

PARCEL = a_parcel()
CODES = load("cn").on(NOON.date()).lists
TOMORROW_EVENING = "20260602200001"


def faults(document: Any) -> list[Fault]:
    """What one document breaks; told alike when it stands among others in a message."""
    kind = kind_of(document)
    found = broken_by(kind, document, at=NOON, codes=CODES)
    assert all_broken(kind, [document, document], at=NOON, codes=CODES) == [found, found]
    return found


def told(document: Any) -> list[tuple[str, str]]:
    return [(fault.code, fault.path) for fault in faults(document)]


def _requests() -> list[Any]:
    stored = Declaration(pk=7, received_at=NOON, customs_code="2244")
    return [
        a_cancellation(stored, PARCEL.inventory),
        a_refund(stored, PARCEL.inventory),
        a_signature(PARCEL.waybill),
        a_delivery(PARCEL.waybill),
    ]


def test_a_right_document_of_each_kind_breaks_nothing() -> None:
    papers = [PARCEL.order, PARCEL.payment, PARCEL.waybill, PARCEL.inventory, *_requests()]
    assert len({kind_of(paper) for paper in papers}) == 8
    for paper in papers:
        assert faults(paper) == []


# document · changed fields of the head → code and path
HEADS = [
    ("order", {"orderNo": "ＴＷ１"}, "TW-G09-HALF-WIDTH", "OrderHead.orderNo"),
    ("order", {"ebpCode": "E 1"}, "TW-G09-HALF-WIDTH", "OrderHead.ebpCode"),
    ("payment", {"payTransactionId": "交易1"}, "TW-G09-HALF-WIDTH", "PaymentHead.payTransactionId"),
    ("waybill", {"logisticsNo": "L－1"}, "TW-G09-HALF-WIDTH", "LogisticsHead.logisticsNo"),
    ("inventory", {"agentCode": "Ａ"}, "TW-G09-HALF-WIDTH", "InventoryHead.agentCode"),
    ("order", {"buyerName": "none"}, "TW-G09-PLACEHOLDER", "OrderHead.buyerName"),
    ("order", {"buyerName": " NONE "}, "TW-G09-PLACEHOLDER", "OrderHead.buyerName"),
    ("order", {"consigneeAddress": "/"}, "TW-G09-PLACEHOLDER", "OrderHead.consigneeAddress"),
    ("order", {"consignee": "无"}, "TW-G09-PLACEHOLDER", "OrderHead.consignee"),
    ("payment", {"payerName": "Empty"}, "TW-G09-PLACEHOLDER", "PaymentHead.payerName"),
    ("waybill", {"consignee": "N/A"}, "TW-G09-PLACEHOLDER", "LogisticsHead.consignee"),
    ("inventory", {"buyerName": "null"}, "TW-G09-PLACEHOLDER", "InventoryHead.buyerName"),
    ("payment", {"amountPaid": Decimal("-0.01")}, "TW-L01-BELOW-ZERO", "PaymentHead.amountPaid"),
    ("waybill", {"freight": Decimal(-1)}, "TW-L01-BELOW-ZERO", "LogisticsHead.freight"),
    ("waybill", {"weight": Decimal(-1)}, "TW-L01-BELOW-ZERO", "LogisticsHead.weight"),
    ("inventory", {"insuredFee": Decimal(-1)}, "TW-L01-BELOW-ZERO", "InventoryHead.insuredFee"),
    ("order", {"appTime": TOMORROW_EVENING}, "TW-G01-FUTURE", "OrderHead.appTime"),
    ("order", {"appTime": "20990101000000"}, "TW-G01-FUTURE", "OrderHead.appTime"),
    ("payment", {"payTime": "20990101000000"}, "TW-G01-FUTURE", "PaymentHead.payTime"),
    ("inventory", {"declTime": "20990101"}, "TW-G01-FUTURE", "InventoryHead.declTime"),
    ("order", {"currency": "999"}, "TW-L03-UNKNOWN-CODE", "OrderHead.currency"),
    ("payment", {"currency": "RMB"}, "TW-L03-UNKNOWN-CODE", "PaymentHead.currency"),
    ("inventory", {"country": "998"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.country"),
    ("inventory", {"trafMode": "Q"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.trafMode"),
    ("inventory", {"wrapType": "Q"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.wrapType"),
    ("inventory", {"customsCode": "9999"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.customsCode"),
    ("inventory", {"portCode": "9998"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.portCode"),
    ("inventory", {"tradeMode": "0001"}, "TW-L03-UNKNOWN-CODE", "InventoryHead.tradeMode"),
    ("order", {"acturalPaid": Decimal("0.01")}, "TW-M01", "OrderHead.acturalPaid"),
    ("inventory", {"grossWeight": Decimal("0.001")}, "TW-L01", "InventoryHead.netWeight"),
]


@pytest.mark.parametrize(("name", "fields", "code", "path"), HEADS)
def test_a_head_that_breaks_a_rule_is_told_which_field_breaks_it(
    name: str, fields: dict[str, Any], code: str, path: str
) -> None:
    assert told(changed(getattr(PARCEL, name), **fields)) == [(code, path)]


# document · changed fields of its only line → codes and paths
LINES = [
    ("order", {"unit": "9Q9"}, [("TW-L03-UNKNOWN-CODE", "OrderList[1].unit")]),
    ("order", {"country": "998"}, [("TW-L03-UNKNOWN-CODE", "OrderList[1].country")]),
    ("order", {"currency": "998"}, [("TW-L03-UNKNOWN-CODE", "OrderList[1].currency")]),
    ("inventory", {"unit1": "9Q9"}, [("TW-L03-UNKNOWN-CODE", "InventoryList[1].unit1")]),
    ("inventory", {"unit2": "9Q9"}, [("TW-L03-UNKNOWN-CODE", "InventoryList[1].unit2")]),
    ("inventory", {"qty1": Decimal(-1)}, [("TW-L01-BELOW-ZERO", "InventoryList[1].qty1")]),
    (
        "order",
        {"totalPrice": Decimal("0.01")},
        [("TW-M13", "OrderList[1].totalPrice"), ("TW-M13", "Σ OrderList.totalPrice")],
    ),
    (
        "inventory",
        {"totalPrice": Decimal("0.01")},
        [("TW-M13", "InventoryList[1].totalPrice")],
    ),
]


@pytest.mark.parametrize(("name", "fields", "expected"), LINES)
def test_a_line_that_breaks_a_rule_is_told_by_its_number(
    name: str, fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert told(with_line(getattr(PARCEL, name), **fields)) == expected


def test_a_negative_price_is_told_beside_the_sums_that_it_breaks() -> None:
    line = PARCEL.order.lines[0]
    codes = [code for code, _ in told(with_line(PARCEL.order, price=-line.price))]
    assert codes == ["TW-L01-BELOW-ZERO", "TW-M13"]


def test_a_clock_that_is_some_hours_fast_is_forgiven() -> None:
    assert told(changed(PARCEL.order, appTime="20260602120000")) == []
    assert told(changed(PARCEL.inventory, declTime="20260602")) == []


def test_a_total_that_is_rounded_to_the_nearest_cent_is_right() -> None:
    line = {"qty": Decimal(3), "price": Decimal("3.33333"), "totalPrice": Decimal("10.00")}
    assert told(with_line(PARCEL.inventory, **line)) == []
    assert told(with_line(PARCEL.inventory, **line | {"totalPrice": Decimal("10.01")})) != []


def test_every_fault_has_both_values_a_law_and_a_cure_in_both_languages() -> None:
    for name, fields, _, _ in HEADS:
        for fault in faults(changed(getattr(PARCEL, name), **fields)):
            assert fault.value
            assert fault.law
            assert fault.rule
            assert set(fault.message) == set(fault.cure) == {"en", "zh"}
            assert fault.message["en"] != fault.message["zh"]
            assert all(fault.message.values())
            assert all(fault.cure.values())


def test_unequal_sums_are_told_with_both_amounts() -> None:
    [fault] = faults(changed(PARCEL.order, acturalPaid=Decimal("0.01")))
    head = PARCEL.order.head
    due = head.goodsValue + head.freight + head.taxTotal - head.discount
    assert "0.01" in fault.message["en"]
    assert f"{due.normalize():f}" in fault.message["en"]


def test_a_document_breaks_several_rules_at_once_and_is_told_all_of_them() -> None:
    order = changed(
        PARCEL.order, orderNo="Ｎ", buyerName="none", appTime="20990101000000", currency="999"
    )
    assert {code for code, _ in told(order)} == {
        "TW-G09-HALF-WIDTH",
        "TW-G09-PLACEHOLDER",
        "TW-G01-FUTURE",
        "TW-L03-UNKNOWN-CODE",
    }


def test_the_day_after_tomorrow_is_in_the_future_of_every_kind_of_document() -> None:
    stamp = f"{NOON + timedelta(days=2):%Y%m%d%H%M%S}"
    for paper in [PARCEL.order, PARCEL.payment, PARCEL.waybill, PARCEL.inventory, *_requests()]:
        assert "TW-G01-FUTURE" in [code for code, _ in told(changed(paper, appTime=stamp))]
