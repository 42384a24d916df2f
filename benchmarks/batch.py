"""What a live batch costs in processor time; prints one JSON line.

    python benchmarks/batch.py [--rounds N]

The batches are the documents of the bulk benchmark as the live assessor gives them: JSON texts
beside typed columns, expanded by the engine. Timed is `assess` on one thread, from the documents
to the tables of decisions, after warming up; the figures are medians of milliseconds. `crowded`
batches hold buyers, addresses and phones more than once.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from tidewaiter.surfaces.ops.memory import keep_blocks

    keep_blocks()

from benchmarks import bulk
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.frames import CONTEXT, FRAMES, LINES, STORED, Documents
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import load

SIZES = (10, 100, 300, 1000)
BATCHES = 3
ALONE, CROWDED = 1_000_000, 300


def run(rounds: int = 30) -> dict[str, float]:
    """Assesses batches of each size and says what one of them costs."""
    law, book = load("cn").on(bulk.DAY), load_book()
    maker = Bulk(threads=1, memory="1GB")
    program = compile_program(law, book, Policy(), seed="bench")
    goods = bulk._context(maker, program, max(SIZES))
    context = {
        name: maker.connection.execute(f"FROM {name}").to_arrow_table()
        for name in CONTEXT
        if name != "recalled"
    }
    kinds = [(f"ms_{size}", size, ALONE) for size in SIZES] + [("ms_300_crowded", 300, CROWDED)]
    batches = {
        kind: [
            Documents(context | _stored(maker, number * 1_000_000, size, buyers, goods))
            for number in range(BATCHES)
        ]
        for kind, size, buyers in kinds
    }
    maker.close()
    engine = Assessor(threads=1)
    spent: dict[str, list[float]] = {kind: [] for kind in batches}
    for number in range(rounds + 3):
        for kind, several in batches.items():
            began = time.process_time()
            assess(several[number % BATCHES], law, book, seed="bench", assessor=engine)
            if number >= 3:
                spent[kind].append((time.process_time() - began) * 1000)
    engine.close()
    return {kind: round(statistics.median(each), 1) for kind, each in spent.items()}


def _stored(maker: Bulk, start: int, size: int, buyers: int, goods: int) -> dict[str, Any]:
    """Made-up documents as the store gives them."""
    bulk._make(maker, start, start + size, buyers, goods)
    return {
        name: pa.Table.from_pylist(list(_documents(maker, name)), schema=schema)
        for name, schema in STORED.items()
    }


def _documents(maker: Bulk, name: str) -> Iterator[dict[str, Any]]:
    read = maker.connection.execute
    key = FRAMES[name].columns[0].name
    lines: dict[int, list[dict[str, Any]]] = {}
    if name in LINES:
        for line in read(f"FROM {LINES[name]}").to_arrow_table().to_pylist():
            lines.setdefault(line[key], []).append(_json(LINES[name], line))
    for row in read(f"FROM {name}").to_arrow_table().to_pylist():
        content: dict[str, Any] = {"head": _json(name, row)}
        if name in LINES:
            content["lines"] = lines.get(row[key], [])
        beside = {column: row[column] for column in STORED[name].names if column in row}
        yield {"id": row[key], "content": json.dumps(content, ensure_ascii=False)} | beside


def _json(name: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        column.source.split(".")[1]: _text(row[column.name])
        for column in FRAMES[name].columns
        if column.source and row[column.name] is not None
    }


def _text(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    return f"{value:%Y%m%d}" if isinstance(value, date) else value


def main() -> None:
    """Reads the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    print(json.dumps(run(parser.parse_args().rounds)))


if __name__ == "__main__":
    main()
