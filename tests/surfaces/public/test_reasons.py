"""The published catalogue has every reason, and keeps for itself how risk rules look at parcels."""

import pytest
from django.test import Client

from tidewaiter.engine.book.loader import load_book
from tidewaiter.intake.formats.ceb.faults import catalogue

RULES = load_book().rules
FAULTS = [one[0] for one in catalogue()]


def page_of(code, **headers):
    return Client().get(f"/reasons/{code}/", headers=headers)


def entries(page):
    return {entry.code: entry for group in page.context["groups"] for entry in group.entries}


def test_every_rule_and_every_fault_of_a_message_is_listed_once():
    page = Client().get("/reasons/")
    assert set(entries(page)) == {rule.code for rule in RULES} | set(FAULTS)
    assert page.context["count"] == len(RULES) + len(FAULTS)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("code", [*(rule.code for rule in RULES), *FAULTS])
def test_every_reason_has_a_page_with_a_title_and_a_cure(code, language):
    page = page_of(code, **{"Accept-Language": language})
    assert page.status_code == 200
    reason = page.context["reason"]
    assert reason.title
    assert reason.cure
    assert "{" not in reason.title + reason.message


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
