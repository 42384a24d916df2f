"""Draws what a number was over the years as steps; the table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tidewaiter.surfaces.kit.templatetags.kit import day as worded_day

FEWEST = 3
"""With fewer periods the table alone is clearer."""
TAIL = timedelta(days=180)
TOP, BOTTOM = 12.0, 86.0
"""Between these shares of the height the steps are drawn; names stand above and below."""


@dataclass(frozen=True)
class Step:
    """A number for a while."""

    said: str
    number: float
    since: date
    until: date | None
    current: bool


@dataclass(frozen=True)
class Bar:
    """A step as drawn, in shares of width and height."""

    x: str
    width: str
    y: str
    height: str
    label_y: str
    middle: str
    said: str
    since: str
    current: bool


def drawn(steps: Sequence[Step]) -> tuple[Bar, ...]:
    """The steps from left to right; nothing when there are too few."""
    if len(steps) < FEWEST:
        return ()
    first, last = steps[0].since, (steps[-1].until or steps[-1].since) + TAIL
    # short periods must stay visible, so that half of the width is shared out evenly
    whole, highest = (last - first).days, max(step.number for step in steps) or 1.0
    bars, left = [], 0.0
    for place, step in enumerate(steps):
        end = steps[place + 1].since if place + 1 < len(steps) else last
        wide = 50 / len(steps) + 50 * (end - step.since).days / whole
        high = (BOTTOM - TOP) * max(step.number, 0.0) / highest
        top = BOTTOM - high
        bars.append(
            Bar(
                x=f"{left:.2f}%",
                width=f"{wide - 0.4:.2f}%",
                y=f"{top:.2f}%",
                height=f"{max(high, 0.8):.2f}%",
                label_y=f"{top - 3:.2f}%",
                middle=f"{left + wide / 2:.2f}%",
                said=step.said,
                since=worded_day(step.since),
                current=step.current,
            )
        )
        left += wide
    return tuple(bars)
