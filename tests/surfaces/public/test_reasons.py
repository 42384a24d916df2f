"""The published catalogue has every reason, and keeps for itself how risk rules look at parcels."""

import re

import pytest
from django.test import Client

from tidewaiter.engine.book.loader import load_book
from tidewaiter.intake.formats.ceb.faults import catalogue
from tidewaiter.intake.rules.words import REASONS
from tidewaiter.surfaces.public.refusals import told_by_intake

pytestmark = pytest.mark.django_db

RULES = load_book().rules
INTAKE = sorted({*(one[0] for one in catalogue()), *REASONS})
HAN = re.compile(r"[\u4e00-\u9fff]")


def page_of(code, **headers):
    return Client().get(f"/reasons/{code}/", headers=headers)


def entries(page):
    return {entry.code: entry for group in page.context["groups"] for entry in group.entries}


def groups(page):
    return {
        group.title: {entry.code for entry in group.entries} for group in page.context["groups"]
    }


def test_every_rule_and_every_reason_of_intake_is_listed_once():
    page = Client().get("/reasons/")
    assert set(entries(page)) == {rule.code for rule in RULES} | set(INTAKE)
    assert page.context["count"] == len(RULES) + len(INTAKE)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("code", [*(rule.code for rule in RULES), *INTAKE])
def test_every_reason_has_a_page_with_a_title_and_a_cure(code, language):
    page = page_of(code, **{"Accept-Language": language})
    assert page.status_code == 200
    reason = page.context["reason"]
    assert reason.title
    assert reason.cure
    assert "{" not in reason.title + reason.message


@pytest.mark.parametrize("code", INTAKE)
def test_what_intake_refuses_is_told_in_both_languages_with_its_law(code):
    english = page_of(code, **{"Accept-Language": "en"}).context["reason"]
    chinese = page_of(code, **{"Accept-Language": "zh-CN"}).context["reason"]
    for name in ("title", "message", "cure"):
        assert not HAN.search(getattr(english, name))
        assert HAN.search(getattr(chinese, name))
    assert all(law.title for law in (*english.law, *chinese.law))
    assert english.law != chinese.law
    assert english.severity == "refuse"


def test_reasons_of_intake_stand_beside_what_they_belong_to():
    found = groups(Client().get("/reasons/"))
    assert {"M-01", "TW-M01", "TW-M13"} <= found["The documents agree with each other"]
    assert {"TW-G08-SENDER", "TW-G08-SUSPENDED"} <= found["The firms may trade"]
    assert {"TW-L01", "TW-L03-UNKNOWN-CODE"} <= found["The goods may come in this way"]
    assert found["What is sent again fits what was sent before"] == {
        code for code in REASONS if code.startswith(("TW-G02", "TW-G03", "TW-G04"))
    }
    assert {"1004", "TW-G05-SENDER", "TW-G06-UNSIGNED"} <= found[
        "The sender is who the message says"
    ]
    assert {"TW-B00-FAILED", "TW-B01-LATE", "-623005", "-505001"} <= found[
        "What is asked after the declaration can be granted"
    ]
    assert {"0001", "TW-G01-MISSING", "TW-G09-PLACEHOLDER"} <= found["The message can be read"]


def test_a_code_that_stands_for_two_things_tells_both():
    reason = page_of("TW-G05-CERTIFICATE").context["reason"]
    assert reason.title == "The certificate is valid and bound to the sender"
    assert "that signed the message is …" in reason.message
    assert "brings no certificate that can be used" in reason.message
    assert set(reason.officials) == {"1001", "1004"}


@pytest.mark.parametrize(
    ("named", "code"),
    [("1332", "M-02"), ("TW-M02-NONE", None), ("TW-M14", "M-14"), ("-401012", "TW-G04-STALE")],
)
def test_another_code_of_receipts_leads_to_the_reason_that_it_stands_for(named, code):
    page = page_of(named)
    if code is None:
        assert page.status_code == 404
    else:
        assert (page.status_code, page.url) == (302, f"/reasons/{code}/")


def test_an_official_code_of_several_reasons_leads_to_all_of_them():
    page = page_of("-301010")
    assert page.url == "/reasons/?q=-301010"
    found = entries(Client().get("/reasons/", {"q": "-301010"}))
    assert set(found) == {"TW-G03-ACCEPTED", "TW-G03-REPEAT"}


def test_an_official_code_that_is_told_for_other_reasons_too_leads_to_them():
    assert page_of("1004").context["reason"].others == "/reasons/?q=1004"
    found = entries(Client().get("/reasons/", {"q": "1004"}))
    assert set(found) == {"1004", "TW-G05-SENDER", "TW-G05-CERTIFICATE"}
    assert page_of("-505001").context["reason"].others == ""


def test_every_official_code_of_a_refusal_leads_somewhere():
    codes = {code for told in told_by_intake().values() for code in told.officials}
    assert {"-301011", "-301001", "-621027", "-625003", "-10102", "0999"} <= codes
    assert [code for code in sorted(codes) if page_of(code).status_code not in {200, 302}] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_conditions_are_open_where_they_reject_or_notify_and_closed_where_they_score(rule):
    reason = page_of(rule.code).context["reason"]
    if rule.severity in {"reject", "notify"}:
        assert reason.condition == rule.when.strip()
    else:
        assert (reason.condition, reason.message, reason.values, reason.compares) == (
            "", "", (), (),
        )  # fmt: skip
    assert reason.law


def test_the_page_of_a_risk_rule_shows_none_of_its_thresholds():
    for rule in RULES:
        if rule.severity in {"score", "hold"}:
            text = page_of(rule.code).content.decode()
            assert rule.when.strip() not in text
            assert not [name for name in rule.parameters if f":{name}" in text]


def test_compared_fields_have_the_names_that_the_documents_use():
    reason = page_of("M-02").context["reason"]
    assert reason.compares == ("order.acturalPaid = payment.amountPaid",)
    assert reason.documents == ("Order", "Payment")
    assert (reason.official, reason.code) == ("1332", "M-02")


def test_the_numbers_of_the_law_stand_with_the_rule_that_uses_them():
    values = page_of("T-01").context["reason"].values
    assert any("5,000 CNY" in str(fact.value) for fact in values)


@pytest.mark.parametrize(
    ("words", "code"), [("1332", "M-02"), ("m-02", "M-02"), ("payment ORDER", "M-02")]
)
def test_a_reason_is_found_by_code_official_code_and_words(words, code):
    assert code in entries(Client().get("/reasons/", {"q": words}))


def test_words_that_fit_nothing_say_so():
    page = Client().get("/reasons/", {"q": "rhubarb"})
    assert page.context["count"] == 0
    assert "No reason fits" in page.content.decode()


def test_a_reason_that_does_not_exist_is_not_found():
    assert page_of("Z-99").status_code == 404
