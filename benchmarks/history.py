"""What a parcel costs with 1 to 100 million rows of history behind it; prints one JSON line.

    python benchmarks/history.py [--most N] [--part N] [--parts N] [--folder DIR]

History is what `assess` carries from part to part: a row of quota, of an address and of a phone for
each earlier parcel, spread over a hundred days, of half as many buyers as there are rows at most.
It is made inside DuckDB, which is not timed. At each size parts of fresh parcels are assessed;
timed are bringing what concerns them, deciding, and adding what they leave.
"""

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import bulk as made
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.runners.folders import DuckDBFolders
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import load

SIZES = (1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000)
STEP = 2_000_000
"""Rows of history that are made at once."""

_HISTORY = {
    "quota": "SELECT md5_number('B' || b), 2026, 'money', 150 FROM rows",
    "seen_address": "SELECT md5_number('A' || 'B' || b), day, 'B' || b, 1, 150 FROM rows",
    "seen_phone": "SELECT md5_number('P' || 'B' || b), day, 'B' || b FROM rows",
    "tiles": f"SELECT md5_number(k.key), day, count(*), 0, 0, count(*), 0, count(*), NULL FROM ("
    f"SELECT day, unnest(['seller:EBC' || b % {made.MERCHANTS}, 'platform:EBP' || b % 6, 'on:EBC' "
    f"|| b % {made.MERCHANTS} || ':EBP' || b % 6, 'goods:EBC' || b % {made.MERCHANTS} || ':' || "
    "b % 5000]) AS key FROM rows) AS k GROUP BY k.key, day",
}


def run(most: int, part: int, parts: int, folder: Path) -> dict[str, Any]:
    """The cost of a parcel at each size of history."""
    program = compile_program(
        load("cn").on(made.DAY), load_book(), Policy(), seed="bench", recorded=False
    )
    runner = DuckDBFolders(threads=2, memory="6GB", scratch=folder)
    buyers = most // 2
    goods = made._context(runner, program, buyers)
    curve, rows, start = [], 0, 0
    for size in [size for size in SIZES if size <= most]:
        _grow(runner, rows, size, buyers, most)
        rows, costs, split = size, [], []
        for _ in range(parts):
            made._make(runner, start, start + part, buyers, goods)
            start += part
            began = time.perf_counter()
            runner.bring(made.DAY)
            brought = time.perf_counter()
            runner.decide(program)
            decided = time.perf_counter()
            runner.carry(program)
            ended = time.perf_counter()
            costs.append((ended - began) / part * 1e6)
            split.append((brought - began, decided - brought, ended - decided))
        curve.append(
            {
                "rows": size,
                "us_per_parcel": round(statistics.median(costs), 2),
                "spread": [round(min(costs), 2), round(max(costs), 2)],
                "seconds_bring_decide_carry": [
                    round(statistics.median(column), 2) for column in zip(*split, strict=True)
                ],
            }
        )
        print(json.dumps(curve[-1]), file=sys.stderr, flush=True)
    runner.close()
    least, dearest = (f(one["us_per_parcel"] for one in curve) for f in (min, max))
    middle = (least + dearest) / 2
    return {"part": part, "parts": parts, "curve": curve,
            "deviation_from_the_middle": round((dearest - middle) / middle, 3)}  # fmt: skip


def _grow(runner: DuckDBFolders, have: int, want: int, buyers: int, most: int) -> None:
    for first in range(have, want, STEP):
        last = min(first + STEP, want)
        runner.connection.execute(
            "CREATE OR REPLACE TEMP TABLE rows AS SELECT hash(i, 77) % "
            f"{buyers} AS b, DATE '2025-11-22' + CAST(i * 100 // {most} AS INTEGER) AS day "
            f"FROM range({first}, {last}) AS r(i)"
        )
        for name, query in _HISTORY.items():
            runner.connection.execute(f"INSERT INTO carried.{name} {query}")
    runner.connection.execute("DROP TABLE IF EXISTS rows")
    runner.connection.execute("CHECKPOINT carried")


def main() -> None:
    """Reads the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=SIZES[-1])
    parser.add_argument("--part", type=int, default=250_000)
    parser.add_argument("--parts", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="history-"))
    try:
        print(json.dumps(run(given.most, given.part, given.parts, folder)))
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
