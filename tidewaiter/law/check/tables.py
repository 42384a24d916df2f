"""Test tables speak of what the pack knows."""

from collections import defaultdict
from collections.abc import Iterator

from tidewaiter.law.check.periods import Period, applies
from tidewaiter.law.findings import Finding
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.sources import Sources, Spot
from tidewaiter.law.tables import ConsignmentCase

ABSENT = frozenset({"L-02", "unknown-tariff-line", "day-not-covered"})
"""Refusals of goods that the tariff does not have."""


def cases(sources: Sources) -> Iterator[Finding]:
    """Test tables speak of goods, units and measures that the pack knows on the day of the case."""
    lines: dict[str, list[Period]] = defaultdict(list)
    for entry, _ in sources.tariff:
        lines[entry.gcode].append(entry)
    measures = {measure.id for measure, _ in sources.measures}
    for table, spot in sources.tables:
        for i, case in enumerate(table.cases):
            place = Spot(spot.located, ("cases", i))
            for line in case.situation.lines:
                if not any(applies(known, case.day) for known in lines[line.gcode]):
                    if "L-02" in case.answer.reasons:
                        continue
                    message = f"the tariff has no line {line.gcode} on {case.day}."
                    yield place.finding("tariff", message, subject=case.name.en)
            for measure in {*case.situation.used, *case.answer.quota} - measures:
                message = f"the pack knows no measure `{measure}`."
                yield place.finding("measure", message, subject=case.name.en)
        for i, one in enumerate(table.consignments):
            place = Spot(spot.located, ("consignments", i))
            if one.situation.regime.partition("-")[0] != sources.pack:
                message = f"the regime {one.situation.regime} is not answered by this pack."
                yield place.finding("regime", message, subject=one.name.en)
            elif one.answer.refusal not in ABSENT:
                yield from _goods(one, lines, place)


def _goods(case: ConsignmentCase, lines: dict[str, list[Period]], place: Spot) -> Iterator[Finding]:
    """The goods of a consignment stand in the tariff of the day, or in the nomenclature."""
    for item in case.situation.items:
        if case.situation.regime.startswith("cn"):
            known = any(applies(period, case.day) for period in lines[item.code])
        else:
            known = nomenclature().has(item.code)
        if not known:
            message = f"there is no tariff line {item.code} on {case.day}."
            yield place.finding("tariff", message, subject=case.name.en)
