"""Names of persons meet across script and order, names of firms across legal forms and trades."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.engine.linking.names import firm_name, host, person_name, phone_tail
from tidewaiter.engine.linking.tokens import (
    FIELDS,
    NOTHING,
    WIDTH,
    normal_forms,
    packed,
    unpacked,
)


@pytest.mark.parametrize("spelt", ["Wang Xiaoming", "XIAO-MING WANG", "wang xiao ming", "王 小明"])
def test_a_person_s_name_is_one_in_any_order_and_script(spelt: str) -> None:
    assert person_name(spelt) == person_name("王小明")


def test_a_surname_is_read_as_one() -> None:
    assert person_name("曾雨").spelt == person_name("Zeng Yu").spelt


def test_sounds_that_are_confused_count_as_one_and_others_do_not() -> None:
    assert person_name("Chen Lin").spelt != person_name("Cheng Ling").spelt
    assert person_name("Chen Lin").heard == person_name("Cheng Ling").heard
    assert person_name("Chen Lin").heard != person_name("Zhao Min").heard


@pytest.mark.parametrize(
    "spelt",
    [
        "青屿国际贸易有限公司",
        "Qingyu International Trading Co., Ltd.",
        "QINGYU INTERNATIONAL TRADING LIMITED",
        "QING YU GUOJI MAOYI YOUXIAN GONGSI",
        "青屿国际贸易（香港）有限公司".replace("（香港）", ""),
    ],
)
def test_a_firm_s_own_name_is_what_legal_form_and_trade_leave(spelt: str) -> None:
    assert firm_name(spelt) == ("qingyu", "internationaltrade")


def test_a_name_of_nothing_but_common_words_is_its_own() -> None:
    assert firm_name("国际贸易有限公司").own != ""


@pytest.mark.parametrize(
    ("text", "tail"),
    [("15412345678", "12345678"), ("+86 154-1234-5678", "12345678"),
     ("0571-87654321转3", "87654321"),
     ("12", ""), ("", "")],
)  # fmt: skip
def test_of_a_telephone_the_last_eight_digits_count(text: str, tail: str) -> None:
    assert phone_tail(text) == tail


def test_of_a_web_address_the_host_counts() -> None:
    assert host("https://www.Qingyu.example/shop?x=1") == host("m.qingyu.example") != ""


@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=90))
def test_tokens_come_out_as_they_went_in(name: str, phone: str, address: str) -> None:
    forms = normal_forms(name, phone, address)
    assert len(forms) == len(FIELDS)
    tokens = packed(forms, lambda field, text: f"{FIELDS.index(field):08d}".encode())
    assert len(tokens) == WIDTH * len(FIELDS)
    told = unpacked(tokens)
    assert [value is None for value in told] == [not text for text in forms]


def test_an_order_from_before_there_were_tokens_has_none() -> None:
    assert unpacked(b"") == (None,) * len(FIELDS)
    assert unpacked(NOTHING * len(FIELDS)) == (None,) * len(FIELDS)


def test_no_number_of_a_house_or_room_is_a_token_by_itself() -> None:
    forms = dict(
        zip(FIELDS, normal_forms("", "", "杭州市云栖新区潮声路88号3幢2单元1201室"), strict=True)
    )
    assert all(form not in {"88", "1201", "3-2-1201", "88/3-2-1201"} for form in forms.values())
