"""The same documents as JSON, with the same checks."""

from decimal import Decimal

import msgspec
import pytest

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.json import parse_json, write_json
from tidewaiter.intake.formats.ceb.kinds import Kind

ORDER = write_json(makers.message(Kind.ORDER, makers.document(Kind.ORDER, lines=2)))


def test_numbers_are_written_as_plain_strings() -> None:
    order = makers.document(Kind.ORDER, goodsValue=Decimal("1E+3"))
    written = msgspec.json.decode(write_json(makers.message(Kind.ORDER, order)))
    assert written["documents"][0]["head"]["goodsValue"] == "1000"


@pytest.mark.parametrize("written", [b"19.5", b'"19.5"', b'"19.50000"', b'" 19.5"'])
def test_a_number_is_read_from_a_string_or_a_number(written: bytes) -> None:
    raw = ORDER.replace(b'"goodsValue":"19.50"', b'"goodsValue":' + written)
    (found,) = parse_json(raw).documents
    assert found.document is not None
    assert found.document.head.goodsValue == Decimal("19.5")


def test_a_number_keeps_every_digit() -> None:
    raw = ORDER.replace(b'"goodsValue":"19.50"', b'"goodsValue":12345678901234.00001')
    (found,) = parse_json(raw).documents
    assert found.document is not None
    assert found.document.head.goodsValue == Decimal("12345678901234.00001")


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ('"goodsValue":"19.50"', '"goodsValue":1e30', "TW-G01-NUMBER", "OrderHead.goodsValue"),
        ('"goodsValue":"19.50"', '"goodsValue":true', "TW-G01-TYPE", "OrderHead.goodsValue"),
        ('"goodsValue":"19.50"', '"goodsValue":[1]', "TW-G01-TYPE", "OrderHead.goodsValue"),
        ('"goodsValue":"19.50"', '"goodsValue":null', "TW-G01-MISSING", "OrderHead.goodsValue"),
        ('"orderNo":"A"', '"orderNo":7', "TW-G01-TYPE", "OrderHead.orderNo"),
        ('"orderNo":"A"', '"orderNo":7.5', "TW-G01-TYPE", "OrderHead.orderNo"),
        ('"appTime":"20260308112701"', '"appTime":1', "TW-G01-TYPE", "OrderHead.appTime"),
        ('"orderNo":"A"', '"orderNo":""', "TW-G01-MISSING", "OrderHead.orderNo"),
        ('"orderNo":"A"', '"orderNumber":"A"', "TW-G01-UNKNOWN", "OrderHead.orderNumber"),
        ('"gnum":2', '"gnum":1', "-301002", "OrderList[2].gnum"),
        ('"gnum":2', '"gnum":2.5', "TW-G01-WHOLE", "OrderList[2].gnum"),
        ('"lines"', '"rows"', "-301001", "OrderList"),
        ('"lines":[', '"lines":[7,', "TW-G01-TYPE", "OrderList[1]"),
        ('"head":{', '"head":7,"x":{', "TW-G01-TYPE", "OrderHead"),
        ('"documents":[', '"documents":[7,', "TW-G01-TYPE", "Order"),
    ],
)
def test_a_fault_points_to_its_field(old: str, new: str, code: str, path: str) -> None:
    text = ORDER.decode()
    assert old in text
    parsed = parse_json(text.replace(old, new, 1).encode())
    assert (code, path) in {(fault.code, fault.path) for fault in parsed.documents[0].faults}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"transfer"', '"transfers"', "TW-G01-TRANSFER"),
        ('"guid":"4CDE', '"guid":"CDE', "TW-G01-GUID"),
        ('"kind":"311"', '"kind":"303"', "TW-G01-ROOT"),
        ('"documents":[', '"documents":7,"x":[', "TW-G01-NODOCUMENT"),
        ('"copCode":"1105910159"', '"copCode":7', "TW-G01-TYPE"),
    ],
)
def test_what_is_wrong_with_the_message_itself_refuses_it(old: str, new: str, code: str) -> None:
    parsed = parse_json(ORDER.decode().replace(old, new, 1).encode())
    assert code in {fault.code for fault in parsed.faults}


def test_documents_beyond_the_hundredth_are_refused_one_by_one() -> None:
    orders = [makers.document(Kind.ORDER)] * 101
    parsed = parse_json(write_json(makers.message(Kind.ORDER, *orders)))
    assert [found.document is not None for found in parsed.documents] == [True] * 100 + [False]
    assert [fault.code for fault in parsed.documents[100].faults] == ["-301015"]
    assert parsed.documents[100].guid == makers.GUID
