"""Numbers, times and charts read well in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tidewaiter.surfaces.kit.parts import STANDINGS, parcels_per_minute
from tidewaiter.surfaces.kit.templatetags import kit

AT = datetime(2026, 11, 23, 12, 51, 7, tzinfo=UTC)


def a_minute(**counts):
    everything = dict.fromkeys(
        ("release", "documents", "inspection", "audit", "hold", "delayed", "rejected"), 0
    )
    return SimpleNamespace(at=AT, **everything | counts)


def a_quota(**given):
    facts = {"title": "Purchases", "unit": "CNY", "year": 2026, "exceeded": False}
    amounts = {"limit": Decimal(26000), "before": Decimal(13000), "this": Decimal(1300)}
    return SimpleNamespace(**facts | amounts | {"after": Decimal(14300)} | given)


@pytest.mark.parametrize(
    ("language", "written"), [("en", "CNY 1,234.50"), ("zh-hans", "1,234.50 元")]
)
def test_money_is_written_as_the_reader_writes_it(language, written):
    with translation.override(language):
        assert kit.money(Decimal("1234.5")) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "23 Nov 2026, 20:51:07"), ("zh-hans", "2026年11月23日 20:51:07")],
)
def test_a_moment_is_local_and_to_the_second(language, written):
    with translation.override(language):
        assert kit.moment(AT) == written


def test_a_day_is_written_in_words():
    with translation.override("en"):
        assert kit.day(date(2026, 4, 1)) == "1 Apr 2026"


def test_a_quantity_has_no_needless_zeros():
    assert kit.amount(Decimal("1234.50000")) == "1,234.5"
    assert kit.amount(Decimal("2000")) == "2,000"


def test_nothing_is_written_for_nothing():
    assert kit.money(None) == kit.amount(None) == kit.moment(None) == kit.day(None) == ""


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("standing", STANDINGS)
def test_every_standing_has_a_word(language, standing):
    with translation.override(language):
        assert render_to_string("kit/standing_name.html", {"standing": standing}).strip()


def test_a_chart_and_its_table_say_the_same():
    chart = parcels_per_minute([a_minute(release=5, hold=1), a_minute(rejected=2)])
    assert [total for _, _, total in chart.rows] == [2, 6]
    values = [series["values"] for series in chart.data["series"]]
    drawn = [sum(column) for column in zip(*values, strict=True)]
    assert drawn == [6, 2]


def test_a_chart_of_no_minutes_has_an_empty_table():
    assert parcels_per_minute([]).rows == []


def test_the_quota_bar_is_as_long_as_its_numbers():
    drawn = kit.quota_bar(a_quota())
    assert (drawn["before"], drawn["this"], drawn["limit"]) == ("50.00%", "5.00%", "100.00%")
    assert drawn["remaining"] == Decimal(11700)


def test_a_parcel_above_the_limit_reaches_past_it():
    drawn = kit.quota_bar(
        a_quota(before=Decimal(26000), this=Decimal(26000), after=Decimal(26000), exceeded=True)
    )
    assert drawn["limit"] == "50.00%"
    assert drawn["remaining"] == Decimal(0)


def test_a_share_never_leaves_its_bar():
    assert kit.bar(250.0)["width"] == "100.0%"
    assert kit.bar(-1.0)["width"] == "0.0%"
