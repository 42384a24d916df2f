"""The form of timers and of the calendars of working days that they count by."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from tidewaiter.law.model.clocks import Expiry, Rule, Weekday
from tidewaiter.law.schema.entries import Entry, Identifier, Sourced, TitleEntry

Count = Annotated[int, Field(ge=0)]


class DurationEntry(Entry):
    """A length of time in exactly one unit."""

    hours: Count | None = None
    days: Count | None = None
    working_days: Count | None = None
    months: Count | None = None
    years: Count | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise ValueError("a duration has exactly one unit: hours, days, working_days, …")
        return self


class TimerEntry(Sourced):
    """A deadline of the law: what starts it, how long it runs, and what happens when it has run."""

    id: Identifier
    title: TitleEntry
    starts: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    event: TitleEntry | None = None
    duration: DurationEntry | None = None
    extension: DurationEntry | None = None
    shortest: DurationEntry | None = None
    calendar: Identifier | None = None
    rolls: bool = False
    stops: tuple[Identifier, ...] = ()
    warn: tuple[Count, ...] = ()
    expiry: Expiry
    rule: Rule | None = None

    @model_validator(mode="after")
    def _one_length(self) -> Self:
        if (self.duration is None) == (self.rule is None):
            raise ValueError("a timer has either a `duration` or a `rule`")
        if self.rule is not None and (self.extension or self.shortest):
            raise ValueError("a timer with a `rule` has neither `extension` nor `shortest`")
        return self


class OverrideEntry(Entry):
    """A day that is worked, or not, whatever the weekday and the list of holidays say."""

    day: date
    working: bool
    title: TitleEntry | None = None
    note: str = ""


class CalendarEntry(Sourced):
    """Which days are worked: weekends, the holidays of a country, and days that beat both."""

    id: Identifier
    title: TitleEntry
    holidays: Annotated[str, Field(pattern=r"^[A-Z]{2,4}(-[A-Z0-9]{1,3})?$")] | None = None
    weekend: tuple[Weekday, ...] = (Weekday.SATURDAY, Weekday.SUNDAY)
    overrides: tuple[OverrideEntry, ...] = ()
