"""Deadlines: from the day of an event to the day on which time has run, with the arithmetic shown.

The day of the event is not counted. A period in months ends on the day that bears the same number,
or on the last day of a shorter month. Where the clock says so, a period that ends on a day of rest
runs to the next working day. Days on which the clock stood still do not count.
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from tidewaiter.base.kernel.arithmetic import Reckoning, effect, in_words
from tidewaiter.base.kernel.refusals import Text

ONE_DAY = timedelta(days=1)
LONGEST = 40_000  # days: whoever counts further has a calendar without a working day


class Unit(StrEnum):
    """In what a length of time is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Rule(StrEnum):
    """Deadlines that are no length of time."""

    WITHIN_MONTH_AFTER_QUARTER = "within-month-after-quarter"
    BY_30_JUNE = "by-30-june"


class Words(Protocol):
    """Something said in English and in Chinese."""

    @property
    def en(self) -> str: ...

    @property
    def zh(self) -> str: ...


class Length(Protocol):
    """A length of time: so many of one unit."""

    @property
    def count(self) -> int: ...

    @property
    def unit(self) -> str: ...


class Calendar(Protocol):
    """Which days are worked, and what the others are called."""

    def working(self, day: date, /) -> bool:
        """Whether people are at work on a day."""

    def name(self, day: date, /) -> Words | None:
        """What a day of rest is called."""


