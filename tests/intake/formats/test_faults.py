"""Every fault of a document is found, named in both languages, and spoils no other document."""

from decimal import Decimal

import pytest

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.messages import Limits, Message
from tidewaiter.intake.formats.ceb.xml import parse, write


def _order(*replacements: tuple[str, str], count: int = 1) -> list[Fault]:
    """Return the faults of an order in which some of the written text was replaced."""
    raw = write(makers.message(Kind.ORDER, makers.document(Kind.ORDER))).decode()
    for old, new in replacements:
        assert old in raw
        raw = raw.replace(old, new, count)
    parsed = parse(raw.encode())
    assert parsed.faults == []
    (found,) = parsed.documents
    assert (found.document is None) == bool(found.faults)
    return found.faults


def _codes(faults: list[Fault]) -> set[tuple[str, str]]:
    return {(fault.code, fault.path) for fault in faults}


def test_a_right_document_has_no_faults() -> None:
    assert _order() == []


@pytest.mark.parametrize(
    ("old", "new", "code", "path"),
    [
        ("<ceb:orderNo>A<", "<ceb:orderNo><", "TW-G01-MISSING", "OrderHead.orderNo"),
        ("<ceb:orderNo>A</ceb:orderNo>", "", "TW-G01-MISSING", "OrderHead.orderNo"),
        (">142<", ">14<", "TW-G01-LENGTH", "OrderHead.currency"),
        (">19.50<", ">1e30<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">NaN<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">Infinity<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">1_000<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">１９<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">1 2<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">.<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">0.000001<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", ">123456789012345<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">19.50<", f">{'9' * 5000}<", "TW-G01-NUMBER", "OrderHead.goodsValue"),
        (">1</ceb:gnum>", ">one</ceb:gnum>", "TW-G01-WHOLE", "OrderList[1].gnum"),
        (">1</ceb:gnum>", ">1.0</ceb:gnum>", "TW-G01-WHOLE", "OrderList[1].gnum"),
        (">1</ceb:gnum>", ">９</ceb:gnum>", "TW-G01-WHOLE", "OrderList[1].gnum"),
        (">20260308112701<", ">20991399000000<", "TW-G01-DATE", "OrderHead.appTime"),
        (">20260308112701<", ">20260229000000<", "TW-G01-DATE", "OrderHead.appTime"),
        (">20260308112701<", ">2026030811270<", "TW-G01-DATE", "OrderHead.appTime"),
        (">20260308112701<", ">2026-03-08T112<", "TW-G01-DATE", "OrderHead.appTime"),
        (
            "<ceb:orderNo>A</ceb:orderNo>",
            "<ceb:orderNo>A</ceb:orderNo><ceb:orderNo>B</ceb:orderNo>",
            "TW-G01-REPEATED",
            "OrderHead.orderNo",
        ),
        (
            "<ceb:orderNo>A</ceb:orderNo>",
            "<ceb:orderNo><ceb:b>A</ceb:b></ceb:orderNo>",
            "TW-G01-NESTED",
            "OrderHead.orderNo",
        ),
        (
            "<ceb:orderNo>A</ceb:orderNo>",
            "<ceb:orderNo>A</ceb:orderNo><ceb:actualPaid>1</ceb:actualPaid>",
            "TW-G01-UNKNOWN",
            "OrderHead.actualPaid",
        ),
        ("</ceb:OrderHead>", "</ceb:OrderHead><ceb:Gift/>", "TW-G01-UNKNOWN", "Order.Gift"),
    ],
)
def test_a_fault_points_to_its_field(old: str, new: str, code: str, path: str) -> None:
    if old == ">142<":
        old, new = "<ceb:currency>AAA<", "<ceb:currency>AA<"
    assert (code, path) in _codes(_order((old, new)))


