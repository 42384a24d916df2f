"""The rule book: every rule is sound, drawn, and says what to do in two languages."""

import re

import pytest

from tests.engine.makers import the_law
from tidewaiter.engine.book.loader import BookError, load_book, read_rule
from tidewaiter.engine.book.rules import Rule, Severity
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.examples import misses
from tidewaiter.engine.pieces import evidence_of
from tidewaiter.engine.selection.policy import Policy

RULE = """
code: R-99
title: {en: A rule of a test, zh: 测试规则}
law: {reference: policy}
since: 2016-04-08
severity: score
weight: 0.5
when: merchant_days < 3
message: {en: The merchant is new., zh: 新企业。}
cure: {en: Wait., zh: 等待。}
answer: TW-R99
examples:
  - {fires: true, cells: {merchant_days: 1}}
  - {fires: false, cells: {merchant_days: 9}}
"""


def with_condition(condition: str) -> Rule:
    return read_rule(RULE.replace("merchant_days < 3", condition))


def test_every_example_comes_out_as_drawn() -> None:
    book = load_book()
    assert misses(book.rules, the_law(), book) == []


def test_a_drawn_example_that_is_wrong_is_found() -> None:
    rule = with_condition("merchant_days > 3")
    assert len(misses((rule,), the_law(), load_book().extended([rule]))) == 2


def test_an_example_with_an_unknown_cell_is_refused() -> None:
    rule = read_rule(RULE.replace("merchant_days: 1", "shoe_size: 1"))
    with pytest.raises(BookError, match="shoe_size"):
        misses((rule,), the_law(), load_book())


@pytest.mark.parametrize("rule", load_book().rules, ids=lambda rule: rule.code)
def test_a_rule_names_a_law_that_the_pack_has_and_shows_what_it_says(rule: Rule) -> None:
    assert the_law().reference(rule.law.reference)
    shown = set(evidence_of(rule)) | {"left_masked", "right_masked"}
    for sentence in (*rule.message.model_dump().values(), *rule.cure.model_dump().values()):
        assert set(re.findall(r"{(\w+)}", sentence)) <= shown
    if rule.family == "matching" and rule.code not in {"M-11"}:
        assert rule.fields, "a matching rule names the fields"


def test_no_answer_is_given_by_two_rules() -> None:
    answers = [rule.answer for rule in load_book().rules]
    assert len(answers) == len(set(answers))


def test_the_version_changes_with_what_a_rule_does_and_not_with_its_examples() -> None:
    book = load_book()
    milder = [rule.model_copy(update={"weight": rule.weight / 2}) for rule in book.rules]
    drawn = [rule.model_copy(update={"examples": rule.examples[::-1]}) for rule in book.rules]
    assert book.extended(milder).version != book.version
    assert book.extended(drawn).version == book.version


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ("shoe_size > 3", "no documented column shoe_size"),
        ("duties IS NULL", "no documented column duties"),
        ("parcels.merchant_days < 3", "no documented column"),
        ("merchant_days < (SELECT 3)", "no query"),
        ("merchant_days IN (SELECT 3)", "no query"),
        ("read_csv('/etc/passwd') IS NULL", "may not be called"),
        ("getenv('HOME') = 'x'", "may not be called"),
        ("count(*) > 3", "may not"),
        ("sum(merchant_days) OVER () > 3", "may not|no query"),
        ("merchant_days < :unknown", "parameter :unknown"),
        ("merchant_days", "not true or false"),
        ("merchant_days < 3 FROM parcels", "not one expression"),
        ("merchant_days < 3, true", "not one expression"),
        ("merchant_days < 3; DROP TABLE x", "cannot be read|not one expression"),
        ("merchant_days <", "cannot be read"),
        ("ebc_code > 3 + DATE '2026-01-01' * 2", "rule R-99"),
    ],
)
def test_a_condition_that_asks_for_more_than_it_may_is_refused(
    condition: str, complaint: str
) -> None:
    book = load_book().extended([with_condition(condition)])
    with pytest.raises(BookError, match=complaint):
        compile_program(the_law(), book, Policy(), seed="any")


def test_evidence_shows_no_personal_value() -> None:
    rule = read_rule(RULE + "evidence: {who: buyer_ix}\n")
    with pytest.raises(BookError, match="no personal value"):
        compile_program(the_law(), load_book().extended([rule]), Policy(), seed="any")


@pytest.mark.parametrize(
    "change",
    [
        ("fires: false", "fires: true"),
        ("severity: score", "severity: reject"),
        ("answer: TW-R99", "answer: nonsense"),
        ("weight: 0.5", "weight: -1"),
        ("cure: {en: Wait., zh: 等待。}", ""),
        ("zh: 新企业。", "fr: Nouveau."),
    ],
)
def test_a_rule_document_that_is_not_sound_is_refused(change: tuple[str, str]) -> None:
    with pytest.raises(BookError):
        read_rule(RULE.replace(*change))


def test_rules_that_reject_come_first() -> None:
    severities = [rule.severity for rule in load_book().rules]
    assert severities == sorted(severities, key=list(Severity).index)
