"""Deadlines agree with a twin that goes day by day, and show their arithmetic."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidewaiter.base.kernel.deadlines import Rule, Span, Stop, Unit, deadline, reckon
from tidewaiter.base.kernel.refusals import Text

ONE_DAY = timedelta(days=1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@dataclass(frozen=True)
class Calendar:
    """A week of five days with some days of rest and some weekend days of work."""

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def working(self, day: date) -> bool:
        return day in self.work or (day.weekday() < 5 and day not in self.rest)

    def name(self, day: date) -> Text | None:
        return Text("Tomb-Sweeping Day", "清明节") if day in self.rest else None


WEEK, RECEIVED = Span(7, Unit.WORKING_DAYS), Text("received", "收到投诉")


@dataclass(frozen=True)
class Clock:
    duration: Span | None = WEEK
    extension: Span | None = None
    shortest: Span | None = None
    rule: Rule | None = None
    rolls: bool = False
    stops: tuple[str, ...] = ("expert-testing",)
    warn: tuple[int, ...] = ()
    expiry: str = "escalate"
    id: str = "cn-compl-accept"
    starts: str = "received"
    event: Text | None = RECEIVED


QINGMING = Calendar(rest=frozenset({date(2026, 4, 6)}))
FRIDAY = date(2026, 4, 3)


def test_the_arithmetic_of_a_deadline_is_told_in_both_languages() -> None:
    told = deadline(Clock(), FRIDAY, calendar=QINGMING)
    assert told.due == date(2026, 4, 15)
    assert told.arithmetic.en == (
        "received Fri 3 Apr; day 1 Tue 7 Apr; 7 working days → Wed 15 Apr; "
        "without Mon 6 Apr Tomb-Sweeping Day; rule cn-compl-accept"
    )
    assert told.arithmetic.zh == (
        "收到投诉4月3日（周五）；第1日4月7日（周二）；7个工作日 → 4月15日（周三）；"
        "不计4月6日（周一）清明节；规则 cn-compl-accept"
    )
    assert told.effect == Text("The matter goes to the next level.", "自动升级处理。")


def test_the_day_of_the_event_is_not_counted() -> None:
    assert deadline(Clock(duration=Span(1, Unit.DAYS)), FRIDAY).due == date(2026, 4, 4)
    told = deadline(Clock(duration=Span(15, Unit.DAYS)), FRIDAY)
    assert told.due == date(2026, 4, 18)
    assert "day 1 Sat 4 Apr; 15 days → Sat 18 Apr" in told.arithmetic.en


def test_a_period_that_ends_on_a_day_of_rest_moves_on_only_if_the_clock_says_so() -> None:
    clock = Clock(duration=Span(3, Unit.DAYS))
    assert deadline(clock, FRIDAY, calendar=QINGMING).due == date(2026, 4, 6)
    told = deadline(replace(clock, rolls=True), FRIDAY, calendar=QINGMING)
    assert told.due == date(2026, 4, 7)
    assert "3 days → Mon 6 Apr; a day of rest (Tomb-Sweeping Day) → Tue 7 Apr" in told.arithmetic.en
    assert "遇休息日（清明节）顺延 → 4月7日（周二）" in told.arithmetic.zh


def test_a_weekend_day_of_work_is_counted_and_told() -> None:
    calendar = Calendar(work=frozenset({date(2026, 2, 14)}))
    told = deadline(
        Clock(duration=Span(1, Unit.WORKING_DAYS)), date(2026, 2, 13), calendar=calendar
    )
    assert told.due == date(2026, 2, 14)
    assert "with Sat 14 Feb" in told.arithmetic.en and "计入2月14日（周六）" in told.arithmetic.zh


@pytest.mark.parametrize(
    ("start", "span", "due"),
    [
        (date(2026, 1, 31), Span(1, Unit.MONTHS), date(2026, 2, 28)),
        (date(2028, 1, 31), Span(1, Unit.MONTHS), date(2028, 2, 29)),
        (date(2026, 3, 15), Span(6, Unit.MONTHS), date(2026, 9, 15)),
        (date(2026, 11, 30), Span(3, Unit.MONTHS), date(2027, 2, 28)),
        (date(2028, 2, 29), Span(3, Unit.YEARS), date(2031, 2, 28)),
        (date(2026, 3, 15), Span(0, Unit.MONTHS), date(2026, 3, 15)),
    ],
)
def test_months_and_years_end_on_the_day_of_the_same_number(start, span, due) -> None:
    assert reckon(start, span) == due


def test_an_extension_in_the_same_unit_is_counted_from_the_start() -> None:
    clock = Clock(duration=Span(1, Unit.MONTHS), extension=Span(2, Unit.MONTHS))
    told = deadline(clock, date(2026, 1, 31), extended=True)
    assert told.due == date(2026, 4, 30)
    assert "1 month, extended by 2 months → Thu 30 Apr" in told.arithmetic.en
    assert "1个月，延长2个月" in told.arithmetic.zh
    assert deadline(clock, date(2026, 1, 31)).due == date(2026, 2, 28)


def test_an_extension_in_another_unit_follows_the_end() -> None:
    clock = Clock(duration=Span(1, Unit.MONTHS), extension=Span(2, Unit.WORKING_DAYS))
    assert deadline(clock, FRIDAY, calendar=QINGMING, extended=True).due == date(2026, 5, 5)


def test_what_the_law_does_not_extend_cannot_be_extended() -> None:
    with pytest.raises(ValueError, match="cannot be extended"):
        deadline(Clock(), FRIDAY, calendar=QINGMING, extended=True)


def test_a_clock_with_a_window_says_when_it_opens() -> None:
    clock = Clock(duration=Span(14, Unit.WORKING_DAYS), shortest=Span(10, Unit.WORKING_DAYS))
    told = deadline(clock, date(2026, 6, 1), calendar=Calendar())
    assert (told.opens, told.due) == (date(2026, 6, 15), date(2026, 6, 19))
    assert "not before Mon 15 Jun" in told.arithmetic.en


def test_days_on_which_the_clock_stood_still_do_not_count() -> None:
    stop = Stop(date(2026, 4, 8), date(2026, 4, 10), "expert-testing")
    told = deadline(Clock(), FRIDAY, calendar=QINGMING, stops=[stop])
    assert told.due == date(2026, 4, 20)
    assert "stopped Wed 8 Apr – Fri 10 Apr for expert testing" in told.arithmetic.en


def test_a_clock_that_still_stands_has_no_end_yet() -> None:
    stop = Stop(date(2026, 4, 8), None, "expert-testing")
    for clock in (Clock(), Clock(duration=Span(15, Unit.DAYS))):
        told = deadline(clock, FRIDAY, calendar=QINGMING, stops=[stop])
        assert (told.due, told.warn, told.over(date(2030, 1, 1))) == (None, (), False)
        assert "the clock stands still" in told.arithmetic.en


def test_only_reasons_that_the_law_names_stop_a_clock() -> None:
    stop = Stop(date(2026, 4, 8), date(2026, 4, 10), "holiday of the officer")
    with pytest.raises(ValueError, match="does not stop cn-compl-accept"):
        deadline(Clock(), FRIDAY, calendar=QINGMING, stops=[stop])


def test_hours_run_through_nights_weekends_and_the_change_of_the_clocks() -> None:
    zone = ZoneInfo("Europe/Berlin")
    clock = Clock(duration=Span(72, Unit.HOURS), event=None, starts="aware-of-breach")
    told = deadline(clock, datetime(2026, 3, 27, 10, 20, tzinfo=zone))
    assert told.due == datetime(2026, 3, 30, 11, 20, tzinfo=zone)
    assert told.arithmetic.en == (
        "aware of breach Fri 27 Mar 10:20; 72 hours → Mon 30 Mar 11:20; rule cn-compl-accept"
    )
    assert told.over(datetime(2026, 3, 30, 9, 21, tzinfo=UTC))
    assert not told.over(datetime(2026, 3, 30, 9, 20, tzinfo=UTC))


def test_hours_need_a_moment_with_its_zone_and_days_need_a_day() -> None:
    hours = Clock(duration=Span(72, Unit.HOURS))
    with pytest.raises(TypeError, match="from a moment"):
        deadline(hours, FRIDAY)
    with pytest.raises(TypeError, match="time zone"):
        deadline(hours, datetime(2026, 3, 27))
    with pytest.raises(TypeError, match="from a day"):
        deadline(Clock(duration=Span(3, Unit.DAYS)), datetime(2026, 3, 27, tzinfo=UTC))
    with pytest.raises(TypeError, match="asked with a moment"):
        deadline(hours, datetime(2026, 3, 27, tzinfo=UTC)).over(FRIDAY)


def test_working_days_need_a_calendar() -> None:
    with pytest.raises(ValueError, match="needs a calendar"):
        deadline(Clock(), FRIDAY)
    with pytest.raises(ValueError, match="no working day"):
        everyday = frozenset(date(2026, 1, 1) + n * ONE_DAY for n in range(50_000))
        deadline(Clock(), FRIDAY, calendar=Calendar(rest=everyday))


@pytest.mark.parametrize(
    ("rule", "start", "due"),
    [
        (Rule.WITHIN_MONTH_AFTER_QUARTER, date(2026, 1, 1), date(2026, 4, 30)),
        (Rule.WITHIN_MONTH_AFTER_QUARTER, date(2026, 3, 31), date(2026, 4, 30)),
        (Rule.WITHIN_MONTH_AFTER_QUARTER, date(2026, 11, 11), date(2027, 1, 31)),
        (Rule.BY_30_JUNE, date(2026, 6, 30), date(2026, 6, 30)),
        (Rule.BY_30_JUNE, date(2026, 7, 1), date(2027, 6, 30)),
    ],
)
def test_deadlines_that_are_no_length_of_time(rule: Rule, start: date, due: date) -> None:
    assert deadline(Clock(duration=None, rule=rule), start).due == due


def test_years_are_told_only_where_they_differ() -> None:
    told = deadline(Clock(duration=None, rule=Rule.BY_30_JUNE), date(2026, 7, 1))
    assert "received Wed 1 Jul 2026; by 30 June → Wed 30 Jun 2027" in told.arithmetic.en
    assert "2027年6月30日（周三）" in told.arithmetic.zh


def test_warnings_come_so_many_days_before_and_after_the_start() -> None:
    told = deadline(Clock(duration=Span(30, Unit.DAYS), warn=(1, 5, 60)), FRIDAY)
    assert told.warn == (date(2026, 4, 28), date(2026, 5, 2))


# The twin: slow, obvious, day by day.


def _counts(day: date, working: bool, calendar: Calendar, stops: list[Stop]) -> bool:
    stopped = any(stop.since <= day <= (stop.until or date.max) for stop in stops)
    return not stopped and (not working or calendar.working(day))


def _twin(start: date, count: int, working: bool, calendar: Calendar, stops: list[Stop]):
    """The day on which so many days have counted; None if that never comes."""
    day = start
    for _ in range(5000):
        if count == 0:
            return day
        day += ONE_DAY
        count -= _counts(day, working, calendar, stops)
    return None


CALENDARS = st.builds(Calendar, rest=st.frozensets(DAYS), work=st.frozensets(DAYS))


@st.composite
def _stops(draw, start: date) -> list[Stop]:
    found = []
    for _ in range(draw(st.integers(0, 4))):
        since = start + draw(st.integers(-20, 200)) * ONE_DAY
        until = draw(st.none() | st.integers(0, 40).map(lambda n, s=since: s + n * ONE_DAY))
        found.append(Stop(since, until, "expert-testing"))
    return found


@given(st.data(), DAYS, st.integers(0, 120), CALENDARS, st.sampled_from(["days", "working_days"]))
def test_days_and_working_days_agree_with_the_twin(data, start, count, calendar, unit) -> None:
    stops = data.draw(_stops(start))
    found = reckon(start, Span(count, Unit(unit)), calendar, stops)
    assert found == _twin(start, count, unit == "working_days", calendar, stops)


@given(st.data(), DAYS, st.integers(0, 24))
def test_months_with_stops_agree_with_the_twin(data, start, months) -> None:
    stops, day = data.draw(_stops(start)), start
    for _ in range(months):  # to the first of the next month, month by month
        day = (day.replace(day=1) + 32 * ONE_DAY).replace(day=1)
    while day.day < start.day and (day + ONE_DAY).month == day.month:
        day += ONE_DAY
    if months == 0:
        day = start
    found = reckon(start, Span(months, Unit.MONTHS), None, stops)
    assert found == _twin(start, (day - start).days, False, Calendar(), stops)


@given(st.data(), DAYS, st.integers(0, 200))
def test_hours_agree_with_a_twin_that_goes_hour_by_hour(data, day, hours) -> None:
    start, stops = datetime(day.year, day.month, day.day, 10, tzinfo=UTC), []
    for _ in range(data.draw(st.integers(0, 3))):
        since = start + timedelta(hours=data.draw(st.integers(-10, 300)))
        until = since + timedelta(hours=data.draw(st.integers(0, 60)))
        stops.append(Stop(since, until, "expert-testing"))
    moment, left = start, hours
    while left:
        left -= not any(stop.since <= moment < stop.until for stop in stops)
        moment += timedelta(hours=1)
    assert reckon(start, Span(hours, Unit.HOURS), None, stops) == moment


@given(st.data(), DAYS, st.integers(1, 90), CALENDARS, st.sampled_from(list(Unit)[1:]))
def test_every_deadline_ends_on_a_working_day_and_can_be_told(
    data, start, count, calendar, unit
) -> None:
    clock = Clock(duration=Span(count, unit), rolls=True)
    told = deadline(clock, start, calendar=calendar, stops=data.draw(_stops(start)))
    assert told.due is None or (calendar.working(told.due) and told.due > start)
    assert told.arithmetic.en.endswith("rule cn-compl-accept")
    assert "→" in told.arithmetic.zh or told.due is None
