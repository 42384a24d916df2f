"""Bad input: each kind has its coded answer, nothing fails, and the rest of the message goes on."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from harbour.keys import create
from tests.cast import CLERK, NOON, signing_keys
from tests.makers import (
    a_parcel,
    changed,
    decide,
    guid,
    in_message,
    kind_of,
    newer,
    sender_of,
    with_line,
)
from tidewaiter.base.identity.commands import issue_client_key, revoke_client_key
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.base.identity.queries import forget_cached_clients
from tidewaiter.intake.formats.ceb.messages import BaseTransfer, Message
from tidewaiter.intake.formats.ceb.signature import sign
from tidewaiter.intake.formats.ceb.xml import write
from tidewaiter.intake.models import Arrival, Order, Receipt
from tidewaiter.intake.models import Message as Journal
from tidewaiter.registry.commands.operators import revoke_certificate
from tidewaiter.registry.models import Certificate, Operator
from tidewaiter.surfaces.api.keys import forget_operators

XML, JSON = "application/xml", "application/json"
PARCEL = a_parcel()
SENDER = sender_of(PARCEL.order)
AGENT = sender_of(PARCEL.inventory)
GOOD = in_message(PARCEL.order)
GOOD_JSON = in_message(PARCEL.order, as_json=True)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    forget_cached_clients()
    forget_operators()


@pytest.fixture
def post(firms: dict[str, Operator]) -> Callable[..., Any]:
    """Post bytes in the name of a firm."""
    clients: dict[str, Client] = {}

    def send(raw: bytes, sender: str = SENDER, media_type: str = XML) -> Any:
        if sender not in clients:
            token = issue_client_key(
                organisation=firms[sender].organisation,
                label="Shop",
                scopes=sorted(CLIENT_SCOPES),
                by=CLERK,
                at=NOON,
            ).token
            clients[sender] = Client(headers={"authorization": f"Bearer {token}"})
        return clients[sender].post("/api/v1/messages", data=raw, content_type=media_type)

    return send


def nested(depth: int, size: int = 0) -> bytes:
    return (
        b'<?xml version="1.0" encoding="UTF-8"?>' + b"<a>" * depth + b"x" * size + b"</a>" * depth
    )


LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%b">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    + b"]><l>&j;</l>"
)
OUTSIDE = b'<!DOCTYPE l [<!ENTITY a SYSTEM "file:///etc/passwd">]><l>&a;</l>'
FOREIGN = b'<!DOCTYPE l SYSTEM "http://127.0.0.1:9/x.dtd"><l/>'

# what comes · its bytes · its type → HTTP status, code
WHOLE: list[tuple[str, bytes, str, int, str]] = [
    ("nothing", b" ", XML, 422, "TW-G01-EMPTY"),
    ("no XML", b"hello", XML, 422, "0001"),
    ("half a message", GOOD[: len(GOOD) // 2], XML, 422, "0001"),
    (
        "a byte that is no UTF-8",
        GOOD.replace(b"</ceb:ebcName>", b"\xff</ceb:ebcName>"),
        XML,
        422,
        "TW-G01-ENCODING",
    ),
    (
        "Chinese in another encoding than said",
        GOOD.decode().encode("gb18030"),
        XML,
        422,
        "TW-G01-ENCODING",
    ),
    (
        "an encoding that does not exist",
        GOOD.replace(b"UTF-8", b"KLINGON"),
        XML,
        422,
        "TW-G01-ENCODING",
    ),
    ("an entity that laughs", LAUGHS, XML, 422, "TW-G01-DTD"),
    ("an entity from a file", OUTSIDE, XML, 422, "TW-G01-DTD"),
    ("a grammar from elsewhere", FOREIGN, XML, 422, "TW-G01-DTD"),
    ("tags in tags", nested(5_000), XML, 422, "TW-G01-DEPTH"),
    ("ten megabytes of tags in tags", nested(1_500_000), XML, 413, "api.too-large"),
    ("seven megabytes of tags in tags", nested(1_000_000), XML, 422, "TW-G01-DEPTH"),
    ("another root", b"<Report/>", XML, 422, "TW-G01-ROOT"),
    ("no JSON", b"{", JSON, 422, "0001"),
    ("JSON that is no object", b"[]", JSON, 422, "TW-G01-TYPE"),
    ("JSON in JSON", b'{"kind":' + b"[" * 200_000 + b"]" * 200_000 + b"}", JSON, 422, ""),
    ("a type that is not read", b"a,b", "text/csv", 415, "api.media-type"),
]


@pytest.mark.parametrize(
    ("raw", "media_type", "status", "code"),
    [row[1:] for row in WHOLE],
    ids=[row[0] for row in WHOLE],
)
def test_a_message_that_cannot_be_read_has_its_coded_answer(
    post: Callable[..., Any], raw: bytes, media_type: str, status: int, code: str
) -> None:
    answer = post(raw, media_type=media_type)
    assert answer.status_code == status, answer.content[:500]
    told = answer.json()
    if status == 422:
        codes = [reason["code"] for reason in told["reasons"]]
        assert codes
        assert not code or code in codes
        assert all(reason["message"]["zh"] and reason["cure"]["en"] for reason in told["reasons"])
        assert Receipt.objects.get().kind == "900"
        assert Journal.objects.count() == 1
    else:
        assert told["code"] == code
        assert told["cure"]
    assert decide() == 0
    assert not Arrival.objects.exists()


BIG = Decimal("1e30")
LINE = PARCEL.order.lines[0]


def too_big() -> bytes:
    return GOOD.replace(f"<ceb:price>{LINE.price}<".encode(), b"<ceb:price>1e30<")


# what is wrong with the second of two documents · the document → its codes
ONE_BAD: list[tuple[str, Any, set[str]]] = [
    ("a guid that came before", changed(PARCEL.order, orderNo="H1"), {"TW-G02-GUID"}),
    ("a key that came before", changed(PARCEL.order, guid=guid()), {"TW-G02-TWICE"}),
    (
        "a negative price",
        with_line(changed(PARCEL.order, guid=guid(), orderNo="H2"), price=-LINE.price),
        {"TW-L01-BELOW-ZERO", "TW-M13"},
    ),
    (
        "an unknown unit",
        with_line(changed(PARCEL.order, guid=guid(), orderNo="H3"), unit="9Q9"),
        {"TW-L03-UNKNOWN-CODE"},
    ),
    (
        "a date in 2099",
        changed(PARCEL.order, guid=guid(), orderNo="H4", appTime="20990101000000"),
        {"TW-G01-FUTURE"},
    ),
    (
        "a name that is none",
        changed(PARCEL.order, guid=guid(), orderNo="H5", buyerName="none"),
        {"TW-G09-PLACEHOLDER"},
    ),
    (
        "a change of what is not there",
        newer(changed(PARCEL.order, orderNo="H6")),
        {"TW-G03-NOTHING-TO-CHANGE"},
    ),
    (
        "another platform's order",
        changed(PARCEL.order, guid=guid(), orderNo="H7", ebpCode=AGENT),
        {"TW-G08-SENDER"},
    ),
]


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize(
    ("bad", "codes"), [row[1:] for row in ONE_BAD], ids=[row[0] for row in ONE_BAD]
)
def test_a_bad_document_is_refused_and_the_others_of_its_message_go_on(
    post: Callable[..., Any], bad: Any, codes: set[str], as_json: bool
) -> None:
    third = changed(PARCEL.order, guid=guid(), orderNo="GOOD-3")
    raw = in_message(PARCEL.order, bad, third, as_json=as_json)
    answer = post(raw, media_type=JSON if as_json else XML)
    assert answer.status_code == 202
    told = answer.json()["documents"]
    assert [one["status"] for one in told] == ["2", "100", "2"]
    assert {reason["code"] for reason in told[1]["reasons"]} == codes
    assert Order.objects.count() == 2
    assert [receipt.position for receipt in Receipt.objects.all()] == [1]


# a number as it is written → whether it is one
NUMBERS = ["1e30", "1E+400", "NaN", "Infinity", "-0", "0x10", "１２", "1,5", "9" * 400, " 5 ", ""]


@pytest.mark.parametrize("written", NUMBERS)
@pytest.mark.parametrize("field", ["price", "goodsValue"])
@pytest.mark.parametrize("as_json", [False, True])
def test_a_number_that_is_none_is_refused_and_the_others_go_on(
    post: Callable[..., Any], written: str, field: str, as_json: bool
) -> None:
    other = changed(PARCEL.order, guid=guid(), orderNo="GOOD-2")
    raw = in_message(PARCEL.order, other, as_json=as_json).decode()
    if as_json:
        whole = json.loads(raw)
        document = whole["documents"][0]
        (document["head"] if field == "goodsValue" else document["lines"][0])[field] = written
        raw = json.dumps(whole)
    else:
        before, _, rest = raw.partition(f"<ceb:{field}>")
        raw = f"{before}<ceb:{field}>{written}<{rest.partition('<')[2]}"
    answer = post(raw.encode(), media_type=JSON if as_json else XML)
    assert answer.status_code == 202
    bad, good = answer.json()["documents"]
    assert bad["status"] == "100"
    assert bad["reasons"]
    assert good["status"] == "2"


CHARACTERS = ["\x00", "\ud800", "\uffff", "\u202e", "\x1b[31m", "'; DROP TABLE x; --", "<b>&amp;"]


@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("field", ["orderNo", "buyerName", "ebcName", "note", "guid"])
def test_characters_that_no_name_has_are_kept_or_refused_and_never_fail(
    post: Callable[..., Any], character: str, field: str
) -> None:
    other = changed(PARCEL.order, guid=guid(), orderNo="GOOD-2")
    whole = json.loads(in_message(PARCEL.order, other, as_json=True))
    whole["documents"][0]["head"][field] = f"A{character}B"
    answer = post(json.dumps(whole).encode(), media_type=JSON)
    assert answer.status_code in {202, 422}
    if answer.status_code == 202:
        assert answer.json()["documents"][1]["status"] == "2"
    decide()
    assert not Arrival.objects.exists()


def test_too_many_documents_and_too_many_lines_are_refused(post: Callable[..., Any]) -> None:
    many = [changed(PARCEL.order, guid=guid(), orderNo=f"M{number}") for number in range(101)]
    answer = post(in_message(*many))
    *kept, last = answer.json()["documents"]
    assert {one["status"] for one in kept} == {"2"}
    assert [reason["code"] for reason in last["reasons"]] == ["-301015"]
    lines = [with_line(PARCEL.order, gnum=number).lines[0] for number in range(1, 101)]
    long = type(PARCEL.order)(head=PARCEL.order.head, lines=lines)
    other = changed(PARCEL.order, guid=guid(), orderNo="GOOD-2")
    told = post(in_message(long, other)).json()["documents"]
    assert [one["status"] for one in told] == ["100", "2"]


def declared(code: str, key: Any, certificate: Any, transfer: str = AGENT) -> bytes:
    raw = write(
        Message(
            kind=kind_of(PARCEL.inventory),
            guid=guid(),
            documents=[PARCEL.inventory],
            transfer=BaseTransfer(copCode=transfer, copName="企业", dxpMode="DXP", dxpId="D"),
        )
    )
    return sign(raw, key=key, certificate=certificate) if code else raw


def test_a_signature_by_another_firm_is_refused(post: Callable[..., Any]) -> None:
    keys = signing_keys()
    other = next(code for code in keys.private if code != AGENT)
    answer = post(declared("x", keys.private[other], keys.certificates[other]), AGENT)
    [told] = answer.json()["documents"]
    assert [reason["code"] for reason in told["reasons"]] == ["TW-G05-CERTIFICATE"]
    assert told["reasons"][0]["official"] == "1004"


def test_a_signature_by_a_revoked_certificate_is_refused(post: Callable[..., Any]) -> None:
    revoke_certificate(Certificate.objects.get(operator__code=AGENT), by=CLERK, at=NOON)
    keys = signing_keys()
    answer = post(declared("x", keys.private[AGENT], keys.certificates[AGENT]), AGENT)
    [told] = answer.json()["documents"]
    assert [reason["code"] for reason in told["reasons"]] == ["TW-G05-CERTIFICATE"]


def test_a_signature_by_nobody_known_is_refused(post: Callable[..., Any]) -> None:
    key, certificate = create(AGENT)
    [told] = post(declared("x", key, certificate), AGENT).json()["documents"]
    assert [reason["code"] for reason in told["reasons"]] == ["TW-G05-CERTIFICATE"]


def test_a_revoked_key_opens_nothing(firms: dict[str, Operator]) -> None:
    key, token = issue_client_key(
        organisation=firms[SENDER].organisation,
        label="Lost",
        scopes=sorted(CLIENT_SCOPES),
        by=CLERK,
        at=NOON,
    )
    revoke_client_key(key, by=CLERK, at=NOON)
    http = Client(headers={"authorization": f"Bearer {token}"})
    answer = http.post("/api/v1/messages", data=GOOD, content_type=XML)
    assert answer.status_code == 401
    assert answer.json()["cure"]
    assert not Journal.objects.exists()


def test_a_number_beyond_all_bounds_is_told_by_its_field(post: Callable[..., Any]) -> None:
    assert too_big() != GOOD
    [told] = post(too_big()).json()["documents"]
    [reason] = told["reasons"]
    assert reason["path"] == "OrderList[1].price"
    assert reason["value"] == "1e30"
