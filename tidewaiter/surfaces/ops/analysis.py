"""Commands over days that have passed: archive, assess, backtest, stats, stream."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer()


class Engine(StrEnum):
    """What runs the engine's SQL."""

    DUCKDB = "duckdb"
    SPARK = "spark"


From = Annotated[
    Path, typer.Option("--from", help="An archive, one day of it, or a folder of frames.")
]
Out = Annotated[Path, typer.Option(help="Write Parquet files into this folder.")]
On = Annotated[Engine, typer.Option("--engine", help="duckdb on this machine, or spark.")]
Master = Annotated[
    str, typer.Option(help="Spark: the master, as spark://host:7077; this machine without.")
]
Seed = Annotated[
    str, typer.Option(help="The key of the random draws; that of this installation without.")
]
Partitions = Annotated[int, typer.Option(help="Spark: into how many pieces data are dealt out.")]
Threads = Annotated[int, typer.Option(help="DuckDB: threads; 0 as many as there are cores.")]
Memory = Annotated[str, typer.Option(help="DuckDB: how much memory it may reserve, as 8GB.")]


@app.command()
def archive(
    day: Annotated[
        str, typer.Option(help="The day, as 2026-01-31; without, every day that is missing.")
    ] = "",
    again: Annotated[bool, typer.Option("--again", help="Write a day anew.")] = False,
    back: Annotated[int, typer.Option(help="Without --day: so many days back at most.")] = 7,
) -> None:
    """Write days that are over into the archive, where nobody can be recognised."""
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from django.conf import settings

    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.engine.book.loader import load_book
    from tidewaiter.engine.selection.policy import Policy
    from tidewaiter.flows.archive_day import archive_day, last_days
    from tidewaiter.surfaces.ops.assessor import draw_seed

    at = datetime.now(UTC)
    folder = settings.TIDEWAITER_ARCHIVE
    differing = 0
    for one in [_day(day)] if day else last_days(folder, at=at, back=back):
        try:
            told = archive_day(
                one, folder, book=load_book(), policy=Policy(), seed=draw_seed(), at=at, again=again
            )
        except Refusal as no:
            _stop(f"{no.sentence()} {no.cure.en}")
        state = "written" if told.written else "was there already"
        print(f"{told.folder}: {told.parcels:,} parcels, {state}; {told.differing} differ.")
        differing += told.differing
    raise typer.Exit(1 if differing else 0)


@app.command("check-tiles")
def check_tiles(
    day: Annotated[
        str, typer.Option(help="The day, as 2026-01-31; without, every archived day not checked.")
    ] = "",
    back: Annotated[int, typer.Option(help="Without --day: so many days back at most.")] = 7,
) -> None:
    """Work out from the archive what sellers, platforms and goods add up to; nothing may differ."""
    from tidewaiter.surfaces.ops.startup import prepared

    prepared()
    from django.conf import settings

    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.kernel.refusals import Refusal
    from tidewaiter.engine.book.loader import load_book
    from tidewaiter.flows import check_tiles as story

    at, folder, differing = datetime.now(UTC), settings.TIDEWAITER_ARCHIVE, 0
    since = at.date() - timedelta(days=back)
    for one in [_day(day)] if day else story.unchecked(folder, since=since):
        try:
            told = story.check_tiles(one, folder, book=load_book(), by=system_actor("shell"), at=at)
        except Refusal as no:
            _stop(f"{no.sentence()} {no.cure.en}")
        print(f"{told.day}: {told.tiles:,} tiles, {told.differing} differ.")
        differing += told.differing
    raise typer.Exit(1 if differing else 0)


@app.command()
def assess(
    source: From,
    out: Out,
    engine: On = Engine.DUCKDB,
    master: Master = "",
    partitions: Partitions = 64,
    on: Annotated[
        str, typer.Option(help="The day of the law for folders that do not say theirs.")
    ] = "",
    afresh: Annotated[
        bool,
        typer.Option("--afresh", help="Not by what the earlier decisions knew of quota, history."),
    ] = False,
    lean: Annotated[
        bool, typer.Option("--lean", help="Without context, input hash and duties of each line.")
    ] = False,
    facts: Annotated[
        bool, typer.Option("--facts", help="Write what rules saw, too, for back-tests.")
    ] = False,
    seed: Seed = "",
    threads: Threads = 0,
    memory: Memory = "8GB",
) -> None:
    """Decide whole days from Parquet files: decisions, reasons, duties and moves of the quota."""
    from tidewaiter.engine.book.loader import load_book
    from tidewaiter.engine.history.assessing import Order, assess_folder

    order = Order(
        source, out, _law_of(), load_book(), _seed(seed), day=_day(on) if on else None,
        afresh=afresh, recorded=not lean, facts=facts,
    )  # fmt: skip
    began, total, outcomes = time.perf_counter(), 0, {}
    with _gently(), _runner(engine, master, partitions, threads, memory, out) as runner:
        for done in assess_folder(order, runner):
            total += done.declarations
            for name, count in done.outcomes.items():
                outcomes[name] = outcomes.get(name, 0) + count
            rate = total / (time.perf_counter() - began)
            print(
                f"{done.day} {done.part or 'all'}: {done.declarations:,} declarations, "
                f"{total:,} so far, {rate:,.0f} a second",
                file=sys.stderr,
            )
    seconds = time.perf_counter() - began
    print(
        json.dumps(
            {
                "declarations": total,
                "seconds": round(seconds, 2),
                "declarations_per_second": round(total / seconds) if seconds else 0,
                "outcomes": dict(sorted(outcomes.items())),
            }
        )
    )