class Clock(Protocol):
    """A deadline as the law defines it; a timer of a law pack is one."""

    @property
    def id(self) -> str: ...

    @property
    def starts(self) -> str: ...

    @property
    def event(self) -> Words | None: ...

    @property
    def duration(self) -> Length | None: ...

    @property
    def extension(self) -> Length | None: ...

    @property
    def shortest(self) -> Length | None: ...

    @property
    def rule(self) -> str | None: ...

    @property
    def rolls(self) -> bool: ...

    @property
    def stops(self) -> Sequence[str]: ...

    @property
    def warn(self) -> Sequence[int]: ...

    @property
    def expiry(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, where no law pack gives one."""

    count: int
    unit: Unit


M = TypeVar("M", date, datetime)
Moment = date | datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which a clock stood still, the first and the last included; for hours, moments.

    Without `until` it still stands.
    """

    since: Moment
    until: Moment | None
    reason: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """When time has run. `due` is the last day (or the moment); None while the clock stands still.

    `opens` is the first day on which something may be done, for clocks with a window; `warn` are
    the days on which to remind; `effect` says what happens afterwards, `arithmetic` how it was
    reckoned.
    """

    clock: str
    start: Moment
    due: Moment | None
    opens: Moment | None
    warn: tuple[date, ...]
    expiry: str
    effect: Text
    arithmetic: Text

    def over(self, at: Moment) -> bool:
        """Whether the time has run: after the last day, or after the moment."""
        if self.due is None:
            return False
        if isinstance(self.due, datetime) != isinstance(at, datetime):
            raise TypeError("A deadline in hours is asked with a moment, any other with a day.")
        return at > self.due


def deadline(
    clock: Clock,
    start: Moment,
    *,
    calendar: Calendar | None = None,
    stops: Sequence[Stop] = (),
    extended: bool = False,
) -> Deadline:
    """When the time of a clock has run that an event started.

    `start` is the day of the event, or for a clock in hours the moment with its time zone.
    Raises TypeError where it is the other one, and ValueError where the calendar that the clock
    needs is missing, where a reason does not stop the clock, or where it cannot be extended.
    """
    for stop in stops:
        if stop.reason not in clock.stops:
            known = ", ".join(clock.stops) or "nothing"
            raise ValueError(f"{stop.reason!r} does not stop {clock.id}; what does: {known}.")
    if extended and clock.extension is None:
        raise ValueError(f"{clock.id} cannot be extended.")
    lengths = tuple(_lengths(clock, extended))
    plain = _end(clock, start, lengths, calendar, stops)
    due = plain
    if due is not None and clock.rolls:
        due = next_working(due, _needed(calendar, clock.id))
    opens = reckon(start, clock.shortest, calendar, stops) if clock.shortest else None
    reckoning = Reckoning(clock, start, lengths, plain, due, opens, calendar, tuple(stops))
    return Deadline(
        clock=clock.id,
        start=start,
        due=due,
        opens=opens,
        warn=tuple(_warnings(clock, start, due)),
        expiry=clock.expiry,
        effect=effect(clock.expiry),
        arithmetic=in_words(reckoning),
    )


def reckon(
    start: M, length: Length, calendar: Calendar | None = None, stops: Sequence[Stop] = ()
) -> M | None:
    """The end of a length of time after a day or moment; None while the clock stands still."""
    unit = Unit(length.unit)
    if (unit is Unit.HOURS) != isinstance(start, datetime):
        raise TypeError("Hours are counted from a moment, all other units from a day.")
    if isinstance(start, datetime):
        if start.tzinfo is None:
            raise TypeError("A moment needs its time zone.")
        begun = start.astimezone(UTC)  # hours of the wall clock are not all equally long
        end = _run_on(begun, begun + timedelta(hours=length.count), stops, timedelta())
        return end.astimezone(start.tzinfo) if end is not None else None
    if unit is Unit.WORKING_DAYS:
        return _count_working(start, length.count, _needed(calendar, unit), stops)
    if unit is Unit.DAYS:
        target = start + timedelta(days=length.count)
    else:
        target = add_months(start, length.count * (12 if unit is Unit.YEARS else 1))
    return _run_on(start, target, stops, ONE_DAY)


def next_working(day: M, calendar: Calendar) -> M:
    """The day itself if it is worked, else the next one that is."""
    for number in range(LONGEST):
        if calendar.working(day + number * ONE_DAY):
            return day + number * ONE_DAY
    raise ValueError("The calendar has no working day.")


def add_months(day: date, months: int) -> date:
    """The day with the same number so many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def by_rule(rule: str, start: date) -> date:
    """The last day of a deadline that is no length of time.

    Within the month after the quarter: the last day of the month that follows the quarter of the
    event. By 30 June: the next 30 June, which may be the day of the event.
    """
    if Rule(rule) is Rule.BY_30_JUNE:
        june = date(start.year, 6, 30)
        return june if start <= june else date(start.year + 1, 6, 30)
    quarter = date(start.year, (start.month - 1) // 3 * 3 + 1, 1)
    return add_months(quarter, 4) - ONE_DAY


def _lengths(clock: Clock, extended: bool) -> Iterator[Length]:
    if clock.duration is not None:
        yield clock.duration
        if extended and clock.extension is not None:
            yield clock.extension


def _end(
    clock: Clock,
    start: Moment,
    lengths: Sequence[Length],
    calendar: Calendar | None,
    stops: Sequence[Stop],
) -> Moment | None:
    """The end before it is moved off a day of rest."""
    if clock.rule is not None:
        if isinstance(start, datetime):
            raise TypeError("This deadline is reckoned from a day, not from a moment.")
        return by_rule(clock.rule, start)
    if not lengths:
        raise ValueError(f"{clock.id} has neither a duration nor a rule.")
    if len({length.unit for length in lengths}) == 1:
        # one month and two are three months from the start: 31 January ends on 30 April, not 28
        whole = Span(sum(length.count for length in lengths), Unit(lengths[0].unit))
        return reckon(start, whole, calendar, stops)
    end: Moment | None = start
    for length in lengths:
        end = reckon(end, length, calendar, stops) if end is not None else None
    return end


def _run_on(start: M, target: M, stops: Sequence[Stop], whole: timedelta) -> M | None:
    """The target moved on by the time for which the clock stood still on the way.

    `whole` is a day where the last day of a stop counts with it, and nothing for moments.
    """
    reached = start  # up to here all stops are counted
    for since, until in sorted(_clipped(start, stops, whole), key=lambda each: each[0]):
        if since >= target + whole:
            break
        if until is None:
            return None
        begins = max(since, reached + whole)
        if until + whole > begins:
            target += until - begins + whole
        reached = max(reached, until)
    return target


def _clipped(start: M, stops: Sequence[Stop], whole: timedelta) -> Iterator[tuple[M, M | None]]:
    for stop in stops:
        since, until = _same(start, stop.since), stop.until
        yield max(since, start + whole), None if until is None else _same(start, until)


def _same(start: M, moment: Moment) -> M:
    """A moment for a clock in hours, a day for all others."""
    if isinstance(start, datetime):
        if not isinstance(moment, datetime):
            raise TypeError("A clock in hours stops at a moment.")
        return moment.astimezone(UTC)
    day = moment.date() if isinstance(moment, datetime) else moment
    return day


def _count_working(
    start: date, count: int, calendar: Calendar, stops: Sequence[Stop]
) -> date | None:
    still = [(_same(start, s.since), _same(start, s.until) if s.until else None) for s in stops]
    day, counted = start, 0
    while counted < count:
        day += ONE_DAY
        if (day - start).days > LONGEST:
            raise ValueError("The calendar has no working day.")
        held = [until for since, until in still if since <= day and (until is None or day <= until)]
        if None in held:
            return None
        counted += not held and calendar.working(day)
    return day


def _warnings(clock: Clock, start: Moment, due: Moment | None) -> Iterator[date]:
    if due is None:
        return
    last, first = (m.date() if isinstance(m, datetime) else m for m in (due, start))
    for days in sorted(clock.warn, reverse=True):
        if last - days * ONE_DAY > first:
            yield last - days * ONE_DAY


def _needed(calendar: Calendar | None, what: str) -> Calendar:
    if calendar is None:
        raise ValueError(f"{what} needs a calendar of working days.")
    return calendar
