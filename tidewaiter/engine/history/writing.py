"""Writes parts of a day: documents expanded into frames, decisions beside them, facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.frames import FRAMES, LINES, PAPERS, STORED, expansion
from tidewaiter.engine.history.facts import compile_facts
from tidewaiter.engine.history.layout import FACTS, file_name
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law

_MONEY = pa.decimal128(19, 5)
_WEIGHT = pa.decimal128(9, 3)
_MOMENT = pa.timestamp("us")

SCHEMAS: Mapping[str, Any] = {
    "decisions": pa.schema(
        [("declaration_id", pa.int64()), ("order_id", pa.int64()), ("payment_id", pa.int64()),
         ("waybill_id", pa.int64()), ("ready_at", _MOMENT), ("decided_at", _MOMENT),
         ("outcome", pa.string()), ("status", pa.string()), ("lane", pa.string()),
         ("lane_by", pa.string()), ("draw", pa.float64()), ("priority", pa.float64()),
         ("propensity", pa.float64()), ("score", _WEIGHT),
         ("dutiable_value", _MONEY), ("duty", _MONEY), ("vat", _MONEY),
         ("consumption_tax", _MONEY), ("tax_basis", pa.string()), ("context", pa.string()),
         ("input_hash", pa.string()), ("book", pa.string()), ("law", pa.string()),
         ("law_day", pa.date32()),
         ("model", pa.string()), ("risk", pa.decimal128(18, 9)), ("recoverable", _MONEY)]
    ),
    "reasons": pa.schema(
        [("declaration_id", pa.int64()), ("position", pa.int32()), ("code", pa.string()),
         ("evidence", pa.string()), ("weight", _WEIGHT)]
    ),
    "duties": pa.schema([("declaration_id", pa.int64()), ("lines", pa.string())]),
    "quota_entries": pa.schema(
        [("declaration_id", pa.int64()), ("buyer_ix", pa.string()), ("year", pa.int32()),
         ("measure", pa.string()), ("kind", pa.string()), ("reserved", _MONEY),
         ("committed", _MONEY), ("at", _MOMENT)]
    ),
    "findings": pa.schema(
        [("declaration_id", pa.int64()), ("filed_at", _MOMENT), ("code", pa.string()),
         ("confirmed", pa.bool_()), ("value_found", _MONEY), ("disposal", pa.string()),
         ("by_draw", pa.bool_())]
    ),
}  # fmt: skip
"""The tables beside the frames, as the archive holds them."""

_DUTIES = """
SELECT declaration_id, due.gnum AS gnum, due.gcode AS gcode, due.tax_price AS tax_price,
    due.customs_tax AS customs_tax, due.value_added_tax AS value_added_tax,
    due.consumption_tax AS consumption_tax
