"""What a day costs after it is over: assessing it from files, facts, back-test, statistics.

    python benchmarks/nightly.py [--declarations N] [--part N] [--folder DIR] [--spark MASTER]

A day of made-up parcels is written as parts of Parquet files; making it is not timed. Then the
commands of the shell are timed, each as a process of its own with everything that it loads; with
--spark the assessment is run there, too, and its decisions are compared with DuckDB's. Prints one
JSON line.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import bulk as made
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.frames import PAPERS
from tidewaiter.engine.history.layout import day_folder, file_name
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import load

RULE = """
code: X-01
title: {en: Dear goods of a new merchant, zh: 新企业高价商品}
law: {reference: policy}
since: 2016-04-08
severity: score
lane: inspection
share: 0.5
weight: 0.300
when: "dutiable_value > 500 AND merchant_days < 60 OR address_buyers > 3"
message: {en: "{dutiable_value} by a new merchant", zh: "新企业 {dutiable_value}"}
cure: {en: "Keep the invoice ready.", zh: "请备妥发票。"}
evidence: {dutiable_value: dutiable_value}
answer: TW-X01
examples:
  - {cells: {dutiable_value: 501, merchant_days: 1, address_buyers: 1}, fires: true}
  - {cells: {dutiable_value: 499, merchant_days: 1, address_buyers: 1}, fires: false}
"""


def run(declarations: int, part: int, folder: Path, spark: str) -> dict[str, Any]:
    """Times each command over a day of that many parcels."""
    frames, facts, again = folder / "frames", folder / "archive", folder / "again"
    if not frames.exists():
        make_day(frames, declarations, part)
    told: dict[str, Any] = {"declarations": declarations, "part": part, "cores": os.cpu_count()}
    told["assess"] = timed("assess", "--from", frames, "--out", facts, "--facts", "--seed", "x")
    shutil.copytree(frames, facts, dirs_exist_ok=True)
    told["bytes_per_parcel"] = sizes(facts, declarations)
    told["assess_recalled"] = timed("assess", "--from", facts, "--out", again, "--seed", "x")
    told["assess_lean"] = timed(
        "assess", "--from", frames, "--out", folder / "lean", "--lean", "--seed", "x"
    )
    rule = folder / "X-01.yaml"
    rule.write_text(RULE, encoding="utf-8")
    told["backtest"] = timed("backtest", rule, "--from", facts, "--seed", "x", "--json")
    told["stats"] = timed("stats", "--from", facts, "--out", folder / "stats")
    if spark:
        out = folder / "spark"
        told["assess_spark"] = timed(
            "assess", "--from", facts, "--out", out, "--seed", "x", "--engine", "spark",
            "--master", spark, "--partitions", 8,
        )  # fmt: skip
        told["spark_differs"] = unlike(again, out)
    for name in ("assess", "assess_recalled", "assess_lean", "assess_spark"):
        if name in told:
            told[name]["per_second"] = round(declarations / told[name]["seconds"])
            told[name]["per_cpu_second"] = round(declarations / told[name]["cpu_seconds"])
    return told


def make_day(folder: Path, declarations: int, part: int) -> None:
    """A day of made-up parcels as parts."""
    day = folder / day_folder(made.DAY)
    day.mkdir(parents=True)
    program = compile_program(load("cn").on(made.DAY), load_book(), Policy(), seed="bench")
    bulk = Bulk(threads=2, memory="4GB")
    write = bulk.connection.execute
    goods = made._context(bulk, program, declarations)
    buyers = int(declarations * made.BUYERS_PER_PARCEL) + 1
    for number, start in enumerate(range(0, declarations, part), 1):
        made._make(bulk, start, min(start + part, declarations), buyers, goods)
        for name in PAPERS:
            write(f"COPY {name} TO '{day / file_name(name, number)}' (COMPRESSION zstd)")
    for name in ("parties", "peers", "lists"):
        write(f"COPY {name} TO '{day / file_name(name)}' (COMPRESSION zstd)")
    bulk.close()


def timed(*words: Any) -> dict[str, Any]:
    """Runs a command of the shell; seconds by the clock and of CPU, memory at most."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "tidewaiter.surfaces.ops.cli", *map(str, words)]
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": round(seconds, 2), "cpu_seconds": round(cpu, 2),
        "largest_memory_so_far_mb": round(after.ru_maxrss / 1024),
    }  # fmt: skip


def sizes(folder: Path, declarations: int) -> dict[str, float]:
    """Bytes a parcel takes in each table."""
    found: dict[str, int] = {}
    for path in folder.rglob("*.parquet"):
        table = path.name.split(".")[0]
        found[table] = found.get(table, 0) + path.stat().st_size
    told = {table: round(size / declarations, 1) for table, size in sorted(found.items())}
    return told | {"all": round(sum(found.values()) / declarations, 1)}


def unlike(one: Path, other: Path) -> int:
    """How many decisions differ between two folders."""
    with duckdb.connect() as connection:
        read = "read_parquet('{}', hive_partitioning = false)"
        first = read.format(one / day_folder(made.DAY) / "decisions.*.parquet")
        second = read.format(other / day_folder(made.DAY) / "decisions.*.parquet/*.parquet")
        [(count,)] = connection.execute(
            f"SELECT count(*) FROM (FROM {first} EXCEPT ALL FROM {second})"
        ).fetchall()
    return int(count)


def main() -> None:
    """Reads the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=1_000_000)
    parser.add_argument("--part", type=int, default=250_000)
    parser.add_argument("--folder", type=Path, help="kept, and used again; else a passing one")
    parser.add_argument("--spark", default="", help="a master, such as local[2]")
    given = parser.parse_args()
    folder = given.folder or Path(tempfile.mkdtemp(prefix="nightly-"))
    try:
        print(json.dumps(run(given.declarations, given.part, folder, given.spark)))
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
