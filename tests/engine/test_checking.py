"""The checker of rule documents: every mistake is told at its line and column, with a cure."""

import pytest

from tests.engine.makers import the_law
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.checking import document, predicate
from tidewaiter.engine.checking.checker import LONGEST_CODE, Checked, check
from tidewaiter.engine.checking.mistakes import WORDS

RULE = """\
code: R-20-new
title: {en: New and dear, zh: 新企业高货值}
law: {reference: policy}
since: 2016-04-08
severity: score
weight: 0.5
parameters: {most: 3}
when: |
  merchant_days < :most
    AND dutiable_value > 500
evidence:
  days: merchant_days
message: {en: "The merchant is new ({days} days).", zh: "新企业（{days}天）。"}
cure: {en: Wait., zh: 等待。}
answer: TW-R20-NEW
target: 0.2
examples:
  - {fires: true, cells: {merchant_days: 1, dutiable_value: 501}}
  - {fires: false, cells: {merchant_days: 9, dutiable_value: 501}}
"""
WHEN = "merchant_days < :most\n    AND dutiable_value > 500"
LINE = 9
"""On which the condition begins, two columns in."""


def checked(text: str, **more) -> Checked:
    return check(text, the_law(), load_book(), **more)


def with_condition(condition: str) -> Checked:
    return checked(RULE.replace(WHEN, condition))


def told(found: Checked) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in found.mistakes]


def test_a_sound_rule_is_given_back() -> None:
    found = checked(RULE)
    assert found.mistakes == ()
    assert found.rule is not None
    assert (found.rule.code, found.rule.family, found.rule.shipped) == ("R-20-new", "own", False)


@pytest.mark.parametrize(
    ("condition", "place", "code"),
    [
        ("merchant_dayz < 3", (LINE, 3), "column-unknown"),
        ("dutiable_value > 1\n    AND merchant_dayz < 3", (LINE + 1, 9), "column-unknown"),
        ("parcels.merchant_days < 3", (LINE, 3), "column-unknown"),
        ("duties IS NULL", (LINE, 3), "column-unknown"),
        ("merchant_days / 0 > 1", (LINE, 3), "zero"),
        ("merchant_days / pack_no > 1", (LINE, 19), "maybe-zero"),
        ("merchant_days / (pack_no - 1) > 1", (LINE, 20), "maybe-zero"),
        ("read_csv('/etc/passwd') IS NULL", (LINE, 3), "function"),
        ("merchant_days < 3 OR getenv('HOME') = 'x'", (LINE, 24), "function"),
        ("merchant_days < (SELECT 3)", (LINE, 27), "query"),
        ("merchant_days IN (SELECT used FROM quota)", (LINE, 28), "query"),
        ("EXISTS (SELECT 1 FROM lists)", (LINE, 18), "query"),
        ("sum(merchant_days) OVER () > 3", (LINE, 3), "query"),
        ("merchant_days < 3 FROM parcels", (LINE, 3), "not-one"),
        ("merchant_days < 3, true", (LINE, 3), "not-one"),
        ("merchant_days < 3; DROP TABLE x", (LINE, 3), "not-one"),
        ("merchant_days < 3 AND", (LINE, 21), "unreadable"),
        ("merchant_days < :mast", (LINE, 19), "parameter"),
        ("known('countri', country)", (LINE, 3), "code-list"),
        ("in_list(ebc_code)", (LINE, 3), "in-list"),
        ("merchant_days", (LINE, 3), "not-boolean"),
        ("1 < 2", (LINE, 3), "constant"),
        ("true", (LINE, 3), "constant"),
        ("ebc_code > 3", (LINE, 3), "kinds"),
        ("dutiable_value > 1 AND ebc_code IN ('x', 3)", (LINE, 26), "kinds"),
        ("merchant_days BETWEEN 'a' AND 3", (LINE, 3), "kinds"),
        ("declared_on > 'yesterday'", (LINE, 3), "kinds"),
        ("ln(ebc_code) > 2", (LINE, 6), "number-needed"),
        ("overdue + 1 > 2", (LINE, 3), "number-needed"),
        ("length(merchant_days) > 2", (LINE, 10), "text-needed"),
        ("merchant_days + 3 AND overdue", (LINE, 3), "boolean-needed"),
    ],
)
def test_a_mistake_is_told_where_it_stands(
    condition: str, place: tuple[int, int], code: str
) -> None:
    found = with_condition(condition)
    assert found.rule is None
    first = found.mistakes[0]
    assert ((first.line, first.column), first.code) == (place, code)


