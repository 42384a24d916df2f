"""Decides parcels as they stream in: Spark's structured streaming, one micro-batch after another.

Each record is one ready parcel as a line of JSON: the rows of each frame by its name,

    {"declarations": [{"declaration_id": 1, …}], "declaration_lines": […], "orders": […],
     "order_lines": […], "payments": […], "waybills": […]}

A batch is decided by the same statements as a part of an archive, and written under its own number:
one that is repeated after a crash replaces itself, so each parcel is decided once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any
from urllib.parse import urlparse

from pyspark.errors import AnalysisException

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import Program, compile_program
from tidewaiter.engine.frames import FRAMES, PAPERS
from tidewaiter.engine.history.layout import FolderError, day_folder, file_name
from tidewaiter.engine.history.outputs import ORDER, queries
from tidewaiter.engine.runners.spark import SparkFolders
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law

FILES_PER_BATCH = 100
"""Files of a folder that one micro-batch takes at most."""


@dataclass(frozen=True)
class Flow:
    """What is to be decided as it arrives.

    `source` is a folder into which files of lines are moved, or kafka://host:port/topic. The law is
    that of `day`, or of the day of the latest declaration of each batch. With `once` the stream
    ends when everything that is there has been decided.
    """

    source: str
    out: Path
    law_of: Callable[[date], Law]
    book: Book
    seed: str
    policy: Policy = field(default_factory=Policy)
    day: date | None = None
    once: bool = False


@dataclass(frozen=True)
class Decided:
    """A micro-batch that has been decided; `unread` records were no parcels, see `unread/`."""

    batch: int
    day: date
    declarations: int
    unread: int


def decide_stream(
    flow: Flow, runner: SparkFolders, *, known: Path | None = None
) -> Iterator[Decided]:
    """Decides what streams in and tells of each batch; ends with `once`, or when it is closed.

    `known` is a folder of parties, peers, lists and identity. Raises FolderError when the source
    cannot be opened.
    """
    told: SimpleQueue[Decided] = SimpleQueue()
    runner.know(known)
    batches = _Batches(flow, runner, told)
    lines = _lines(flow, runner.session)
    writer = lines.writeStream.foreachBatch(batches.decide).option(
        "checkpointLocation", str(flow.out / ".checkpoint")
    )
    running = (writer.trigger(availableNow=True) if flow.once else writer).start()
    try:
        while running.isActive or not told.empty():
            try:
                yield told.get(timeout=0.2)
            except Empty:
                continue
        if running.exception() is not None:
            raise running.exception()
    finally:
        running.stop()


def _lines(flow: Flow, session: Any) -> Any:
    """The records as a stream of texts."""
    place = urlparse(flow.source)
    if place.scheme == "kafka":
        reader = (
            session.readStream.format("kafka")
            .option("kafka.bootstrap.servers", place.netloc)
            .option("subscribe", place.path.strip("/"))
            .option("startingOffsets", "earliest")
        )
        try:
            return reader.load().selectExpr("CAST(value AS STRING) AS value")
        except AnalysisException as missing:
            raise FolderError(
                f"{flow.source}: this Spark cannot read Kafka. Give it the package "
                "org.apache.spark:spark-sql-kafka-0-10 of its own version "
                "(spark.jars.packages in spark-defaults.conf)."
            ) from missing
    if not Path(flow.source).is_dir():
        raise FolderError(
            f"{flow.source} is no folder. Give a folder into which files of lines are moved, or "
            "kafka://host:port/topic."
        )
    return session.readStream.option("maxFilesPerTrigger", FILES_PER_BATCH).text(flow.source)


class _Batches:
    def __init__(self, flow: Flow, runner: SparkFolders, told: SimpleQueue[Decided]) -> None:
        self._flow, self._runner, self._told = flow, runner, told
        self._programs: dict[date, Program] = {}
        fields = ", ".join(
            f"{name}: ARRAY<STRUCT<"
            + ", ".join(f"{column.name}: STRING" for column in FRAMES[name].columns)
            + ">>"
            for name in PAPERS
        )
        self._shape = f"from_json(value, 'STRUCT<{fields}>') AS parcel"

    def decide(self, lines: Any, batch: int) -> None:
        """Decides a micro-batch."""
        runner, out = self._runner, self._flow.out
        parcels = lines.selectExpr("value", self._shape)
        whole = "coalesce(array_size(parcel.declarations), 0) = 1"
        unread = parcels.where(f"NOT ({whole})").select("value")
        unread.write.mode("overwrite").parquet(str(out / "unread" / f"{batch:09d}.parquet"))
        runner.take({name: _frame(parcels.where(whole), name) for name in PAPERS})
        count = runner.session.table("declarations").count()
        if count:
            day = self._flow.day or runner.last_day()
            runner.bring(day, before=f"{batch:09d}")
            program = self._program(day)
            runner.decide(program)
            folder = out / day_folder(day)
            for table, query in queries(program).items():
                runner.write(query, ORDER[table], folder / file_name(table, f"{batch:09d}"))
            runner.carry(program, label=f"{batch:09d}")
            self._told.put(
                Decided(batch, day, count, runner.session.read.parquet(
                    str(out / "unread" / f"{batch:09d}.parquet")).count())
            )  # fmt: skip

    def _program(self, day: date) -> Program:
        if day not in self._programs:
            flow = self._flow
            self._programs[day] = compile_program(
                flow.law_of(day), flow.book, flow.policy, seed=flow.seed
            )
        return self._programs[day]


def _frame(parcels: Any, name: str) -> Any:
    """The rows of one frame; a document that several parcels bring along counts once."""
    frame = FRAMES[name]
    columns = [
        f"try_cast({column.name} AS {_spark(column.type)}) AS {column.name}"
        for column in frame.columns
    ]
    key = [column.name for column in frame.columns if column.name in ("gnum",)]
    rows = parcels.selectExpr(f"inline(parcel.{name})").selectExpr(*columns)
    return rows.dropDuplicates([frame.columns[0].name, *key])


def _spark(kind: str) -> str:
    return {"VARCHAR": "STRING", "TIMESTAMP": "TIMESTAMP_NTZ"}.get(kind, kind)
