"""Runs the engine's statements in DuckDB, inside the process: one small batch after another."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow.compute as pc

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
from tidewaiter.engine.model.scoring import TRAITS
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law

PROGRAMS_KEPT = 4

STANDING = ("parties", "peers", "lists", "snoozes", "budgets")
"""Tables that change seldom: they stay in DuckDB until another Arrow table is given."""

BLIND_OPTIMIZERS = ("column_lifetime", "expression_rewriter", "unused_columns")
"""What plans a small batch better without looking at the data."""

READ_TWICE = frozenset({"declarations", "order_lines"})


class _Slot:
    """An Arrow table that DuckDB reads through a prepared statement, renewed for each batch."""

    def __init__(self, table: Any) -> None:
        self.empty = table
        self.table = table

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.table.__arrow_c_stream__(requested_schema)


class Assessor:
    """A connection to DuckDB that keeps its statements prepared.

    One per thread. `threads` and `memory` bound what DuckDB takes; for small batches one thread
    costs least.
    """

    def __init__(self, *, threads: int = 1, memory: str = "1GB") -> None:
        self._connection = connect(threads=threads, memory=memory)
        # DuckDB does not plan a prepared statement again when the data change, and plans that trust
        # the tables' statistics then return wrong values. What a small batch costs is the columns
        # that each operator sets up, so those optimizers stay that drop columns and operators.
        every = self._connection.execute("SELECT name FROM duckdb_optimizers()").fetchall()
        others = ",".join(name for (name,) in every if name not in BLIND_OPTIMIZERS)
        self._connection.execute(f"SET disabled_optimizers = '{others}'")
        self._slots: dict[str, _Slot] = {}
        self._standing: dict[str, Any] = {}
        self._programs: OrderedDict[tuple[object, ...], tuple[int, Program]] = OrderedDict()
        self._prepared: set[str] = set()
        self._number = 0
        for name, frame in FRAMES.items():
            self._feed(f"slot_{name}", frame.schema.empty_table())
        for name, schema in STORED.items():
            self._feed(f"stored_{name}", schema.empty_table())
        for name in STANDING:
            self._connection.execute(f"CREATE TABLE {name} ({FRAMES[name].ddl})")

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
        quiet: frozenset[str] = frozenset(),
        budgeted: bool = False,
        scored: bool = False,
    ) -> Program:
        """Compiles a program, or finds it among the last ones used."""
        wanted = (
            law.pack, law.version, law.day, book.version, policy.key, seed, recalled, recorded,
            quiet, budgeted, scored,
        )  # fmt: skip
        if wanted not in self._programs:
            program = compile_program(
                law, book, policy, seed=seed, recalled=recalled, recorded=recorded, quiet=quiet,
                budgeted=budgeted, scored=scored,
            )  # fmt: skip
            self._install(wanted, program)
        self._programs.move_to_end(wanted)
        return self._programs[wanted][1]

    def run(self, program: Program, tables: Frames) -> Decisions:
        """Assesses a batch."""
        number = next(number for number, kept in self._programs.values() if kept is program)
        self._give(tables)
        try:
            documents = isinstance(tables, Documents)
            how = "alone" if _alone(tables) else "crowded"
            table = self._answer(program, number, how, documents)
        finally:
            self._take_back()
        return laid_out(table, program)

    def traits(self, tables: Frames) -> Any:
        """What a model looks at, one row for each declaration of a batch."""
        documents = isinstance(tables, Documents)
        statement = f"traits_{'documents' if documents else 'frames'}"
        self._give(tables)
        try:
            if statement not in self._prepared:
                sources = _sources(documents, ("declarations", "declaration_lines"))
                self._connection.execute(
                    f"PREPARE {statement} AS WITH {sources} {TRAITS} ORDER BY d.declaration_id"
                )
                self._prepared.add(statement)
            return self._connection.execute(f"EXECUTE {statement}").to_arrow_table()
        finally:
            self._take_back()

    def _take_back(self) -> None:
        for slot in self._slots.values():
            slot.table = slot.empty

    def _give(self, tables: Frames) -> None:
        documents = isinstance(tables, Documents)
        for name in STANDING:
            self._keep(name, tables.get(name, self._slots[f"slot_{name}"].empty))
        for name, table in tables.items():
            stored = documents and name in STORED
            self._slots[f"stored_{name}" if stored else f"slot_{name}"].table = table

    def _keep(self, name: str, table: Any) -> None:
        if self._standing.get(name) is table:
            return
        self._slots[f"slot_{name}"].table = table
        self._connection.execute(f"TRUNCATE {name}")
        self._connection.execute(f"INSERT INTO {name} FROM slot_{name}")
        self._standing[name] = table

    def _answer(self, program: Program, number: int, how: str, documents: bool) -> Any:
        statement = f"{how}_{number}_{'documents' if documents else 'frames'}"
        if statement not in self._prepared:
            sql = numbered(getattr(program, how), number)
            sql = f"WITH {_sources(documents)}, {sql.removeprefix('WITH ')} ORDER BY declaration_id"
            self._connection.execute(f"PREPARE {statement} AS {sql}")
            self._prepared.add(statement)
        return self._connection.execute(f"EXECUTE {statement}").to_arrow_table()

    def _install(self, wanted: tuple[object, ...], program: Program) -> None:
        # DuckDB binds a statement that was prepared before a change of the catalog anew at every
        # execution, so all of them are prepared again when they are next asked for.
        for statement in self._prepared:
            self._connection.execute(f"DEALLOCATE {statement}")
        self._prepared.clear()
        while len(self._programs) >= PROGRAMS_KEPT:
            _, (old, gone) = self._programs.popitem(last=False)
            for name in gone.law_frames:
                self._connection.execute(f"DROP TABLE {name}_{old}")
        self._number += 1
        install_law(self._connection, program, self._number)
        self._programs[wanted] = (self._number, program)

    def _feed(self, slot: str, table: Any) -> None:
        self._slots[slot] = _Slot(table)
        self._connection.register(slot, self._slots[slot])


def connect(*, threads: int, memory: str) -> Any:
    """A private DuckDB in memory, with bounded threads and memory."""
    return duckdb.connect(
        config={"threads": threads, "memory_limit": memory, "preserve_insertion_order": False}
    )


def install_law(connection: Any, program: Program, number: int) -> None:
    """The law's tables of a program; several programs live side by side."""
    for name, table in program.law_frames.items():
        connection.register("law_frame", table)
        connection.execute(f"CREATE TABLE {name}_{number} AS FROM law_frame")
        connection.unregister("law_frame")


