"""Messages in."""

import json
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from tests.surfaces.api.makers import (
    NOON,
    SETUP,
    a_firm,
    an_order,
    in_json,
    in_xml,
)
from tidewaiter.base.identity.commands import issue_client_key, revoke_client_key
from tidewaiter.base.identity.models import ClientKey, Organisation
from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.base.identity.queries import forget_cached_clients
from tidewaiter.intake.commands.store import Raced
from tidewaiter.intake.models import Message, Order, Receipt
from tidewaiter.surfaces.api import messages as view
from tidewaiter.surfaces.kit.access import OPEN

pytestmark = pytest.mark.django_db

PARTS = {"code", "sentence", "law", "cure", "values"}


def refusal(answer, status, code):
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code), told
    assert set(told) == PARTS
    assert told["sentence"] and told["cure"]
    return told


@pytest.mark.parametrize(
    ("write", "media_type"),
    [
        (in_xml, "application/xml"),
        (in_xml, "text/xml; charset=utf-8"),
        (in_json, "application/json"),
    ],
)
def test_a_message_is_received_and_each_document_answered(firm, write, media_type):
    answer = firm.submit(write(an_order("A-1"), an_order("A-2")), media_type)
    assert answer.status_code == 202, answer.content
    told = answer.json()
    assert [each["status"] for each in told["documents"]] == ["2", "2"]
    assert answer["Location"] == f"/api/v1/messages/{told['message']}"
    assert Order.objects.count() == 2


def test_the_same_bytes_again_are_the_same_message(firm):
    raw = in_xml()
    first, second = firm.submit(raw), firm.submit(raw)
    assert first.json() == second.json()
    assert Message.objects.count() == Order.objects.count() == 1


def test_a_wrong_document_does_not_hold_up_the_others(firm):
    negative = an_order("A-2", freight="-1")
    told = firm.submit(in_xml(an_order("A-1"), negative, an_order("A-3"))).json()
    assert [each["status"] for each in told["documents"]] == ["2", "100", "2"]
    [reason] = [r for r in told["documents"][1]["reasons"] if r["code"] == "TW-L01-BELOW-ZERO"]
    assert reason["path"] == "OrderHead.freight"
    assert Order.objects.count() == 2
    assert Receipt.objects.count() == 1


def test_a_message_can_be_looked_at_and_fetched_as_it_came(firm):
    raw = in_xml()
    number = firm.submit(raw).json()["message"]
    seen = firm.get(f"messages/{number}").json()
    assert (seen["kind"], seen["size"], seen["documents"]) == ("311", len(raw), 1)
    assert seen["answer"]["message"] == number
    original = firm.get(f"messages/{number}/original")
    assert original.content == raw
    assert original["Content-Type"] == "application/xml"


def test_a_stranger_sees_nothing_of_others(firm, stranger):
    number = firm.submit(in_xml()).json()["message"]
    told = [
        refusal(stranger.get(address), 404, "api.unknown")
        for address in (f"messages/{number}", f"messages/{number}/original", "messages/999999")
    ]
    # one cannot tell what belongs to others from what does not exist
    assert told[0]["sentence"].replace(str(number), "") == told[2]["sentence"].replace("999999", "")


def test_numbers_beyond_the_database_are_unknown_too(firm):
    refusal(firm.get(f"messages/{10**40}"), 404, "api.unknown")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "access.no-key"),
        ("Basic eDp5", "access.no-key"),
        ("Bearer", "access.key"),
        ("Bearer tw_aaaaaaaa_" + "a" * 52, "access.key"),
        ("Bearer \u00e9", "access.key"),
    ],
)
def test_nobody_comes_in_without_a_key(header, code):
    client = Client(headers={"authorization": header} if header else {})
    answer = client.post("/api/v1/messages", data=b"<x/>", content_type="application/xml")
    refusal(answer, 401, code)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_worth_nothing(firm):
    assert firm.submit(in_xml()).status_code == 202
    revoke_client_key(firm.key, by=SETUP, at=NOON)
    # the transaction around this test never commits, which is when a process forgets by itself
    forget_cached_clients()
    refusal(firm.submit(in_xml()), 401, "access.key")