@app.command()
def backtest(
    rule: Annotated[Path, typer.Argument(help="The document of a rule, YAML.")],
    source: From,
    seed: Seed = "",
    threads: Threads = 0,
    memory: Memory = "2GB",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Try a rule on past days: hits, change of lanes, overlap, inspections a day, who is affected.

    A rule with the code of one in the book is tried in its place.
    """
    from tidewaiter.engine.book.loader import load_book, read_rule
    from tidewaiter.engine.history.backtest import backtest as tried
    from tidewaiter.engine.history.backtest import law_day
    from tidewaiter.engine.selection.policy import Policy
    from tidewaiter.surfaces.ops.backtests import as_text, told

    began = time.perf_counter()
    with _gently():
        try:
            text = rule.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            _stop(f"{rule} cannot be read: {problem}")
        document = read_rule(text, place=rule.name)
        day = law_day(source) or max(document.since, date(2026, 1, 1))
        found = tried(
            document, source, law=_law_of()(day), book=load_book(), policy=Policy(),
            seed=_seed(seed), threads=threads or os.cpu_count() or 1, memory=memory,
        )  # fmt: skip
    seconds = time.perf_counter() - began
    print(json.dumps(told(found, seconds)) if as_json else as_text(found, seconds))


@app.command()
def stats(
    source: From,
    out: Out,
    engine: On = Engine.DUCKDB,
    master: Master = "",
    partitions: Partitions = 64,
    threads: Threads = 0,
    memory: Memory = "8GB",
) -> None:
    """Work out what goods cost and how merchants behave on past days."""
    from tidewaiter.engine.history.statistics import make_statistics

    with _gently(), _runner(engine, master, partitions, threads, memory, out) as runner:
        for path in make_statistics(source, out, runner):
            print(path)


@app.command()
def stream(
    source: Annotated[
        str, typer.Option("--from", help="A folder of lines of JSON, or kafka://host:port/topic.")
    ],
    out: Out,
    engine: On = Engine.SPARK,
    master: Master = "",
    partitions: Partitions = 64,
    known: Annotated[
        Path | None, typer.Option(help="A folder with parties, peers, lists and identity.")
    ] = None,
    on: Annotated[str, typer.Option(help="The day of the law; that of each batch without.")] = "",
    once: Annotated[
        bool, typer.Option("--once", help="Stop when everything that is there is decided.")
    ] = False,
    seed: Seed = "",
) -> None:
    """Decide parcels as they stream in, on Spark: one line of JSON for each micro-batch."""
    if engine is not Engine.SPARK:
        _stop("Streams are decided on Spark; say --engine spark. For files there is `assess`.")
    from tidewaiter.engine.book.loader import load_book

    runner = _spark(master, partitions, out.resolve() / ".left", lasting=True)
    from tidewaiter.engine.runners.spark_stream import Flow, decide_stream

    flow = Flow(
        source, out.resolve(), _law_of(), load_book(), _seed(seed),
        day=_day(on) if on else None, once=once,
    )  # fmt: skip
    try:
        with _gently():
            for done in decide_stream(flow, runner, known=known):
                print(
                    json.dumps(
                        {
                            "batch": done.batch, "day": done.day.isoformat(),
                            "declarations": done.declarations, "unread": done.unread,
                        }
                    ),
                    flush=True,
                )  # fmt: skip
    except KeyboardInterrupt:
        pass
    finally:
        runner.close()


@contextmanager
def _runner(
    engine: Engine, master: str, partitions: int, threads: int, memory: str, out: Path
) -> Iterator[Any]:
    """The runner, closed in the end; Spark is imported only where it is asked for."""
    scratch = out.resolve() / ".scratch"
    if engine is Engine.SPARK:
        runner = _spark(master, partitions, scratch)
    else:
        from tidewaiter.engine.runners.folders import DuckDBFolders

        runner: Any = DuckDBFolders(
            threads=threads or os.cpu_count() or 1, memory=memory, scratch=scratch
        )
    try:
        yield runner
    finally:
        runner.close()


def _spark(master: str, partitions: int, scratch: Path, *, lasting: bool = False) -> Any:
    try:
        from tidewaiter.engine.runners.spark import SparkFolders
    except ImportError:
        _stop(
            "Spark is not installed: run `pip install 'tidewaiter[spark]'` and "
            "`scripts/system-packages spark` (Java 17)."
        )
    return SparkFolders(
        master=master or "local[*]", partitions=partitions, scratch=scratch, lasting=lasting
    )


@contextmanager
def _gently() -> Iterator[None]:
    """A folder or a rule that cannot be used is told in a sentence, not as a traceback."""
    from tidewaiter.engine.book.loader import BookError
    from tidewaiter.engine.history.layout import FolderError

    try:
        yield
    except (BookError, FolderError) as problem:
        _stop(str(problem))


def _stop(sentence: str) -> Any:
    print(sentence, file=sys.stderr)
    raise typer.Exit(2)


def _law_of() -> Any:
    """The law of this installation by day, with its amendments."""
    from tidewaiter.law import amendments
    from tidewaiter.law.loader import load

    amendments.lay(_home() / "law")
    return load(os.environ.get("TIDEWAITER_PACK", "cn")).on


def _home() -> Path:
    return Path(os.environ.get("TIDEWAITER_HOME", "./var")).resolve()


def _seed(given: str) -> str:
    """The key of the draws: what was given, that of this installation, or a public one."""
    if given:
        return given
    named = {"TIDEWAITER_MASTER_KEY", "TIDEWAITER_MASTER_KEY_FILE"} & set(os.environ)
    if named or (_home() / "keys" / "master.key").exists():
        from tidewaiter.surfaces.ops.startup import prepared

        prepared()
        from tidewaiter.surfaces.ops.assessor import draw_seed

        return draw_seed()
    return "public"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no day; write it as 2026-01-31.") from None
