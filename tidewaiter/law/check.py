"""Holds a law pack against itself: overlaps, gaps, names that lead nowhere, codes not defined."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from tidewaiter.law.findings import Finding, Severity
from tidewaiter.law.schema.values import ClassEntry
from tidewaiter.law.sources import PACKS, Sources, Spot, read

ONE_DAY = timedelta(days=1)


class Period(Protocol):
    """Something that applies from one day to another."""

    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


def check(pack: str, root: Path = PACKS) -> list[Finding]:
    """All findings about a pack in the order of files and lines; no findings: the pack is sound."""
    return findings(read(pack, root))


def findings(sources: Sources) -> list[Finding]:
    """The findings of a pack already read.

    What does not fit its form is reported alone: entries that could not be read would otherwise
    be missed in a hundred other places.
    """
    if sources.findings:
        return sorted(sources.findings)
    return sorted(
        finding
        for part in (_names, _histories, _references, _codes, _measures, _tariff, _tables)
        for finding in part(sources)
    )


def summary(pack: str, root: Path = PACKS) -> dict[str, object]:
    """What `tidewaiter law check --json` prints about a pack."""
    sources = read(pack, root)
    found = findings(sources)
    return {
        "pack": pack,
        "version": sources.version,
        "errors": sum(1 for finding in found if finding.severity is Severity.ERROR),
        "warnings": sum(1 for finding in found if finding.severity is Severity.WARNING),
        f"obligations_{pack}": len(sources.obligations),
        "timers": sum(1 for entry, _ in sources.values if entry.clock is not None),
        "values": len(sources.values),
        "unverified": _unverified(sources),
        "tariff_lines": len(sources.tariff),
        "test_cases": sum(len(table.cases) for table, _ in sources.tables),
        "findings": [finding.as_json() for finding in found],
    }


def _unverified(sources: Sources) -> int:
    history = sum(not past.verified for entry, _ in sources.values for past in entry.history)
    entries = [*sources.tariff, *sources.lists, *sources.signing, *sources.obligations]
    return history + sum(not entry.verified for entry, _ in entries)


def _names(sources: Sources) -> Iterator[Finding]:
    """Each name is given once."""
    for kind in ("references", "values", "measures", "vat", "consumption", "obligations"):
        seen: set[str] = set()
        for entry, spot in getattr(sources, kind):
            if entry.id in seen:
                message = f"`{entry.id}` is defined twice among the {kind}; keep one of them."
                yield spot.finding("twice", message, subject=entry.id)
            seen.add(entry.id)


def _histories(sources: Sources) -> Iterator[Finding]:
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


def _references(sources: Sources) -> Iterator[Finding]:
    """Each reference leads to a text, and each text is used."""
    known = {entry.id for entry, _ in sources.references}
    used: set[str] = set()
    for subject, reference, spot in _cited(sources):
        used.add(reference)
        if reference not in known:
            message = f"the reference `{reference}` is not among the references of the pack."
            yield spot.finding("reference", message, subject=subject)
    for entry, spot in sources.references:
        if entry.id not in used:
            at = spot.located.line(spot.place)
            message = f"nothing refers to `{entry.id}`."
            yield Finding(
                spot.located.path, at, "unused", message, Severity.WARNING, subject=entry.id
            )


def _cited(sources: Sources) -> Iterator[tuple[str, str, Spot]]:
    for value, spot in sources.values:
        for i, past in enumerate(value.history):
            yield value.id, past.reference, Spot(spot.located, (*spot.place, "history", i))
    for signing, spot in sources.signing:
        yield signing.message, signing.reference, spot
    for obligation, spot in sources.obligations:
        yield obligation.id, obligation.reference, spot
    for line, spot in sources.tariff:
        yield line.gcode, line.reference, spot
    for listing, spot in sources.lists:
        yield listing.list, listing.reference, spot
        for code, entry in listing.codes.items():
            if entry.reference is not None:
                yield code, entry.reference, Spot(spot.located, (*spot.place, "codes", code))


def _codes(sources: Sources) -> Iterator[Finding]:
    """Each code is defined once in its list; values in currency or unit codes name known ones."""
    seen: set[tuple[str, str]] = set()
    for listing, spot in sources.lists:
        for code in listing.codes:
            if (listing.list, code) in seen:
                message = f"the code `{code}` is defined twice in the list `{listing.list}`."
                yield spot.finding("twice", message, subject=code, at=("codes", code))
            seen.add((listing.list, code))
    named = {listing.list for listing, _ in sources.lists}
    for value, spot in sources.values:
        if not value.unit.startswith("code:"):
            continue
        listing_name = value.unit.removeprefix("code:")
        for i, past in enumerate(value.history):
            if listing_name not in named or (listing_name, str(past.value)) not in seen:
                message = f"`{value.id}` uses `{past.value}`, not a code of `{listing_name}`."
                yield spot.finding("code", message, subject=value.id, at=("history", i))


def _measures(sources: Sources) -> Iterator[Finding]:
    """Measures, classes and obligations name values that exist."""
    values = {entry.id for entry, _ in sources.values}
    named: list[tuple[str, str | None, Spot]] = [
        *((entry.id, entry.limit, spot) for entry, spot in sources.measures),
        *((entry.id, entry.value, spot) for entry, spot in sources.obligations),
    ]
    for rates, spot in (*sources.vat, *sources.consumption):
        names = (rates.rate, rates.per_gram_ml, rates.per_piece)
        named += [(rates.id, name, spot) for name in names]
    for subject, name, spot in named:
        if name is not None and name not in values:
            message = f"`{subject}` names the value `{name}`, which the pack does not define."
            yield spot.finding("value", message, subject=subject)


def _tariff(sources: Sources) -> Iterator[Finding]:
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


def _tables(sources: Sources) -> Iterator[Finding]:
    """Test tables speak of goods, units and measures that the pack knows on the day of the case."""
    lines: dict[str, list[Period]] = defaultdict(list)
    for entry, _ in sources.tariff:
        lines[entry.gcode].append(entry)
    measures = {measure.id for measure, _ in sources.measures}
    for table, spot in sources.tables:
        for i, case in enumerate(table.cases):
            place = Spot(spot.located, ("cases", i))
            for line in case.situation.lines:
                if not any(_applies(known, case.day) for known in lines[line.gcode]):
                    if "L-02" in case.answer.reasons:
                        continue
                    message = f"the tariff has no line {line.gcode} on {case.day}."
                    yield place.finding("tariff", message, subject=case.name.en)
            for measure in {*case.situation.used, *case.answer.quota} - measures:
                message = f"the pack knows no measure `{measure}`."
                yield place.finding("measure", message, subject=case.name.en)


def _applies(entry: Period, day: date) -> bool:
    return entry.since <= day and (entry.until is None or day <= entry.until)
