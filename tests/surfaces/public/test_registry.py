"""The public register: who may trade, since when, why not; certificates that hold or do not."""

import json

import pytest
from django.test import Client

from tests.registry.applicants import (
    OTHER_USCC,
    USCC,
    a_firm,
    admitted,
    an_application,
    decide,
    given,
    reviewer,
    said,
)
from tidewaiter.registry.models import Attestation
from tidewaiter.registry.rules import dossier as form

pytestmark = pytest.mark.django_db


def a_person_who_trades():
    """Somebody who sells by themselves, admitted."""
    one = given(
        code=OTHER_USCC,
        account=form.Banked(number="DE89370400440532013000", holder="李雷"),
        dossier=said(
            name="李雷", natural=True, city="宁波市", address="海曙区家门巷7号", owners=(),
            identifiers=(form.Numbered("uscc", OTHER_USCC),),
        ),
    )  # fmt: skip
    return admitted(an_application(one, firm=a_firm(OTHER_USCC, "李雷")))


def page(path: str, status: int = 200, **headers: str) -> str:
    answer = Client(headers=headers or {"Accept-Language": "en"}).get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_a_firm_is_found_by_part_of_its_name_or_a_whole_number() -> None:
    admitted()
    for words in ("荷花", USCC, USCC.lower(), f"{USCC[:6]} {USCC[6:]}"):
        found = page(f"/register/?q={words}")
        assert "杭州荷花贸易有限公司" in found, words
        assert "May trade" in found
    assert "No such firm is registered" in page("/register/?q=nobody")
    assert "May trade" in page("/register/?role=merchant&standing=active")
    assert "May trade" not in page("/register/?role=carrier").partition('role="status"')[2]


def test_an_entry_tells_since_when_as_what_and_why_it_may_not_trade() -> None:
    application = admitted()
    told = page(f"/register/{USCC}/")
    assert "文三路100号" in told
    assert "Merchant" in told
    decide(application.docket, "strike-off", by=reviewer().actor, move={"why": "counterfeits"})
    told = page(f"/register/{USCC}/")
    assert "Struck off" in told
    assert "Counterfeit goods" in told
    assert application.docket.reference in told
    assert "侵权假冒商品" in page(f"/register/{USCC}/", **{"Accept-Language": "zh-hans"})
    page("/register/NOBODY/", 404)


def test_of_a_person_who_trades_the_city_is_told_and_not_the_street() -> None:
    a_person_who_trades()
    told = page(f"/register/{OTHER_USCC}/")
    assert "宁波市, verified" in told
    assert "家门巷" not in told
    api = page(f"/api/v1/register/{OTHER_USCC}")
    assert json.loads(api)["place"] == "宁波市"
    assert "家门巷" not in api
    assert "0571" not in api


def test_a_certificate_is_shown_with_its_code_and_verified_by_pasted_text() -> None:
    application = admitted()
    one = Attestation.objects.get()
    shown = page(f"/register/certificates/{one.reference}/")
    assert "data:image/svg+xml" in shown
    assert one.signed in shown
    broken = "\n".join(one.signed[start : start + 50] for start in range(0, len(one.signed), 50))
    client = Client(headers={"Accept-Language": "en"})
    answer = client.post("/register/verify/", {"code": broken}).content.decode()
    assert "It is genuine" in answer
    assert "The certificate has expired" in answer or "The certificate is valid" in answer
    forged = client.post("/register/verify/", {"code": one.signed[:-3]}).content.decode()
    assert "not genuine" in forged
    decide(application.docket, "suspend", by=reviewer().actor, move={"why": "unsafe-goods"})
    answer = client.get("/register/verify/", {"code": one.signed}).content.decode()
    assert "The certificate was revoked" in answer
    assert "Unsafe goods" in answer
    assert client.post("/register/verify/", {"code": ""}).status_code == 422
    page("/register/certificates/TW-REG-2026-999999-K/", 404)


def test_machines_search_read_and_verify() -> None:
    admitted()
    one = Attestation.objects.get()
    found = json.loads(page("/api/v1/register?q=荷花&role=merchant"))
    assert [firm["code"] for firm in found["firms"]] == [USCC]
    assert json.loads(page(f"/api/v1/register/{USCC}"))["certificate"] == one.signed
    page("/api/v1/register?role=captain", 404)
    page("/api/v1/register/NOBODY", 404)

    def verified(code: str) -> dict[str, object]:
        body = json.dumps({"code": code})
        path = "/api/v1/register/certificates/verify"
        return Client().post(path, body, content_type="application/json").json()

    assert verified(one.signed)["claims"]["reference"] == one.reference
    assert verified(one.signed[:-3]) == {
        "genuine": False, "holds": None, "reason": None, "since": None, "claims": None,
    }  # fmt: skip
    bad = Client().post(
        "/api/v1/register/certificates/verify", "[]", content_type="application/json"
    )
    assert bad.status_code == 422
    assert bad.json()["code"] == "api.body"


def test_the_key_with_which_certificates_are_verified_is_published() -> None:
    [key] = json.loads(page("/register/key.json"))["keys"]
    assert key["crv"] == "Ed25519"
