"""An address is the same whatever its spelling, script and format; another one is another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.engine.linking.addresses import Address, parse_address
from tidewaiter.engine.linking.areas import countries, country

FLAT = Address("", "hangzhou", "yunqi", "chaosheng road", "caosen", "88", "3-2-1201", "1201")


@pytest.mark.parametrize(
    "spelt",
    [
        "浙江省杭州市云栖新区潮声路88号3幢2单元1201室",
        "杭州市云栖新区潮声路88号3-2-1201",
        "浙江 杭州 云栖新区 潮声路 88 号 3号楼 2单元 1201",
        "中国浙江省杭州市云栖新区潮声路８８号３栋２单元１２０１室",
        "浙江省杭州市云栖新区潮聲路八十八号三幢二单元1201室",
        "Rm 1201, Unit 2, Bldg 3, No. 88 Chaosheng Rd., Yunqi New District, Hangzhou, China",
        "3-2-1201, 88 Chaosheng Road, Yunqi District, HANGZHOU",
        "Hangzhou Shi, Yunqi Xinqu, Chaosheng Lu 88 Hao, 3 Zhuang 2 Danyuan 1201 Shi",
    ],
)
def test_one_flat_has_one_form_in_any_spelling(spelt: str) -> None:
    assert parse_address(spelt) == FLAT


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ("浙江省杭州市云栖新区潮声路88号3幢2单元1202室", "unit"),
        ("浙江省杭州市云栖新区潮声路89号3幢2单元1201室", "house"),
        ("浙江省杭州市云栖新区潮影路88号3幢2单元1201室", "street"),
        ("浙江省杭州市云栖新区潮声街88号3幢2单元1201室", "street"),
        ("浙江省宁波市云栖新区潮声路88号3幢2单元1201室", "area"),
        ("浙江省杭州市望海新区潮声路88号3幢2单元1201室", "district"),
    ],
)
def test_another_address_differs_where_it_is_another(other: str, field: str) -> None:
    assert getattr(parse_address(other), field) != getattr(FLAT, field)


@pytest.mark.parametrize(
    ("text", "code", "field", "value"),
    [
        ("310000 浙江省杭州市云栖新区潮声路88号", "CN", "postcode", "310000"),
        ("北京市北京市朝阳区长安街1号", "CN", "area", "beijing"),
        ("上海市上海路5号", "CN", "street", "shanghai road"),
        ("苏州星港新区帆影巷12号", "CN", "area", "suzhou"),
        (
            "1600 Amphitheatre Ave, Suite 12, Mountain View, CA 94043, USA",
            "US",
            "postcode",
            "94043",
        ),
        ("12 Harbour Street, Dublin 2", "IE", "house", "12"),
        ("1-2-3 Ginza, Chuo-ku, Tokyo 104-0061", "JP", "postcode", "104-0061"),
    ],
)
def test_parts_are_found_by_the_format_of_the_country(
    text: str, code: str, field: str, value: str
) -> None:
    assert getattr(parse_address(text, code), field) == value


def test_a_street_named_like_its_city_keeps_its_name() -> None:
    assert parse_address("北京市北京路5号").street == "beijing road"


def test_every_country_s_format_can_be_read() -> None:
    assert len(countries()) > 240
    assert all(country(code).code == code for code in countries())
    assert country("CN").descending
    assert not country("US").descending


@given(st.text(max_size=300), st.sampled_from(["CN", "US", "JP", "BR"]))
def test_no_text_breaks_it(text: str, code: str) -> None:
    parse_address(text, code)
