"""A law pack answers for a day, and nothing in the answer changes."""

from dataclasses import FrozenInstanceError
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidewaiter.law.era.sections import Era
from tidewaiter.law.loader import Law, Unknown, load
from tidewaiter.law.sources import read

TODAY = date(2026, 3, 2)
SOURCES = {pack: read(pack) for pack in ("cn", "eu", "us")}


@pytest.fixture(scope="module")
def law() -> Law:
    return load("cn").on(TODAY)


def test_a_pack_is_read_once_and_a_day_answers_with_one_object() -> None:
    assert load("cn") is load("cn")
    assert load("cn").on(TODAY) is load("cn").on(TODAY)


def test_the_version_is_the_hash_of_the_pack(law: Law) -> None:
    assert len(law.version) == 64
    assert law.version == load("cn").version


@pytest.mark.parametrize(
    ("name", "day", "amount"),
    [
        ("cbec.limit.single", date(2016, 4, 8), 2000),
        ("cbec.limit.single", date(2018, 12, 31), 2000),
        ("cbec.limit.single", date(2019, 1, 1), 5000),
        ("cbec.limit.annual", date(2018, 12, 31), 20000),
        ("cbec.limit.annual", date(2019, 1, 1), 26000),
        ("cbec.tax.share", TODAY, Decimal("0.70")),
        ("cbec.cosmetics.rate", date(2016, 9, 30), Decimal("0.30")),
        ("cbec.cosmetics.rate", date(2016, 10, 1), Decimal("0.15")),
        ("vat.standard", date(2019, 3, 31), Decimal("0.16")),
        ("vat.standard", date(2019, 4, 1), Decimal("0.13")),
        ("cbec.return.arrive_days", date(2020, 3, 27), 30),
        ("cbec.return.arrive_days", TODAY, 45),
    ],
)
def test_the_law_of_a_day_is_the_law_that_applied_on_it(
    name: str, day: date, amount: Decimal | int
) -> None:
    assert load("cn").on(day).amount(name) == amount


def test_a_value_tells_its_unit_its_dates_and_its_text(law: Law) -> None:
    value = law.value("cbec.limit.single")
    assert (value.unit, value.since, value.until) == ("CNY", date(2019, 1, 1), None)
    assert value.reference.instrument == "财关税〔2018〕49号"
    assert value.reference.text("en") == "财关税〔2018〕49号, art. 1"
    assert value.reference.text("zh") == "财关税〔2018〕49号第1条"
    assert value.title["en"] and value.title["zh-hans"] == value.title.zh


@pytest.mark.parametrize(
    "name",
    [
        "cbec.limit.single",
        "cbec.limit.annual",
        "cbec.limit.indivisible_items",
        "cbec.tax.share",
        "cbec.duty.share",
        "cbec.tax.minimum",
        "cbec.tax.rounding.decimals",
        "cbec.cosmetics.rate",
        "cbec.cosmetics.per_gram_ml",
        "cbec.cosmetics.per_piece",
        "cbec.currency",
        "cbec.country.home",
        "cbec.return.apply_days",
        "cbec.return.arrive_days",
        "cbec.packages",
        "waybill.reuse_months",
        "intake.documents_per_message",
        "intake.lines_per_document",
        "match.deadline_hours",
        "match.payment_tolerance",
    ],
)
def test_every_value_that_the_engine_names_is_there(law: Law, name: str) -> None:
    assert name in law.parameters()


def test_currency_and_country_share_the_code_of_the_pack(law: Law) -> None:
    assert law.text("cbec.currency") == law.text("cbec.country.home") == "142"


def test_values_are_asked_for_by_their_kind(law: Law) -> None:
    assert law.number("cbec.packages") == 1
    assert law.text("cbec.currency") == "142"
    with pytest.raises(TypeError, match="not a number"):
        law.amount("cbec.currency")
    with pytest.raises(TypeError, match="not text"):
        law.text("cbec.packages")
    with pytest.raises(TypeError, match="not a whole number"):
        law.number("cbec.tax.share")


def test_what_the_law_does_not_say_is_refused_by_name(law: Law) -> None:
    with pytest.raises(Unknown, match=r"cbec\.limit\.weekly"):
        law.value("cbec.limit.weekly")
    with pytest.raises(Unknown, match="it has: accreditors, app_status"):
        law.codes("colour")
    with pytest.raises(Unknown):
        load("cn").on(date(2010, 1, 1)).value("cbec.limit.single")
    with pytest.raises(Unknown):
        law.reference("no-such-text")


def test_the_law_is_asked_for_a_day_and_not_for_a_moment() -> None:
    with pytest.raises(TypeError, match="not for a moment"):
        load("cn").on(datetime(2026, 3, 2, 12, 0))


def test_nothing_in_the_law_can_be_changed(law: Law) -> None:
    with pytest.raises(FrozenInstanceError):
        law.value("cbec.packages").value = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        law.values["cbec.packages"] = law.value("cbec.currency")  # type: ignore[index]
    with pytest.raises(TypeError):
        law.codes("unit")["007"] = law.codes("unit")["035"]  # type: ignore[index]


def test_declarations_must_be_signed_and_orders_may_be(law: Law) -> None:
    required = {message for message in law.signing if law.must_sign(message)}
    assert required == {"621", "623", "625", "711"}
    assert {"311", "411", "511", "513"} <= set(law.signing)
    assert not law.must_sign("999")


def test_a_person_has_a_year_of_money_sugar_and_rice(law: Law) -> None:
    limits = {measure.id: (measure.limit, measure.unit) for measure in law.measures}
    assert limits == {"money": (26000, "CNY"), "sugar": (2, "035"), "rice": (20, "035")}
    assert [measure.id for measure in law.measures if measure.money] == ["money"]


def test_codes_carry_names_in_both_languages(law: Law) -> None:
    for name, codes in law.lists.items():
        for code in codes.values():
            assert code.title.en and code.title.zh, (name, code)
    assert law.codes("country")["502"].iso == "USA"
    assert law.codes("currency")["142"].title.en == "Chinese yuan"
    assert {"100", "120", "300", "399", "500", "600", "800", "899"} <= set(law.codes("status"))
    assert {"9610", "1210"} <= set(law.codes("trade_mode"))


def test_export_trade_modes_begin_with_the_day_of_their_announcement() -> None:
    assert "9710" not in load("cn").on(date(2020, 6, 30)).codes("trade_mode")
    assert "9710" in load("cn").on(date(2020, 7, 1)).codes("trade_mode")


def test_the_history_of_a_value_is_told_in_order() -> None:
    history = load("cn").history("cbec.limit.single")
    assert [(value.since.year, value.value) for value in history] == [(2016, 2000), (2019, 5000)]
    with pytest.raises(Unknown):
        load("cn").history("cbec.limit.weekly")


@settings(deadline=None, max_examples=60)
@given(st.dates(date(2015, 1, 1), date(2031, 1, 1)), st.sampled_from(sorted(SOURCES)))
def test_a_day_that_shares_what_it_says_says_the_same_as_one_made_for_it(day, pack) -> None:
    law, alone = load(pack).on(day), Era(SOURCES[pack], day)
    for section in ("values", "lists", "signing", "measures", "timers", "obligations", "calendars"):
        assert getattr(law, section) == getattr(alone, section), section