@pytest.mark.parametrize(
    "condition",
    [
        "(" * 40 + "merchant_days" + ")" * 40 + " < 3",
        "NOT " * 900 + "overdue",
        "-" * 900 + "merchant_days < 3",
        " + ".join(["merchant_days"] * 280) + " < 3",
        " OR ".join(f"merchant_days = {n}" for n in range(160)),
        "CASE WHEN overdue THEN " * 120 + "true" + " END" * 120,
        "merchant_days < 3 OR ebc_code IN (" + ", ".join(["'xxxxxxxxxx'"] * 400) + ")",
    ],
    ids=["brackets", "nots", "minuses", "sum", "alternatives", "cases", "list"],
)
def test_a_condition_without_end_is_refused_before_it_is_run(condition: str) -> None:
    found = with_condition(condition)
    assert found.rule is None
    assert found.mistakes[0].code in {"nested", "condition-long", "unreadable", "not-one"}


@pytest.mark.parametrize(
    "condition",
    [
        "merchant_days < 3 AND dutiable_value / nullif(merchant_days, 0) > 100",
        "merchant_days < 3 AND dutiable_value / 2 > 100",
        "merchant_days < 3 AND declared_on > '2016-01-01' OR merchant_days = 1",
        "merchant_days IN (1, 2) AND coalesce(ebc_code, '') NOT LIKE 'x%'",
        "CASE WHEN merchant_days < 3 THEN true ELSE in_list('watched') END",
        "merchant_days BETWEEN 0 AND :most",
    ],
)
def test_what_analysts_need_is_allowed(condition: str) -> None:
    found = with_condition(condition)
    assert found.errors == (), found.errors
    assert found.rule is not None


def test_a_mistake_behind_a_value_of_the_law_is_told_where_it_stands() -> None:
    condition = ":cbec.limit.single < 3 AND :most > 1 AND merchant_dayz < 3"
    place = (LINE, condition.index("merchant_dayz") + 3, "column-unknown")
    assert told(with_condition(condition)) == [place]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_a_condition_on_one_line_is_told_by_its_column(quote: str) -> None:
    text = RULE.replace(f"|\n  {WHEN}", f"{quote}merchant_dayz < 3{quote}")
    assert told(checked(text))[0] == (8, 7 + len(quote), "column-unknown")


def test_the_nearest_name_is_offered() -> None:
    [found] = with_condition("merchant_dayz < 3").mistakes
    assert "merchant_days" in found.message.en
    assert "merchant_days" in found.message.zh


def test_a_list_on_which_nothing_stands_is_a_hint() -> None:
    condition = "merchant_days < 3 OR in_list('watched')"
    [hint] = with_condition(condition).mistakes
    assert (hint.code, hint.hint) == ("list-empty", True)
    found = checked(RULE.replace(WHEN, condition), lists={"watched"})
    assert found.mistakes == ()


def test_a_line_is_on_no_list() -> None:
    text = RULE.replace("severity: score", "severity: score\nper: line")
    found = checked(text.replace(WHEN, "in_list('watched')"))
    assert "in-list-grain" in [one.code for one in found.mistakes]


