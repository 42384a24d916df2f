"""The five answers of a rule: fired, not fired, not applicable, could not run, snoozed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.engine.makers import MERCHANT, Rows, a_line, a_parcel, documents, the_law, together
from tests.engine.test_book import RULE
from tidewaiter.engine.answers import Answer, answers
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import Book, load_book, read_rule
from tidewaiter.engine.book.rules import Grain, Rule, Severity
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.frames import FRAMES, Documents
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy

NOTHING = Policy(random={}, scores={})
EVERY = "dutiable_value > 0"


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


def a_rule(when: str = EVERY, *, severity: str = "hold", **fields: Any) -> Rule:
    acts = {"hold": "severity: hold\nlane: hold", "reject": "severity: reject",
            "score": "severity: score\nweight: 0.5"}[severity]  # fmt: skip
    text = RULE.replace("severity: score\nweight: 0.5", acts).replace("merchant_days < 3", when)
    rule = read_rule(text)
    return rule.model_copy(update=fields)


def book(*rules: Rule) -> Book:
    return load_book().extended(rules)


def decide(rows: Rows, rules: Book, assessor: Assessor) -> Decisions:
    return assess(documents(rows), the_law(), rules, seed="tide", policy=NOTHING, assessor=assessor)


def lanes(decided: Decisions) -> list[str | None]:
    return decided.decisions.column("lane").to_pylist()


def codes(decided: Decisions, number: int = 1) -> list[str]:
    """The reasons that rules of these tests give a parcel."""
    rows = [row for row in decided.reasons.to_pylist() if row["declaration_id"] == number]
    return [row["code"] for row in rows if row["code"].startswith("R-9")]


def snoozes(code: str, subject: str, value: str) -> list[dict[str, Any]]:
    return [{"code": code, "subject": subject, "value": value}]


@pytest.mark.parametrize("severity", ["hold", "reject"])
def test_no_parcel_is_released_where_a_mandatory_check_could_not_run(
    assessor: Assessor, severity: str
) -> None:
    rules = book(a_rule("identity_agrees = false", severity=severity, needs=("identity_agrees",)))
    decided = decide(together(a_parcel()), rules, assessor)
    assert lanes(decided) == ["documents"]
    assert codes(decided) == ["R-99?"]
    row = a_parcel()["declarations"][0]
    answer = [{"buyer_ix": row["buyer_ix"], "name_ix": row["buyer_name_ix"], "agrees": True}]
    decided = decide(together(a_parcel(), identity=answer), rules, assessor)
    assert (lanes(decided), codes(decided)) == (["release"], [])


def test_a_check_that_could_not_run_rejects_nothing_and_hides_no_rejection(
    assessor: Assessor,
) -> None:
    rules = book(a_rule("identity_agrees = false", needs=("identity_agrees",)))
    parcel = a_parcel()
    parcel["payments"][0]["amount_paid"] = Decimal(1)
    decided = decide(together(parcel), rules, assessor)
    assert decided.decisions["outcome"].to_pylist() == ["rejected"]
    assert "R-99?" not in codes(decided)


@pytest.mark.parametrize(
    ("severity", "mandatory", "companion"),
    [("hold", None, True), ("reject", None, True), ("score", None, False), ("score", True, True),
     ("hold", False, False)],
)  # fmt: skip
def test_rules_that_act_are_mandatory_unless_they_say_otherwise(
    severity: str, mandatory: bool | None, companion: bool
) -> None:
    rule = a_rule(severity=severity, needs=("identity_agrees",), mandatory=mandatory)
    assert (rule.unknown() is not None) is companion


def test_a_rule_is_asked_only_of_what_it_is_meant_for(assessor: Assessor) -> None:
    rule = a_rule("identity_agrees = false", needs=("identity_agrees",), applies="pack_no > 100")
    assert lanes(decide(together(a_parcel()), book(rule), assessor)) == ["release"]


def test_a_line_whose_check_could_not_run_keeps_the_parcel(assessor: Assessor) -> None:
    rule = a_rule("peer_n > 5", needs=("peer_n",), per=Grain.LINE)
    decided = decide(together(a_parcel(lines=[a_line(), a_line()])), book(rule), assessor)
    assert lanes(decided) == ["documents"]
    assert "R-99?" in codes(decided)


def test_the_common_path_pays_nothing_for_rules_that_are_quiet() -> None:
    program = compile_program(the_law(), book(a_rule()), NOTHING, seed="x")
    assert "quieted" not in program.alone + program.crowded
    assert "snoozes" not in program.alone + program.crowded
    quiet = compile_program(the_law(), book(a_rule()), NOTHING, seed="x", quiet=frozenset({"R-99"}))
    assert "quieted" in quiet.alone


@pytest.mark.parametrize(
    ("subject", "column"),
    [("merchant", "ebc_code"), ("platform", "ebp_code"), ("declarant", "agent_code"),
     ("carrier", "logistics_code"), ("buyer", "buyer_ix"), ("phone", "buyer_phone_ix"),
     ("address", "address_ix")],
)  # fmt: skip
def test_a_quiet_rule_is_told_and_has_no_effect(
    assessor: Assessor, subject: str, column: str
) -> None:
    parcel = a_parcel()
    value = parcel["declarations"][0][column]
    kept = snoozes("R-99", subject, value)
    decided = decide(together(parcel, snoozes=kept), book(a_rule()), assessor)
    assert (lanes(decided), codes(decided)) == (["release"], ["R-99!"])
    assert decided.decisions["score"].to_pylist() == [0]
    other = snoozes("R-99", "carrier" if subject != "carrier" else "buyer", value)
    decided = decide(together(parcel, snoozes=other), book(a_rule()), assessor)
    assert (lanes(decided), codes(decided)) == (["hold"], ["R-99"])


def test_a_rule_is_quiet_about_one_and_heard_about_the_other(assessor: Assessor) -> None:
    both = together(
        a_parcel(1, buyer="ann"), a_parcel(2, buyer="bob"), snoozes=snoozes("R-99", "buyer", "ann")
    )
    decided = decide(both, book(a_rule()), assessor)
    assert lanes(decided) == ["release", "hold"]
    assert (codes(decided, 1), codes(decided, 2)) == (["R-99!"], ["R-99"])


def test_a_rule_about_lines_can_be_quiet_too(assessor: Assessor) -> None:
    rule = a_rule("total_price > 0", per=Grain.LINE)
    rows = together(a_parcel(), snoozes=snoozes("R-99", "merchant", MERCHANT))
    decided = decide(rows, book(rule), assessor)
    assert (lanes(decided), set(codes(decided))) == (["release"], {"R-99!"})


def test_what_rejects_is_quiet_about_nobody(assessor: Assessor) -> None:
    rows = together(a_parcel(), snoozes=snoozes("R-99", "merchant", MERCHANT))
    decided = decide(rows, book(a_rule(severity="reject")), assessor)
    assert decided.decisions["outcome"].to_pylist() == ["rejected"]
    assert codes(decided) == ["R-99"]


def again(rows: Rows, decided: Decisions, rules: Book, assessor: Assessor) -> Decisions:
    tables = dict(documents(rows))
    tables["recalled"] = decided.decisions.select(["declaration_id", "context"])
    tables["snoozes"] = FRAMES["snoozes"].schema.empty_table()
    return assess(
        Documents(tables), the_law(), rules, seed="tide", policy=NOTHING, assessor=assessor
    )


def test_a_decision_with_a_quiet_rule_is_made_again_when_the_rule_speaks_again(
    assessor: Assessor,
) -> None:
    rules = book(a_rule())
    both = together(
        a_parcel(1, buyer="ann"), a_parcel(2, buyer="bob"), snoozes=snoozes("R-99", "buyer", "ann")
    )
    first = decide(both, rules, assessor)
    second = again(both, first, rules, assessor)
    assert second.decisions.equals(first.decisions)
    assert second.reasons.equals(first.reasons)


def test_a_snooze_of_nobody_here_leaves_the_decision_as_it_was(assessor: Assessor) -> None:
    without = decide(together(a_parcel()), book(a_rule()), assessor)
    elsewhere = together(a_parcel(), snoozes=snoozes("R-99", "buyer", "somebody else"))
    assert decide(elsewhere, book(a_rule()), assessor).decisions.equals(without.decisions)


@pytest.mark.parametrize(
    "condition",
    [
        "ln(dutiable_value - 1000000) > 1",
        "line_count * line_count * line_count * 9999 * line_count * merchant_days > 5",
        "dutiable_value * dutiable_value * dutiable_value * dutiable_value > 3",
        "CAST(ebc_code AS INTEGER) > 3",
        "ln(CAST(ebc_code AS DOUBLE)) * ln(merchant_days) > 3",
    ],
)
def test_a_rule_of_the_office_cannot_fail_and_stop_the_batch(
    assessor: Assessor, condition: str
) -> None:
    decided = decide(together(a_parcel()), book(a_rule(condition)), assessor)
    assert decided.decisions["outcome"].to_pylist() == ["accepted"]


def test_a_product_of_columns_is_still_a_product(assessor: Assessor) -> None:
    twice = a_rule("dutiable_value * line_count > 99.5 AND dutiable_value * line_count < 100.5")
    assert lanes(decide(together(a_parcel()), book(twice), assessor)) == ["hold"]


def asked(rules: Book, *, snoozed: frozenset[str] = frozenset(), **context: Any) -> dict[str, str]:
    rows = together(a_parcel(), **context)
    with_context = assess(documents(rows), the_law(), load_book(), seed="tide", policy=NOTHING)
    tables = {**documents(rows)}
    tables["recalled"] = with_context.decisions.select(["declaration_id", "context"])
    found = answers(Documents(tables), the_law(), rules, snoozed=snoozed)
    return {one.rule.code: one.answer for one in found}


def test_each_rule_gives_one_of_five_answers() -> None:
    rules = book(
        a_rule(code="R-91"),
        a_rule("dutiable_value > 100000", code="R-92"),
        a_rule("identity_agrees = false", code="R-93"),
        a_rule("identity_agrees = false", code="R-94", needs=("identity_agrees",)),
        a_rule(code="R-95"),
        a_rule(code="R-96", applies="pack_no > 100"),
    )
    said = asked(rules, snoozed=frozenset({"R-95"}))
    assert [said[f"R-9{number}"] for number in range(1, 7)] == [
        Answer.FIRED, Answer.NOT_FIRED, Answer.NOT_APPLICABLE, Answer.COULD_NOT_RUN,
        Answer.SNOOZED, Answer.NOT_APPLICABLE,
    ]  # fmt: skip
    assert said["M-01"] is Answer.NOT_FIRED
    assert said["R-01"] is Answer.NOT_APPLICABLE


def test_the_answers_agree_with_the_decision() -> None:
    rows = together(a_parcel())
    rows["payments"][0]["amount_paid"] = Decimal(1)
    decided = assess(documents(rows), the_law(), load_book(), seed="tide", policy=NOTHING)
    tables = {**documents(rows)}
    tables["recalled"] = decided.decisions.select(["declaration_id", "context"])
    found = answers(Documents(tables), the_law(), load_book())
    fired = {
        one.rule.code
        for one in found
        if one.answer is Answer.FIRED and one.rule.severity is Severity.REJECT
    }
    assert fired == set(decided.reasons.column("code").to_pylist()) != set()
