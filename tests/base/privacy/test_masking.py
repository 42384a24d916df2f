import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.privacy.masking import (
    mask_address,
    mask_identity_number,
    mask_name,
    mask_phone,
)

EVERY = [mask_name, mask_phone, mask_identity_number, mask_address]


@pytest.mark.parametrize("mask", EVERY)
@given(text=st.text(st.characters(exclude_characters="*", categories=["L", "N"]), min_size=1))
def test_a_mask_hides_at_least_half_of_a_word(mask, text):
    masked = mask(text)
    assert masked != text
    assert "*" in masked


@pytest.mark.parametrize("mask", EVERY)
def test_nothing_is_masked_as_nothing(mask):
    assert mask("") == ""


@pytest.mark.parametrize(
    ("text", "masked"),
    [("张三丰", "张**"), ("张三", "张*"), ("张", "*"), ("John Smith", "J*** S****")],
)
def test_a_name_keeps_its_first_letters(text, masked):
    assert mask_name(text) == masked


@given(st.from_regex(r"1[0-9]{10}", fullmatch=True))
def test_a_masked_telephone_does_not_open_the_public_page(number):
    assert mask_phone(number)[:3] == number[:3]
    assert mask_phone(number)[-4:-2] == "**"


def test_an_identity_number_keeps_its_province_and_its_end():
    assert mask_identity_number("110105 19491231 002X") == "11**************2X"


def test_a_short_number_shows_no_end():
    assert mask_identity_number("A12345") == "A1****"
    assert mask_phone("1234") == "12**"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("北京市朝阳区建国路88号A座1203", "北京市******"),
        ("浙江省杭州市西湖区文三路1号", "浙江省杭州市******"),
        ("广西壮族自治区南宁市青秀区民族大道1号", "广西壮族自治区南宁市******"),
        ("12 Main Street, Springfield", "12******"),
        ("北京市", "北京******"),
    ],
)
def test_an_address_keeps_its_city_and_hides_how_long_the_rest_is(text, masked):
    assert mask_address(text) == masked
