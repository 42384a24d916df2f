"""Spark decides as DuckDB does, row by row, even when a worker dies in the middle."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks import bulk as benchmark
from tests.engine.makers import the_law
from tests.engine.spark_cluster import Cluster, cluster
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.frames import PAPERS
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.selection.policy import Policy

pytestmark = [pytest.mark.spark, pytest.mark.timeout(900), pytest.mark.xdist_group("spark")]

DAY = f"day={benchmark.DAY}"
PARCELS, PARTS, BUYERS = 1_000, 2, 400
KEYS = {
    "decisions": ["declaration_id"],
    "reasons": ["declaration_id", "position"],
    "duties": ["declaration_id", "gnum"],
    "quota_moves": ["declaration_id", "measure"],
    "parcel_facts": ["declaration_id"],
    "line_facts": ["declaration_id", "gnum"],
}


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of parcels in two parts, many of them to the same buyers, with every kind of fault."""
    folder = tmp_path_factory.mktemp("frames")
    (folder / DAY).mkdir()
    program = compile_program(the_law(benchmark.DAY), load_book(), Policy(), seed="x")
    bulk = Bulk(threads=1, memory="1GB")
    write = bulk.connection.execute
    goods = benchmark._context(bulk, program, PARCELS)
    for part in range(PARTS):
        benchmark._make(bulk, part * PARCELS, (part + 1) * PARCELS, BUYERS, goods)
        for name in PAPERS:
            write(f"COPY {name} TO '{folder}/{DAY}/{name}.{part + 1:04d}.parquet'")
    # the quota of some buyers does not suffice for all that they order
    write("INSERT INTO quota SELECT DISTINCT buyer_ix, 2026, 'money', 25700 FROM declarations "
          "WHERE hash(buyer_ix) % 4 = 0")  # fmt: skip
    write("INSERT INTO seen_address SELECT DISTINCT address_ix, 'someone else', 3, 512.25 "
          "FROM declarations WHERE hash(address_ix) % 5 = 0")  # fmt: skip
    for name in ("parties", "peers", "lists", "quota", "seen_address"):
        write(f"COPY {name} TO '{folder}/{DAY}/{name}.parquet'")
    bulk.close()
    return folder


