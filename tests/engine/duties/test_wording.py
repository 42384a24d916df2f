"""Every name of the printed arithmetic is said in both languages, and no letter unexplained."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
import yaml

from tidewaiter.engine.duties.wording import SOURCE, figure, formula_in, label_in, words

SPEC = yaml.safe_load(SOURCE.read_text("utf-8"))
LATIN = re.compile(r"[A-Za-z]{2,}")
OF_LINES = {"V", "quantity", "threshold", "d", "s", "c", "v", "t"}
"""Names that the program puts beside the lines of a parcel to China."""


def formulas() -> Iterator[str]:
    yield "amount × rate of exchange"
    for step in [*SPEC["steps"], *SPEC["line_steps"]]:
        if "formula" in step:
            yield step["formula"]


def names() -> set[str]:
    found = {name for step in SPEC["steps"] for name in step.get("values", {})}
    return found | OF_LINES | {"rate of exchange"}


@pytest.mark.parametrize("formula", sorted(set(formulas())))
def test_a_formula_in_chinese_has_no_english_word_and_the_same_signs(formula: str) -> None:
    chinese = formula_in("zh-hans", formula)
    assert LATIN.findall(chinese) == []
    signs = r"[^\w\s一-鿿，-]"
    assert re.findall(signs, chinese) == re.findall(signs, formula)
    assert formula_in("en", formula) == formula


def test_every_value_has_its_name_in_both_languages() -> None:
    for name in names():
        assert re.search("[一-鿿]", label_in("zh", name)), name
        assert label_in("en", name)


def test_no_word_is_left_over() -> None:
    used = " ".join([*formulas(), *names()])
    assert [name for name in words() if not re.search(rf"\b{re.escape(name)}\b", used)] == []


def test_a_letter_says_what_it_stands_for() -> None:
    assert label_in("en", "t") == "t (share of the other taxes that is levied)"
    assert label_in("zh-hans", "t") == "t（其他税款计征比例）"


def test_shares_are_shown_in_per_cent_and_amounts_are_not() -> None:
    assert figure("v", Decimal("0.13")) == "13 %"
    assert figure("t", Decimal("0.70")) == "70 %"
    assert figure("limit", Decimal(5000)) == Decimal(5000)
