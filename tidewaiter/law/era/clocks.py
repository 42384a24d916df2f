"""Timers and calendars as they stand on a day."""

from collections.abc import Iterator
from types import MappingProxyType

from tidewaiter.law.era.origin import Origin, maybe, title
from tidewaiter.law.model.clocks import Calendar, Duration, Override, Timer, Unit
from tidewaiter.law.schema.clocks import DurationEntry
from tidewaiter.law.sources import Sources


def timers(sources: Sources, origin: Origin) -> Iterator[Timer]:
    """The deadlines."""
    for entry in origin.current(sources.timers):
        yield Timer(
            id=entry.id,
            title=title(entry.title),
            starts=entry.starts,
            event=maybe(entry.event),
            duration=duration(entry.duration),
            extension=duration(entry.extension),
            shortest=duration(entry.shortest),
            calendar=entry.calendar or "",
            rolls=entry.rolls,
            stops=entry.stops,
            warn=entry.warn,
            expiry=entry.expiry,
            rule=entry.rule,
            **origin.noted(entry),
        )


def calendars(sources: Sources, origin: Origin) -> Iterator[Calendar]:
    """The calendars of working days."""
    for entry in origin.current(sources.calendars):
        overrides = {
            each.day: Override(each.day, each.working, maybe(each.title), each.note)
            for each in entry.overrides
        }
        yield Calendar(
            id=entry.id,
            title=title(entry.title),
            holidays=entry.holidays or "",
            weekend=frozenset(entry.weekend),
            overrides=MappingProxyType(overrides),
            **origin.noted(entry),
        )


def duration(entry: DurationEntry | None) -> Duration | None:
    """A length of time in the one unit that is given."""
    if entry is None:
        return None
    (unit,) = entry.model_fields_set
    return Duration(getattr(entry, unit), Unit(unit))
