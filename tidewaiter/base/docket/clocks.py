"""The clocks of the law, reckoned for a docket: which day, which calendar, which moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from tidewaiter.base.kernel.deadlines import Calendar, Deadline, Moment, Stop, Unit, deadline
from tidewaiter.law.loader import Law, load
from tidewaiter.law.model import clocks

HOUSE = "int"
"""The pack of house rules, and of working days where a jurisdiction has no calendar."""


@dataclass(frozen=True, slots=True)
class Run:
    """A clock with its law, and when it runs out: `due_at` is the first moment after the time."""

    timer: clocks.Timer
    law: Law
    deadline: Deadline
    due_on: date | None
    due_at: datetime | None


def day_of(at: datetime) -> date:
    """The day in which a moment lies, by the clock of the office."""
    return at.astimezone(zone()).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins at the office."""
    return datetime.combine(day, time.min, tzinfo=zone())


def zone() -> ZoneInfo:
    """The time zone of the office."""
    return ZoneInfo(settings.TIME_ZONE)


def run(
    pack: str,
    timer: str,
    *,
    start: datetime,
    counted_in: str,
    place: str = "",
    stops: Iterable[Mapping[str, Any]] = (),
    extended: bool = False,
) -> Run:
    """When a timer of a pack has run that an event started.

    `counted_in` is the pack whose working days count for timers of the house; `stops` are those of
    a stored timer. The law is that of the day on which the clock began.
    """
    law = load(pack).on(day_of(start))
    found = law.timer(timer)
    hours = found.duration is not None and found.duration.unit == Unit.HOURS
    reckoned = deadline(
        found,
        start.astimezone(zone()) if hours else day_of(start),
        calendar=_calendar(law, found, counted_in, place),
        stops=stops_of(stops, hours=hours),
        extended=extended,
    )
    return Run(found, law, reckoned, *_last(reckoned.due))


def stops_of(kept: Iterable[Mapping[str, Any]], *, hours: bool) -> Sequence[Stop]:
    """The intervals of a stored timer during which it stood still."""
    read = datetime.fromisoformat if hours else date.fromisoformat
    return tuple(
        Stop(read(one["since"]), read(one["until"]) if one["until"] else None, one["reason"])
        for one in kept
    )


def moment_of(at: datetime, *, hours: bool) -> Moment:
    """A moment as a clock counts it: itself for hours, else its day."""
    return at.astimezone(zone()) if hours else day_of(at)


def _last(due: Moment | None) -> tuple[date | None, datetime | None]:
    if due is None:
        return None, None
    if isinstance(due, datetime):
        return day_of(due), due
    return due, midnight(due + timedelta(days=1))


def _calendar(law: Law, timer: clocks.Timer, counted_in: str, place: str) -> Calendar | None:
    if law.pack == HOUSE and counted_in != HOUSE:
        other = load(counted_in).on(law.day).calendars
        own = other.get(place.lower()) or other.get(counted_in) or next(iter(other.values()), None)
        return own or law.calendar(timer.calendar or "weekdays")
    if not timer.calendar:
        return None
    return law.calendar(timer.calendar, place=place)
