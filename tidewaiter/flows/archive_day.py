"""Write a day that is over into the archive: Parquet files in which nobody can be recognised.

People appear by their keyed blind indexes only. A day is written into a folder beside its place and
moved there when it is whole; a job that was interrupted goes on after the last part it finished.
"""

import fcntl
import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import structlog
from django.conf import settings
from django.db import transaction

from tidewaiter.base.kernel.refusals import Kind as RefusalKind
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.frames import FRAMES, STORED
from tidewaiter.engine.history.layout import day_folder, file_name
from tidewaiter.engine.history.writing import SCHEMAS, PartWriter, Written, write_parquet
from tidewaiter.engine.runners.duckdb import connect
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.parcel_frames import BESIDE, knowledge_frames
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import documents_numbered
from tidewaiter.law.loader import load
from tidewaiter.registry.models import Operator
from tidewaiter.risk.queries.past import (
    decided_after,
    inspection_findings,
    quota_entries,
    reasons_of,
    superseded,
)

log = structlog.get_logger()

PARCELS = 200_000
"""Parcels of one part; what a part needs of memory follows from it."""
_BATCH = 5_000
_KINDS = {
    "declarations": (Kind.DECLARATION, 1),
    "orders": (Kind.ORDER, 2),
    "payments": (Kind.PAYMENT, 3),
    "waybills": (Kind.WAYBILL, 4),
}
"""The documents of a parcel, and where a row of decisions names them."""


@dataclass(frozen=True)
class Archived:
    """A day in the archive.

    `differing` counts the parcels that come out otherwise when they are decided again from what
    their decisions knew; it must be zero. `by_others` were decided by an earlier book or law.
    """

    day: date
    folder: Path
    parcels: int
    by_others: int
    differing: int
    written: bool


def archive_day(
    day: date,
    folder: Path,
    *,
    book: Book,
    policy: Policy,
    seed: str,
    at: datetime,
    again: bool = False,
    part: int = PARCELS,
    memory: str = "2GB",
) -> Archived:
    """Write what was decided on a day; a day that is there already stays as it is.

    `again` writes it anew. Refuses a day that is not over.
    """
    zone = ZoneInfo(settings.TIME_ZONE)
    since = datetime.combine(day, datetime.min.time(), zone)
    until = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    if at < until:
        raise Refusal(
            "archive.not-over",
            Text(
                "The day {day} is not over: it ends at {until}.",
                "{day}尚未结束，将于{until}结束。",
            ),
            values={"day": day.isoformat(), "until": until.isoformat()},
            cure=Text("Archive it tomorrow.", "请于次日归档。"),
            law="Customs Law of the PRC, Art. 86",
            kind=RefusalKind.CONFLICT,
        )
    place = folder / day_folder(day)
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if place.exists() and not again:
            return _told(place, written=False)
        partial = folder / f".{day_folder(day)}.partial"
        partial.mkdir(exist_ok=True)
        law = load(settings.TIDEWAITER_PACK).on(day)
        writer = PartWriter(law, book, policy, seed=seed, threads=1, memory=memory)
        try:
            parts = list(_parts(partial, writer, since, until, part))
        finally:
            writer.close()
        _beside(partial, since, until, at=at)
        summary = {
            "day": day.isoformat(), "archived_at": at.isoformat(), "book": book.version[:16],
            "law": law.version[:16], "parts": len(parts),
            "parcels": sum(one.parcels for one in parts),
            "by_others": sum(one.by_others for one in parts),
            "differing": sum(one.differing for one in parts),
        }  # fmt: skip
        (partial / "day.json").write_text(json.dumps(summary, indent=1))
        for marker in partial.glob("*.done"):
            marker.unlink()
        _move(partial, place)
    told = _told(place, written=True)
    if told.differing:
        log.error("archive.differs", day=str(day), parcels=told.differing)
    return told


def last_days(folder: Path, *, at: datetime, back: int) -> list[date]:
    """The days before a moment that the archive does not hold, the earliest first."""
    today = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    found = [today - timedelta(days=number) for number in range(back, 0, -1)]
    return [day for day in found if not (folder / day_folder(day)).exists()]


