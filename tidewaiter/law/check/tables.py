"""Test tables speak of what the pack knows."""

from collections import defaultdict
from collections.abc import Iterator

from tidewaiter.law.check.periods import Period, applies
from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import Sources, Spot


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
