"""Trace events are read in EPCIS 2.0; what is wrong is refused by itself, with reason and cure."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.cast import CLERK, machine_of
from tests.provenance.chains import CONTEXT, MAKER, PORT, a_document, an_event, of_paper, told
from tests.provenance.makers import MONDAY, TRAIN, a_product, firm
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.capture_events import capture_events
from tidewaiter.provenance.formats.epcis.hashing import hash_of, spaces_of
from tidewaiter.provenance.formats.epcis.reading import read_document
from tidewaiter.provenance.models import EventItem, TraceEvent

MADE = an_event("commissioning", MAKER, action="ADD")
PIECES = {
    "type": "ObjectEvent",
    "eventTime": "2026-04-02T15:00:00.000+01:00",
    "eventTimeZoneOffset": "+01:00",
    "epcList": ["urn:epc:id:sgtin:4012345.011111.9876", "urn:epc:id:sgtin:4012345.011111.5432"],
    "action": "OBSERVE",
    "bizStep": "shipping",
    "disposition": "in_transit",
    "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.0"},
}
BATCHES = {
    "type": "ObjectEvent",
    "eventTime": "2026-04-02T15:00:00Z",
    "eventTimeZoneOffset": "+00:00",
    "action": "ADD",
    "bizStep": "commissioning",
    "quantityList": [
        {"epcClass": "urn:epc:class:lgtin:4012345.012345.998877", "quantity": 200.0, "uom": "KGM"},
        {"epcClass": "https://id.gs1.org/01/9520123456788/10/B1", "quantity": 12.50},
    ],
    "bizLocation": {"id": "https://shop.example/414/4012345000016?a=b"},
    "ilmd": {"ex:lot": "A7", "ex:best": "2027-01-01"},
    "ex:own": {"ex:a": "x", "ex:b": 3},
}
PACKED = {
    "type": "AggregationEvent",
    "eventTime": "2026-04-02T15:00:00.000Z",
    "eventTimeZoneOffset": "-05:00",
    "parentID": "urn:epc:id:sscc:4023333.0222222222",
    "childEPCs": ["urn:epc:id:sgtin:4012345.011111.9876"],
    "childQuantityList": [{"epcClass": "urn:epc:idpat:sgtin:4012345.011111.*", "quantity": 7}],
    "action": "ADD",
    "bizStep": "packing",
    "persistentDisposition": {"set": ["completeness_verified"], "unset": ["completeness_inferred"]},
}
TURNED = {
    "type": "TransformationEvent",
    "eventTime": "2026-04-02T15:00:00.1239+08:00",
    "eventTimeZoneOffset": "+08:00",
    "inputQuantityList": [
        {"epcClass": "urn:epc:class:lgtin:4012345.011111.4444", "quantity": 10, "uom": "KGM"}
    ],
    "outputEPCList": ["urn:epc:id:sgtin:4012345.077889.25"],
    "outputQuantityList": [{"epcClass": "https://id.gs1.org/01/09520123456788", "quantity": 3}],
    "bizStep": "https://ref.gs1.org/cbv/BizStep-assembling",
    "transformationID": "urn:epc:id:gdti:0614141.12345.400",
}
HASHES = [
    (PIECES, "0a12a3c6321e3756ee715c3e6d954e6f296b46223dede915c44bd4c59c1dadb8"),
    (BATCHES, "1393ec3ecceb42cc2b97576fa0b54e6a98e63e07a1200a76ff41e2f663256e84"),
    (PACKED, "1f9e3ef7a1212b29b97b921726236407249454671d4f11b3946712e897b6f2c9"),
    (TURNED, "71dde4e540a8825cb85b7a3f99c2e904fb5116ea474244956828ba67e7e9338d"),
]
"""Hashes that the reference implementation of GS1 Germany, version 1.9.3, gives these events."""


@pytest.mark.parametrize(("event", "digest"), HASHES, ids=lambda one: str(one)[:20])
def test_the_hash_of_an_event_is_that_of_the_reference(event: dict[str, Any], digest: str) -> None:
    assert hash_of(event, spaces_of(CONTEXT)) == f"ni:///sha-256;{digest}?ver=CBV2.0"


def test_how_an_event_is_written_does_not_change_its_hash() -> None:
    other = {
        **dict(reversed(PIECES.items())),
        "eventTime": "2026-04-02T14:00:00Z",
        "epcList": [
            "https://shop.example/01/4012345111118/21/5432",
            "https://id.gs1.org/01/04012345111118/21/9876",
        ],
        "bizStep": "urn:epcglobal:cbv:bizstep:shipping",
        "recordTime": "2026-04-03T00:00:00Z",
    }
    spaces = spaces_of(CONTEXT)
    assert hash_of(other, spaces) == hash_of(PIECES, spaces)
    assert hash_of({**other, "disposition": "damaged"}, spaces) != hash_of(PIECES, spaces)


pytestmark = pytest.mark.django_db


def test_events_are_kept_with_their_goods_and_get_their_hash_as_identifier() -> None:
    capture = told(PIECES, BATCHES, PACKED, TURNED, operator=firm())
    assert (capture.taken, capture.known, capture.refused) == (4, 0, [])
    assert TraceEvent.objects.filter(event_id__startswith="ni:///sha-256;").count() == 4
    roles = EventItem.objects.values_list("role", flat=True)
    assert sorted(roles) == ["child", "child", "input", "object", "object", "object", "object",
                             "output", "output", "parent"]  # fmt: skip
    event = TraceEvent.objects.get(kind="ObjectEvent", biz_step="shipping")
    assert event.place == MAKER
    assert event.items.filter(piece=True, gtin="04012345111118").count() == 2


def test_the_same_document_again_changes_nothing() -> None:
    told(MADE, PIECES)
    again = told(MADE, PIECES)
    assert (again.taken, again.known) == (0, 2)
    assert TraceEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({**MADE, "bizStep": "teleporting"}, "epcis.word"),
        ({**MADE, "disposition": "lost"}, "epcis.word"),
        ({**MADE, "eventTime": "2026-04-01T00:00:00"}, "epcis.form"),
        ({**MADE, "eventTimeZoneOffset": "CET"}, "epcis.form"),
        ({**MADE, "type": "QuantityEvent"}, "epcis.form"),
        ({**MADE, "action": None}, "epcis.wanting"),
        ({**MADE, "quantityList": []}, "epcis.wanting"),
        ({**MADE, "quantityList": [{"epcClass": "https://id.gs1.org/01/4006381333930"}]},
         "epcis.identifier"),
        ({**MADE, "readPoint": {"id": "urn:epc:id:sgln:401234.00001.0"}}, "epcis.identifier"),
        ({**MADE, "eventTime": (MONDAY + timedelta(hours=1)).isoformat()}, "epcis.future"),
        ({**MADE, "quantityList": [{"epcClass": "urn:x:1", "quantity": -1}]}, "epcis.quantity"),
        ({**PACKED, "parentID": None}, "epcis.wanting"),
        ({**TURNED, "transformationID": None, "inputQuantityList": []}, "epcis.wanting"),
        ("an event", "epcis.form"),
    ],
)  # fmt: skip
def test_a_wrong_event_is_refused_by_itself_and_the_rest_is_taken(event: Any, code: str) -> None:
    capture = told(PIECES, event, BATCHES)
    assert capture.taken == 2
    [refused] = capture.refused
    assert (refused["index"], refused["code"]) == (1, code)
    for part in ("sentence", "cure"):
        assert refused[part]["en"]
        assert refused[part]["zh"]
        assert "{" not in refused[part]["en"].replace("{'", "")
    assert refused["law"]


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b'{"type": "EPCISDocument"}', b"<epcis/>",
     a_document().replace(b'"2.0"', b'"1.2"'), a_document()],
)  # fmt: skip
def test_what_is_no_document_is_refused_as_a_whole(raw: bytes) -> None:
    with pytest.raises(Refusal) as no:
        read_document(raw)
    assert no.value.code == "epcis.document"


def test_too_many_events_are_refused_before_any_is_looked_at() -> None:
    with pytest.raises(Refusal) as no:
        read_document(a_document(*[MADE] * 5001))
    assert no.value.code == "epcis.too-many"


def test_one_event_alone_is_taken() -> None:
    raw = json.dumps({"@context": CONTEXT, **BATCHES}).encode()
    assert capture_events(raw, operator=None, by=CLERK, at=MONDAY).taken == 1


def test_an_event_is_not_told_differently_under_its_identifier() -> None:
    named = {**MADE, "eventID": "urn:uuid:1"}
    told(named)
    capture = told({**named, "disposition": "active"})
    assert capture.refused[0]["code"] == "epcis.changed"


def test_who_reported_an_event_declares_it_wrong_and_it_is_kept_and_void() -> None:
    maker = firm()
    named = {**MADE, "eventID": "urn:uuid:1"}
    told(named, operator=maker)
    error = {"declarationTime": MONDAY.isoformat(), "reason": "did_not_occur"}
    capture = told({**named, "errorDeclaration": error}, operator=maker)
    assert capture.refused == []
    event = TraceEvent.objects.get()
    assert (event.void_at, event.void_reason) == (MONDAY, "did_not_occur")


def test_nobody_declares_the_event_of_another_wrong() -> None:
    told({**MADE, "eventID": "urn:uuid:1"}, operator=firm())
    other = firm("91330100TWFIRM0002", "Cube")
    error = {"declarationTime": MONDAY.isoformat(), "reason": "incorrect_data"}
    raw = a_document({**MADE, "eventID": "urn:uuid:1", "errorDeclaration": error})
    capture = capture_events(raw, operator=other, by=machine_of(other), at=MONDAY)
    assert capture.refused[0]["code"] == "epcis.not-yours"
    assert TraceEvent.objects.get().void_at is None


def test_a_declaration_about_nothing_is_refused() -> None:
    error = {"declarationTime": MONDAY.isoformat(), "reason": "incorrect_data"}
    capture = told({**MADE, "errorDeclaration": error})
    assert capture.refused[0]["code"] == "epcis.no-such-event"


def test_a_firm_sees_its_own_events_and_those_of_its_products() -> None:
    maker, port, stranger = (firm(f"91330100TWFIRM000{number}", "Firm") for number in (1, 2, 3))
    a_product(TRAIN, operator=maker)
    told(an_event("receiving", PORT, **of_paper("1")), operator=port)
    for who, seen in ((maker, 1), (port, 1), (stranger, 0)):
        assert TraceEvent.objects.visible_to(machine_of(who)).count() == seen