def test_a_key_without_the_scope_is_refused():
    reader = a_firm(scopes=frozenset({Permission.RECEIPT_READ}))
    refusal(reader.submit(in_xml()), 403, "access.permission")
    assert reader.get("receipts").status_code == 200


def test_a_key_of_an_unregistered_organisation_is_refused(firm):
    authority = Organisation.objects.create(code="CN01", name="Customs", kind="authority")
    token = issue_client_key(
        organisation=authority, label="x", scopes=CLIENT_SCOPES, by=SETUP, at=NOON
    ).token
    client = Client(headers={"authorization": f"Bearer {token}"})
    refusal(client.get("/api/v1/receipts"), 403, "access.no-operator")


def test_the_last_day_of_use_of_a_key_is_noted_once(firm):
    firm.get("receipts")
    used = ClientKey.objects.get(pk=firm.key.pk).last_used_on
    assert used is not None
    forget_cached_clients()
    with patch("tidewaiter.surfaces.api.keys.note_key_use") as note:
        firm.get("receipts")
    note.assert_not_called()


@pytest.mark.parametrize("given", ["", "text/plain", "application/octet-stream", "image/png"])
def test_other_types_are_refused(firm, given):
    refusal(firm.submit(b"x", given), 415, "api.media-type")


def test_a_packed_body_is_refused(firm):
    refusal(firm.submit(b"x", **{"content-encoding": "gzip"}), 415, "api.media-type")


def test_an_oversized_body_is_refused_before_it_is_read(firm):
    class Unread:
        def read(self, *_):
            raise AssertionError("read")

        readline = read

    answer = firm.http.generic(
        "POST",
        "/api/v1/messages",
        b"",
        **{
            "CONTENT_TYPE": "application/xml",
            "CONTENT_LENGTH": str(8 * 1024 * 1024 + 1),
            "wsgi.input": Unread(),
        },
    )
    told = refusal(answer, 413, "api.too-large")
    assert told["values"]["largest"] == str(8 * 1024 * 1024)


def test_a_body_in_chunks_is_read_up_to_the_limit(firm):
    class Chunks:
        def __init__(self, raw):
            self.raw = raw

        def read(self, most):
            return self.raw[:most]

        readline = read

    def sent(raw):
        request = firm.http._base_environ(
            PATH_INFO="/api/v1/messages", REQUEST_METHOD="POST", CONTENT_TYPE="application/xml"
        )
        request.pop("CONTENT_LENGTH", None)
        return firm.http.request(
            **{**request, "wsgi.input": Chunks(raw), "wsgi.input_terminated": True}
        )

    assert sent(in_xml()).status_code == 202
    refusal(sent(bytes(8 * 1024 * 1024 + 1)), 413, "api.too-large")


BAD = {
    "nothing": b" ",
    "no XML": b"hello",
    "cut off": in_xml()[:-40],
    "a wrong encoding": in_xml().replace(b"UTF-8", b"UTF-16"),
    "bytes that are no text": in_xml().replace("潮汐".encode(), b"\xff\xfe\x00"),
    "an unknown root": b"<CEB999Message/>",
    "an entity": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "many nested tags": b"<a>" * 200_000,
    "a receipt": in_xml().replace(b"CEB311", b"CEB312"),
    "a null byte": in_xml().replace(b"TW-1", b"TW\x00"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_unreadable_message_is_journalled_and_answered_with_codes(firm, name):
    answer = firm.submit(BAD[name])
    told = answer.json()
    assert answer.status_code == 422
    assert told["refused"] is True
    assert all(reason["code"] and reason["message"]["zh"] for reason in told["reasons"])
    assert Message.objects.get().pk == told["message"]
    assert Receipt.objects.get().kind == "900"
    assert firm.get(f"messages/{told['message']}/original").content == BAD[name]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"[]",
        b"null",
        b'{"kind":"311"}',
        b'{"kind":311,"documents":[{}]}',
        b'{"kind":"311","guid":"\\u0000","documents":[null]}',
        b'{"kind":"\\ud800"}',
        b"[" * 100_000,
        in_json().replace(b'"200"', b"1e30"),
        in_json().replace(b'"TW-1"', b'"TW\\u0000"'),
        in_json().replace(b'"20260601110000"', b'"20990101000000"'),
        in_json().replace(b'"007"', b'"ZZZ"'),
        in_json().replace(b'"orderNo"', b'"orderno"'),
    ],
)
def test_bad_json_gets_codes_and_never_a_failure(firm, raw):
    answer = firm.submit(raw, "application/json")
    told = answer.json()
    assert answer.status_code in {202, 422}, told
    reasons = told.get("reasons", []) + [
        reason for document in told["documents"] for reason in document.get("reasons", [])
    ]
    assert reasons and all(reason["code"] for reason in reasons)


