"""The deadlines of the law, and the calendars of working days that they count by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum

from tidewaiter.law.holidays import holidays_of
from tidewaiter.law.model.words import Entry, Title


class Unit(StrEnum):
    """In what a length of time is counted."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Expiry(StrEnum):
    """What happens when the time has run: what silence means."""

    ESCALATE = "escalate"
    DEEM_REFUSED = "deem-refused"
    DEEM_CONSENTED = "deem-consented"
    CLOSE = "close"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"
    LAPSE = "lapse"
    NOTIFY = "notify"
    RESTORE = "restore"
    SUSPEND = "suspend"
    BREACH = "breach"
    DEFAULT = "default"
    WAIVE = "waive"
    FORFEIT = "forfeit"
    MEDIATION = "mediation"
    ARCHIVE = "archive"
    LATE_FEE = "late-fee"
    RELEASE = "release"
    REOPEN = "reopen"
    TAKE_EFFECT = "take-effect"


class Rule(StrEnum):
    """Deadlines that are no length of time."""

    WITHIN_MONTH_AFTER_QUARTER = "within-month-after-quarter"
    BY_30_JUNE = "by-30-june"


class Weekday(StrEnum):
    """The days of the week."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: so many of one unit."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit.replace('_', ' ')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer(Entry):
    """A deadline of the law; `duration` is the longest where there is a `shortest` too.

    `starts` is the event, `event` the same in words; `calendar` is the id of a calendar or empty.
    `stops` are the reasons for which the clock may stand still.
    """

    id: str
    title: Title
    starts: str
    event: Title | None
    duration: Duration | None
    extension: Duration | None
    shortest: Duration | None
    calendar: str
    rolls: bool
    stops: tuple[str, ...]
    warn: tuple[int, ...]
    expiry: Expiry
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Override:
    """A day that is worked, or not, whatever weekday and list of holidays say."""

    day: Day
    working: bool
    title: Title | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar(Entry):
    """Which days are worked."""

    id: str
    title: Title
    holidays: str
    weekend: frozenset[Weekday]
    overrides: Mapping[Day, Override]

    def working(self, day: Day) -> bool:
        """Whether people are at work on a day."""
        override = self.overrides.get(day)
        if override is not None:
            return override.working
        listed = holidays_of(self.holidays, day.year)
        if day in listed.off:
            return False
        return day in listed.worked or WEEK[day.weekday()] not in self.weekend

    def name(self, day: Day) -> Title | None:
        """What a day is called that is a holiday; None for an ordinary day or weekend."""
        override = self.overrides.get(day)
        if override is not None:
            return None if override.working else override.title
        return holidays_of(self.holidays, day.year).off.get(day)
