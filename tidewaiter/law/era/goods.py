"""The tariff, and what a person may buy in a year, as they stand on a day."""

from collections.abc import Mapping
from decimal import Decimal

from tidewaiter.law.era.origin import Origin, title
from tidewaiter.law.model.values import Measure, TariffLine, Value
from tidewaiter.law.model.words import Title
from tidewaiter.law.schema.values import ClassEntry
from tidewaiter.law.sources import Sources

ZERO = Decimal(0)


def measures(sources: Sources, origin: Origin, values: Mapping[str, Value]) -> tuple[Measure, ...]:
    """What a person may buy in a calendar year: money, and named goods."""
    return tuple(
        Measure(
            id=entry.id,
            title=title(entry.title),
            limit=amount(values[entry.limit]),
            unit=values[entry.limit].unit.removeprefix("code:"),
            prefixes=entry.prefixes,
            value=values[entry.limit],
        )
        for entry in origin.current(sources.measures)
    )


def tariff(sources: Sources, origin: Origin, values: Mapping[str, Value]) -> tuple[TariffLine, ...]:
    """The lines of the tariff in the order of their codes."""
    # classes are looked up only for lines of the day: before its first day a rate has no value
    vat = {entry.id: entry.rate for entry, _ in sources.vat}
    consumption = {entry.id: entry for entry, _ in sources.consumption}
    lines = []
    for entry in origin.current(sources.tariff):
        rates = consumption.get(entry.consumption or "")
        lines.append(
            TariffLine(
                gcode=entry.gcode,
                title=Title(entry.en, entry.zh),
                unit1=entry.unit1,
                unit2=entry.unit2,
                duty_rate=entry.duty,
                vat_rate=amount(values[vat[entry.vat]]),
                vat_class=entry.vat,
                consumption_class=entry.consumption or "",
                consumption_rate=amount(values[rates.rate]) if rates else ZERO,
                threshold=entry.threshold,
                per_gram_ml=_threshold(values, rates, entry.threshold, "gram_ml"),
                per_piece=_threshold(values, rates, entry.threshold, "piece"),
                positive=entry.positive,
                **origin.of(entry),
            )
        )
    return tuple(sorted(lines, key=lambda line: line.gcode))


def amount(value: Value) -> Decimal:
    """A value that is a number, as an exact decimal; TypeError where it is none."""
    if isinstance(value.value, bool) or not isinstance(value.value, Decimal | int):
        raise TypeError(f'The value "{value.id}" is not a number but of the kind {value.kind}.')
    return Decimal(value.value)


def _threshold(
    values: Mapping[str, Value], rates: ClassEntry | None, threshold: str | None, kind: str
) -> Decimal | None:
    if rates is None or threshold != kind:
        return None
    name = rates.per_gram_ml if kind == "gram_ml" else rates.per_piece
    return amount(values[name]) if name else None
