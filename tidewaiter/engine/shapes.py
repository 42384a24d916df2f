"""What rules see of a day: columns and their types."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import Grain
from tidewaiter.engine.compile import SHAPE, Compiler
from tidewaiter.engine.conditions import Conditions
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law


@dataclass(frozen=True)
class Shapes:
    """What rules about each grain see: the types of the columns, and how expressions are read."""

    types: Mapping[Grain, Mapping[str, str]]
    conditions: Mapping[Grain, Conditions]


def shapes(connection: Any, law: Law, book: Book) -> Shapes:
    """What the rules of a day see, worked out on a scratch connection."""
    compiler = Compiler(law, book, Policy(), "", False, True)
    compiler.make_shapes(connection)
    types = {
        grain: {
            row[0]: row[1]
            for row in connection.execute(f"DESCRIBE {table}").fetchall()
            if row[0] in compiler.documented(grain)
        }
        for grain, table in SHAPE.items()
    }
    return Shapes(types, compiler.conditions)
