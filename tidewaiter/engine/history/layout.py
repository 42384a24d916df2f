"""How an archive is laid out: one folder a day, numbered parts of Parquet files in it.

    archive/day=2026-06-01/declarations.0001.parquet, orders.0001.parquet, …, parties.parquet

The parts of one number belong together: the parcels of `declarations.0001` with all their
documents, decisions and facts. So a part is assessed, copied or thrown away by itself. A folder of
Parquet files without numbers (`declarations.parquet`, …) is one day of one part.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tidewaiter.engine.frames import CONTEXT, PAPERS

DECIDED = ("decisions", "reasons", "duties", "quota_moves")
"""What `assess` writes for each part."""

FACTS = ("parcel_facts", "line_facts")
"""The documented columns that rules ask for, as the decisions saw them."""

OF_A_DAY = (*(name for name in CONTEXT if name != "recalled"), "quota_entries", "findings")
"""Tables that a day has once, not in parts."""

_DAY = re.compile(r"day=(\d{4}-\d{2}-\d{2})")
_FILE = re.compile(r"([a-z_]+)(?:\.(\d{4,}))?\.parquet")


class FolderError(Exception):
    """A folder that cannot be read as an archive or as frames; says which, why and what to do."""


@dataclass(frozen=True)
class Part:
    """The files of one part by the name of their table."""

    number: str
    files: Mapping[str, Path]


@dataclass(frozen=True)
class Day:
    """One day of an archive.

    `day` is unknown for a folder of frames without a date. `beside` are the files that the day has
    once.
    """

    day: date | None
    folder: Path
    parts: tuple[Part, ...]
    beside: Mapping[str, Path]

    @property
    def label(self) -> str:
        """The day as its folder is called."""
        return f"day={self.day}" if self.day else self.folder.name

    def files(self, name: str) -> list[Path]:
        """The files of a table, in the order of the parts."""
        if name in self.beside:
            return [self.beside[name]]
        return [part.files[name] for part in self.parts if name in part.files]


def day_folder(day: date) -> str:
    """What the folder of a day is called."""
    return f"day={day.isoformat()}"


def file_name(table: str, part: int | str = "") -> str:
    """What a file is called; tables that a day has once carry no number."""
    number = f"{part:04d}" if isinstance(part, int) else part
    return f"{table}.{number}.parquet" if number else f"{table}.parquet"


def days(folder: Path) -> tuple[Day, ...]:
    """The days in a folder: of an archive, of one day, or of frames without a date.

    Raises FolderError when there is nothing to read, or a part lacks its declarations.
    """
    if not folder.is_dir():
        raise FolderError(
            f"{folder} is no folder. Give the folder of an archive (with day=… in it), of one "
            "day, or of Parquet files named after the engine's frames."
        )
    dated = sorted(child for child in folder.iterdir() if _DAY.fullmatch(child.name))
    found = tuple(_day(child) for child in dated if any(child.glob("*.parquet")))
    if not found and any(folder.glob("*.parquet")):
        found = (_day(folder),)
    if not found:
        raise FolderError(
            f"{folder} holds no Parquet files. `tidewaiter archive --day …` writes a day, "
            "and Parquet files named after the frames of the engine are a day, too."
        )
    return found


def days_with_facts(folder: Path) -> tuple[Day, ...]:
    """The days in a folder, all of which have facts.

    Raises FolderError as `days` does, and where facts are missing.
    """
    found = days(folder)
    without = [day.label for day in found if not day.files("parcel_facts")]
    if without:
        raise FolderError(
            f"{folder}: no facts lie in {', '.join(without[:3])}. Days that `tidewaiter archive` "
            "writes have them; for other folders run `tidewaiter assess --facts` first."
        )
    return found


def _day(folder: Path) -> Day:
    named = _DAY.fullmatch(folder.name)
    parts: dict[str, dict[str, Path]] = {}
    beside: dict[str, Path] = {}
    for path in sorted(folder.glob("*.parquet")):
        match = _FILE.fullmatch(path.name)
        if match is None:
            continue
        table, number = match.groups()
        if table in OF_A_DAY and not number:
            beside[table] = path
        else:
            parts.setdefault(number or "", {})[table] = path
    for number, files in parts.items():
        _check(folder, number, files)
    ordered = tuple(Part(number, files) for number, files in sorted(parts.items()))
    return Day(date.fromisoformat(named[1]) if named else None, folder, ordered, beside)


def _check(folder: Path, number: str, files: Iterable[str]) -> None:
    known = {*PAPERS, *DECIDED, *FACTS, *CONTEXT}
    lacking = [name for name in PAPERS[:2] if name not in files]
    if not set(files) & known:
        raise FolderError(
            f"{folder}: {', '.join(sorted(files))} is no table of the engine. The tables are "
            f"named in docs/reference/engine/frames.md."
        )
    if lacking and set(files) & set(PAPERS):
        raise FolderError(
            f"{folder}: part {number or '(without a number)'} lacks {', '.join(lacking)}. Write "
            "the part again; the parts of one number belong together."
        )
