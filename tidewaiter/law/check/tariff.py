"""Tariff lines use units and classes of rates that exist."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.schema.values import ClassEntry
from tidewaiter.law.sources import Sources, Spot


def lines(sources: Sources) -> Iterator[Finding]:
    """Tariff lines use units and classes of rates that exist; thresholds fit their class."""
    units = {c for listing, _ in sources.lists if listing.list == "unit" for c in listing.codes}
    vat = {entry.id for entry, _ in sources.vat}
    consumption = {entry.id: entry for entry, _ in sources.consumption}
    for line, spot in sources.tariff:
        for unit in (line.unit1, line.unit2):
            if unit is not None and unit not in units:
                message = f"the unit `{unit}` of {line.gcode} is not in the list `unit`."
                yield spot.finding("code", message, subject=line.gcode)
        if line.vat not in vat:
            message = f"the VAT class `{line.vat}` of {line.gcode} is not defined."
            yield spot.finding("class", message, subject=line.gcode)
        yield from _consumption(line.gcode, line.consumption, line.threshold, consumption, spot)


def _consumption(
    gcode: str, name: str | None, threshold: str | None, known: dict[str, ClassEntry], spot: Spot
) -> Iterator[Finding]:
    if name is None:
        if threshold is not None:
            message = f"{gcode} has a threshold but no consumption tax."
            yield spot.finding("class", message, subject=gcode)
        return
    entry = known.get(name)
    if entry is None:
        message = f"the consumption tax class `{name}` of {gcode} is not defined."
        yield spot.finding("class", message, subject=gcode)
        return
    offered = {kind for kind in ("gram_ml", "piece") if getattr(entry, f"per_{kind}") is not None}
    if (threshold is None and offered) or (threshold is not None and threshold not in offered):
        wanted = " or ".join(sorted(offered)) or "none"
        message = f"{gcode} needs the threshold that its class `{name}` knows: {wanted}."
        yield spot.finding("class", message, subject=gcode)
