"""Runs the drawn tables of rule documents: cells in, fires or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.shapes import Shapes, shapes
from tidewaiter.law.loader import Law


@dataclass(frozen=True, slots=True)
class Miss:
    """An example that the rule does not answer as drawn."""

    code: str
    cells: Mapping[str, Any]
    fires: bool


def misses(rules: tuple[Rule, ...], law: Law, book: Book) -> list[Miss]:
    """The examples of these rules that come out differently; cells left out are NULL.

    Raises BookError when a rule is not sound or an example has a cell that is no column.
    """
    connection = duckdb.connect(config={"threads": 1})
    try:
        known = shapes(connection, law, book)
        return [
            Miss(rule.code, example.cells, example.fires)
            for rule in rules
            for example in rule.examples
            if fires(connection, known, rule, example.cells) is not example.fires
        ]
    finally:
        connection.close()


def fires(connection: Any, known: Shapes, rule: Rule, cells: Mapping[str, Any]) -> bool:
    """Whether a rule fires on a row of these cells.

    Raises BookError when a cell is no column.
    """
    types = known.types[rule.per]
    unknown = sorted(set(cells) - set(types))
    if unknown:
        raise BookError(f"rule {rule.code}: an example has no such column: {', '.join(unknown)}")
    row = ", ".join(
        f"CAST({_cell(cells.get(name))} AS {kind}) AS {name}" for name, kind in types.items()
    )
    when = known.conditions[rule.per].sql(rule, rule.condition)
    found = connection.execute(f"SELECT coalesce(({when}), false) FROM (SELECT {row}) AS cells")
    return bool(found.fetchone()[0])


def _cell(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    return literal(value if isinstance(value, bool) else str(value))
