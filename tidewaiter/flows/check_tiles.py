"""Hold the tiles that decisions added to against the archive of the day: nothing may differ."""

from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Kind as RefusalKind
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.history.layout import day_folder, days
from tidewaiter.engine.runners.folders import DuckDBFolders
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.engine.tiles import ADDED_UP, SUMS
from tidewaiter.law.loader import Law, load
from tidewaiter.risk.commands.tiles import keep_tile_check
from tidewaiter.risk.models import TileCheck
from tidewaiter.risk.queries.tiles import tiles_of

log = structlog.get_logger()

Sums = dict[str, tuple[int, ...]]


def check_tiles(
    day: date, folder: Path, *, book: Book, by: Actor, at: datetime, memory: str = "2GB"
) -> TileCheck:
    """Work the tiles of an archived day out anew, in bulk, and compare each with what is kept.

    Where they agree the day is closed: tiles that are looked at by month are put together. Where
    they do not, an alarm goes to the log and the day stays as it is. Refuses a day that the archive
    does not hold.
    """
    place = folder / day_folder(day)
    if not place.is_dir():
        raise Refusal(
            "tiles.not-archived",
            Text(
                "The archive {folder} holds no day {day}.",
                "归档目录{folder}中没有{day}。",
            ),
            values={"folder": str(folder), "day": day.isoformat()},
            cure=Text(
                "Archive the day first: tidewaiter archive --day {day}.",
                "请先归档：tidewaiter archive --day {day}。",
            ),
            law="Customs Law of the PRC, Art. 86",
            kind=RefusalKind.NOT_FOUND,
        )
    kept: Sums = {str(row[0]): tuple(row[1:]) for row in tiles_of(day)}  # type: ignore[arg-type]
    made = _from_archive(place, load(settings.TIDEWAITER_PACK).on(day), book, memory)
    differing = [key for key in kept.keys() | made.keys() if kept.get(key) != made.get(key)]
    if differing:
        log.error("tiles.differ", day=str(day), tiles=len(made), differing=len(differing))
    return keep_tile_check(day, tiles=len(made), differing=len(differing), by=by, at=at)


def unchecked(folder: Path, *, since: date) -> list[date]:
    """The archived days from a day on whose tiles nobody has checked, the earliest first."""
    if not folder.is_dir():
        return []
    done = set(TileCheck.objects.filter(day__gte=since, differing=0).values_list("day", flat=True))
    found = sorted(place.name.removeprefix("day=") for place in folder.glob("day=*"))
    held = [date.fromisoformat(name) for name in found]
    return [day for day in held if day >= since and day not in done]


def _from_archive(place: Path, law: Law, book: Book, memory: str) -> Sums:
    """The tiles of a day from its documents and from what its decisions knew of prices."""
    program = compile_program(law, book, Policy(), seed="", recalled=True, recorded=False)
    found: Sums = {}
    if not program.tiled:
        return found
    with TemporaryDirectory(prefix="tiles-") as scratch:
        runner = DuckDBFolders(threads=1, memory=memory, scratch=Path(scratch))
        try:
            for day in days(place):
                runner.begin(day, place)
                for part in day.parts:
                    runner.read(part, recalled=True)
                    run = runner.connection.execute
                    run(f"CREATE OR REPLACE TEMP TABLE added AS {program.added}")
                    for key, *sums in run(ADDED_UP).fetchall():
                        held = found.get(key, (0,) * len(SUMS))
                        found[key] = tuple(a + b for a, b in zip(held, sums, strict=True))
        finally:
            runner.close()
    return {key: sums for key, sums in found.items() if any(sums)}
