"""Personal data planted in every kind of message is found nowhere in clear."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import CLERK, NOON, SENIOR
from tests.makers import (
    a_cancellation,
    a_parcel,
    a_refund,
    all_to,
    arrive,
    changed,
    decide,
    declaration_of,
    four,
    guid,
    in_message,
    send,
    send_raw,
    sender_of,
)
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.identity.commands import issue_client_key
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.base.privacy.logs import configure
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.commands.people import reveal_person, search_people
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Order, Receipt
from tidewaiter.registry.models import Operator

BUYER = {
    "buyerName": "珂纚懿",
    "buyerTelephone": "15467891239",
    "buyerIdNumber": "110000198703158836",
}
PAYER = {"payerName": "璟璎琬", "payerIdNumber": "120000199104267724", "telephone": "15498712345"}
CONSIGNEE = {
    "consignee": "翀翯翾",
    "consigneeTelephone": "15423456781",
    "consigneeAddress": "虚构省虚构市琪瑝路七七三号灏瀚苑",
}
LATIN = "Zyxwvute Qwertzuiop"
MISSPELT = "1100001987031X8836"
PARCEL = a_parcel()


def canaries() -> set[str]:
    """What must be found nowhere, and the forms in which it might be written."""
    plain = {*BUYER.values(), *PAYER.values(), *CONSIGNEE.values(), LATIN, MISSPELT}
    # normalised forms, and what a fragment of a value would be
    plain |= {LATIN.lower(), LATIN.replace(" ", ""), "琪瑝路", "灏瀚苑", "110000198703158836"[-12:]}
    return plain


def forms(text: str) -> set[bytes]:
    """A text as bytes might hold it."""
    escaped = json.dumps(text)[1:-1]
    return {
        text.encode(),
        text.encode("utf-16-le"),
        text.encode("gb18030"),
        escaped.encode(),
        escaped.upper().encode(),
        "".join(f"&#{ord(one)};" for one in text).encode(),
    }


def planted(paper: Any) -> Any:
    """A document whose persons are all canaries."""
    names = type(paper.head).__struct_fields__
    fields = BUYER | PAYER | CONSIGNEE
    return changed(paper, **{name: text for name, text in fields.items() if name in names})


def everywhere() -> Iterator[tuple[str, str, bytes]]:
    """Every value of every column of every table, as text and as bytes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' ORDER BY 1, 2"
        )
        for table, column, kind in cursor.fetchall():
            value = f'"{column}"' if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT {value} FROM "{table}" WHERE "{column}" IS NOT NULL')
            for (found,) in cursor.fetchall():
                yield table, column, bytes(found) if kind == "bytea" else found.encode()