def test_every_fault_speaks_both_languages_and_names_rule_law_and_cure() -> None:
    faults = _order(("<ceb:orderNo>A<", "<ceb:orderNo><"), (">19.50<", ">x<"))
    assert len(faults) == 2
    for fault in faults:
        assert fault.rule == "G-01"
        assert fault.official == "-301008"
        for said in (fault.message, fault.cure, fault.law):
            assert said["en"] and said["zh"]
            assert "{" not in said["en"] + said["zh"]


def test_all_faults_of_a_document_are_found_at_once() -> None:
    faults = _order(
        ("<ceb:orderNo>A<", "<ceb:orderNo><"),
        (">19.50<", ">much<"),
        (">20260308112701<", ">20991399000000<"),
        (">1</ceb:gnum>", ">one</ceb:gnum>"),
        ("<ceb:unit>AAA<", "<ceb:unit>A<"),
    )
    assert _codes(faults) == {
        ("TW-G01-MISSING", "OrderHead.orderNo"),
        ("TW-G01-NUMBER", "OrderHead.goodsValue"),
        ("TW-G01-DATE", "OrderHead.appTime"),
        ("TW-G01-WHOLE", "OrderList[1].gnum"),
        ("TW-G01-LENGTH", "OrderList[1].unit"),
    }


def test_an_empty_document_names_every_mandatory_field_and_its_lines() -> None:
    raw = write(makers.message(Kind.ORDER))
    start, end = raw.index(b"<ceb:Order>"), raw.index(b"</ceb:Order>")
    (found,) = parse(raw[:start] + b"<ceb:Order>" + raw[end:]).documents
    assert len(found.faults) == 25
    assert "-301001" in {fault.code for fault in found.faults}


def test_a_personal_value_is_not_repeated_in_a_fault() -> None:
    secret = "130681199001011234" * 4
    (fault,) = _order(("<ceb:buyerIdNumber>A<", f"<ceb:buyerIdNumber>{secret}<"))
    assert fault.code == "TW-G01-LENGTH"
    assert fault.value == "***(72)"
    assert secret not in repr(fault)


def test_a_long_value_is_cut() -> None:
    (fault,) = _order(("<ceb:ebpName>A<", f"<ceb:ebpName>{'x' * 5000}<"))
    assert fault.value == "x" * 200


@pytest.mark.parametrize("written", [" 19.50 ", "+19.5", "0019.50000", "19.500000", "19.5"])
def test_a_number_may_be_written_as_xml_schema_allows(written: str) -> None:
    raw = write(makers.message(Kind.ORDER)).replace(b">19.50<", f">{written}<".encode())
    (found,) = parse(raw).documents
    assert found.faults == []
    assert found.document is not None
    assert found.document.head.goodsValue == Decimal("19.5")
    assert "E" not in str(found.document.head.goodsValue)


def test_a_negative_number_is_readable_and_left_to_the_rules() -> None:
    raw = write(makers.message(Kind.ORDER)).replace(b">19.50<", b">-1<")
    (found,) = parse(raw).documents
    assert found.document is not None
    assert found.document.head.goodsValue == Decimal(-1)


def test_one_bad_document_does_not_spoil_the_others() -> None:
    good = [makers.document(Kind.ORDER, orderNo=f"order{number}") for number in range(5)]
    raw = write(Message(Kind.ORDER, makers.GUID, good, makers.TRANSFER))
    raw = raw.replace(b">order2<", f">{'x' * 61}<".encode())
    parsed = parse(raw)
    assert [found.document is not None for found in parsed.documents] == [True, True, False] + [
        True
    ] * 2
    assert [found.position for found in parsed.documents] == [0, 1, 2, 3, 4]
    bad = parsed.documents[2]
    assert bad.guid == makers.GUID
    assert bad.key == f"A/{'x' * 61}"


