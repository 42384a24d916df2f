from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.kernel.money import Rounding, quantise

AMOUNTS = st.decimals(-(10**14), 10**14, places=5)


@pytest.mark.parametrize(
    ("value", "rounding", "rounded"),
    [
        ("0.005", Rounding.HALF_UP, "0.01"),
        ("-0.005", Rounding.HALF_UP, "-0.01"),
        ("0.005", Rounding.HALF_EVEN, "0.00"),
        ("0.015", Rounding.HALF_EVEN, "0.02"),
        ("0.019", Rounding.DOWN, "0.01"),
        ("-0.019", Rounding.DOWN, "-0.01"),
        ("0.011", Rounding.UP, "0.02"),
        ("9.1", Rounding.HALF_UP, "9.10"),
    ],
)
def test_each_rounding_does_what_its_name_says(value, rounding, rounded):
    assert str(quantise(Decimal(value), rounding=rounding)) == rounded


def test_a_step_may_be_more_than_a_cent():
    assert quantise(Decimal("12.34"), step=Decimal("0.05")) == Decimal("12.35")
    assert quantise(Decimal("1250"), step=Decimal("100")) == Decimal("1300")


@given(AMOUNTS, st.sampled_from(Rounding))
def test_rounding_twice_changes_nothing(value, rounding):
    once = quantise(value, rounding=rounding)
    assert quantise(once, rounding=rounding) == once


@given(AMOUNTS, st.sampled_from(Rounding))
def test_rounding_moves_an_amount_by_less_than_a_step(value, rounding):
    assert abs(quantise(value, rounding=rounding) - value) < Decimal("0.01")


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_what_is_not_a_number_is_not_rounded(value):
    with pytest.raises(ValueError):
        quantise(Decimal(value))
