"""Reasons as sentences: what is wrong, both fields, both values, the law and the cure."""

import json
import re
from collections.abc import Iterator

import pytest

from tests.engine.makers import a_parcel, frames, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.pieces import evidence_of
from tidewaiter.engine.reasons import compared_values, official, render
from tidewaiter.engine.runners.duckdb import Assessor

PAYMENT = {"order_actural_paid": "561.89000", "payment_amount_paid": "3197.95000"}


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


def test_a_mismatch_names_both_values_and_the_cure() -> None:
    said = render(load_book(), "M-02", json.dumps(PAYMENT), "en")
    assert said.message == (
        "The order says 561.89 is to be paid, the payment says 3197.95 was paid."
    )
    assert said.answer == "1332"
    assert "appType 2" in said.cure
    assert said.law.reference == "spec-2022-05"


def test_the_official_style_carries_code_text_fields_and_values() -> None:
    assert official(load_book(), "M-02", PAYMENT) == (
        "[Code:1332;Desc:订单实际支付金额为 561.89，支付单金额为 3197.95，两者不一致。]"
        "[OrderHead.acturalPaid:561.89,PaymentHead.amountPaid:3197.95]"
    )


def test_a_personal_difference_shows_masked_values_only_where_they_are_given() -> None:
    book = load_book()
    assert "(not shown)" in render(book, "M-08", "{}", "en").message
    masked = {"left_masked": "王*", "right_masked": "李*"}
    assert "王*" in render(book, "M-08", masked, "zh").message
    assert compared_values(book.rule("M-08"), masked, "zh") == [
        ("OrderHead.buyerName", "王*"),
        ("InventoryHead.buyerName", "李*"),
    ]


@pytest.mark.parametrize("rule", load_book().rules, ids=lambda rule: rule.code)
def test_every_rule_makes_whole_sentences_in_both_languages(rule: Rule) -> None:
    evidence = dict.fromkeys(evidence_of(rule), "12.50")
    for language in ("en", "zh"):
        said = render(load_book(), rule.code, evidence, language)
        for sentence in (said.message, said.cure):
            assert not re.search(r"[{}]", sentence)
            assert sentence.endswith((".", "。"))
    assert official(load_book(), rule.code, evidence).startswith(f"[Code:{rule.answer};Desc:")


def test_evidence_of_a_decision_renders(assessor: Assessor) -> None:
    parcel = a_parcel()
    parcel["payments"][0]["amount_paid"] += 1
    said = assess(frames(together(parcel)), the_law(), load_book(), seed="x", assessor=assessor)
    (reason,) = said.reasons.to_pylist()
    message = render(load_book(), reason["code"], reason["evidence"], "en").message
    assert message == "The order says 100 is to be paid, the payment says 101 was paid."
