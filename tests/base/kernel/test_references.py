import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from tidewaiter.base.kernel.references import Reference, check, issue
from tidewaiter.base.kernel.refusals import Refusal

KINDS = st.from_regex(r"[A-Z]{1,8}", fullmatch=True)
SERIALS = st.integers(1, 10**12 - 1)
YEARS = st.integers(1000, 9999)


@given(KINDS, SERIALS, YEARS)
def test_a_reference_reads_back_as_what_it_names(kind, serial, year):
    assert check(issue(kind, serial, year)) == Reference(kind, year, serial)


@given(KINDS, SERIALS, YEARS)
def test_the_check_character_is_that_of_the_standard(kind, serial, year):
    assert mod_37_36.is_valid(issue(kind, serial, year).replace("-", ""))


@given(KINDS, SERIALS, YEARS, st.data())
def test_one_wrong_character_is_found(kind, serial, year, data):
    right = issue(kind, serial, year)
    place = data.draw(st.sampled_from([i for i in range(3, len(right)) if right[i] != "-"]))
    wrong = data.draw(st.sampled_from("0123456789ABCDEFGHJKMNPQRSTUVWXYZ"))
    misspelt = right[:place] + wrong + right[place + 1 :]
    if misspelt != right:
        with pytest.raises(Refusal, match="reference"):
            check(misspelt)


def test_small_letters_blanks_and_the_letter_o_are_forgiven():
    right = issue("CASE", 123, 2026)
    assert right.startswith("TW-CASE-2026-000123-")
    assert check(" " + right.lower().replace("-2026-", " -2o26- ")) == check(right)


def test_a_reference_prints_as_it_was_issued():
    assert str(Reference("CASE", 2026, 7)) == issue("CASE", 7, 2026)


@pytest.mark.parametrize("text", ["", "TW", "hello", "TW-CASE-2026-000123", "TW--2026-000123-A"])
def test_what_is_no_reference_is_refused_with_an_example(text):
    with pytest.raises(Refusal) as caught:
        check(text)
    assert "TW-CASE" in caught.value.render("en")["cure"]


@pytest.mark.parametrize(("kind", "serial", "year"), [("c", 1, 2026), ("C", 0, 2026), ("C", 1, 26)])
def test_what_cannot_be_a_reference_is_never_issued(kind, serial, year):
    with pytest.raises(ValueError):
        issue(kind, serial, year)
