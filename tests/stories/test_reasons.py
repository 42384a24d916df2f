"""Every rejection names the rule, the fields, both values, both documents, the law and the cure."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from harbour.documents import Documents, documents
from tests.cast import CLERK, NOON
from tests.makers import (
    START,
    a_parcel,
    arrive,
    changed,
    codes_of,
    decision_about,
    four,
    honest,
    later,
    receipts_for,
    with_line,
)
from tidewaiter.base.privacy.masking import (
    mask_address,
    mask_identity_number,
    mask_name,
    mask_phone,
)
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.book.rules import Rule, Severity
from tidewaiter.engine.reasons import render
from tidewaiter.flows.tell_receipts import as_json
from tidewaiter.intake.queries import receipts_after
from tidewaiter.law.loader import load
from tidewaiter.registry.commands.operators import change_standing
from tidewaiter.registry.models import Operator

BOOK = load_book()
REJECT = [rule for rule in BOOK.rules if rule.severity is Severity.REJECT]
PARCEL = a_parcel()


def by_trade_mode(mode: str) -> Documents:
    """An honest parcel of one line, declared so."""
    parcels = (parcel for seed in range(1, 9) for parcel in honest(200, seed=seed))
    return documents(
        next(one for one in parcels if one.voyage.trade_mode == mode and len(one.lines) == 1)
    )


BONDED, DIRECT = by_trade_mode("1210"), by_trade_mode("9610")
LAW = load("cn").on(NOON.date())
HAN = re.compile(r"[\u4e00-\u9fff]")


def with_head(name: str, parcel: Documents = PARCEL, **fields: Any) -> list[Any]:
    """The four documents, one of them with other values in its head."""
    return [
        changed(getattr(parcel, one), **fields) if one == name else getattr(parcel, one)
        for one in ("order", "payment", "waybill", "inventory")
    ]


def with_goods(name: str, parcel: Documents = PARCEL, **fields: Any) -> list[Any]:
    """The four documents, one of them with other values in its line."""
    return [
        with_line(getattr(parcel, one), **fields) if one == name else getattr(parcel, one)
        for one in ("order", "payment", "waybill", "inventory")
    ]


def dearer(times: int, *, pieces: int = 1) -> list[Any]:
    """The parcel with a price so many times as high, in all documents."""
    line = PARCEL.order.lines[0]
    price, qty = line.price * times, Decimal(pieces)
    total = price * qty
    declared = PARCEL.inventory.lines[0]
    head = PARCEL.order.head
    paid = total + head.freight + head.taxTotal - head.discount
    per = {name: getattr(declared, name) for name in ("qty1", "qty2")}
    quantities = {
        name: value / declared.qty * qty for name, value in per.items() if value is not None
    }
    money = {"price": price, "totalPrice": total, "qty": qty}
    return [
        changed(with_line(PARCEL.order, **money), goodsValue=total, acturalPaid=paid),
        changed(PARCEL.payment, amountPaid=paid),
        PARCEL.waybill,
        with_line(PARCEL.inventory, **money, **quantities),
    ]


HEAD = PARCEL.inventory.head
PAID = PARCEL.payment.head.amountPaid
OTHER_NAME, OTHER_PHONE = "欧阳不同", "15400009999"
OTHER_ADDRESS, OTHER_ID = "虚构省虚构市另一路9号", "11000019850101001X"

# rule · the documents of a parcel that breaks it · what its receipt must say
BROKEN: list[tuple[str, Callable[[], list[Any]], list[str]]] = [
    ("M-02", partial(with_head, "payment", amountPaid=PAID + 1), [f"{PAID + 1}", f"{PAID}"]),
    ("M-03-number", partial(with_head, "order", payTransactionId="P1"), ["P1"]),
    (
        "M-05-name",
        partial(with_head, "waybill", consignee=OTHER_NAME),
        [mask_name(OTHER_NAME), mask_name(PARCEL.order.head.consignee)],
    ),
    (
        "M-05-phone",
        partial(with_head, "waybill", consigneeTelephone=OTHER_PHONE),
        [mask_phone(OTHER_PHONE), mask_phone(PARCEL.order.head.consigneeTelephone)],
    ),
    (
        "M-05-address",
        partial(with_head, "waybill", consigneeAddress=OTHER_ADDRESS),
        [mask_address(OTHER_ADDRESS), mask_address(PARCEL.order.head.consigneeAddress)],
    ),
    ("M-06-merchant", partial(with_head, "order", ebcCode="EBC2"), ["EBC2", HEAD.ebcCode]),
    ("M-07-order", partial(with_head, "waybill", orderNo="O2"), ["O2", HEAD.orderNo]),
    (
        "M-08",
        partial(with_head, "inventory", buyerName=OTHER_NAME),
        [mask_name(OTHER_NAME), mask_name(HEAD.buyerName)],
    ),
    (
        "M-09",
        partial(with_head, "inventory", buyerTelephone=OTHER_PHONE),
        [mask_phone(OTHER_PHONE), mask_phone(HEAD.buyerTelephone)],
    ),
    (
        "M-10",
        partial(with_head, "inventory", buyerIdNumber=OTHER_ID),
        [mask_identity_number(OTHER_ID), mask_identity_number(HEAD.buyerIdNumber)],
    ),
    (
        "M-12",
        partial(with_goods, "inventory", country="305" if HEAD.country != "305" else "304"),
        [PARCEL.order.lines[0].country],
    ),
    (
        "M-12-tenth",
        partial(
            with_goods,
            "inventory",
            price=PARCEL.order.lines[0].price / 10,
            totalPrice=PARCEL.order.lines[0].totalPrice / 10,
        ),
        [f"{PARCEL.order.lines[0].price:f}"],
    ),
    ("M-16", partial(with_head, "payment", currency="502"), ["502", "142"]),
    ("M-17", partial(with_goods, "inventory", gname="别的东西"), ["别的东西"]),
    ("L-01-packages", partial(with_head, "inventory", packNo=2), ["2", "1"]),
    (
        "L-02",
        partial(with_goods, "inventory", gcode="9999999999"),
        ["9999999999"],
    ),
    ("L-02-units", partial(with_goods, "inventory", qty1=Decimal(0)), ["0"]),
    ("L-03-line", partial(with_goods, "inventory", currency="502"), ["502"]),
    ("L-04-direct", partial(with_head, "inventory", DIRECT, trafNo=None), ["9610"]),
    ("L-04-bonded", partial(with_head, "inventory", BONDED, country="502"), ["502", "142"]),
    ("L-04-item", partial(with_goods, "inventory", BONDED, itemRecordNo=None), ["1210"]),
    ("L-06", partial(with_head, "inventory", assureCode="NOBODY"), ["NOBODY"]),
    ("T-01", partial(dearer, 60, pieces=2), ["5000", "2"]),
    ("T-02", partial(dearer, 1000), ["26000"]),
]


def told(document: Any) -> list[dict[str, Any]]:
    """The reasons of the newest receipt of a document, in full."""
    receipt = receipts_for(document)[-1]
    rows = receipts_after(recipient=receipt.recipient_id, after=receipt.pk - 1, limit=1)
    return json.loads(as_json(rows[0]))["reasons"]


@pytest.mark.parametrize(("code", "papers", "values"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_rule_is_told_with_both_values_the_law_and_the_cure(
    firms: dict[str, Operator],
    code: str,
    papers: Callable[[], list[Any]],
    values: list[str],
) -> None:
    made = papers()
    arrive(*made)
    decision = decision_about(made[3])
    assert decision.outcome == "rejected"
    assert code in codes_of(decision)
    rule = BOOK.rule(code)
    for paper in made:
        [reason] = [one for one in told(paper) if one["code"] == code]
        assert reason["official"] == rule.answer
        instrument = LAW.reference(rule.law.reference).instrument
        for lang in ("en", "zh"):
            assert reason["law"][lang].startswith(instrument or rule.law.reference)
        assert reason["fields"] == list(rule.fields.values())
        for lang in ("en", "zh"):
            assert reason["message"][lang]
            assert reason["cure"][lang]
            for value in values:
                assert value.rstrip("0").rstrip(".") in reason["message"][lang], reason
        assert HAN.search(reason["message"]["zh"])
        assert reason["message"]["en"] != reason["message"]["zh"]


@pytest.mark.parametrize(("code", "papers", "values"), BROKEN, ids=[row[0] for row in BROKEN])
def test_no_reason_shows_a_person_in_clear(
    firms: dict[str, Operator],
    code: str,
    papers: Callable[[], list[Any]],
    values: list[str],
) -> None:
    made = papers()
    arrive(*made)
    persons = {
        text
        for paper in made
        for name in (
            "buyerName", "buyerTelephone", "buyerIdNumber", "consignee", "consigneeTelephone",
            "consigneeAddress", "payerName", "payerIdNumber", "telephone",
        )
        if (text := getattr(paper.head, name, None))
    }  # fmt: skip
    said = json.dumps([told(paper) for paper in made], ensure_ascii=False)
    for text in persons:
        assert text not in said


def test_an_unregistered_firm_is_named(firms: dict[str, Operator]) -> None:
    change_standing(firms[HEAD.ebcCode], "suspend", grounds="False documents.", by=CLERK, at=NOON)
    arrive(*four(PARCEL))
    [reason] = told(PARCEL.inventory)
    assert reason["code"] == "G-08-merchant"
    assert HEAD.ebcCode in reason["message"]["en"]
    assert "suspended" in reason["message"]["zh"]


@pytest.mark.parametrize("rule", REJECT, ids=[rule.code for rule in REJECT])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_rule_that_rejects_can_be_said_in_both_languages(rule: Rule, lang: str) -> None:
    fires = next(example for example in rule.examples if example.fires)
    # what a rule tells beside its fields is worked out from its columns; here it is filled in
    names = {*rule.fields, *rule.evidence, "gnum", "left_masked", "right_masked"}
    evidence = {name: f"«{name}»" for name in names} | {
        name: value for name, value in fires.cells.items() if name in names and value is not None
    }
    sentence = render(BOOK, rule.code, evidence, lang)
    assert sentence.answer == rule.answer
    assert "{" not in sentence.message + sentence.cure
    # every value that the sentence asks for is one that the rule gives
    assert "–" not in sentence.message, sentence.message
    assert bool(HAN.search(sentence.message)) == bool(HAN.search(sentence.cure)) == (lang == "zh")
    assert LAW.reference(rule.law.reference)


COMPARING = [rule for rule in REJECT if rule.family != "structure"]


@pytest.mark.parametrize("rule", COMPARING, ids=[rule.code for rule in COMPARING])
def test_every_rule_that_rejects_says_which_fields_of_which_documents_it_saw(rule: Rule) -> None:
    # where a field is missing there is nothing to show
    assert rule.fields or rule.evidence or rule.family == "structure"
    for path in rule.fields.values():
        document, _, field = path.partition(".")
        assert document in {
            "OrderHead", "OrderList", "PaymentHead", "LogisticsHead", "InventoryHead",
            "InventoryList",
        }  # fmt: skip
        assert field


def test_a_parcel_that_breaks_several_rules_is_told_all_of_them(
    firms: dict[str, Operator],
) -> None:
    papers = [
        changed(PARCEL.order, payTransactionId="P1"),
        changed(PARCEL.payment, amountPaid=PAID + 1),
        changed(PARCEL.waybill, consigneeTelephone=OTHER_PHONE),
        changed(PARCEL.inventory, buyerName=OTHER_NAME, packNo=2),
    ]
    arrive(*papers)
    codes = codes_of(decision_about(papers[3]))
    assert {"M-02", "M-03-number", "M-05-phone", "M-08", "L-01-packages"} <= set(codes)
    positions = decision_about(papers[3]).reasons.order_by("position")
    assert list(positions.values_list("position", flat=True)) == list(range(1, len(codes) + 1))


def test_goods_that_are_not_on_the_positive_list_are_rejected(
    firms: dict[str, Operator],
) -> None:
    off = next((line for line in LAW.tariff if not line.positive), None)
    if off is None:
        pytest.skip("every line of this tariff is on the positive list")
    quantity = {"unit2": None, "qty2": None} if off.unit2 is None else {
        "unit2": off.unit2, "qty2": Decimal(1)
    }  # fmt: skip
    papers = with_goods("inventory", gcode=off.gcode, unit1=off.unit1, **quantity)
    arrive(*papers)
    assert "L-07" in codes_of(decision_about(papers[3]))
    assert off.gcode in told(papers[3])[0]["message"]["zh"]


def test_dates_are_those_of_the_office() -> None:
    assert later(0) == f"{START:%Y%m%d%H%M%S}"