@pytest.fixture(scope="module")
def answers(frames: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What DuckDB decides about it."""
    out = tmp_path_factory.mktemp("duckdb")
    run(os.environ, "assess", "--from", frames, "--out", out, "--seed", "x", "--facts")
    run(os.environ, "stats", "--from", out, "--out", out / "stats")
    return out


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster")) as made:
        yield made


def begun(out: Path) -> bool:
    """Whether the first steps of the first part are done."""
    return any(out.glob(".scratch/*-lines/_SUCCESS"))


def command(*words: Any) -> list[str]:
    return [sys.executable, "-m", "tidewaiter.surfaces.ops.cli", *map(str, words)]


def run(environment: Mapping[str, str], *words: Any) -> str:
    said = subprocess.run(
        command(*words), env=environment, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr[-3000:]
    return said.stdout


def source(folder: Path, table: str) -> str:
    files = [
        f"{path}/*.parquet" if path.is_dir() else str(path)
        for path in sorted(folder.glob(f"{table}.*parquet"))
    ]
    assert files, f"{folder} has no {table}"
    return f"read_parquet({files}, hive_partitioning = false)"


def differing(one: str, other: str, keys: list[str]) -> dict[str, tuple[int, Any, Any]]:
    """The columns in which rows of two sources differ: how many, and the values of one of them."""
    with duckdb.connect() as connection:
        kinds = {row[0]: row[1] for row in connection.execute(f"DESCRIBE FROM {one}").fetchall()}
        theirs = {row[0] for row in connection.execute(f"DESCRIBE FROM {other}").fetchall()}
        assert set(kinds) == theirs
        found = {}
        for column, kind in kinds.items():
            unlike = f"a.{column} IS DISTINCT FROM b.{column}"
            if kind == "DOUBLE":  # the last digit of a logarithm is the machine's own
                unlike += f" AND NOT coalesce(abs(a.{column} - b.{column}) < 1e-9, false)"
            if column in keys:
                unlike = f"a.{column} IS NULL OR b.{column} IS NULL"
            matched = " AND ".join(f"a.{key} = b.{key}" for key in keys)
            [row] = connection.execute(
                f"SELECT count(*), any_value(a.{column}), any_value(b.{column}) FROM {one} AS a "
                f"FULL JOIN {other} AS b ON {matched} WHERE {unlike}"
            ).fetchall()
            if row[0]:
                found[column] = row
    return found


def test_a_cluster_that_loses_a_worker_decides_as_one_machine_does(
    frames: Path, answers: Path, spark: Cluster, tmp_path: Path
) -> None:
    words = command(
        "assess", "--from", frames, "--out", tmp_path, "--seed", "x", "--facts",
        "--engine", "spark", "--master", spark.master, "--partitions", 4,
    )  # fmt: skip
    with (tmp_path / "said.log").open("w") as log:
        running = subprocess.Popen(words, env=spark.environment, stdout=log, stderr=log)
        try:
            while not (begun(tmp_path) and spark.worked("worker-1")):
                assert running.poll() is None, (tmp_path / "said.log").read_text()[-3000:]
                time.sleep(0.05)
            spark.kill("worker-1")
            assert not list(tmp_path.glob(f"{DAY}/reasons.0001.parquet/_SUCCESS")), "too late"
            assert running.wait(timeout=600) == 0, (tmp_path / "said.log").read_text()[-3000:]
        finally:
            running.kill()
    for table, keys in KEYS.items():
        one, other = source(answers / DAY, table), source(tmp_path / DAY, table)
        assert differing(one, other, keys) == {}, table
    with duckdb.connect() as connection:
        reasons = source(answers / DAY, "reasons")
        [(codes,)] = connection.execute(f"SELECT count(DISTINCT code) FROM {reasons}").fetchall()
        [(over,)] = connection.execute(
            f"SELECT count(*) FROM {reasons} WHERE code = 'T-02'"
        ).fetchall()
    assert codes >= 20, "the day has too few kinds of faults to prove much"
    assert over > 5, "no quota was contested"


def test_statistics_agree(answers: Path, spark: Cluster, tmp_path: Path) -> None:
    run(spark.environment, "stats", "--from", answers, "--out", tmp_path, "--engine", "spark",
        "--master", spark.master, "--partitions", 4)  # fmt: skip
    for table, keys in (("peers", ["hs6", "country", "unit1"]), ("merchants", ["merchant"])):
        one, other = source(answers / "stats", table), source(tmp_path, table)
        assert differing(one, other, keys) == {}, table


def test_a_stream_decides_as_the_parts_of_a_day(
    frames: Path, answers: Path, spark: Cluster, tmp_path: Path
) -> None:
    arriving, out = tmp_path / "arriving", tmp_path / "out"
    arriving.mkdir()
    words = ("stream", "--from", arriving, "--out", out, "--engine", "spark", "--master",
             spark.master, "--partitions", 4, "--known", frames / DAY, "--seed", "x",
             "--once")  # fmt: skip
    for part in range(PARTS):  # stopped in between: the second run goes on after the first
        lines = [json.dumps(parcel, default=str) for parcel in parcels(frames, part + 1)]
        (arriving / f"{part}.txt").write_text("\n".join([*lines, "this is no parcel", ""]))
        (told,) = map(json.loads, run(spark.environment, *words).splitlines())
        assert (told["batch"], told["declarations"], told["unread"]) == (part, PARCELS, 1)
    for table in ("decisions", "reasons", "duties", "quota_moves"):
        one, other = source(answers / DAY, table), source(out / DAY, table)
        assert differing(one, other, KEYS[table]) == {}, table


def parcels(frames: Path, part: int) -> list[dict[str, list[dict[str, Any]]]]:
    """The parcels of a part, each with its documents."""
    with duckdb.connect() as connection:
        rows = {
            name: connection.execute(
                f"FROM read_parquet('{frames}/{DAY}/{name}.{part:04d}.parquet', "
                "hive_partitioning = false)"
            ).to_arrow_table().to_pylist()
            for name in PAPERS
        }  # fmt: skip
    # the made-up documents of a parcel carry its number
    keys = {name: next(iter(found[0])) for name, found in rows.items()}
    made: dict[int, dict[str, list[dict[str, Any]]]] = {
        row["declaration_id"]: {name: [] for name in PAPERS} for row in rows["declarations"]
    }
    for name, found in rows.items():
        for row in found:
            made[row[keys[name]]][name].append(row)
    return list(made.values())
