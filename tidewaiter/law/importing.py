"""Takes a national tariff over from a CSV file: bad rows are told, the others are written."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pydantic import ValidationError

from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.schema.values import TariffEntry
from tidewaiter.law.sources import PACKS, Sources, packs, read

COLUMNS: Mapping[str, str] = {
    "gcode": "tariff code of ten digits",
    "en": "name in English",
    "zh": "name in Chinese",
    "unit1": "first statutory unit, a code of the list `unit`",
    "unit2": "second statutory unit, or empty",
    "duty": "rate of duty as a share of one: 0.065 is 6.5 %",
    "vat": "class of value-added tax that the pack defines",
    "consumption": "class of consumption tax, or empty",
    "threshold": "gram_ml or piece where the class has a threshold, or empty",
    "positive": "yes or no: on the positive list",
    "from": "first day, as 2026-01-01",
    "to": "last day, or empty",
    "reference": "legal text that the pack defines",
    "verified": "yes or no: held against the text",
}
"""The columns of the file; `article` and `note` may stand beside them."""

MAY_BE_ABSENT = frozenset({"unit2", "consumption", "threshold", "to", "article", "note"})


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out: line, code, and what is wrong with it."""

    line: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file: rows written, where, and rows left out."""

    path: Path | None
    rows: int
    bad: tuple[BadRow, ...]


def take_over(file: Path, pack: str, *, folder: Path | None = None, root: Path = PACKS) -> Taken:
    """Write the good rows of a file as a tariff table into the pack, or into a folder.

    Rows whose code the pack has already for one of the days are left out: what applied is not
    written over. Raises ValueError when the file as a whole cannot be read.
    """
    if pack not in packs(root):
        raise ValueError(f'There is no law pack "{pack}"; known are: {", ".join(packs(root))}.')
    sources = read(pack, root)
    target = (folder or root / pack / "tariff") / f"{file.stem}.csv"
    own = target.relative_to(root).as_posix() if target.is_relative_to(root) else ""
    bad: list[BadRow] = []
    good: list[tuple[TariffEntry, dict[str, str]]] = []
    known = _known(sources, own)
    for line, row in _rows(file):
        entry = _entry(line, row, sources, bad)
        if entry is None:
            continue
        clash = next((each for each in known.get(entry.gcode, ()) if _overlap(each, entry)), None)
        if clash is not None:
            sentence = f"the code is given already for days from {clash.since}."
            bad.append(BadRow(line, entry.gcode, sentence))
            continue
        known.setdefault(entry.gcode, []).append(entry)
        good.append((entry, row))
    if not good:
        return Taken(None, 0, tuple(bad))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_written([row for _, row in sorted(good, key=_order)]), "utf-8")
    return Taken(target, len(good), tuple(bad))


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ValueError(f"{file} cannot be read: {problem}.") from problem
    reader = csv.DictReader(StringIO(text))
    absent = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    absent = [name for name in absent if name not in MAY_BE_ABSENT]
    if absent:
        raise ValueError(f"{file} has no column {', '.join(absent)}.")
    for row in reader:
        if None in row:
            row = {name: cell for name, cell in row.items() if name} | {"": "more cells"}
        yield reader.line_num, {name: (cell or "").strip() for name, cell in row.items()}


def _entry(
    line: int, row: dict[str, str], sources: Sources, bad: list[BadRow]
) -> TariffEntry | None:
    """A row in its form, speaking only of what the pack and the nomenclature know."""
    code = row.get("gcode", "")
    filled = {name: cell for name, cell in row.items() if cell}
    if "" in filled:
        bad.append(BadRow(line, code, "the row has more cells than the heading."))
        return None
    try:
        entry = TariffEntry.model_validate(filled)
    except ValidationError as problem:
        for error in problem.errors():
            place = ".".join(str(part) for part in error["loc"])
            bad.append(BadRow(line, code, f"{place}: {error['msg']}."))
        return None
    wrong = list(_unknown(entry, sources))
    bad += [BadRow(line, code, sentence) for sentence in wrong]
    return None if wrong else entry


def _unknown(entry: TariffEntry, sources: Sources) -> Iterator[str]:
    units = {
        code for listing, _ in sources.lists if listing.list == "unit" for code in listing.codes
    }
    consumption = {one.id: one for one, _ in sources.consumption}
    if not nomenclature().has(entry.gcode):
        yield f"the nomenclature has no subheading {entry.gcode[:6]}."
    for unit in (entry.unit1, entry.unit2):
        if unit is not None and unit not in units:
            yield f"the unit {unit} is not in the list `unit`."
    if entry.vat not in {one.id for one, _ in sources.vat}:
        yield f"the class of value-added tax `{entry.vat}` is not defined."
    if entry.reference not in {one.id for one, _ in sources.references}:
        yield f"the legal text `{entry.reference}` is not defined."
    if entry.consumption is None:
        if entry.threshold is not None:
            yield "there is a threshold but no consumption tax."
        return
    known = consumption.get(entry.consumption)
    if known is None:
        yield f"the class of consumption tax `{entry.consumption}` is not defined."
        return
    offered = {kind for kind in ("gram_ml", "piece") if getattr(known, f"per_{kind}") is not None}
    if (entry.threshold or "") not in (offered or {""}):
        yield f"the threshold must be {' or '.join(sorted(offered)) or 'empty'}."


def _known(sources: Sources, own: str) -> dict[str, list[TariffEntry]]:
    """The lines that the pack has, without those of a former import of the same name."""
    found: dict[str, list[TariffEntry]] = {}
    for entry, spot in sources.tariff:
        if spot.located.path != own:
            found.setdefault(entry.gcode, []).append(entry)
    return found


def _overlap(one: TariffEntry, other: TariffEntry) -> bool:
    return (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )


def _order(good: tuple[TariffEntry, dict[str, str]]) -> tuple[str, str]:
    return good[0].gcode, good[0].since.isoformat()


def _written(rows: list[dict[str, str]]) -> str:
    names = [
        *COLUMNS,
        *(name for name in ("article", "note") if any(row.get(name) for row in rows)),
    ]
    out = StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
