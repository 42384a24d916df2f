"""The engine holds no number of the law: rates, limits and thresholds come from the packs."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tidewaiter.law.loader import load
from tidewaiter.law.sources import packs

ENGINE = Path(__file__).parents[2] / "tidewaiter" / "engine"
DAYS = tuple(date(year, month, 2) for year in range(2016, 2027) for month in (1, 7))

PLAIN = frozenset(map(Decimal, ("0", "1", "2", "3", "4", "5", "6", "8", "9", "10", "-1", "1.0")))
"""Numbers that mean nothing by themselves: counts, places, decimals."""

NOT_LAW = {
    "conditions.py": {"10000": "letters of a condition at most"},
    "book/loader.py": {"16": "digits of a digest"},
    "book/rules.py": {"20": "letters of a code", "100": "the greatest weight of a rule"},
    "columns/allocated.sql": {"100000": "amounts are counted in 0.00001",
                              "100": "cents", "0.01": "a cent"},
    "columns/line_facts.sql": {"0.1": "least deviation of prices", "1000.0": "grams in a kilogram"},
    "columns/gathered.sql": {"24": "hours of a day", "72": "hours of three days",
                             "168": "hours of a week", "100000": "amounts are counted in 0.00001"},
    "columns/recalled_gathered.sql": {"0.00001": "amounts are counted in it"}
    | {str(n): "a place in a list" for n in range(7, 14)},
    "columns/linked.sql": {"0.00001": "values are counted in it"}
    | {str(n): "a place in a list" for n in range(7, 15)},
    "columns/taxes.sql": {"100000": "amounts are counted in 0.00001"},
    "columns/totals.sql": {"1000": "grams in a kilogram"},
    "duties/compile.py": {"0.5": "half of a step, for rounding"},
    "duties/reckon.py": {"100000000": "up to where sums are exact"},
    "duties/wording.py": {"100": "per cent"},
    "duties/working.py": {"0.01": "a cent, for printing a price"},
    "linking/features.py": {"30": "days that are counted"},
    "linking/features.sql": {"7": "days of a week", "30": "days that are counted"},
    "linking/keys.py": {"15": "digits of a hash", "16": "the base of those digits"},
    "linking/model.py": {"0.5": "even odds"},
    "linking/names.py": {"7": "digits of a telephone number"},
    "selection/policy.py": {
        "0.010": "a random share, policy of the office",
        "30": "days of a new merchant, policy of the office",
    },
    "situations.py": {"12": "letters of a made-up number"},
    "taxes.py": {"12": "places of a decimal"},
}  # fmt: skip
"""Numbers that happen to be numbers of the law as well, and what they are here."""

RULES = {
    "M-13-line.yaml": {"0.005": "half a cent: the sender rounds to cents"},
    "T-04.yaml": {"0.1": "tolerance of a score, policy of the office"},
    "R-01.yaml": {"0.5": "share", "20": "lines", "5": "deviations", "2": "decimals"},
    "R-02.yaml": {"0.5": "share", "4": "buyers"},
    "R-03.yaml": {"4": "buyers"},
    "R-04.yaml": {"5": "times the expected weight", "3": "decimals"},
    "R-05.yaml": {"0.2": "share", "2": "words", "24": "letters"},
    "R-06.yaml": {"30": "days that a merchant counts as new"},
    "D-01.yaml": {"16": "letters"},
    "D-02.yaml": {"0.5": "share", "30": "pieces"},
    "D-04.yaml": {"0.5": "share", "20": "lines of peers", "6": "times", "3": "decimals"},
    "D-05.yaml": {"0.2": "share", "0.25": "of the weight, or kilograms, for packing"},
    "D-06.yaml": {"8": "digits of a bar code", "12": "the same", "14": "the same", "9": "a digit"},
    "D-07.yaml": {"9": "a digit"},
    "D-08.yaml": {"0.5": "share", "2": "digits of a chapter"},
    "D-11.yaml": {"0.2": "share"},
    "I-01.yaml": {"0.2": "share", "2": "buyers"},
    "I-02.yaml": {"2": "buyers"},
    "I-03.yaml": {"3": "telephones"},
    "I-04.yaml": {"3": "names"},
    "I-05.yaml": {"4": "addresses"},
    "P-01.yaml": {"0.5": "share"},
    "S-01.yaml": {"0.5": "share", "2": "buyers"},
    "S-02.yaml": {"0.5": "share", "3": "buyers"},
    "S-03.yaml": {"0.5": "share", "4": "buyers"},
    "S-04.yaml": {"3": "merchants or platforms", "2": "buyers"},
    "S-05.yaml": {"0.5": "share", "2": "identity numbers"},
    "M-07-weight.yaml": {"0.5": "share", "0.1": "of the weight, or kilograms, for scales"},
    "M-12-tenth.yaml": {"10": "times the declared price"},
    "V-01.yaml": {"0.97": "part of a limit that is near it"},
    "V-02.yaml": {"1000": "from which a price may look round", "100": "round to"},
    "V-03.yaml": {"0.97": "part of a limit that is near it", "2": "decimals"},
    "V-04.yaml": {"50": "freight from which it is looked at"},
    "V-05.yaml": {"0.5": "share", "20": "insurance from which it is looked at", "0.1": "of value"},
    "V-06.yaml": {"4": "yuan for a kilogram"},
    "W-03.yaml": {"0.3": "share"},
}
"""Every number in the condition, evidence and parameters of a rule: thresholds of risk, which the
office sets and no law, and decimals. A limit, a rate or a quota would stand here as `:its.name`."""

TECHNICAL = {
    "checking": "how long and how deep a rule may be",
    "history": "days and parts of an archive",
    "knowledge": "digits of a digest",
    "linking": "digits of a hash, likeness of texts",
    "model": "how trees are grown, how fast an inspection is forgotten, bounds of statistics",
    "runners": "memory, threads and rows",
    "screening": "likeness of names, lengths of texts, places in a list",
}
"""Folders in which nothing is reckoned that a law sets, and what their numbers are."""

_SQL_NUMBER = re.compile(r"(?<![\w.:'])(\d+(?:\.\d+)?)(?![\w.'])")
_TYPE = re.compile(r"DECIMAL\(\d+,\d+\)")


def numbers_of_the_law() -> set[Decimal]:
    """Every amount, rate, limit, count and length of time that any pack ever said."""
    found: set[Decimal] = set()
    for name in packs():
        for day in DAYS:
            law = load(name).on(day)
            said = [value.value for value in law.values.values()]
            said += [clock.duration.count for clock in law.timers.values() if clock.duration]
            found |= {Decimal(one) for one in said
                      if isinstance(one, Decimal | int) and not isinstance(one, bool)}  # fmt: skip
            for line in law.tariff:
                found |= {line.duty_rate, line.vat_rate, line.consumption_rate}
    return found - PLAIN


def numbers_in(path: Path) -> Iterator[str]:
    """The numbers that stand in a file of SQL or Python, types apart."""
    text = path.read_text("utf-8")
    if path.suffix == ".sql":
        body = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
        yield from _SQL_NUMBER.findall(_TYPE.sub("", body))
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
            continue
        text_of_number = isinstance(node.value, str) and re.fullmatch(r"-?\d+\.\d+", node.value)
        if isinstance(node.value, int | float) or text_of_number:
            yield str(node.value)


def numbers_of_rule(path: Path) -> set[str]:
    """The numbers by which a rule of the book judges; its name, examples and weight left out."""
    rule = yaml.safe_load(path.read_text("utf-8"))
    judged = [rule.get(part, "") for part in ("when", "evidence", "parameters", "share")]
    return set(_SQL_NUMBER.findall(" ".join(map(str, judged)))) - {"0", "1"}


BOOK = sorted((ENGINE / "book").rglob("*.yaml"))
FILES = sorted(
    path
    for path in ENGINE.rglob("*")
    if path.suffix in {".sql", ".py"} and path.relative_to(ENGINE).parts[0] not in TECHNICAL
)


@pytest.fixture(scope="module")
def known() -> set[Decimal]:
    return numbers_of_the_law()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_engine_holds_no_number_of_the_law(path: Path, known: set[Decimal]) -> None:
    name = path.relative_to(ENGINE).as_posix()
    excused = set(NOT_LAW.get(name, ()))
    found = {one for one in numbers_in(path) if Decimal(one) in known} - excused
    assert found == set(), f"{name} holds {found}; take it from the law pack"


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.sql", "SELECT value <= 5000 AS ok, 0.70 AS share"), ("a.py", "LIMIT = 5000\nS = '0.70'")],
)
def test_a_number_of_the_law_would_be_noticed(
    name: str, text: str, known: set[Decimal], tmp_path: Path
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert {one for one in numbers_in(tmp_path / name) if Decimal(one) in known} == {"5000", "0.70"}


@pytest.mark.parametrize("path", BOOK, ids=lambda path: path.stem)
def test_a_rule_of_the_book_judges_by_no_number_of_its_own_but_those_explained(path: Path) -> None:
    assert numbers_of_rule(path) == set(RULES.get(path.name, ()))


def test_the_printed_arithmetic_has_no_number_but_names_of_values() -> None:
    text = (ENGINE / "duties" / "working.yaml").read_text("utf-8")
    for step in yaml.safe_load(text)["steps"]:
        formula = str(step.get("formula", "")) + str(step.get("values", ""))
        assert not re.search(r"\d", formula.replace("limit", "")), step["id"]


def test_no_explained_rule_is_left_over() -> None:
    assert set(RULES) <= {path.name for path in BOOK}


def test_a_number_of_the_law_in_a_rule_would_be_noticed(tmp_path: Path) -> None:
    rule = tmp_path / "T-99.yaml"
    rule.write_text("when: dutiable_value > 5000 AND vat <> 0.13\nparameters: {n: 3}\n", "utf-8")
    assert numbers_of_rule(rule) == {"5000", "0.13", "3"}