@pytest.mark.parametrize(
    ("before", "after", "place", "code"),
    [
        ("severity: score", "severity: scoer", (5, 11), "field"),
        ("severity: score", "severity: shadow", (5, 11), "shadow"),
        ("severity: score", "severity: score\nshipped: true", (6, 10), "unknown-field"),
        ("severity: score", "severity: score\nwieght: 1", (6, 9), "unknown-field"),
        ("severity: score", "severity: score\nseverity: hold", (6, 1), "field"),
        ("severity: score", "severity: score\nper: quota", (6, 6), "quota"),
        ("weight: 0.5", "weight: -1", (6, 9), "field"),
        ("weight: 0.5", "weight: [1", (7, 11), "yaml"),
        ("cure: {en: Wait., zh: 等待。}\n", "", (1, 1), "missing-field"),
        ("cure: {en: Wait., zh: 等待。}", "cure: {en: Wait.}", (14, 7), "missing-field"),
        ("{reference: policy}", "{reference: polizy}", (3, 18), "law-unknown"),
        ("code: R-20-new", "code: R-20-new-and-shiny", (1, 7), "code-long"),
        ("code: R-20-new", "code: R20", (1, 7), "field"),
        ("code: R-20-new", "code: M-01", (1, 7), "rejects"),
        ("answer: TW-R20-NEW", "answer: TW-R01", (15, 9), "answer-taken"),
        ("answer: TW-R20-NEW", "answer: '1399'", (15, 9), "answer-ours"),
        ("({days} days)", "({dayz} days)", (13, 37), "placeholder"),
        ("days: merchant_days", "days: buyer_ix", (12, 9), "personal"),
        ("days: merchant_days", "days: getenv('HOME')", (12, 9), "function"),
        ("evidence:", "fields: {ebc_code: Inventory}\nevidence:", (11, 20), "field"),
        ("{merchant_days: 9,", "{merchant_dayz: 9,", (19, 43), "cell"),
        ("{merchant_days: 9,", "{merchant_days: 1,", (19, 5), "example"),
        ("{merchant_days: 9,", "{merchant_days: many,", (19, 5), "example-cell"),
        ("parameters: {most: 3}", "parameters: &a {most: 3}\nfields: *a", (8, 9), "alias"),
    ],
)
def test_a_document_that_is_not_sound_is_refused_at_its_line(
    before: str, after: str, place: tuple[int, int], code: str
) -> None:
    assert before in RULE
    found = checked(RULE.replace(before, after))
    assert found.rule is None
    assert (*place, code) in told(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "mapping"),
        ("- a\n- b", "mapping"),
        ("just words", "mapping"),
        ("\x00", "yaml"),
        ("[" * 500, "nested"),
        ("a: " + "{b: " * 500, "nested"),
        ("x" * (document.LARGEST + 1), "size"),
        ("code: !!python/object/apply:os.system ['ls']", "yaml"),
        ("code: 2026-13-45", "yaml"),
    ],
    ids=range(9),
)
def test_what_is_no_document_is_refused(text: str, code: str) -> None:
    found = checked(text)
    assert found.rule is None
    assert found.mistakes[0].code == code


def test_every_mistake_speaks_both_languages_and_says_what_to_do() -> None:
    for code, texts in WORDS.items():
        for text in texts:
            assert text.en, code
            assert any("\u4e00" <= sign <= "\u9fff" or sign == "{" for sign in text.zh), code
    assert all(one.as_json()["zh"] for one in checked("a: [").mistakes)


def test_a_rule_of_the_shipped_book_can_be_written_anew_unless_the_law_rejects() -> None:
    text = RULE.replace("R-20-new", "R-06").replace("TW-R20-NEW", "TW-R06")
    assert checked(text).errors == ()


def test_the_book_holds_a_bounded_number_of_rules() -> None:
    book = load_book()
    rule = checked(RULE).rule
    assert rule is not None
    many = [rule.model_copy(update={"code": f"R-21-{n}", "answer": f"TW-X{n}"}) for n in range(62)]
    found = check(RULE, the_law(), book.extended(many))
    assert [one.code for one in found.mistakes] == ["book"]


def test_all_shipped_conditions_pass_the_predicates_checks() -> None:
    for rule in load_book().rules:
        text = predicate.PARTS
        assert len(rule.when) <= predicate.LONGEST, text
    assert LONGEST_CODE < 20
