"""Runs the engine's statements on Apache Spark: the same SQL, translated, with the same answers."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from tidewaiter.engine.compile import Program
from tidewaiter.engine.frames import FRAMES, PAPERS
from tidewaiter.engine.history.carried import brought, left_by
from tidewaiter.engine.history.facts import FactsProgram
from tidewaiter.engine.history.layout import Day, FolderError, Part
from tidewaiter.engine.history.outputs import rule_ranks
from tidewaiter.engine.history.writing import SCHEMAS
from tidewaiter.engine.runners.folders import KNOWN, OPENING, beside, picked
from tidewaiter.engine.runners.spark_dialect import (
    SETTINGS,
    asked_of,
    parsed,
    steps_of,
    written,
)


class SparkFolders:
    """A session of Spark that reads parts of days, decides them, and writes what came of it.

    - `master`: as Spark writes it (spark://host:7077, local[*])
    - `scratch`: a folder for steps; like source and output, every worker must see it under the
      same path
    - `partitions`: into how many pieces data are dealt out, two or three for each core
    - `lasting`: what parts leave for later ones stays in `scratch`, for a stream that goes on
      another time

    What Spark writes are folders of Parquet files, one for each table of a part.
    """

    def __init__(
        self,
        *,
        master: str,
        scratch: Path,
        partitions: int = 64,
        lasting: bool = False,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        builder = SparkSession.builder.master(master).appName("tidewaiter")
        wanted = {
            "spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": str(partitions), **SETTINGS, **(settings or {}),
        }  # fmt: skip
        for name, value in wanted.items():
            builder = builder.config(name, value)
        self.session: Any = builder.getOrCreate()
        for name, value in SETTINGS.items():  # a session that was there before keeps its own
            self.session.conf.set(name, value)
        self.session.sparkContext.setLogLevel("ERROR")
        self._scratch, self._lasting = scratch, lasting
        scratch.mkdir(parents=True, exist_ok=True)
        self._kept: list[Path] = []
        self._number = 0
        self._laws: dict[str, str] = {}
        self._columns: dict[str, dict[str, str]] = {}
        self._left: dict[str, list[Path]] = {name: [] for name in OPENING}
        for name in FRAMES:
            self._fill(name, [])

    def begin(self, day: Day, root: Path) -> None:
        """Reads what a day has once: parties, peers, lists, and what was known when it began."""
        for name in KNOWN:
            path = beside(day, root, name)
            if path is not None:
                self._fill(name, [path])
        for name in OPENING:
            if name in day.beside:
                self._fill(name, [day.beside[name]])
                self._left[name] = [self._put(_opened(name), name, f"{day.label}-opening")]

    def know(self, folder: Path | None) -> None:
        """Reads what is known beforehand from a folder, quota and history, too, if it has them."""
        for name in (*KNOWN, *OPENING):
            path = folder / f"{name}.parquet" if folder else None
            if path is not None and path.exists():
                self._fill(name, [path])
                if name in OPENING:
                    self._put(_opened(name), name, "")

    def take(self, frames: Mapping[str, Any]) -> None:
        """Takes tables of Spark as the frames of documents, as a stream gives them."""
        self._forget()
        for name in PAPERS:
            self._view(name, self._settled(name, frames[name]))
        self._fill("recalled", [])

    def read(self, part: Part, *, recalled: bool) -> int:
        """Reads the documents of a part into the frames; how many declarations there are."""
        self._forget()
        for name in PAPERS:
            self._fill(name, [part.files[name]] if name in part.files else [])
        if recalled:
            given = self._files([part.files["decisions"]]).where("context IS NOT NULL")
            self._view("recalled", given.select("declaration_id", "context"))
        else:
            self._fill("recalled", [])
        return int(self.session.table("declarations").count())

    def first_day(self) -> date:
        """The day of the first declaration in the frames."""
        return self._day("min")

    def last_day(self) -> date:
        """The day of the last declaration in the frames."""
        return self._day("max")

    def _day(self, which: str) -> date:
        (row,) = self.session.sql(
            f"SELECT CAST({which}(received_at) AS DATE) AS day FROM declarations"
        ).collect()
        if row.day is None:
            raise FolderError(
                "The declarations do not say when they were received: give the day of the law "
                "with --on."
            )
        day: date = row.day
        return day

    def decide(self, program: Program) -> None:
        """Assesses what lies in the frames."""
        self._law(program)
        self._run(program.bulk, "decided", keep=True)
        self._view("rule_ranks", self.query(rule_ranks(program)))

    def query(self, sql: str) -> Any:
        """What a query in the engine's SQL gives."""
        tree = parsed(sql)
        return self.session.sql(written(tree, self._types_in(tree)))

    def write(self, query: str, order: str, path: Path) -> None:
        """Writes what a query over `decided` gives; the rows of each file are in order."""
        given = self.query(query).sortWithinPartitions(*order.split(", "))
        given.write.mode("overwrite").option("compression", "zstd").parquet(str(path))

    def write_facts(self, program: Program, facts: FactsProgram, paths: Mapping[str, Path]) -> None:
        """Writes the facts of what lies in the frames."""
        self._law(program)
        for name, sql in (("parcel_facts", facts.parcels), ("line_facts", facts.lines)):
            self._run(sql, f"_{name}", keep=False)
            self.session.table(f"_{name}").write.mode("overwrite").option(
                "compression", "zstd"
            ).parquet(str(paths[name]))

    def outcomes(self) -> dict[str, int]:
        """How many parcels came to each lane or outcome."""
        rows = self.session.sql(
            "SELECT coalesce(lane, outcome) AS lane, count(*) AS parcels FROM decided GROUP BY 1"
        ).collect()
        return {row.lane: row.parcels for row in rows}

    def carry(self, program: Program, *, label: str = "") -> None:
        """Keeps what the part leaves for those after it; a label that comes again is replaced."""
        for name, query in left_by(program).items():
            number = label or f"{len(self._left[name]):09d}"
            self._left[name].append(self._put(query, name, number))

    def bring(self, today: date, *, before: str = "") -> None:
        """Fills the frames with what concerns the declarations in them, of labels before one."""
        for name in OPENING:
            files = self._left[name]
            if before:
                found = sorted(self._scratch.glob(f"left-{name}-*.parquet"))
                files = [path for path in found if path.stem.rsplit("-", 1)[1] < before]
            if files:
                self._view("carried", self._files(files))
                self._view(name, self.query(brought(name, today)))

    def _put(self, query: str, name: str, label: str) -> Path:
        path = self._scratch / f"left-{name}-{label}.parquet"
        self.query(query).write.mode("overwrite").parquet(str(path))
        return path

    def over(self, tables: Mapping[str, Sequence[Path]]) -> None:
        """Gives files of many days names to ask for; a table without files is empty."""
        for name, files in tables.items():
            given = self._files(files) if files else self._empty(SCHEMAS[name])
            self._view(name, given)

    def close(self) -> None:
        """Gives everything back."""
        self._forget()
        self.session.stop()
        if not self._lasting:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _run(self, sql: str, into: str, *, keep: bool) -> None:
        """Makes a view of each step of a statement, and `into` of what it gives."""
        parts, asked = steps_of(sql)
        for name, tree, kept in [*parts, (into, asked, keep)]:
            given = self.session.sql(written(tree, self._types_in(tree)))
            # Kept in files and not in the memory of workers: the plan of a cached step stands in
            # the plans of all that read it, which grow beyond what a driver holds; and a worker
            # that dies takes nothing with it.
            self._view(name, self._settled(name, given) if kept else given)

    def _settled(self, name: str, given: Any) -> Any:
        self._number += 1
        path = self._scratch / f"{self._number:06d}-{name}"
        given.write.mode("overwrite").parquet(str(path))
        self._kept.append(path)
        return self.session.read.schema(given.schema).parquet(str(path))

    def _view(self, name: str, given: Any) -> None:
        given.createOrReplaceTempView(name)
        self._columns[name] = {
            field.name.lower(): field.dataType.simpleString() for field in given.schema.fields
        }

    def _types_in(self, tree: Any) -> dict[str, str]:
        """The columns of the views that a part of a statement reads, with their types."""
        found: dict[str, str] = {}
        for name in asked_of(tree):
            found |= self._columns.get(name, {})
        return found

    def _law(self, program: Program) -> None:
        for name, table in program.law_frames.items():
            if self._laws.get(name) != program.key:
                path = self._scratch / f"{name}-{abs(hash(program.key))}.parquet"
                pq.write_table(table, path)
                self._view(name, self._files([path]))
                self._laws[name] = program.key

    def _fill(self, name: str, files: Iterable[Path]) -> None:
        frame = FRAMES[name]
        listed = list(files)
        if not listed:
            given = self._empty(frame.schema)
        else:
            given = self._files(listed)
            columns = [
                column.replace("VARCHAR", "STRING")
                for column in picked(frame, set(given.columns), listed[0])
            ]
            given = given.selectExpr(*columns)
        self._view(name, given)

    def _files(self, files: Iterable[Path]) -> Any:
        return self.session.read.parquet(*(str(path) for path in files))

    def _empty(self, schema: Any) -> Any:
        path = self._scratch / "empty.parquet"
        pq.write_table(schema.empty_table(), path)
        return self._files([path]).limit(0)

    def _forget(self) -> None:
        for path in self._kept:
            shutil.rmtree(path, ignore_errors=True)
        self._kept.clear()


def _opened(name: str) -> str:
    """What was known when a day began, as what a part leaves."""
    day = "" if name == "quota" else ", CAST(NULL AS DATE) AS day"
    return f"SELECT *{day} FROM {name}"
