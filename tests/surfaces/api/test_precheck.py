"""Drafts are put together and judged without traces."""

import json
from unittest.mock import patch

import pytest

from tests.intake.formats.makers import document
from tests.surfaces.api.makers import a_firm, an_order, in_json, in_xml
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.privacy import content_of
from tidewaiter.intake.models import Message, Order
from tidewaiter.surfaces.api import precheck as view
from tidewaiter.surfaces.api.precheck import NAMES, parcels

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def judged():
    """What was given to be judged; the judging itself is tested with its story."""
    given = []

    def judge(documents, request, *, at):
        given.append({name: each for name, each in documents.items() if each is not None})
        return {"documents": sorted(given[-1])}

    with patch.object(view, "_judged", judge):
        yield given


def check(firm, body, media_type="application/json"):
    return firm.http.post("/api/v1/precheck", data=body, content_type=media_type)


def written(kind, **head):
    return content_of(document(kind, **head), personal=True)


def as_json(value):
    return json.dumps(value, default=str)


def four(number):
    key = {"orderNo": number, "ebpCode": "P"}
    return {
        Kind.ORDER: document(Kind.ORDER, **key),
        Kind.PAYMENT: document(Kind.PAYMENT, **key),
        Kind.WAYBILL: document(Kind.WAYBILL, logisticsNo=f"L{number}", logisticsCode="C"),
        Kind.DECLARATION: document(
            Kind.DECLARATION, logisticsNo=f"L{number}", logisticsCode="C", **key
        ),
    }


def test_documents_of_several_parcels_are_put_together_by_their_numbers():
    first, second = four("1"), four("2")
    mixed = {kind: [second[kind], first[kind]] for kind in NAMES}
    mixed[Kind.DECLARATION].reverse()
    one, two = parcels(mixed)
    assert one == {NAMES[kind]: first[kind] for kind in NAMES}
    assert two == {NAMES[kind]: second[kind] for kind in NAMES}


def test_documents_that_nothing_refers_to_stay_with_the_only_list():
    draft = four("1")
    other = document(Kind.PAYMENT, orderNo="9", ebpCode="P")
    [one] = parcels({**{kind: [draft[kind]] for kind in NAMES}, Kind.PAYMENT: [other]})
    assert one["payment"] is other


def test_a_second_payment_of_the_same_number_does_not_push_out_the_list():
    draft = four("1")
    found = parcels({**{kind: [draft[kind]] for kind in NAMES}, Kind.PAYMENT: []})
    assert found[0]["payment"] is None


def test_the_documents_of_one_parcel_are_given_by_name(firm, judged):
    body = {
        "order": content_of(an_order("A-1"), personal=True),
        "inventory": written(Kind.DECLARATION, orderNo="A-1", ebpCode="1105910159"),
        "payment": None,
    }
    answer = check(firm, as_json(body))
    assert answer.status_code == 200, answer.content
    assert answer.json() == {"parcels": [{"documents": ["declaration", "order"]}], "faults": []}


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (in_xml(an_order("A-1")), "application/xml"),
        (in_json(an_order("A-1")), "application/json"),
        (b"[" + in_json(an_order("A-1")) + b"]", "application/json"),
    ],
)
def test_messages_can_be_given_as_they_would_be_submitted(firm, judged, body, media_type):
    assert check(firm, body, media_type).status_code == 200
    assert judged[0]["order"].head.orderNo == "A-1"


def test_what_cannot_be_read_is_told_and_the_rest_is_judged(firm, judged):
    body = {"order": {"head": {}}, "payment": written(Kind.PAYMENT)}
    told = check(firm, as_json(body)).json()
    assert {(fault["kind"], fault["position"]) for fault in told["faults"]} == {("311", 0)}
    assert told["parcels"] == [{"documents": ["payment"]}]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[", b"5", b'{"order": 5}', b"[[]]", b'["x"]', b"[" * 9999, b"\xff"]
)
def test_bad_drafts_get_codes_and_never_a_failure(firm, body):
    answer = check(firm, body or b" ")
    assert answer.status_code == 200
    assert all(fault["code"] for fault in answer.json()["faults"])
    assert answer.json()["faults"]


def test_a_number_keeps_its_digits_on_the_way(firm, judged):
    body = as_json({"order": content_of(an_order(), personal=True)}).replace(
        '"218.2"', "218.10000000000000001"
    )
    [fault] = check(firm, body).json()["faults"]
    assert fault["value"] == "218.10000000000000001"


def test_nothing_is_kept_of_a_draft(firm):
    check(firm, in_xml(), "application/xml")
    assert not Message.objects.exists() and not Order.objects.exists()


def test_a_draft_of_too_many_parcels_is_refused(firm):
    orders = [an_order(f"A-{number}") for number in range(60)]
    body = b"[" + in_json(*orders) + b"," + in_json(*(an_order(f"B-{n}") for n in range(60))) + b"]"
    answer = check(firm, body)
    assert (answer.status_code, answer.json()["code"]) == (422, "precheck.too-many")


def test_the_scope_is_needed():
    sender = a_firm(scopes=frozenset({Permission.MESSAGE_SUBMIT}))
    assert check(sender, b"{}").status_code == 403
