"""A clock that counts working days knows which days are worked."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.holidays import known
from tidewaiter.law.sources import Sources


def timers_without_calendar(sources: Sources) -> Iterator[Finding]:
    """A timer with working days has a calendar, and so has one that moves off days of rest."""
    for timer, spot in sources.timers:
        lengths = [each for each in (timer.duration, timer.extension, timer.shortest) if each]
        working = any(length.working_days is not None for length in lengths)
        if (working or timer.rolls) and timer.calendar is None:
            why = "counts working days" if working else "ends on a working day"
            message = f"the timer `{timer.id}` {why} but names no `calendar`."
            yield spot.finding("no-calendar", message, subject=timer.id)
        if timer.rolls and any(length.hours is not None for length in lengths):
            message = f"the timer `{timer.id}` runs in hours and cannot roll to a working day."
            yield spot.finding("rolls", message, subject=timer.id, at=("rolls",))


def calendars(sources: Sources) -> Iterator[Finding]:
    """A calendar names a known list of holidays and speaks of each day once."""
    for calendar, spot in sources.calendars:
        if calendar.holidays is not None and not known(calendar.holidays):
            message = f"there is no list of holidays `{calendar.holidays}`."
            yield spot.finding("holidays", message, subject=calendar.id, at=("holidays",))
        days = [override.day for override in calendar.overrides]
        for number, day in enumerate(days):
            if day in days[:number]:
                message = f"`{calendar.id}` overrides {day} twice; keep one of them."
                yield spot.finding("twice", message, subject=calendar.id, at=("overrides", number))
