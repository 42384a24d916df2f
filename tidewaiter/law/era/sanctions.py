"""Violations, penalties and their publicity as they stand on a day."""

from collections.abc import Iterator

from tidewaiter.law.era.clocks import duration
from tidewaiter.law.era.origin import Origin, maybe, title
from tidewaiter.law.model.sanctions import Band, Factor, Method, Penalty, Publicity, Violation
from tidewaiter.law.schema.sanctions import BandEntry
from tidewaiter.law.sources import Sources


def violations(sources: Sources, origin: Origin) -> Iterator[Violation]:
    """What one commits by not doing what is due."""
    for entry in origin.current(sources.violations):
        yield Violation(
            id=entry.id,
            title=title(entry.title),
            matter=entry.matter,
            severity=entry.severity,
            penalties=entry.penalties,
            **origin.noted(entry),
        )


def penalties(sources: Sources, origin: Origin) -> Iterator[Penalty]:
    """What follows a violation."""
    for entry in origin.current(sources.penalties):
        yield Penalty(
            id=entry.id,
            title=title(entry.title),
            kind=entry.kind,
            minimum=entry.minimum,
            maximum=entry.maximum,
            unit=entry.unit or "",
            base=entry.base,
            territory=entry.territory or "",
            **origin.noted(entry),
        )


def factors(sources: Sources, origin: Origin) -> Iterator[Factor]:
    """What makes a penalty heavier or lighter."""
    for entry in origin.current(sources.factors):
        yield Factor(
            id=entry.id, effect=entry.effect, title=title(entry.title), **origin.noted(entry)
        )


def methods(sources: Sources, origin: Origin) -> Iterator[Method]:
    """How penalties are calculated."""
    for entry in origin.current(sources.methods):
        yield Method(
            id=entry.id,
            title=title(entry.title),
            steps=tuple(map(title, entry.steps)),
            bands=tuple(map(_band, entry.bands)),
            **origin.noted(entry),
        )


def publicity(sources: Sources, origin: Origin) -> Iterator[Publicity]:
    """For how long penalties are published."""
    for entry in origin.current(sources.publicity):
        yield Publicity(
            id=entry.id,
            title=title(entry.title),
            what=title(entry.what),
            minimum=duration(entry.minimum),
            maximum=duration(entry.maximum),
            way_out=maybe(entry.way_out),
            timer=entry.timer or "",
            **origin.noted(entry),
        )


def _band(entry: BandEntry) -> Band:
    return Band(
        name=entry.name,
        over=entry.over,
        up_to=entry.up_to,
        low=entry.low,
        high=entry.high,
        unit=entry.unit,
        value=entry.value,
    )
