"""What the day adds up to; read once for all screens, the less often the longer it takes."""

import math
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.utils import timezone

from tidewaiter.risk.queries.figures import (
    Tally,
    decided_since,
    first_decision_from,
    reasons_since,
    tallies,
    withdrawn_since,
)
from tidewaiter.risk.states import FREE, Outcome

Found = TypeVar("Found")

MINUTES = 30
"""So many minutes the chart shows."""
_LATELY = 5
"""The time to decide is told of so many minutes."""
_OPEN = timedelta(seconds=90)
"""A minute is counted anew until so long after its end: slow assessors may still add to it."""


class Remembered(Generic[Found]):
    """Something that is read and kept a while: two seconds, or fifty times as long as it took."""

    def __init__(self, read: Callable[[], Found], *, least: float = 2.0) -> None:
        self._read, self._least = read, least
        self._found: Found | None = None
        self._until = 0.0
        self._reading = threading.Lock()

    def __call__(self) -> Found:
        """The latest that was read; one thread reads it anew, the others need not wait."""
        if time.monotonic() >= self._until and self._reading.acquire(blocking=self._found is None):
            try:
                if time.monotonic() >= self._until:
                    began = time.monotonic()
                    self._found = self._read()
                    took = time.monotonic() - began
                    self._until = began + took + max(self._least, 50 * took)
            finally:
                self._reading.release()
        assert self._found is not None
        return self._found

    def forget(self) -> None:
        """Read anew next time."""
        self._found, self._until = None, 0.0


@dataclass(frozen=True)
class Minute:
    """Decisions of one minute, counted by standing."""

    at: datetime
    release: int = 0
    documents: int = 0
    inspection: int = 0
    audit: int = 0
    hold: int = 0
    delayed: int = 0
    rejected: int = 0

    @property
    def decided(self) -> int:
        """All of them."""
        parts = (
            self.release,
            self.documents,
            self.inspection,
            self.audit,
            self.hold,
            self.delayed,
            self.rejected,
        )
        return sum(parts)


@dataclass(frozen=True)
class Today:
    """What was decided since midnight, by standing and by reason."""

    standings: dict[str, int]
    reasons: dict[str, int]

    @property
    def decided(self) -> int:
        """All decisions."""
        return sum(self.standings.values())

    @property
    def released(self) -> int:
        """Parcels whose goods may leave."""
        return sum(self.standings[lane] for lane in FREE)

    @property
    def rejected(self) -> int:
        """Declarations that were rejected."""
        return self.standings[Outcome.REJECTED]


@dataclass(frozen=True)
class Lately:
    """The last full minutes, and the time within which 99 of 100 parcels were decided."""

    minutes: tuple[Minute, ...]
    p99_ms: int | None


_first: dict[datetime, int] = {}


def _read_today() -> Today:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    if midnight not in _first:
        first = first_decision_from(midnight)
        _first.clear()
        _first[midnight] = first
    first = _first[midnight]
    standings = decided_since(first)
    cancelled = withdrawn_since(first)
    standings[Outcome.REJECTED] -= cancelled
    standings["cancelled"] = cancelled
    return Today(standings, reasons_since(first))


_closed: dict[datetime, list[Tally]] = {}


def _read_lately() -> Lately:
    now = timezone.now()
    this = now.replace(second=0, microsecond=0)
    start = this - timedelta(minutes=MINUTES)
    closed_until = (now - _OPEN).replace(second=0, microsecond=0)
    for old in [minute for minute in _closed if minute < start]:
        del _closed[old]
    since = max([minute + timedelta(minutes=1) for minute in _closed], default=start)
    found: dict[datetime, list[Tally]] = {}
    if since < this:
        for tally in tallies(since, this):
            found.setdefault(tally.minute, []).append(tally)
    moment = since
    while moment < closed_until:
        _closed[moment] = found.get(moment, [])
        moment += timedelta(minutes=1)
    known = {**found, **_closed}
    moments = [start + timedelta(minutes=n) for n in range(MINUTES)]
    minutes = tuple(_minute(moment, known.get(moment, [])) for moment in moments)
    lately = [tally for moment in moments[-_LATELY:] for tally in known.get(moment, [])]
    return Lately(minutes, _percentile(lately))


def _minute(at: datetime, counted: list[Tally]) -> Minute:
    sums: Counter[str] = Counter()
    for tally in counted:
        sums[tally.standing] += tally.count
    sums[Outcome.REJECTED] += sums.pop(Outcome.WITHDRAWN, 0)
    return Minute(at, **sums)


def _percentile(counted: list[Tally], share: float = 0.99) -> int | None:
    """The time within which this share was decided, to the next twentieth above."""
    wanted = share * sum(tally.count for tally in counted)
    seen = 0
    for tally in sorted(counted, key=lambda one: one.step):
        seen += tally.count
        if seen >= wanted:
            return math.ceil(math.exp(tally.step / 20))
    return None


today = Remembered(_read_today)
lately = Remembered(_read_lately)


def forget_figures() -> None:
    """Read everything anew next time (tests roll back)."""
    _first.clear()
    _closed.clear()
    today.forget()
    lately.forget()
