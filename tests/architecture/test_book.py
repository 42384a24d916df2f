"""Every rule document says its law, in both languages, and draws a table of examples."""

from datetime import date

import pytest

from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.book.rules import Rule, Severity
from tidewaiter.law.loader import load

RULES = load_book().rules
TODAY = load("cn").on(date(2026, 11, 23))

EXPECTED = {
    *(f"M-{number:02}" for number in range(1, 18)),
    *(f"T-{number:02}" for number in range(1, 6)),
    *(f"R-{number:02}" for number in range(1, 7)),
    "L-01", "L-02", "L-03", "L-04", "L-06", "L-07", "G-08",
}  # fmt: skip
"""The rules that the book promises, by the numbers under which the specifications know them."""


def _code(rule: Rule) -> str:
    return rule.code


@pytest.mark.parametrize("rule", RULES, ids=_code)
def test_the_rule_rests_on_a_text_that_the_law_pack_knows(rule: Rule) -> None:
    reference = TODAY.reference(rule.law.reference)
    assert reference.title["en"]
    assert reference.title["zh"]


@pytest.mark.parametrize("rule", RULES, ids=_code)
def test_the_rule_speaks_both_languages(rule: Rule) -> None:
    for text in (rule.title, rule.message, rule.cure):
        assert text.en.isascii() or any(sign in text.en for sign in "“”’–−×≠…é")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)


@pytest.mark.parametrize("rule", RULES, ids=_code)
def test_the_drawn_table_shows_when_it_fires_and_when_not(rule: Rule) -> None:
    assert {example.fires for example in rule.examples} == {True, False}


def test_every_rule_of_the_specification_has_a_document() -> None:
    there = {rule.code[:4] for rule in RULES}
    assert EXPECTED - there == set()


def test_a_rejection_carries_an_answer_that_senders_know_or_our_own_prefix() -> None:
    for rule in RULES:
        if rule.severity is Severity.REJECT:
            assert rule.answer.lstrip("-").isdigit() or rule.answer.startswith("TW-")
