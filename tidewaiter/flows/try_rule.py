"""Try a rule on the latest decided parcels: the real engine decides each again with and without."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import msgspec
import pyarrow as pa

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.frames import FRAMES, STORED, Documents
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.drawing import draw_seed
from tidewaiter.flows.parcel_frames import BESIDE
from tidewaiter.flows.receive_message import law_on
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import documents_numbered
from tidewaiter.law.loader import Law
from tidewaiter.risk.commands.book.trials import keep_chunk
from tidewaiter.risk.models import Trial
from tidewaiter.risk.queries.decided import Decided, decided_before
from tidewaiter.risk.rules.book import rule_of

LATEST = 10_000
"""So many parcels a rule is tried on."""
CHUNK = 2_500
"""So many are decided at a time, so that progress can be told."""
SHOWN = 200
"""So many of the parcels that a rule hits are kept row by row."""

_KINDS = {
    "declarations": (Kind.DECLARATION, "declaration"),
    "orders": (Kind.ORDER, "order"),
    "payments": (Kind.PAYMENT, "payment"),
    "waybills": (Kind.WAYBILL, "waybill"),
}
_engine: list[Assessor] = []
_turn = Lock()


def try_chunk(trial: Trial, *, by: Actor, at: datetime, chunk: int = CHUNK) -> Trial:
    """Look at the next parcels of a trial and keep what came out.

    Each parcel is decided from the context that its decision recorded, by the law and the draws of
    today, once by the book in force and once with the rule in it.
    """
    after = trial.looked_at
    parcels = decided_before(trial.place, limit=min(chunk, trial.wanted - after))
    figures, rows = dict(trial.figures), list(trial.rows)
    if parcels:
        law = law_on(at)
        book = book_of_day(law)
        rule = rule_of(trial.rule.text).model_copy(update={"since": law.day, "until": None})
        tables = Documents(decided_frames(parcels))
        with _turn:
            before = _decided(tables, law, book)
            then = _decided(tables, law, book.extended([rule]))
        _add(figures, rows, parcels, before, then, rule.code)
    looked_at = after + len(parcels)
    return keep_chunk(
        trial,
        after=after,
        place=parcels[-1].assessment if parcels else trial.place,
        parcels=len(parcels),
        figures=figures,
        rows=rows,
        finished=looked_at >= trial.wanted or len(parcels) < min(chunk, trial.wanted - after),
        by=by,
        at=at,
    )


def try_rule(trial: Trial, *, by: Actor, at: datetime) -> Trial:
    """Look at all parcels of a trial at once."""
    while trial.finished_at is None:
        trial = try_chunk(trial, by=by, at=at)
    return trial


def _decided(tables: Documents, law: Law, book: Book) -> Decisions:
    if not _engine:
        _engine.append(Assessor(threads=2, memory="1GB"))
    program = _engine[0].prepare(
        law, book, policy=Policy(), seed=draw_seed(), recalled=True, recorded=False
    )
    return _engine[0].run(program, tables)


def decided_frames(parcels: Sequence[Decided]) -> dict[str, pa.Table]:
    """The documents of parcels and what their decisions knew."""
    frames = {}
    for name, (kind, field) in _KINDS.items():
        numbers = sorted({getattr(one, field) for one in parcels} - {None})
        columns = BESIDE[name]
        found = documents_numbered(kind, numbers, columns)
        given: dict[str, list[Any]] = {
            "id": [row[0] for row in found],
            "received_at": [row[1].astimezone(UTC).replace(tzinfo=None) for row in found],
            "content": [row[2] for row in found],
        }
        given |= {column: [row[3 + place] for row in found] for place, column in enumerate(columns)}
        if name == "declarations":
            late = {one.declaration for one in parcels if None in one[2:5]}
            given["overdue"] = [row[0] in late for row in found]
        frames[name] = pa.table(
            {column: pa.array(values, STORED[name].field(column).type)
             for column, values in given.items()}
        )  # fmt: skip
    frames["recalled"] = pa.table(
        [
            pa.array([one.declaration for one in parcels], pa.int64()),
            pa.array([one.context for one in parcels], pa.string()),
        ],
        schema=FRAMES["recalled"].schema,
    )
    return frames


def _add(
    figures: dict[str, Any],
    rows: list[Any],
    parcels: Sequence[Decided],
    before: Decisions,
    then: Decisions,
    code: str,
) -> None:
    """Add a chunk to what is known of a trial."""
    was, now = _lanes(before), _lanes(then)
    fired: dict[int, dict[str, str]] = {}
    for reason in then.reasons.to_pylist():
        fired.setdefault(reason["declaration_id"], {}).setdefault(
            reason["code"], reason["evidence"]
        )
    hit = [one for one in parcels if code in fired.get(one.declaration, ())]
    pairs = [(was[one.declaration], now[one.declaration]) for one in parcels]
    figures["parcels"] = figures.get("parcels", 0) + len(parcels)
    figures["hits"] = figures.get("hits", 0) + len(hit)
    figures["inspected"] = figures.get("inspected", 0) + sum(one.inspected for one in hit)
    figures["confirmed"] = figures.get("confirmed", 0) + sum(one.confirmed for one in hit)
    _count(figures, "moves", (f"{old}>{new}" for old, new in pairs if old != new))
    _count(figures, "before", (old for old, _new in pairs))
    _count(figures, "after", (new for _old, new in pairs))
    others = (name for one in hit for name in fired[one.declaration] if name != code)
    _count(figures, "others", others)
    _count(figures, "merchant", (one.merchant for one in hit if one.merchant))
    _count(figures, "platform", (one.platform for one in hit if one.platform))
    figures["last"] = figures.get("last") or parcels[0].decided_at.isoformat()
    figures["first"] = parcels[-1].decided_at.isoformat()
    for one in hit[: SHOWN - len(rows)]:
        number = one.declaration
        found = msgspec.json.decode(fired[number][code])
        rows.append([number, was[number], now[number], found])


def _count(figures: dict[str, Any], name: str, things: Iterable[str]) -> None:
    figures[name] = dict(Counter(figures.get(name, {})) + Counter(things))


def _lanes(decided: Decisions) -> dict[int, str]:
    return {
        row["declaration_id"]: row["lane"] or row["outcome"]
        for row in decided.decisions.select(["declaration_id", "lane", "outcome"]).to_pylist()
    }
