"""Runs the engine's statements in DuckDB over folders of Parquet files, one part at a time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tidewaiter.engine.compile import Program
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.frames import FRAMES, PAPERS, Frame
from tidewaiter.engine.history.carried import Carried
from tidewaiter.engine.history.facts import FactsProgram
from tidewaiter.engine.history.layout import Day, FolderError, Part
from tidewaiter.engine.history.outputs import rule_ranks
from tidewaiter.engine.history.writing import SCHEMAS, write_parquet
from tidewaiter.engine.runners.bulk import Bulk

KNOWN = ("parties", "peers", "lists", "identity")
"""What is known beside the documents, and does not change from part to part."""

OPENING = ("quota", "seen_address", "seen_phone", "tiles")
"""What was known when a day began; without a file it is what the days before left."""


class DuckDBFolders:
    """A DuckDB that reads parts of days, decides them, and writes what came of it.

    `threads` and `memory` bound what DuckDB takes; `scratch` is a folder for what does not fit.
    """

    def __init__(self, *, threads: int, memory: str, scratch: Path) -> None:
        scratch.mkdir(parents=True, exist_ok=True)
        self._bulk = Bulk(threads=threads, memory=memory)
        self._run = self._bulk.connection.execute
        self._run(f"SET temp_directory = {literal(scratch / 'spill')}")
        self._kept = scratch / "carried.duckdb"
        self._kept.unlink(missing_ok=True)
        self._carried = Carried(self._bulk.connection, self._kept)
        self._ranked = ""

    @property
    def connection(self) -> Any:
        """The DuckDB."""
        return self._bulk.connection

    def begin(self, day: Day, root: Path) -> None:
        """Reads what a day has once: parties, peers, lists, and what was known when it began."""
        for name in KNOWN:
            path = beside(day, root, name)
            if path is not None:
                self._fill(name, [path])
        for name in OPENING:
            if name in day.beside:
                self._carried.open(name, _source([day.beside[name]]))

    def read(self, part: Part, *, recalled: bool) -> int:
        """Reads the documents of a part into the frames; how many declarations there are."""
        for name in PAPERS:
            self._fill(name, [part.files[name]] if name in part.files else [])
        self._run("TRUNCATE recalled")
        if recalled:
            self._run(
                "INSERT INTO recalled SELECT declaration_id, context FROM "
                f"{_source([part.files['decisions']])} WHERE context IS NOT NULL"
            )
        return int(self._run("SELECT count(*) FROM declarations").fetchone()[0])

    def bring(self, today: date) -> None:
        """Fills quota and history with what concerns the declarations in the frames."""
        self._carried.bring(today)

    def first_day(self) -> date:
        """The day of the first declaration in the frames."""
        found = self._run("SELECT CAST(min(received_at) AS DATE) FROM declarations").fetchone()[0]
        if found is None:
            raise FolderError(
                "The declarations do not say when they were received: give the day of the law "
                "with --on."
            )
        day: date = found
        return day

    def decide(self, program: Program) -> None:
        """Assesses what lies in the frames."""
        self._bulk.decide(program, "decided")
        if program.key != self._ranked:
            self._run(f"CREATE OR REPLACE TABLE rule_ranks AS {rule_ranks(program)}")
            self._ranked = program.key

    def write(self, query: str, order: str, path: Path) -> None:
        """Writes what a query over `decided` gives."""
        self._copy(f"{query} ORDER BY {order}", path)

    def write_facts(self, program: Program, facts: FactsProgram, paths: Mapping[str, Path]) -> None:
        """Writes the facts of what lies in the frames."""
        self._copy(self._bulk.numbered(program, facts.parcels), paths["parcel_facts"])
        self._copy(self._bulk.numbered(program, facts.lines), paths["line_facts"])

    def outcomes(self) -> dict[str, int]:
        """How many parcels came to each lane or outcome."""
        rows = self._run("SELECT coalesce(lane, outcome), count(*) FROM decided GROUP BY 1")
        return dict(rows.fetchall())

    def carry(self, program: Program) -> None:
        """Keeps what the part leaves for those after it."""
        self._carried.take(program)

    def over(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """Gives files of many days names to ask for; a table without files is empty."""
        for name, files in tables.items():
            query = f"FROM {_source(files)}"
            if not files:
                self._bulk.connection.register("shape", SCHEMAS[name].empty_table())
                query = "FROM shape"
            self._run(f"CREATE OR REPLACE TEMP VIEW {name} AS {query}")

    def close(self) -> None:
        """Gives everything back."""
        self._bulk.close()
        self._kept.unlink(missing_ok=True)

    def _fill(self, name: str, files: Iterable[Path]) -> None:
        self._run(f"TRUNCATE {name}")
        for path in files:
            given = {row[0] for row in self._run(f"DESCRIBE FROM {_source([path])}").fetchall()}
            columns = ", ".join(picked(FRAMES[name], given, path))
            self._run(f"INSERT INTO {name} SELECT {columns} FROM {_source([path])}")

    def _copy(self, query: str, path: Path) -> None:
        write_parquet(self._bulk.connection, query, path)


def picked(frame: Frame, given: set[str], path: Path) -> list[str]:
    """The columns of a frame out of a file; those that it lacks are NULL.

    Raises FolderError when the file lacks the key, or has a column that nobody knows.
    """
    unknown = sorted(given - {column.name for column in frame.columns})
    if unknown or frame.columns[0].name not in given:
        raise FolderError(
            f"{path}: "
            + (f"nothing is known of the column {', '.join(unknown)}. " if unknown else "")
            + (
                f"the column {frame.columns[0].name} is missing. "
                if frame.columns[0].name not in given
                else ""
            )
            + f"The columns of {frame.name} stand in docs/reference/engine/frames.md."
        )
    return [
        f"CAST({column.name if column.name in given else 'NULL'} AS {column.type}) AS {column.name}"
        for column in frame.columns
    ]


def _source(files: Iterable[Path]) -> str:
    listed = ", ".join(literal(path) for path in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"


def beside(day: Day, root: Path, name: str) -> Path | None:
    """The file of a table that a day has once, or that lies beside all days."""
    path = day.beside.get(name, root / f"{name}.parquet")
    return path if path.exists() else None
