"""All that is to be said about a pack: its findings in order, and how much there is of what."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tidewaiter.law.check import (
    citations,
    clocks,
    codes,
    links,
    names,
    periods,
    responsibility,
    sanctions,
    silence,
    tables,
    tariff,
    trade,
)
from tidewaiter.law.findings import Finding, Severity
from tidewaiter.law.sources import PACKS, SECTIONS, Sources, packs, read

PARTS = (
    names.given_twice,
    periods.histories,
    periods.borrowed,
    citations.references,
    citations.passages,
    codes.lists,
    links.names_that_lead_nowhere,
    links.facts_that_nobody_asks_for,
    tariff.lines,
    tables.cases,
    trade.models_at_once,
    trade.trades_without_model,
    responsibility.leads,
    sanctions.violations_without_penalty,
    sanctions.fines_without_range,
    sanctions.unknown_territories,
    clocks.timers_without_calendar,
    clocks.calendars,
    silence.duties,
    silence.timers,
    silence.institutions,
)


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
    return sorted(finding for part in PARTS for finding in part(sources))


def summary(pack: str, root: Path = PACKS) -> dict[str, Any]:
    """How much one pack holds, and its findings."""
    sources = read(pack, root)
    found = findings(sources)
    return {
        "pack": pack,
        "version": sources.version,
        "errors": sum(1 for finding in found if finding.severity is Severity.ERROR),
        "warnings": sum(1 for finding in found if finding.severity is Severity.WARNING),
        f"obligations_{pack}": _named(sources, "obligations"),
        **{section: _named(sources, section) for section in COUNTED},
        "unverified": _unverified(sources),
        "tariff_lines": len(sources.tariff),
        "test_cases": sum(table.count for table, _ in sources.tables),
        "findings": [finding.as_json() for finding in found],
    }


def summaries(names: Iterable[str] = (), root: Path = PACKS) -> dict[str, Any]:
    """What `tidewaiter law check --json` prints: the sums over all packs, or those named."""
    each = [summary(pack, root) for pack in (tuple(names) or packs(root))]
    return {
        "errors": sum(one["errors"] for one in each),
        "warnings": sum(one["warnings"] for one in each),
        **{f"obligations_{one['pack']}": one[f"obligations_{one['pack']}"] for one in each},
        "timers": sum(one["timers"] for one in each),
        "packs": {one["pack"]: one for one in each},
    }


COUNTED = tuple(section for section in SECTIONS if section not in {"obligations", "references"})


def _named(sources: Sources, section: str) -> int:
    """How many things a section names; what holds in two periods is one."""
    entries = [entry for entry, _ in getattr(sources, section)]
    return len({getattr(entry, "id", None) or number for number, entry in enumerate(entries)})


def _unverified(sources: Sources) -> int:
    history = sum(not past.verified for entry, _ in sources.values for past in entry.history)
    own = [entry for name in (*SECTIONS, "tariff") for entry, _ in getattr(sources, name)]
    return history + sum(getattr(entry, "verified", True) is False for entry in own)