def test_a_duplicated_guid_in_one_message_gets_a_code(firm):
    one = an_order("A-1")
    told = firm.submit(in_xml(one, an_order("A-1", guid=one.head.guid))).json()
    assert [each["status"] for each in told["documents"]] == ["2", "100"]


def test_without_the_database_the_client_is_asked_to_come_again(firm):
    with patch.object(view, "receive_message", side_effect=OperationalError("gone")):
        answer = firm.submit(in_xml())
    refusal(answer, 503, "api.database")
    assert answer["Retry-After"] == "2"


def test_whoever_loses_every_race_is_asked_to_come_again(firm):
    with patch.object(view, "receive_message", side_effect=Raced):
        answer = firm.submit(in_xml())
    refusal(answer, 503, "api.raced")
    assert answer["Retry-After"] == "1"


def test_a_bug_is_told_without_its_insides(firm):
    with patch.object(view, "receive_message", side_effect=ZeroDivisionError("secret")):
        answer = firm.submit(in_xml())
    refusal(answer, 500, "api.failure")
    assert b"secret" not in answer.content


def test_refusals_speak_the_language_that_was_asked_for():
    client = Client(headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert client.get("/api/v1/receipts").json()["sentence"] == "请求未携带密钥。"


@pytest.mark.parametrize("address", ["nothing", "messages/abc", "receipts/stream/x"])
def test_an_unknown_address_is_refused_as_json(firm, address):
    refusal(firm.get(address), 404, "api.address")


def test_every_operation_says_who_may_call_it():
    from tidewaiter.surfaces.api.v1 import api

    operations = [
        operation
        for bound in api._get_bound_routers()
        for path in bound.path_operations.values()
        for operation in path.operations
    ]
    assert len(operations) >= 9
    for each in operations:
        asks_for_a_key = bool(each.auth_callbacks)
        assert asks_for_a_key is isinstance(each.view_func.access, Permission), each.path
        assert asks_for_a_key or each.view_func.access is OPEN, each.path


def test_the_description_is_complete_and_refers_only_to_what_is_there():
    document = Client().get("/api/v1/openapi.json").json()
    text = json.dumps(document)
    for name in {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}:
        assert name in document["components"]["schemas"]
    submit = document["paths"]["/api/v1/messages"]["post"]
    assert set(submit["responses"]) >= {"202", "401", "403", "413", "415", "422", "503"}
    assert "200" not in submit["responses"]
    for methods in document["paths"].values():
        for operation in methods.values():
            assert operation["summary"] and operation["description"]
            assert operation.get("security") or "401" not in operation["responses"]


def test_the_explaining_page_needs_nothing_from_elsewhere():
    client = Client()
    page = client.get("/api/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "<script>" not in text
    for name in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "frame.css"):
        assert f"/api/docs/assets/{name}" in text
        assert client.get(f"/api/docs/assets/{name}").status_code == 200
    assert client.get("/api/docs/assets/..%2Fdocs.py").status_code == 404