def nowhere_in_clear() -> int:
    """Fail where a canary shows; return how many values were looked at."""
    wanted = {form: text for text in canaries() for form in forms(text)}
    looked_at = 0
    for table, column, value in everywhere():
        looked_at += 1
        for form, text in wanted.items():
            assert form not in value, f"{text} stands in {table}.{column}"
    return looked_at


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the processes would write to the log, at its most talkative."""
    before, level = list(logging.getLogger().handlers), logging.getLogger().level
    configure(as_json=True, level="DEBUG")
    written = io.StringIO()
    logging.getLogger().handlers[0].setStream(written)
    yield written
    logging.getLogger().handlers, logging.getLogger().level = before, level


def in_the_log(log: io.StringIO) -> None:
    text = log.getvalue().encode()
    for canary in canaries():
        for form in forms(canary):
            assert form not in text, f"{canary} stands in the log"


def test_the_search_finds_what_is_not_hidden(firms: dict[str, Operator]) -> None:
    arrive(*(planted(paper) for paper in four(PARCEL)))
    line, head = PARCEL.order.lines[0], PARCEL.order.head
    for shown in (head.orderNo, head.ebcName, line.itemName):
        places = {table for table, _, value in everywhere() if shown.encode() in value}
        assert "intake_order" in places


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("lane", [Lane.RELEASE, Lane.HOLD])
def test_an_accepted_parcel_shows_nobody(
    firms: dict[str, Operator], log: io.StringIO, as_json: bool, lane: Lane
) -> None:
    papers = [planted(paper) for paper in four(PARCEL)]
    if as_json:
        for paper in papers[:3]:
            raw = in_message(paper, as_json=True)
            answer = send_raw(raw, sender_of(paper), media_type="application/json")
            assert answer.documents[0].status == "2"
        send(papers[3])
        decide(policy=all_to(lane))
    else:
        arrive(*papers, policy=all_to(lane) if lane is not Lane.RELEASE else all_to(Lane.AUDIT))
    declaration = declaration_of(papers[3])
    make = a_cancellation if lane is Lane.HOLD else a_refund
    arrive(make(declaration, papers[3]))
    assert nowhere_in_clear() > 300
    in_the_log(log)


def test_a_rejected_parcel_shows_its_persons_masked_only(
    firms: dict[str, Operator], log: io.StringIO
) -> None:
    order, payment, waybill, inventory = (planted(paper) for paper in four(PARCEL))
    arrive(
        order,
        payment,
        changed(waybill, consignee=LATIN, consigneeTelephone="15400001111"),
        changed(inventory, buyerName=LATIN, buyerIdNumber="110000197001011234"),
    )
    told = Receipt.objects.filter(kind=Kind.DECLARATION_RECEIPT).get().content
    assert "left_masked" in told
    nowhere_in_clear()
    in_the_log(log)


def bad_documents() -> list[tuple[str, Any]]:
    order, payment, waybill, inventory = (planted(paper) for paper in four(PARCEL))
    return [
        ("a name that is too long", changed(order, buyerName=BUYER["buyerName"] * 40)),
        ("an identity number that is too long", changed(order, buyerIdNumber=MISSPELT * 9)),
        ("a wrong sum", changed(order, acturalPaid=1)),
        ("an unknown code", changed(payment, currency="999")),
        ("a phone in full width", changed(order, buyerTelephone="１５４６７８９１２３９")),
        ("a date in 2099", changed(waybill, appTime="20990101000000")),
        ("a negative weight", changed(inventory, grossWeight=-1, netWeight=-1)),
    ]


@pytest.mark.parametrize("as_json", [False, True])
def test_refused_documents_show_nobody(
    firms: dict[str, Operator], log: io.StringIO, as_json: bool
) -> None:
    for what, paper in bad_documents():
        paper = changed(paper, guid=guid())
        answer = send_raw(
            in_message(paper, as_json=as_json),
            sender_of(paper),
            media_type="application/json" if as_json else "application/xml",
        )
        [told] = answer.documents
        if "full width" not in what:
            assert told.status == "100", what
        for text in canaries():
            assert text not in json.dumps(
                [told.reasons, told.key, told.guid], ensure_ascii=False
            ), what
    decide()
    nowhere_in_clear()
    in_the_log(log)


def test_messages_that_cannot_be_read_show_nobody(
    firms: dict[str, Operator], log: io.StringIO
) -> None:
    raw = in_message(planted(PARCEL.order))
    sender = PARCEL.order.head.ebpCode
    broken = [
        raw[:-30],
        raw.replace(b"</ceb:buyerName>", b"</ceb:buyerNam>"),
        raw.replace(b"<ceb:buyerName>", b"<ceb:buyerName><x>").replace(
            b"</ceb:buyerName>", b"</x></ceb:buyerName>"
        ),
        raw.replace(b"ceb:buyerName", b"ceb:buyersName"),
        raw.replace(b'encoding="UTF-8"', b'encoding="UTF-16"'),
        raw.replace(b"?>", b"?><!DOCTYPE x [<!ENTITY a 'b'>]>", 1),
        raw.decode().encode("gb18030"),
        in_message(planted(PARCEL.order), as_json=True)[:-5],
        in_message(planted(PARCEL.order), as_json=True).replace(b'"buyerName"', b'"buyerNam"'),
    ]
    for bytes_sent in broken:
        media = "application/json" if bytes_sent[:1] == b"{" else "application/xml"
        answer = send_raw(bytes_sent, sender, media_type=media)
        said = json.dumps(
            [answer.reasons, [one.reasons for one in answer.documents]], ensure_ascii=False
        )
        for text in canaries():
            assert text not in said
    nowhere_in_clear()
    in_the_log(log)


def test_looking_at_people_leaves_no_trace_of_who_they_are(
    firms: dict[str, Operator], log: io.StringIO
) -> None:
    papers = [planted(paper) for paper in four(PARCEL)]
    arrive(*papers)
    declaration = declaration_of(papers[3])
    order = Order.objects.get()
    seen = reveal_person(
        order,
        Kind.ORDER,
        ["buyerName", "buyerIdNumber", "consigneeAddress"],
        declaration=declaration,
        purpose="Compare with the invoice in the file.",
        by=SENIOR,
        at=NOON,
    )
    assert seen["buyerName"] == BUYER["buyerName"]
    assert seen["consigneeAddress"] == CONSIGNEE["consigneeAddress"]
    for text in (*BUYER.values(), *CONSIGNEE.values()):
        search_people(text, by=SENIOR, at=NOON)
    nowhere_in_clear()
    in_the_log(log)
    entries = json.dumps(list(Entry.objects.values_list("details", flat=True)))
    assert "珂" not in entries


def test_over_http_neither_answers_nor_logs_nor_metrics_show_anybody(
    firms: dict[str, Operator], log: io.StringIO
) -> None:
    order = planted(PARCEL.order)
    sender = firms[order.head.ebpCode]
    token = issue_client_key(
        organisation=sender.organisation,
        label="Shop",
        scopes=sorted(CLIENT_SCOPES),
        by=CLERK,
        at=NOON,
    ).token
    http = Client(headers={"authorization": f"Bearer {token}"})
    said = []
    for raw in (
        in_message(order),
        in_message(changed(order, guid=guid(), orderNo="BAD-2", acturalPaid=1)),
        in_message(order)[:-9],
    ):
        answer = http.post("/api/v1/messages", data=raw, content_type="application/xml")
        assert answer.status_code in {202, 422}
        said.append(answer.content)
    said += [
        http.get("/api/v1/receipts?after=0").content,
        Client().get("/metrics").content,
        Client().get("/health").content,
    ]
    for text in canaries():
        for form in forms(text):
            assert not any(form in part for part in said), text
    nowhere_in_clear()
    in_the_log(log)
