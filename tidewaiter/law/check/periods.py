"""Periods of one thing neither overlap nor leave a gap, and what one rests on is there as long."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol

from tidewaiter.law.check.links import named
from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import SECTIONS, Sources, Spot

ONE_DAY = timedelta(days=1)


class Period(Protocol):
    """Something that applies from one day to another."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


def histories(sources: Sources) -> Iterator[Finding]:
    """Periods of one thing neither overlap nor leave a gap."""
    for value, spot in sources.values:
        places = [spot] * len(value.history)
        yield from _periods(value.id, value.history, places, inside=True)
    groups: dict[str, list[tuple[Period, Spot]]] = defaultdict(list)
    for signing, spot in sources.signing:
        groups[f"signing {signing.message}"].append((signing, spot))
    for line, spot in sources.tariff:
        groups[line.gcode].append((line, spot))
    for name, group in groups.items():
        yield from _periods(name, [entry for entry, _ in group], [s for _, s in group])
    for section in SECTIONS:
        for name, group in _again(sources, section).items():
            yield from _periods(name, [entry for entry, _ in group], [s for _, s in group])


def borrowed(sources: Sources) -> Iterator[Finding]:
    """What an entry rests on applies as long as the entry itself."""
    begins = sources.header.since if sources.header else date.min
    for field, target, own, name, spot in named(sources):
        others = [entry for entry, _ in getattr(sources, target) if entry.id == name]
        dated = [entry for entry in (own, *others) if hasattr(entry, "since")]
        missing = _uncovered(own, others, begins) if others and len(dated) > len(others) else None
        if missing is not None:
            message = f"`{own.id}` applies on {missing}, but its {field} `{name}` does not."
            # without its lead a competence answers nothing; whatever else is missing is only unsaid
            tell = spot.finding if field == "lead" else spot.warning
            yield tell("period", message, subject=own.id, at=(field,))


def applies(entry: Period, day: date) -> bool:
    """Whether something applies on a day."""
    return entry.since <= day and (entry.until is None or day <= entry.until)


def _again(sources: Sources, section: str) -> dict[str, list[tuple[Period, Spot]]]:
    """The entries of a section that are given for several periods, by name."""
    groups: dict[str, list[tuple[Period, Spot]]] = defaultdict(list)
    for entry, spot in getattr(sources, section):
        if getattr(entry, "since", None) is not None and hasattr(entry, "id"):
            groups[entry.id].append((entry, spot))
    return {
        name: group
        for name, group in groups.items()
        if len({entry.since for entry, _ in group}) > 1
    }


def _periods(
    name: str, history: Sequence[Period], spots: Sequence[Spot], *, inside: bool = False
) -> Iterator[Finding]:
    order = sorted(range(len(history)), key=lambda i: history[i].since)
    for before, after in pairwise(order):
        ends, begins = history[before].until, history[after].since
        at = ("history", after) if inside else ()
        if ends is None or ends >= begins:
            message = (
                f"`{name}` has two entries for {begins}: "
                f"end the earlier one with `to: {begins - ONE_DAY}`."
            )
            yield spots[after].finding("overlap", message, subject=name, at=at)
        elif ends + ONE_DAY < begins:
            message = f"`{name}` says nothing from {ends + ONE_DAY} to {begins - ONE_DAY}."
            yield spots[after].finding("gap", message, subject=name, at=at)


def _uncovered(own: Period, others: Sequence[Period], begins: date) -> date | None:
    """The first day on which one applies and none of the others does, while the pack speaks."""
    days = [
        max(own.since, begins),
        *(o.until + ONE_DAY for o in others if o.until and o.until < date.max),
    ]
    for day in sorted(days):
        if applies(own, day) and not any(applies(other, day) for other in others):
            return day
    return None
