"""Many rows at once: identifiers in advance, binary COPY in, prepared binary reads out."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

WRITTEN_ONCE: dict[str, Any] = {
    "on_delete": models.PROTECT,
    "related_name": "+",
    "db_index": False,
    "db_constraint": False,
}
"""How rows that are written by the thousand name rows that are never deleted.

The writer has read or written the named row moments before. Having the database look
it up once more, and lock it, for each of a parcel's twenty references costs a tenth of its time.
"""


def fetch(sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Read rows with a statement that the server keeps prepared, in the binary format.

    For statements that run many times a second; give arrays a cast, so that they keep their type.
    """
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor, connection.wrap_database_errors:
        cursor.execute(sql, values, prepare=True, binary=True)
        # asking for the description would describe every column anew
        answer = cursor.pgresult
        return cursor.fetchall() if answer is not None and answer.nfields else []


def array(plain: Iterable[object]) -> str:
    """An array of numbers or UUIDs as text, to be given with a cast.

    The driver looks at each element of a list for something to escape, which takes longer than
    most queries; here there must be nothing to escape.
    """
    return "{" + ",".join(map(str, plain)) + "}"


def next_ids(model: type[models.Model], count: int) -> list[int]:
    """Take identifiers in advance, so that rows can refer to each other before they exist."""
    if not count:
        return []
    rows = fetch(
        "SELECT nextval(%s::regclass) FROM generate_series(1, %s::int)",
        [f"{model._meta.db_table}_id_seq", count],
    )
    return [number for (number,) in rows]


def insert(model: type[models.Model], **values: Any) -> int:
    """Add one row by a prepared statement and return its identifier; JSON is given as text."""
    [(number,)] = fetch(_insertion(model, tuple(values)), list(values.values()))
    return number


@cache
def _insertion(model: type[models.Model], columns: tuple[str, ...]) -> str:
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(f"%s::{_type(field)}" for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}) RETURNING id'


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows by binary COPY; each row has a value for each of the named fields."""
    statement, types = _statement(model, tuple(columns))
    # COPY goes past Django's cursor: its errors become Django's here, like those of all others
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as target,
    ):
        target.set_types(types)
        for row in rows:
            target.write_row(row)


@cache
def _statement(model: type[models.Model], columns: tuple[str, ...]) -> tuple[str, list[str]]:
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(f'"{field.column}"' for field in fields)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN (FORMAT BINARY)'
    return statement, [_type(field) for field in fields]


def _type(field: models.Field) -> str:
    """The name of the database type by which a value is sent."""
    if isinstance(field, ArrayField):
        return _type(field.base_field) + "[]"
    if field.is_relation:
        return _type(field.target_field)
    kind = field.db_type(connection).split("(")[0]
    return {
        "varchar": "text",
        "character varying": "text",
        "bigint": "int8",
        "integer": "int4",
        "smallint": "int2",
        "boolean": "bool",
        "double precision": "float8",
        "timestamp with time zone": "timestamptz",
    }.get(kind, kind)
