"""Runs the engine's statements in DuckDB, inside the process."""

from collections import OrderedDict
from typing import Any

import duckdb

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import Program, compile_program
from tidewaiter.engine.decisions import Decisions, laid_out
from tidewaiter.engine.frames import (
    FRAMES,
    LINES,
    PAPERS,
    STORED,
    Documents,
    Frames,
    expansion,
)
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law

PROGRAMS_KEPT = 4



class _Slot:
    """An Arrow table that DuckDB reads through a prepared statement, renewed for each batch."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


class Assessor:
    """A connection to DuckDB that keeps its statements prepared.

    One per thread. `threads` and `memory` bound what DuckDB takes; for micro-batches one thread
    costs least.
    """

    def __init__(self, *, threads: int = 1, memory: str = "1GB") -> None:
        self._connection = duckdb.connect(
            config={"threads": threads, "memory_limit": memory, "preserve_insertion_order": False}
        )
        # DuckDB does not plan a prepared statement again when the data change, and plans that trust
        # the tables' statistics then return wrong values. Small batches are also faster without.
        self._connection.execute("PRAGMA disable_optimizer")
        self._slots: dict[str, _Slot] = {}
        self._programs: OrderedDict[str, tuple[int, Program]] = OrderedDict()
        self._keys: dict[tuple[object, ...], Program] = {}
        self._number = 0
        for frame in FRAMES.values():
            self._connection.execute(f"CREATE TABLE {frame.name} ({frame.ddl})")
            self._feed(frame.name, frame.schema.empty_table(), f"FROM slot_{frame.name}", f"slot_{frame.name}")
        for name, schema in STORED.items():
            stored = f"stored_{name}"
            self._feed(name, schema.empty_table(), expansion(name, stored), stored, "document")
            if name in LINES:
                self._prepare(f"document_{LINES[name]}", LINES[name], expansion(LINES[name], stored))

    def close(self) -> None:
        """Gives everything back."""
        self._connection.close()

    def prepare(
        self,
        law: Law,
        book: Book,
        *,
        policy: Policy,
        seed: str,
        recalled: bool = False,
        recorded: bool = True,
    ) -> Program:
        """Compiles and prepares a program, or finds it among the last ones used."""
        wanted = (law.pack, law.version, law.day, book.version, policy.key, seed, recalled, recorded)
        program = self._keys.get(wanted)
        if program is None:
            program = compile_program(
                law, book, policy, seed=seed, recalled=recalled, recorded=recorded
            )
            self._keys[wanted] = program
            self._install(program)
        self._programs.move_to_end(program.key)
        return program

    def run(self, program: Program, tables: Frames) -> Decisions:
        """Assesses a batch.

        Everything happens in one transaction that is rolled back: the tables are empty again.
        """
        number = self._programs[program.key][0]
        run = self._connection.execute
        run("BEGIN")
        try:
            self._fill(tables)
            for name in ("judged", "ledger"):
                run(f"EXECUTE {name}_{number}")
            contested = run(f"EXECUTE contested_{number}").fetchone()
            if contested and contested[0]:
                run(f"EXECUTE fold_{number}")
            table = run(f"EXECUTE decided_{number}").to_arrow_table()
        finally:
            run("ROLLBACK")
        return laid_out(table, program)

    def _install(self, program: Program) -> None:
        if len(self._programs) >= PROGRAMS_KEPT:
            self._uninstall()
        self._number += 1
        number, run = self._number, self._connection.execute
        for name, table in program.law_frames.items():
            self._connection.register("law_frame", table)
            run(f"CREATE TABLE {name}_{number} AS FROM law_frame")
            self._connection.unregister("law_frame")
        for name in ("judged", "ledger", "fold"):
            table = f"{'folded' if name == 'fold' else name}_{number}"
            sql = _numbered(getattr(program, name), number)
            run(f"CREATE TABLE {table} AS SELECT * FROM ({sql}) LIMIT 0")
            run(f"PREPARE {name}_{number} AS INSERT INTO {table} {sql}")
        run(f"PREPARE contested_{number} AS SELECT bool_or(contested) FROM ledger_{number}")
        decided = _numbered(program.decided, number)
        run(f"PREPARE decided_{number} AS {decided} ORDER BY declaration_id")
        self._programs[program.key] = (number, program)

    def _uninstall(self) -> None:
        key, (number, program) = self._programs.popitem(last=False)
        self._keys = {wanted: kept for wanted, kept in self._keys.items() if kept.key != key}
        for name in ("judged", "ledger", "fold", "contested", "decided"):
            self._connection.execute(f"DEALLOCATE {name}_{number}")
        for name in ("judged", "ledger", "folded", *program.law_frames):
            self._connection.execute(f"DROP TABLE {name}_{number}")

    def _fill(self, tables: Frames) -> None:
        documents = isinstance(tables, Documents)
        for name, table in tables.items():
            if not table.num_rows:
                continue
            stored = documents and name in PAPERS
            self._slots[f"stored_{name}" if stored else f"slot_{name}"].table = table
            self._connection.execute(f"EXECUTE {'document' if stored else 'fill'}_{name}")
            if stored and name in LINES:
                self._connection.execute(f"EXECUTE document_{LINES[name]}")

    def _feed(self, name: str, table: Any, sql: str, slot: str, kind: str = "fill") -> None:
        self._slots[slot] = _Slot(table)
        self._connection.register(slot, self._slots[slot])
        self._prepare(f"{kind}_{name}", name, sql)

    def _prepare(self, statement: str, table: str, sql: str) -> None:
        self._connection.execute(f"PREPARE {statement} AS INSERT INTO {table} {sql}")


def _numbered(sql: str, number: int) -> str:
    """The statement reading the tables of one program; several programs live side by side."""
    for name in ("law_goods", "law_taxes", "judged", "ledger", "folded"):
        sql = sql.replace(f"FROM {name}", f"FROM {name}_{number}")
        sql = sql.replace(f"JOIN {name}", f"JOIN {name}_{number}")
    return sql
