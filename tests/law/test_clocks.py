"""Clocks and calendars of the packs: complete, countable, and right on days that are known."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest

from tidewaiter.base.kernel.arithmetic import EFFECTS
from tidewaiter.base.kernel.deadlines import Unit, deadline
from tidewaiter.law.loader import load
from tidewaiter.law.model.clocks import Calendar, Expiry, Timer
from tidewaiter.law.sources import packs

DAY = date(2026, 4, 3)
STATES = "at be bg hr cy cz dk ee fi fr de gr hu ie it lv lt lu mt nl pl pt ro sk si es se"


def _timers() -> list[tuple[str, Timer]]:
    found = []
    for pack in packs():
        for name in load(pack).on(date(2028, 6, 1)).timers:
            found.append((pack, load(pack).on(date(2028, 6, 1)).timer(name)))
    return found


def _calendar(pack: str, name: str, **place: str) -> Calendar:
    return load(pack).on(DAY).calendar(name, **place)


def _due(name: str, pack: str, start: date, **place: str) -> object:
    law = load(pack).on(date(2028, 6, 1))
    timer = law.timer(name)
    calendar = law.calendar(timer.calendar, **place) if timer.calendar else None
    return deadline(timer, start, calendar=calendar).due


@pytest.mark.parametrize(("pack", "timer"), _timers(), ids=lambda each: getattr(each, "id", each))
def test_every_clock_of_the_packs_can_be_reckoned_and_told(pack: str, timer: Timer) -> None:
    law = load(pack).on(date(2028, 6, 1))
    calendar = law.calendar(timer.calendar) if timer.calendar else None
    hours = timer.duration is not None and timer.duration.unit == Unit.HOURS
    start = datetime(2026, 4, 3, 9, tzinfo=UTC) if hours else DAY
    told = deadline(timer, start, calendar=calendar, extended=timer.extension is not None)
    assert told.due is not None and told.due > start
    assert told.arithmetic.en.endswith(f"rule {timer.id}") and "→" in told.arithmetic.zh
    assert told.effect == EFFECTS[timer.expiry]


def test_every_effect_of_the_law_has_its_words() -> None:
    assert set(EFFECTS) == set(Expiry)


def test_a_complaint_before_tomb_sweeping_day_is_due_on_the_fifteenth() -> None:
    law = load("cn").on(DAY)
    told = deadline(law.timer("cn-compl-accept"), DAY, calendar=law.calendar("cn"))
    assert told.arithmetic.en.startswith(
        "received Fri 3 Apr; day 1 Tue 7 Apr; 7 working days → Wed 15 Apr"
    )
    assert "不计4月6日（周一）清明节" in told.arithmetic.zh


@pytest.mark.parametrize(
    ("pack", "name", "start", "due"),
    [
        (
            "cn",
            "cn-compl-accept",
            date(2026, 2, 12),
            date(2026, 2, 28),
        ),  # both Saturdays are worked
        ("cn", "cn-apl-pay", date(2026, 9, 18), date(2026, 10, 8)),  # 3 Oct moves to the 8th
        ("cn", "cn-810-quarter", date(2026, 5, 5), date(2026, 7, 31)),
        ("cn", "cn-pboc-rating", date(2026, 2, 1), date(2026, 6, 30)),
        ("us", "us-dmca-putback", date(2026, 6, 30), date(2026, 7, 21)),  # 3 July is observed
        ("eu", "eu-gpsr-notify", date(2026, 4, 1), date(2026, 4, 9)),  # Good Friday, Easter Monday
        ("eu", "eu-dsa-complaint-win", date(2025, 8, 31), date(2026, 2, 28)),
        ("int", "udrp-response", date(2026, 4, 3), date(2026, 4, 23)),
    ],
)
def test_known_deadlines_fall_on_known_days(pack, name, start, due) -> None:
    assert _due(name, pack, start) == due


def test_the_calendar_of_a_member_state_goes_before_that_of_the_union() -> None:
    start = date(2026, 5, 13)  # the day before Ascension Day
    assert _due("eu-gpsr-order", "eu", start) == date(2026, 5, 15)
    assert _due("eu-gpsr-order", "eu", start, place="DE") == date(2026, 5, 18)


def test_every_member_state_has_its_calendar() -> None:
    calendars = load("eu").on(DAY).calendars
    assert set(STATES.split()) <= set(calendars) and len(STATES.split()) == 27
    for state in STATES.split():
        assert not calendars[state].working(date(2026, 12, 25)), state
        assert calendars[state].working(date(2026, 3, 12)), state


@pytest.mark.parametrize(
    ("pack", "name", "day", "working"),
    [
        ("cn", "cn", date(2026, 2, 14), True),
        ("cn", "cn", date(2026, 2, 23), False),
        ("cn", "cn", date(2025, 1, 26), True),
        ("cn", "cn", date(2019, 9, 29), True),  # from the list: swapped for National Day
        ("eu", "hu", date(2026, 1, 10), True),
        ("us", "us", date(2026, 7, 3), False),
        ("uk", "uk", date(2026, 4, 6), False),
        ("kr", "kr", date(2026, 8, 17), False),
        ("int", "weekdays", date(2026, 12, 25), True),
        ("int", "weekdays", date(2026, 12, 26), False),
    ],
)
def test_days_of_work_and_rest_are_known(pack, name, day, working) -> None:
    assert _calendar(pack, name).working(day) is working


def test_days_of_rest_have_names_in_both_languages() -> None:
    name = _calendar("cn", "cn").name(date(2026, 10, 1))
    assert name is not None and (name.en, name.zh) == ("National Day", "国庆节")
    new_year = _calendar("kr", "kr").name(date(2026, 1, 1))
    assert new_year is not None and new_year.en == "New Year's Day"
    assert _calendar("cn", "cn").name(date(2026, 3, 11)) is None


@pytest.mark.parametrize("year", [2025, 2026])
def test_what_stands_in_the_pack_agrees_with_the_kept_list(year: int) -> None:
    listed = holidays.country_holidays("CN", years=year)
    calendar, day = _calendar("cn", "cn"), date(year, 1, 1)
    while day.year == year:
        assert calendar.working(day) is listed.is_working_day(day), day
        day += timedelta(days=1)
