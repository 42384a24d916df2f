"""The numbers that customs gives a declaration."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.intake.rules.numbers import customs_numbers, number_in

NOON = datetime(2026, 6, 1, 12)


def test_a_declaration_gets_a_pre_entry_number_and_a_list_number_of_eighteen_characters() -> None:
    assert customs_numbers(4711, NOON, "2244") == ("B20260601000004711", "22442026I000004711")
    assert {len(number) for number in customs_numbers(1, NOON, "2244")} == {18}


@given(st.integers(min_value=1, max_value=10**9 - 1))
def test_the_list_number_leads_back_to_the_declaration(number: int) -> None:
    assert number_in(customs_numbers(number, NOON, "2244")[1]) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22442026I00000471",
        "22442026I0000047111",
        "22442026E000004711",
        "2244-026I000004711",
        "２２４４2026I00000471",
        "22442026I000004711\n",
        "' OR 1=1 --",
    ],
)
def test_what_has_not_the_shape_of_a_list_number_leads_nowhere(text: str) -> None:
    assert number_in(text) is None
