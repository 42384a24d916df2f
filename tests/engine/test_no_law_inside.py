"""The engine holds no number of the law: rates, limits and thresholds come from the packs."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tidewaiter.law.loader import load
from tidewaiter.law.sources import packs

ENGINE = Path(__file__).parents[2] / "tidewaiter" / "engine"
DAYS = tuple(date(year, month, 2) for year in range(2016, 2027) for month in (1, 7))

PLAIN = frozenset(map(Decimal, ("0", "1", "2", "3", "4", "5", "6", "8", "9", "10", "-1", "1.0")))
"""Numbers that mean nothing by themselves: counts, places, decimals."""

NOT_LAW = {
    "book/rules.py": {"20"},  # weight of a rule at most
    "columns/allocated.sql": {"100000"},  # amounts are counted in 0.00001
    "columns/line_facts.sql": {"0.1", "1000.0"},  # least deviation of prices, grams in a kilogram
    "columns/recalled_linked.sql": {"15", "20", "22"},  # places in a list
    "columns/totals.sql": {"1000"},  # grams in a kilogram
    "columns/taxes.sql": {"100000"},  # amounts are counted in 0.00001
    "duties/reckon.py": {"100000000"},  # up to where sums are exact
    "duties/summed.sql": {"100000"},  # amounts are counted in 0.00001
    "linking/clusters.py": {"15"},  # digits of a hash
    "linking/keys.py": {"15"},  # digits of a hash
}
"""Numbers that happen to be numbers of the law as well, and what they are."""

_SQL_NUMBER = re.compile(r"(?<![\w.:'])(\d+(?:\.\d+)?)(?![\w.'])")
_TYPE = re.compile(r"DECIMAL\(\d+,\d+\)")


def numbers_of_the_law() -> set[Decimal]:
    """Every amount, rate, limit and threshold of money or goods that any pack ever said."""
    found: set[Decimal] = set()
    for name in packs():
        for day in DAYS:
            law = load(name).on(day)
            values = [value.value for value in law.values.values() if _of_trade(value.unit)]
            found |= {Decimal(one) for one in values
                      if isinstance(one, Decimal | int) and not isinstance(one, bool)}  # fmt: skip
    return found - PLAIN


def _of_trade(unit: str) -> bool:
    """Whether a value is money or a rate, or a quantity that a person may buy."""
    return unit == "share" or unit.isdigit() or re.match(r"[A-Z]{3}(/|$)", unit) is not None


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


FILES = sorted(path for path in ENGINE.rglob("*") if path.suffix in {".sql", ".py"})


@pytest.fixture(scope="module")
def known() -> set[Decimal]:
    return numbers_of_the_law()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ENGINE).as_posix())
def test_the_engine_holds_no_number_of_the_law(path: Path, known: set[Decimal]) -> None:
    name = path.relative_to(ENGINE).as_posix()
    excused = NOT_LAW.get(name, set())
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