FROM (SELECT declaration_id, unnest(from_json(lines, '[{"gnum":"INTEGER","gcode":"VARCHAR",
    "tax_price":"DECIMAL(17,5)","customs_tax":"DECIMAL(17,2)",
    "value_added_tax":"DECIMAL(17,2)","consumption_tax":"DECIMAL(17,2)"}]')) AS due FROM duties)
"""

_REASONS = """
SELECT declaration_id, position, code, CASE WHEN evidence LIKE '%_masked"%' THEN
    CAST(json_merge_patch(evidence, '{"left_masked":null,"right_masked":null}') AS VARCHAR)
    ELSE evidence END AS evidence, weight
FROM reasons ORDER BY declaration_id, position
"""
"""Not even masked values of persons go into the archive."""

_DIFFERING = """
SELECT count(*) FROM decisions AS d LEFT JOIN decided AS x USING (declaration_id)
WHERE d.book = {book} AND d.law = {law} AND (x.input_hash IS DISTINCT FROM d.input_hash
    OR x.draw IS DISTINCT FROM d.draw OR x.propensity IS DISTINCT FROM d.propensity
    OR x.score IS DISTINCT FROM d.score
    OR (d.outcome <> 'withdrawn' AND (x.outcome IS DISTINCT FROM d.outcome
        OR (x.outcome = 'accepted' AND (x.duty, x.vat, x.consumption_tax)
            IS DISTINCT FROM (d.duty, d.vat, d.consumption_tax)))))
"""


@dataclass(frozen=True)
class Written:
    """What a part holds: its parcels, those decided by another book or law, and those that come out
    otherwise when they are decided again. The last must be none.
    """

    parcels: int
    by_others: int
    differing: int


class PartWriter:
    """Gathers documents and decisions of one part after another and writes each into a folder.

    Facts are worked out from what the decisions knew, by the law and the book given.
    """

    def __init__(
        self, law: Law, book: Book, policy: Policy, *, seed: str, threads: int, memory: str
    ) -> None:
        self._law, self._book = law, book
        self._program = compile_program(law, book, policy, seed=seed, recalled=True)
        self._facts = compile_facts(law, book, policy, seed=seed, recalled=True)
        self._bulk = Bulk(threads=threads, memory=memory)
        self._run = self._bulk.connection.execute
        for name in ("decisions", "reasons", "duties"):
            self._bulk.connection.register("shape", SCHEMAS[name].empty_table())
            self._run(f"CREATE TABLE {name} AS FROM shape")
        self._seen: dict[str, set[int]] = {name: set() for name in STORED}

    def close(self) -> None:
        """Gives everything back."""
        self._bulk.close()

    def lacking(self, name: str, numbers: set[int]) -> list[int]:
        """Those documents of a kind that the part does not hold yet."""
        return sorted(numbers - self._seen[name])

    def add(self, stored: Mapping[str, Any], beside: Mapping[str, Any]) -> None:
        """Adds stored documents (as `STORED`), and rows of decisions, reasons and duties."""
        for name, table in stored.items():
            self._seen[name].update(table.column("id").to_pylist())
            self._bulk.connection.register(f"stored_{name}", table)
            for frame in (name, LINES.get(name)):
                if frame:
                    self._run(f"INSERT INTO {frame} {expansion(frame, f'stored_{name}')}")
            self._bulk.connection.unregister(f"stored_{name}")
        for name, table in beside.items():
            self._bulk.connection.register("given", table)
            self._run(f"INSERT INTO {name} FROM given")

    def write(self, folder: Path, number: int) -> Written:
        """Writes the part and begins the next one."""
        self._run(
            "INSERT INTO recalled SELECT declaration_id, context FROM decisions "
            "WHERE context IS NOT NULL"
        )
        for name in PAPERS:
            self._copy(f"FROM {name} ORDER BY {FRAMES[name].columns[0].name}", folder, name, number)
        self._copy("FROM decisions ORDER BY declaration_id", folder, "decisions", number)
        self._copy(_REASONS, folder, "reasons", number)
        self._copy(f"{_DUTIES} ORDER BY declaration_id, gnum", folder, "duties", number)
        queries = (self._facts.parcels, self._facts.lines)
        for name, query in zip(FACTS, queries, strict=True):
            self._copy(self._bulk.numbered(self._program, query), folder, name, number)
        told = self._checked()
        for name in (*PAPERS, "recalled", "decisions", "reasons", "duties"):
            self._run(f"TRUNCATE {name}")
        self._seen = {name: set() for name in STORED}
        return told

    def _checked(self) -> Written:
        self._bulk.decide(self._program, "decided")
        versions = {
            "book": literal(self._book.version[:16]), "law": literal(self._law.version[:16])
        }  # fmt: skip
        [(parcels, same)] = self._run(
            "SELECT count(*), count(*) FILTER (WHERE book = {book} AND law = {law}) "
            "FROM decisions".format(**versions)
        ).fetchall()
        [(differing,)] = self._run(_DIFFERING.format(**versions)).fetchall()
        return Written(parcels, parcels - same, differing)

    def _copy(self, query: str, folder: Path, name: str, number: int) -> None:
        write_parquet(self._bulk.connection, query, folder / file_name(name, number))


def write_parquet(connection: Any, query: str, path: Path) -> None:
    """Writes a file in one step: it is there whole, or not at all."""
    fresh = path.with_name(f".{path.name}")
    connection.execute(f"COPY ({query}) TO {literal(fresh)} (FORMAT parquet, COMPRESSION zstd)")
    fresh.rename(path)
