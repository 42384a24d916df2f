"""A deadline reckoned for a day that the reader chooses."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from tidewaiter.base.kernel.deadlines import Deadline, deadline
from tidewaiter.law.loader import Unknown
from tidewaiter.law.model.clocks import Timer, Unit
from tidewaiter.law.register.words import worded
from tidewaiter.surfaces.kit.templatetags.kit import day as worded_day
from tidewaiter.surfaces.kit.templatetags.kit import moment
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.where import Where, day_of

NOON = time(12)


@dataclass(frozen=True)
class Example:
    """When time has run if the event happens on a day, and how that was reckoned."""

    start: date
    event: str
    due: str
    opens: str
    warn: tuple[date, ...]
    effect: str
    arithmetic: str


def example(at: Where, timer: Timer, start: str = "") -> Example | None:
    """Reckon a deadline from a day, from the page's own without one; at noon where it is hours."""
    day = day_of(start) if start else at.day
    found = reckoned(at, timer, day)
    if found is None:
        return None
    lang = language()
    event = timer.event[lang] if timer.event else worded(timer.starts)[lang]
    return Example(
        start=day,
        event=event,
        due=said(found.due),
        opens=said(found.opens),
        warn=found.warn,
        effect=found.effect.in_language(lang),
        arithmetic=found.arithmetic.in_language(lang),
    )


def reckoned(at: Where, timer: Timer, day: date) -> Deadline | None:
    """The deadline of a clock that a day starts; None where its calendar is not in the pack."""
    try:
        calendar = at.law.calendar(timer.calendar) if timer.calendar else None
        start = timezone.make_aware(datetime.combine(day, NOON)) if _in_hours(timer) else day
        return deadline(timer, start, calendar=calendar)
    except (Unknown, ValueError, OverflowError):
        return None


def said(when: date | None) -> str:
    """A day, or a moment, in words."""
    return moment(when) if isinstance(when, datetime) else worded_day(when)


def _in_hours(timer: Timer) -> bool:
    return timer.duration is not None and timer.duration.unit is Unit.HOURS