def _parts(
    folder: Path, writer: PartWriter, since: datetime, until: datetime, size: int
) -> Iterator[Written]:
    """The parts of the day: those finished before, and the others as they are written."""
    number, after = 0, 0
    for marker in sorted(folder.glob("*.done")):
        held = json.loads(marker.read_text())
        number, after = held["number"], held["last"]
        yield Written(**held["written"])
    without = superseded(since=since, until=until)
    while True:
        last, count = _gather(writer, after, since, until, without, size)
        if not count and number:
            return
        number, after = number + 1, last
        written = writer.write(folder, number)
        marker = folder / f"{number:04d}.done"
        fresh = marker.with_suffix(".fresh")
        fresh.write_text(json.dumps({"number": number, "last": last, "written": vars(written)}))
        fresh.rename(marker)
        yield written


def _gather(
    writer: PartWriter,
    after: int,
    since: datetime,
    until: datetime,
    without: Sequence[int],
    size: int,
) -> tuple[int, int]:
    """Give the writer the next parcels, at most so many; the last decision and how many."""
    count = 0
    while count < size:
        with transaction.atomic():
            rows = decided_after(
                after, since=since, until=until, without=without, limit=min(_BATCH, size - count)
            )
            if not rows:
                break
            stored = {
                name: _stored(name, writer.lacking(name, {row[at] for row in rows} - {None}), rows)
                for name, (_, at) in _KINDS.items()
            }
            reasons = reasons_of([row[0] for row in rows])
        beside = {
            "decisions": _table("decisions", [row[1:-1] for row in rows]),
            "reasons": _table("reasons", reasons),
            "duties": _table("duties", [(row[1], row[-1]) for row in rows]),
        }
        writer.add(stored, beside)
        after, count = rows[-1][0], count + len(rows)
    return after, count


def _stored(name: str, numbers: Sequence[int], rows: Sequence[Any]) -> Any:
    """Stored documents as the engine expands them."""
    found = documents_numbered(_KINDS[name][0], numbers, BESIDE[name])
    schema = STORED[name]
    columns: dict[str, list[Any]] = {
        "id": [row[0] for row in found],
        "received_at": [_utc(row[1]) for row in found],
        "content": [row[2] for row in found],
    }
    columns |= {column: [row[3 + at] for row in found] for at, column in enumerate(BESIDE[name])}
    if name == "declarations":
        # a parcel is only decided without a document when the deadline for it has passed
        late = {row[1] for row in rows if None in row[2:5]}
        columns["overdue"] = [row[0] in late for row in found]
    arrays = [
        pa.array(columns[field.name], field.type)
        if field.name in columns
        else pa.nulls(len(found), field.type)
        for field in schema
    ]
    return pa.table(arrays, schema=schema)


def _beside(folder: Path, since: datetime, until: datetime, *, at: datetime) -> None:
    """What a day has once: movements of the ledger, findings, firms, peers and lists."""
    tables = {
        "quota_entries": _table("quota_entries", list(_entries(since, until))),
        "findings": _table("findings", inspection_findings(since=since, until=until)),
        "parties": _frame(
            "parties",
            [
                (one.code, role, one.standing, one.registered_on, one.first_parcel_on,
                 one.verifies_identity, one.most_value, one.most_parcels, one.chapters or None)
                for one in Operator.objects.order_by("code")
                for role in one.roles
            ],
        ),
        **knowledge_frames(at=at),
    }  # fmt: skip
    with connect(threads=1, memory="1GB") as connection:
        for name, table in tables.items():
            connection.register("given", table)
            write_parquet(connection, "FROM given", folder / file_name(name))


def _entries(since: datetime, until: datetime) -> Iterator[tuple[Any, ...]]:
    after = 0
    while rows := quota_entries(since=since, until=until, after=after, limit=100_000):
        after = rows[-1][0]
        yield from (row[1:] for row in rows)


def _table(name: str, rows: Sequence[Sequence[Any]]) -> Any:
    return _typed(rows, SCHEMAS[name])


def _frame(name: str, rows: Sequence[Sequence[Any]]) -> Any:
    return _typed(rows, FRAMES[name].schema)


def _typed(rows: Sequence[Sequence[Any]], schema: Any) -> Any:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [
            pa.array([_utc(value) for value in column], field.type)
            for column, field in zip(columns, schema, strict=True)
        ],
        schema=schema,
    )


def _utc(value: Any) -> Any:
    """Moments as the archive writes them: in UTC, without saying so."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _move(partial: Path, place: Path) -> None:
    """Put a day in its place; what stood there goes away last."""
    old = place.with_name(f".{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    partial.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def _told(place: Path, *, written: bool) -> Archived:
    held = json.loads((place / "day.json").read_text())
    return Archived(
        date.fromisoformat(held["day"]), place, held["parcels"], held["by_others"],
        held["differing"], written,
    )  # fmt: skip


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time; the lock goes when the process does."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
