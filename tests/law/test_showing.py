"""The shell shows what the law says in words, in both languages."""

import json
from datetime import date

import pytest

from tidewaiter.law.check.report import summary
from tidewaiter.law.loader import Unknown, load
from tidewaiter.law.show.entries import history, names, show
from tidewaiter.law.show.report import report
from tidewaiter.law.show.text import text

LAW = load("cn").on(date(2026, 3, 2))


@pytest.mark.parametrize(
    "name",
    ["cbec.limit.single", "sugar", "apply-return", "3304990029", "unit/035", "cgs-2018-49"],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_everything_with_a_name_can_be_shown(name: str, language: str) -> None:
    shown = show(LAW, name)
    assert json.loads(json.dumps(shown)) == shown
    assert text(shown, language).count("\n") >= 1


def test_a_value_is_shown_with_its_text_and_address() -> None:
    lines = text(show(LAW, "cbec.limit.single"))
    assert "value: 5000" in lines
    assert "财关税〔2018〕49号, art. 1 (2018-11-29)" in lines
    assert "http://" in lines
    assert "not verified" not in lines


def test_what_was_not_verified_says_so() -> None:
    assert "not verified" in text(show(LAW, "match.deadline_hours"))
    assert "未经核实" in text(show(LAW, "3304990029"), "zh")


def test_an_unknown_name_is_answered_with_near_ones() -> None:
    with pytest.raises(Unknown, match=r"Did you mean cbec\.limit\.single"):
        show(LAW, "cbec.limit.singel")


def test_the_history_of_a_value_can_be_shown() -> None:
    told = history(load("cn"), "cbec.limit.annual")
    assert [entry["value"] for entry in told] == ["20000", "26000"]


def test_every_name_that_is_listed_can_be_shown() -> None:
    for name in names(LAW):
        assert text(show(LAW, name), "zh")


def test_the_report_ends_with_the_counts() -> None:
    assert "0 errors" in report(summary("cn")).splitlines()[-1]
