"""Machines ask what is due: all steps are told, and a bad consignment does not stop the others."""

import json
from decimal import Decimal

import pytest

from tests.surfaces.api.makers import a_firm

pytestmark = pytest.mark.django_db

BLOUSES = [{"code": "620610", "value": 40}, {"code": "620620", "value": "25.00"},
           {"code": "620620", "value": 25}]  # fmt: skip


def ask(firm, *consignments, day="2026-07-01", **more):
    body = json.dumps({"day": day, "consignments": list(consignments), **more})
    return firm.http.post("/api/v1/duties", data=body, content_type="application/json")


@pytest.fixture
def firm():
    return a_firm()


def test_the_union_answers_differently_before_and_from_july_2026(firm):
    asked = {"to": "DE", "scheme": True, "items": BLOUSES}
    [before] = ask(firm, asked, day="2026-06-30").json()["answers"]
    [after] = ask(firm, asked).json()["answers"]
    assert Decimal(before["amounts"]["duty"]) == 0
    assert Decimal(after["amounts"]["duty"]) == 6
    assert after["basis"] == "item-duty"
    [duty] = [step for step in after["steps"] if step["id"] == "item-duty"]
    assert (duty["values"]["distinct subheadings"], duty["values"]["amount"]) == (2, "3")
    assert duty["verified"]
    assert "2026" in duty["law"]["text"]["en"]


def test_a_consignment_that_cannot_be_read_is_told_and_the_others_are_answered(firm):
    bad = {"to": "DE", "items": [{"code": "61", "value": 1}]}
    answer = ask(firm, bad, {"to": "DE", "items": BLOUSES}, {"to": "GB", "colour": 1}).json()
    assert [fault["number"] for fault in answer["faults"]] == [1, 3]
    assert "code" in answer["faults"][0]["message"]["en"]
    assert "colour" in answer["faults"][1]["message"]["zh"]
    assert [one["number"] for one in answer["answers"]] == [2]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e30", "0.0000001"])
def test_numbers_that_cannot_be_exact_are_told(firm, value):
    answer = ask(firm, {"to": "DE", "items": [{"code": "610910", "value": value}]}).json()
    assert len(answer["faults"]) == 1
    assert answer["answers"] == []


def test_what_the_law_does_not_tell_is_refused_by_name(firm):
    answer = ask(firm, {"to": "DE", "items": BLOUSES}).json()
    refused = answer["answers"][0]["refused"]
    assert refused["code"] == "duty-rate-unknown"
    assert refused["cure"]["zh"]
    assert answer["answers"][0]["amounts"] == {}


def test_consignments_to_china_have_a_tax_bill_and_are_summed_up(firm):
    toy = {"code": "9503002900", "value": 1000, "qty1": 1}
    asked = {"to": "CN", "mode": "1210", "items": [toy], "guarantor": "P1"}
    refused = asked | {"items": [{**toy, "value": 30000}]}
    answer = ask(firm, asked, asked, refused, {"to": "DE", "items": BLOUSES}).json()
    bill = answer["answers"][0]["tax_bill"]
    assert bill["status"] == "1"
    assert Decimal(bill["valueAddedTax"]) == 91
    assert bill["lines"][0]["gcode"] == "9503002900"
    [slip] = answer["sum_up"]
    assert (slip["guarantor"], slip["bills"], Decimal(slip["total"])) == ("P1", 2, 182)
    assert answer["answers"][2]["tax_bill"] is None


@pytest.mark.parametrize("body", ["[]", "{", '{"consignments": 1}', '{"day": "soon"}'])
def test_a_request_that_cannot_be_read_is_refused(firm, body):
    said = firm.http.post("/api/v1/duties", data=body, content_type="application/json")
    assert said.status_code == 422
    assert said.json()["code"] == "duties.request"


def test_too_many_consignments_are_refused(firm):
    said = ask(firm, *([{}] * 1001))
    assert said.status_code == 422
    assert said.json()["code"] == "duties.too-many"


def test_the_description_names_what_is_asked_and_said(client):
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert {"DutiesAsked", "DutiesSaid", "DutyStep"} <= schemas.keys()


@pytest.mark.parametrize(
    ("valid", "refused"),
    [
        ({}, None),
        ({"ioss_valid_from": "2026-07-01", "ioss_valid_to": "2026-07-01"}, None),
        ({"ioss_valid_from": "2026-07-02"}, "scheme-not-valid"),
        ({"ioss_valid_to": "2026-06-30"}, "scheme-not-valid"),
        ({"scheme_no": "IM2760000001 IM2760000002"}, "T-09"),
    ],
)
def test_one_number_of_the_scheme_holds_on_the_day(firm, valid, refused):
    asked = {"to": "DE", "scheme": True, "scheme_no": "IM2760000001", "items": BLOUSES}
    [answer] = ask(firm, asked | valid).json()["answers"]
    assert (answer["refused"] or {}).get("code") == refused
    if refused == "scheme-not-valid":
        assert "2026-07-01" in answer["refused"]["message"]["en"]
