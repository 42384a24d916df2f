"""The tables that go into the engine: their columns, types and meaning, stated once.

The columns stand in `columns/frames.csv`; this module gives them as Arrow schemas, as DuckDB
tables, and as the statements that expand the documents' JSON.
"""

import csv
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import pyarrow as pa

MONEY = "DECIMAL(17,5)"
"""All amounts, quantities and weights; 64 bits wide, and every sum the engine forms fits."""

BOUND = "999999999999.99999"
"""The largest amount. A number of a document beyond it is held at it; every limit is far below."""

SOURCE = Path(__file__).parent / "columns" / "frames.csv"

PAPERS = ("declarations", "declaration_lines", "orders", "order_lines", "payments", "waybills")
"""The parcels' documents."""

LINES = MappingProxyType({"declarations": "declaration_lines", "orders": "order_lines"})
"""The documents that have lines, and the frames of their lines."""

_ARROW: Mapping[str, Any] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BIGINT[]": pa.list_(pa.int64()),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
    "DOUBLE": pa.float64(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    MONEY: pa.decimal128(17, 5),
    "DECIMAL(18,9)": pa.decimal128(18, 9),
    "DECIMAL(9,6)": pa.decimal128(9, 6),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame.

    `source` is the place in the document's JSON it is read from ("head.orderNo", "line.qty");
    without one it is a typed column beside the document.
    """

    name: str
    type: str
    source: str
    en: str
    zh: str

    @property
    def arrow(self) -> Any:
        """The Arrow type."""
        return _ARROW[self.type]


@dataclass(frozen=True)
class Frame:
    """A table that goes into the engine."""

    name: str
    en: str
    zh: str
    columns: tuple[Column, ...]

    @cached_property
    def schema(self) -> Any:
        """The Arrow schema."""
        return pa.schema([(column.name, column.arrow) for column in self.columns])

    @property
    def ddl(self) -> str:
        """The columns as DuckDB declares them."""
        return ", ".join(f"{column.name} {column.type}" for column in self.columns)


def read_frames(source: Path) -> Mapping[str, Frame]:
    """The frames that a file lists."""
    titles: dict[str, tuple[str, str]] = {}
    columns: dict[str, list[Column]] = {}
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["frame"]
            if not row["column"]:
                titles[name] = (row["en"], row["zh"])
                columns[name] = []
                continue
            kind = MONEY if row["type"] == "MONEY" else row["type"]
            columns[name].append(Column(row["column"], kind, row["source"], row["en"], row["zh"]))
    return MappingProxyType(
        {name: Frame(name, en, zh, tuple(columns[name])) for name, (en, zh) in titles.items()}
    )


FRAMES = read_frames(SOURCE)
"""Every frame by name."""

CONTEXT = tuple(name for name in FRAMES if name not in PAPERS)
"""What is known beside the documents."""


class Frames(Mapping[str, Any]):
    """The typed tables of a batch by name; what is left out is empty, a column left out is NULL."""

    def __init__(self, tables: Mapping[str, Any]) -> None:
        self._tables = _checked(tables, {name: frame.schema for name, frame in FRAMES.items()})

    def beside(self, name: str, table: Any) -> Self:
        """The same batch with one more table of what is known."""
        more = copy(self)
        more._tables = self._tables | {name: fitted(name, table, FRAMES[name].schema)}
        return more

    def __getitem__(self, name: str) -> Any:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)


class Documents(Frames):
    """A batch whose documents are JSON texts beside their typed columns.

    Each of `declarations`, `orders`, `payments` and `waybills` has the columns `id`, `received_at`,
    `content`, `digest`, and those columns of its frame that have no source in the JSON.
    """

    def __init__(self, tables: Mapping[str, Any]) -> None:
        schemas = {name: FRAMES[name].schema for name in CONTEXT}
        self._tables = _checked(tables, {**schemas, **STORED})


def _stored(frame: Frame) -> Any:
    beside = [column for column in frame.columns[1:] if not column.source]
    fields = [(column.name, column.arrow) for column in beside]
    return pa.schema([("id", pa.int64()), ("content", pa.string()), *fields])


STORED: Mapping[str, Any] = MappingProxyType(
    {name: _stored(FRAMES[name]) for name in PAPERS if name not in LINES.values()}
)
"""The Arrow schemas of stored documents."""


def _checked(tables: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(tables) - set(schemas))
    if unknown:
        raise ValueError(f"The engine knows no table {', '.join(unknown)} here.")
    return {name: fitted(name, table, schemas[name]) for name, table in tables.items()}


def fitted(name: str, table: Any, schema: Any) -> Any:
    """A table with exactly the columns of a schema, cast where that loses nothing."""
    if table.schema.equals(schema):
        return table
    given = set(table.column_names)
    unknown = sorted(given - set(schema.names))
    if unknown:
        raise ValueError(f"The table {name} has no column {', '.join(unknown)}.")
    columns = [
        _cast(table.column(field.name), field.type)
        if field.name in given
        else pa.nulls(table.num_rows, field.type)
        for field in schema
    ]
    return pa.table(columns, schema=schema)


def _cast(column: Any, kind: Any) -> Any:
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us"))
    return column.cast(kind)


def expansion(name: str, stored: str) -> str:
    """The query that reads a frame out of a table of stored documents."""
    frame = FRAMES[name]
    parent = next((paper for paper, lines in LINES.items() if lines == name), name)
    node = "line" if parent != name else "head"
    shape = ",".join(
        f'"{column.source.split(".")[1]}":"VARCHAR"' for column in frame.columns if column.source
    )
    picked = ", ".join(_picked(column) for column in frame.columns)
    if node == "head":
        return (
            f"SELECT {picked} FROM (SELECT *, from_json(content, "
            f"""'{{"head":{{{shape}}}}}').head AS head FROM {stored}) AS document"""
        )
    return (
        f"SELECT {picked} FROM (SELECT id, unnest(from_json(content, "
        f"""'{{"lines":[{{{shape}}}]}}').lines) AS line FROM {stored}) AS document"""
    )


def _picked(column: Column) -> str:
    if not column.source:
        inner = "coalesce(digest, sha256(content))" if column.name == "digest" else column.name
        return f"{'id' if column.name.endswith('_id') else inner} AS {column.name}"
    value = column.source
    if column.type == MONEY:
        value = (
            f"coalesce(TRY_CAST({value} AS {MONEY}), CASE WHEN {value} LIKE '-%' THEN -{BOUND} "
            f"WHEN {value} IS NOT NULL THEN {BOUND} END)"
        )
    elif column.type == "DATE":
        value = f"TRY_CAST(TRY_STRPTIME({value}, '%Y%m%d') AS DATE)"
    elif column.type != "VARCHAR":
        value = f"TRY_CAST({value} AS {column.type})"
    return f"{value} AS {column.name}"