def test_documents_beyond_the_hundredth_are_refused_one_by_one() -> None:
    orders = [makers.document(Kind.ORDER)] * 102
    parsed = parse(write(Message(Kind.ORDER, makers.GUID, orders, makers.TRANSFER)))
    assert parsed.faults == []
    assert [found.document is not None for found in parsed.documents] == [True] * 100 + [False] * 2
    (fault,) = parsed.documents[100].faults
    assert (fault.code, fault.rule) == ("-301015", "G-07")
    assert parsed.documents[100].key == "A/A"


def test_a_warehouse_entry_has_one_document_and_any_number_of_lines() -> None:
    entry = makers.document(Kind.DELIVERY, lines=150)
    parsed = parse(write(makers.message(Kind.DELIVERY, entry, entry)))
    assert parsed.documents[0].document == entry
    assert [fault.code for fault in parsed.documents[1].faults] == ["-800006"]


def test_a_document_with_a_hundred_lines_is_refused() -> None:
    parsed = parse(write(makers.message(Kind.ORDER, makers.document(Kind.ORDER, lines=100))))
    (fault,) = parsed.documents[0].faults
    assert (fault.code, fault.path, fault.rule) == ("TW-G07-LINES", "OrderList", "G-07")


def test_the_limits_come_from_the_caller() -> None:
    raw = write(makers.message(Kind.ORDER, makers.document(Kind.ORDER, lines=3)))
    (found,) = parse(raw, limits=Limits(lines=2)).documents
    assert [fault.code for fault in found.faults] == ["TW-G07-LINES"]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.ORDER, "-301002"),
        (Kind.DECLARATION, "-621027"),
        (Kind.REFUND, "TW-G01-GNUM"),
    ],
)
def test_a_line_number_used_twice_is_refused(kind: Kind, code: str) -> None:
    raw = write(makers.message(kind, makers.document(kind, lines=2)))
    raw = raw.replace(b"<ceb:gnum>2<", b"<ceb:gnum>1<")
    (fault,) = parse(raw).documents[0].faults
    assert fault.code == code
    assert fault.path == f"{FORMS[kind].line_tag}[2].gnum"


def test_the_fields_of_a_part_may_come_in_any_order() -> None:
    field = b"<ceb:orderNo>A</ceb:orderNo>"
    raw = write(makers.message(Kind.ORDER))
    moved = raw.replace(field, b"").replace(b"</ceb:OrderHead>", field + b"</ceb:OrderHead>")
    assert moved != raw
    assert parse(moved).documents[0].document == parse(raw).documents[0].document


def test_an_empty_optional_field_counts_as_absent() -> None:
    order = makers.document(Kind.ORDER)
    raw = write(makers.message(Kind.ORDER, order))
    raw = raw.replace(b"</ceb:OrderHead>", b"<ceb:note/></ceb:OrderHead>")
    assert parse(raw).documents[0].document == order


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (f'guid="{makers.GUID}"', 'guid="short"', "TW-G01-GUID"),
        ("ceb:BaseTransfer>", "ceb:BaseTransfers>", "TW-G01-TRANSFER"),
        ("<ceb:copCode>1105910159<", "<ceb:copCode><", "TW-G01-MISSING"),
        ("ceb:Order>", "ceb:Orders>", "TW-G01-NODOCUMENT"),
        ("CEB311Message", "CEB999Message", "TW-G01-ROOT"),
        ("www.chinaport.gov.cn/ceb", "www.chinaport.gov.cn/other", "TW-G01-ROOT"),
    ],
)
def test_what_is_wrong_with_the_message_itself_refuses_it(old: str, new: str, code: str) -> None:
    parsed = parse(write(makers.message(Kind.ORDER)).decode().replace(old, new).encode())
    assert parsed.refused
    assert code in {fault.code for fault in parsed.faults}


def test_more_than_five_subscribers_refuse_the_message() -> None:
    parsed = parse(write(makers.message(Kind.ORDER, subscribers=[makers.SUBSCRIBER] * 6)))
    assert [fault.code for fault in parsed.faults] == ["TW-G07-SUBSCRIBERS"]
