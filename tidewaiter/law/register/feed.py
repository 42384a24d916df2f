"""What has changed and will change in a pack, day by day."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from tidewaiter.law.changes import Change, changes
from tidewaiter.law.loader import Pack

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayOfChange:
    """A day on which the law became another one, and what changed."""

    day: date
    changes: tuple[Change, ...]


def days_of_change(pack: Pack, *, at_most: int) -> tuple[DayOfChange, ...]:
    """The latest days of change, those to come included, the last first."""
    found: list[DayOfChange] = []
    for day in reversed(pack.days()):
        if len(found) == at_most:
            break
        changed = _on(pack, day)
        if changed:
            found.append(DayOfChange(day, changed))
    return tuple(found)


@lru_cache(maxsize=512)
def _on(pack: Pack, day: date) -> tuple[Change, ...]:
    return changes(pack, day - ONE_DAY, day)
