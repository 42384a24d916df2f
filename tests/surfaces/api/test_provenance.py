"""Machines register products, hand in reports, capture trace events and query them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.base.docket.makers import a_pdf as a_paper_pdf
from tests.base.docket.makers import a_zip
from tests.provenance.chains import MAKER, a_document, an_event
from tests.provenance.makers import GENUINE, TRAIN, a_pdf, a_register, listed, text_of_report
from tests.surfaces.api.makers import Firm
from tidewaiter.provenance.models import Product

PRODUCT = {"gtin": TRAIN, "name": "Toy train", "brand": "Tidetoys", "model": "TR-7",
           "hs_code": "9503008900", "origin": "116", "batches": [{"number": "B1"}]}  # fmt: skip
MADE = {**an_event("commissioning", MAKER, action="ADD"), "eventID": "urn:uuid:1"}


def _post(firm: Firm, address: str, body: Any, kind: str = "application/json") -> Any:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return firm.http.post(f"/api/v1/{address}", data=raw, content_type=kind)


def test_a_product_is_registered_and_told_with_its_grade(firm: Firm) -> None:
    assert _post(firm, "products", PRODUCT).status_code == 201
    _post(firm, "epcis/capture", a_document(MADE), "application/ld+json")
    told = firm.get(f"products/{TRAIN}").json()
    assert (told["gtin"], told["batches"], told["grade"]["grade"]) == (TRAIN, ["B1"], "D")
    assert told["grade"]["sentence"]["zh"].startswith("仅有销售者")


def test_a_wrong_digit_is_refused_with_its_cure(firm: Firm) -> None:
    answer = _post(firm, "products", {**PRODUCT, "gtin": "4006381333930"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "product.gtin"
    assert not Product.objects.exists()


def test_a_stranger_learns_nothing_of_a_product(firm: Firm, stranger: Firm) -> None:
    _post(firm, "products", PRODUCT)
    assert stranger.get(f"products/{TRAIN}").status_code == 404
    assert _post(stranger, "products", PRODUCT).status_code == 409


def test_a_report_is_handed_in_and_its_checks_are_told(
    firm: Firm, stranger: Firm, settings: Any, tmp_path: Path
) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)
    listed()
    _post(firm, "products", PRODUCT)
    pdf = a_pdf(text_of_report())
    answer = _post(firm, f"products/{TRAIN}/reports", pdf, "application/pdf")
    assert answer.status_code == 202
    told = answer.json()
    assert told["state"] == "accepted"
    assert [check["outcome"] for check in told["checks"]] == ["confirmed"] * 5
    assert firm.get(f"reports/{told['reference']}").json() == told
    assert stranger.get(f"reports/{told['reference']}").status_code == 404
    wrong = told["reference"][:-1] + ("A" if told["reference"][-1] != "A" else "B")
    assert firm.get(f"reports/{wrong}").status_code == 422


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [(b"hello", "text/plain", 415), (b"hello", "application/pdf", 422),
     (b"%PDF-1.7 broken", "application/pdf", 422),
     (a_paper_pdf(password="tide"), "application/pdf", 422),
     (a_zip(word__document_DOT_xml=b"<w/>"), "application/pdf", 422)],
)  # fmt: skip
def test_what_is_no_report_is_refused_and_nothing_is_kept(
    firm: Firm, raw: bytes, kind: str, status: int
) -> None:
    _post(firm, "products", PRODUCT)
    assert _post(firm, f"products/{TRAIN}/reports", raw, kind).status_code == status
    assert not Product.objects.get().reports.exists()


def test_wrong_events_are_told_one_by_one_and_the_rest_is_taken(firm: Firm) -> None:
    answer = _post(firm, "epcis/capture", a_document(MADE, {**MADE, "bizStep": "flying"}))
    assert answer.status_code == 202
    told = answer.json()
    assert (told["taken"], told["success"], len(told["errors"])) == (1, False, 1)
    assert told["errors"][0]["code"] == "epcis.word"
    assert firm.get(answer["Location"].removeprefix("/api/v1/")).json() == told


def test_one_wrong_event_alone_is_refused(firm: Firm) -> None:
    assert _post(firm, "epcis/events", MADE).status_code == 201
    assert _post(firm, "epcis/events", {**MADE, "action": "FLY"}).status_code == 422
    assert _post(firm, "epcis/events", {"type": "Invoice"}).status_code == 422
    assert _post(firm, "epcis/events", b"x", "text/csv").status_code == 415


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 3),
        ({"EQ_bizStep": "shipping"}, 1),
        ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-shipping|commissioning"}, 2),
        ({"eventType": "AggregationEvent"}, 0),
        ({"MATCH_anyEPCClass": "urn:epc:class:lgtin:400638.1333933.B1"}, 0),
        ({"MATCH_anyEPCClass": f"https://id.gs1.org/01/{TRAIN}/10/B1"}, 3),
        ({"GE_eventTime": "2026-04-02T00:00:00Z"}, 2),
        ({"LT_eventTime": "2026-04-02T00:00:00+08:00"}, 1),
        ({"EQ_readPoint": f"https://id.gs1.org/414/{MAKER}"}, 2),
        ({"EXISTS_errorDeclaration": "true"}, 0),
    ],
)
def test_events_are_found_by_the_parameters_of_the_standard(
    firm: Firm, asked: dict[str, str], found: int
) -> None:
    _post(firm, "epcis/capture", a_document(
        MADE, an_event("shipping", MAKER, 1), an_event("receiving", "4012345000023", 4)
    ))  # fmt: skip
    document = firm.get("epcis/events", **asked).json()
    events = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert len(events) == found
    assert all(event["eventID"] and event["recordTime"] for event in events)


@pytest.mark.parametrize(
    "asked",
    [{"EQ_colour": "red"}, {"GE_eventTime": "yesterday"}, {"GE_eventTime": "2026-04-02T00:00:00"},
     {"MATCH_epc": "4006381333931"}, {"perPage": "many"}, {"EQ_readPoint": "urn:x:1"}],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(firm: Firm, asked: dict[str, str]) -> None:
    answer = firm.get("epcis/events", **asked)
    assert answer.status_code == 422
    assert answer.json()["code"] == "epcis.parameter"


def test_pages_lead_to_the_next_one(firm: Firm) -> None:
    _post(firm, "epcis/capture", a_document(MADE, an_event("shipping", MAKER, 1)))
    first = firm.get("epcis/events", perPage=1)
    link = first["Link"].split(">")[0].removeprefix("</api/v1/")
    second = firm.get(link)
    assert "Link" not in second
    ids = [
        one["eventID"]
        for page in (first, second)
        for one in page.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    ]
    assert len(set(ids)) == 2


def test_an_event_comes_out_as_it_came_in(firm: Firm, stranger: Firm) -> None:
    _post(firm, "epcis/events", MADE)
    told = firm.get("epcis/event", id="urn:uuid:1").json()
    assert {key: told[key] for key in MADE} == MADE
    assert stranger.get("epcis/event", id="urn:uuid:1").status_code == 404