def numbered(sql: str, number: int) -> str:
    """The statement reading the law's tables of one program."""
    for name in ("law_goods", "law_taxes"):
        sql = sql.replace(f"JOIN {name} ", f"JOIN {name}_{number} ")
    return sql


def _alone(tables: Frames) -> bool:
    """Whether no two parcels share a buyer, an address or a phone, or each is decided again."""
    recalled = tables.get("recalled")
    if recalled is not None and recalled.num_rows:
        return True
    declarations = tables.get("declarations")
    return declarations is None or all(
        pc.count_distinct(declarations.column(name), mode="all").as_py() == declarations.num_rows
        for name in ("buyer_ix", "address_ix", "buyer_phone_ix")
    )


def _sources(documents: bool, names: Iterable[str] = tuple(FRAMES)) -> str:
    """The frames as first steps of a statement: read from slots, or expanded from JSON."""
    parts = []
    for name in names:
        if name in STANDING:
            continue
        if documents and name in PAPERS:
            parent = next((paper for paper, lines in LINES.items() if lines == name), name)
            sql = expansion(name, f"stored_{parent}")
        else:
            sql = f"FROM slot_{name}"
        how = "MATERIALIZED" if name in READ_TWICE else "NOT MATERIALIZED"
        parts.append(f"{name} AS {how} ({sql})")
    return ", ".join(parts)
