import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.privacy import normalise

EVERY = [normalise.identity_number, normalise.phone, normalise.name, normalise.address]
PHONE_LIKE = st.text(st.sampled_from("+086139-() 转x#"), max_size=20)


@pytest.mark.parametrize("normal", EVERY)
@given(text=st.text(max_size=40) | PHONE_LIKE)
def test_a_normal_spelling_is_its_own_normal_spelling(normal, text):
    once = normal(text)
    assert normal(once) == once


@pytest.mark.parametrize("normal", EVERY)
@given(text=st.text(max_size=40), before=st.sampled_from([" ", "\t", "\u3000"]))
def test_blanks_around_a_value_do_not_count(normal, text, before):
    assert normal(before + text + before) == normal(text)


@pytest.mark.parametrize("normal", EVERY)
@pytest.mark.parametrize("text", ["", "   ", "\u3000", "--", "·"])
def test_a_value_of_which_nothing_remains_is_empty(normal, text):
    assert normal(text) == ""


@pytest.mark.parametrize(
    "text",
    ["11010519491231002X", "11010519491231002x", "110105 19491231 002X", "110105-19491231-002x",
     "11010519491231002X", "\ufeff11010519491231002X"],
)  # fmt: skip
def test_an_identity_number_has_one_spelling(text):
    assert normalise.identity_number(text) == "11010519491231002X"


@pytest.mark.parametrize(
    "text",
    ["13800138000", "+8613800138000", "+86 138-0013-8000", "008613800138000", "8613800138000",
     "(86) 138 0013 8000", "13800138000", "+86 (0)13800138000", " 138 0013 8000转8"],
)  # fmt: skip
def test_a_mobile_number_has_one_spelling(text):
    assert normalise.phone(text) == "13800138000"


@pytest.mark.parametrize("text", ["010-65194114", "(010) 65194114", "+86 10 6519 4114"])
def test_a_fixed_line_number_has_one_spelling(text):
    assert normalise.phone(text) == "1065194114"


@pytest.mark.parametrize("text", ["+44 20 7946 0000", "0044 20 7946 0000"])
def test_a_number_abroad_keeps_its_country(text):
    assert normalise.phone(text) == "+442079460000"


def test_two_people_abroad_and_at_home_are_not_confused():
    assert normalise.phone("+1 3800138000") != normalise.phone("13800138000")


@pytest.mark.parametrize("text", ["阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉 买买提"])
def test_a_name_with_a_dot_has_one_spelling(text):
    assert normalise.name(text) == "阿卜杜拉买买提"


@pytest.mark.parametrize("text", ["Jean-Luc MÜLLER", "jean luc müller", "Jean‐Luc Müller"])
def test_a_latin_name_has_one_spelling(text):
    assert normalise.name(text) == "jeanlucmüller"


def test_different_names_stay_different():
    assert normalise.name("张伟") != normalise.name("张玮")


@pytest.mark.parametrize(
    "text", ["北京市朝阳区建国路88号,A座1203", "北京市 朝阳区 建国路88号 A座 1203"]
)
def test_an_address_has_one_spelling(text):
    assert normalise.address(text) == "北京市朝阳区建国路88号a座1203"
