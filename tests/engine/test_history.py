"""Past days are decided again from files, and a back-test says what deciding again would say."""

import math
import statistics
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks import bulk as benchmark
from tests.engine.makers import the_law
from tidewaiter.engine.book.loader import Book, BookError, load_book, read_rule
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.frames import PAPERS
from tidewaiter.engine.history.assessing import Done, Order, assess_folder
from tidewaiter.engine.history.backtest import Tried, backtest
from tidewaiter.engine.history.layout import FolderError, days
from tidewaiter.engine.history.statistics import make_statistics
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.runners.folders import DuckDBFolders
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import load

DAY = f"day={benchmark.DAY}"
PARCELS, PARTS, BUYERS = 900, 3, 1_500

RULE = """
code: {code}
title: {{en: A rule on trial, zh: 试行规则}}
law: {{reference: policy}}
since: 2016-04-08
{what}
when: "{when}"
message: {{en: "It fires.", zh: "触发。"}}
cure: {{en: "Explain it.", zh: "请说明。"}}
answer: TW-X01
examples:
  - {{cells: {{}}, fires: true}}
  - {{cells: {{}}, fires: false}}
"""
SCORED = "severity: score\nlane: inspection\nshare: 0.5\nweight: 0.300"


def a_rule(when: str, what: str = SCORED, code: str = "X-01") -> Any:
    return read_rule(RULE.format(code=code, what=what, when=when))


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day of made-up parcels in parts, with every kind of fault."""
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
    for name in ("parties", "peers", "lists"):
        write(f"COPY {name} TO '{folder}/{DAY}/{name}.parquet'")
    bulk.close()
    return folder


@pytest.fixture(scope="module")
def archive(frames: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day with decisions, facts and the frames, as an archive has it; some buyers had used
    nearly all of their quota when it began.
    """
    out, began = tmp_path_factory.mktemp("archive"), tmp_path_factory.mktemp("began")
    (began / DAY).mkdir()
    for path in (frames / DAY).iterdir():
        (began / DAY / path.name).hardlink_to(path)
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT DISTINCT buyer_ix, 2026 AS year, 'money' AS measure, 25900.00 AS used "
            f"FROM read_parquet('{frames}/{DAY}/declarations.*.parquet', hive_partitioning = "
            f"false) WHERE hash(buyer_ix) % 5 = 0) TO '{began}/{DAY}/quota.parquet'"
        )
    assessed(began, out, facts=True)
    for path in (frames / DAY).iterdir():
        (out / DAY / path.name).hardlink_to(path)
    return out


def assessed(source: Path, out: Path, *, book: Book | None = None, **how: Any) -> list[Done]:
    runner = DuckDBFolders(threads=1, memory="1GB", scratch=out / ".scratch")
    order = Order(source, out, load("cn").on, book or load_book(), "x", **how)
    try:
        return list(assess_folder(order, runner))
    finally:
        runner.close()


def tried(rule: Any, archive: Path) -> Tried:
    return backtest(
        rule, archive, law=the_law(benchmark.DAY), book=load_book(), policy=Policy(), seed="x",
        threads=1, memory="1GB",
    )  # fmt: skip


def rows(folder: Path, table: str, what: str = "*") -> list[tuple[Any, ...]]:
    (day,) = days(folder)
    files = [str(path) for path in day.files(table)]
    with duckdb.connect() as connection:
        return connection.execute(
            f"SELECT {what} FROM read_parquet(?, hive_partitioning = false) ORDER BY ALL", [files]
        ).fetchall()


def test_decisions_that_say_what_they_knew_come_out_again(archive: Path, tmp_path: Path) -> None:
    done = assessed(archive, tmp_path)
    assert [one.part for one in done] == ["0001", "0002", "0003"]
    for table in ("decisions", "reasons", "duties", "quota_moves"):
        assert rows(tmp_path, table) == rows(archive, table), table


def test_parts_follow_each_other_as_batches_do(frames: Path, tmp_path: Path) -> None:
    """What was used and seen in one part is known in the next: as one whole day, where nobody is
    rejected who was seen before.
    """
    assessed(frames, tmp_path / "parts")
    whole = tmp_path / "whole" / DAY
    whole.mkdir(parents=True)
    with duckdb.connect() as connection:
        for name in PAPERS:
            connection.execute(
                f"COPY (FROM read_parquet('{frames}/{DAY}/{name}.*.parquet', "
                f"hive_partitioning = false)) TO '{whole}/{name}.parquet'"
            )
    for name in ("parties", "peers", "lists"):
        (whole / f"{name}.parquet").hardlink_to(frames / DAY / f"{name}.parquet")
    assessed(tmp_path / "whole", tmp_path / "once")
    what = "declaration_id, outcome, tax_total, quota_amount"
    assert rows(tmp_path / "parts", "decisions", what) == rows(tmp_path / "once", "decisions", what)
    moves = rows(tmp_path / "parts", "quota_moves")
    assert moves == rows(tmp_path / "once", "quota_moves")
    assert len({buyer for _, buyer, *_ in moves}) < len(moves), "no buyer comes twice"
    before = dict(rows(tmp_path / "once", "decisions", "declaration_id, context"))
    after = dict(rows(tmp_path / "parts", "decisions", "declaration_id, context"))
    unlike = sum(before[number] != after[number] for number in before)
    assert unlike < len(before) / 50, "rejected parcels are seen within a part only"


def test_lean_decisions_are_the_same_without_their_context(frames: Path, tmp_path: Path) -> None:
    assessed(frames, tmp_path / "lean", recorded=False)
    assessed(frames, tmp_path / "full")
    columns = "declaration_id, outcome, lane, score, tax_total"
    assert rows(tmp_path / "lean", "decisions", columns) == rows(
        tmp_path / "full", "decisions", columns
    )
    assert not days(tmp_path / "lean")[0].files("duties")


def test_a_day_may_say_how_it_began(frames: Path, tmp_path: Path) -> None:
    day = tmp_path / DAY
    day.mkdir()
    for path in (frames / DAY).iterdir():
        (day / path.name).hardlink_to(path)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT DISTINCT buyer_ix, 2026 AS year, 'money' AS measure, 26000.00 AS used "
            f"FROM read_parquet('{day}/declarations.0001.parquet', hive_partitioning = false)) "
            f"TO '{day}/quota.parquet'"
        )
    assessed(tmp_path, tmp_path / "out")
    outcomes = Counter(row[0] for row in rows(tmp_path / "out", "decisions", "outcome"))
    assert outcomes["rejected"] > 800


@pytest.mark.parametrize(
    "rule",
    [
        a_rule("dutiable_value > 300"),
        a_rule("dutiable_value > 300", "severity: reject"),
        a_rule("address_buyers > 1", "severity: hold\nlane: hold\nweight: 5"),
        a_rule("peer_n > 10 AND price > 400 AND gname <> 'gift'", "severity: score\nper: line\n"
               "lane: documents\nweight: 0.7"),
        a_rule("order_buyer_name_ix <> buyer_name_ix", "severity: score\nlane: audit\n"
               "weight: 0.1", code="M-07"),
        a_rule("quota_used + quota_amount > 26010", "severity: reject\nper: quota"),
    ],
    ids=["score", "reject", "hold", "line", "replaces", "quota"],
)  # fmt: skip
def test_a_back_test_says_what_deciding_again_would_say(
    rule: Any, archive: Path, tmp_path: Path
) -> None:
    found = tried(rule, archive)
    assessed(archive, tmp_path, book=load_book().extended([rule]), facts=True)
    before = dict(rows(archive, "parcel_facts", "declaration_id, lane_rank"))
    after = dict(rows(tmp_path, "parcel_facts", "declaration_id, lane_rank"))
    moved = Counter(
        (_name(before[number]), _name(after[number]))
        for number in before
        if before[number] != after[number]
    )
    assert dict(found.lanes) == dict(moved)
    fired = dict(rows(tmp_path, "parcel_facts", "declaration_id, fired"))
    hits = {number for number, codes in fired.items() if rule.code in codes}
    assert found.hits == len(hits) > 0
    overlap = Counter(
        code
        for number, codes in rows(archive, "parcel_facts", "declaration_id, fired")
        if number in hits
        for code in codes
        if code != rule.code
    )
    assert dict(found.overlap).items() <= overlap.items()
    opened = Counter(after.values())[Lane.INSPECTION.rank]
    assert found.inspections[1] == opened


def _name(rank: int | None) -> str:
    return "rejected" if rank is None else tuple(Lane)[rank].value


def test_a_back_test_knows_what_inspections_found(archive: Path, tmp_path: Path) -> None:
    day = tmp_path / DAY
    day.mkdir()
    for path in (archive / DAY).iterdir():
        (day / path.name).hardlink_to(path)
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT declaration_id, declaration_id % 3 = 0 AS confirmed FROM "
            f"read_parquet('{day}/parcel_facts.*.parquet', hive_partitioning = false) "
            f"WHERE declaration_id % 2 = 0) TO '{day}/findings.parquet'"
        )
    found = tried(a_rule("dutiable_value > 300"), tmp_path)
    dear = [
        number
        for number, value in rows(archive, "parcel_facts", "declaration_id, dutiable_value")
        if value is not None and value > 300
    ]
    assert found.inspected == sum(number % 2 == 0 for number in dear)
    assert found.confirmed == sum(number % 6 == 0 for number in dear)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("shoe_size > 3", "shoe_size"),
        ("dutiable_value", "not true or false"),
        ("read_text('/etc/passwd') = 'x'", "read_text"),
        ("declaration_id IN (SELECT 1)", "query"),
        ("dutiable_value > 'much'", "much"),
        ("dutiable_value >", "cannot be read"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused_in_a_sentence(
    when: str, says: str, archive: Path
) -> None:
    with pytest.raises(BookError, match=says):
        tried(a_rule(when), archive)


def test_a_rule_that_tells_nothing_apart_is_pointed_out(archive: Path) -> None:
    assert "every parcel" in tried(a_rule("declaration_id >= 0"), archive).warnings[0]
    assert "no parcel" in tried(a_rule("declaration_id < 0"), archive).warnings[0]


def test_folders_that_cannot_be_read_are_refused_in_a_sentence(
    frames: Path, tmp_path: Path
) -> None:
    with pytest.raises(FolderError, match="no folder"):
        days(tmp_path / "nowhere")
    with pytest.raises(FolderError, match="no Parquet"):
        days(tmp_path)
    with pytest.raises(FolderError, match="no facts"):
        tried(a_rule("dutiable_value > 300"), frames)
    (tmp_path / "orders.0001.parquet").write_bytes(b"PAR1")
    with pytest.raises(FolderError, match="lacks declarations"):
        days(tmp_path)
    with duckdb.connect() as connection:
        other = tmp_path / "other"
        other.mkdir()
        for name in PAPERS[:2]:
            connection.execute(
                f"COPY (SELECT 1 AS declaration_id, 2 AS shoe) TO '{other}/{name}.parquet'"
            )
    with pytest.raises(FolderError, match="shoe"):
        assessed(other, tmp_path / "out")


def test_statistics_are_what_plain_arithmetic_says(archive: Path, tmp_path: Path) -> None:
    runner = DuckDBFolders(threads=1, memory="1GB", scratch=tmp_path / ".scratch")
    make_statistics(archive, tmp_path, runner)
    runner.close()
    accepted = {
        number
        for number, outcome in rows(archive, "parcel_facts", "declaration_id, outcome")
        if outcome == "accepted"
    }
    prices = defaultdict(list)
    for number, code, country, unit, total, qty in rows(
        archive, "line_facts", "declaration_id, gcode, country, unit1, total_price, qty1"
    ):
        if number in accepted and total > 0 and qty > 0:
            prices[code[:6], country, unit].append(math.log(float(total) / float(qty)))
    with duckdb.connect() as connection:
        peers = connection.execute(f"FROM '{tmp_path}/peers.parquet'").fetchall()
        merchants = connection.execute(
            f"SELECT merchant, parcels, value FROM '{tmp_path}/merchants.parquet'"
        ).fetchall()
    assert {tuple(row[:3]) for row in peers} == set(prices)
    for hs6, country, unit, count, middle, spread, *_ in peers:
        seen = prices[hs6, country, unit]
        assert count == len(seen)
        assert middle == pytest.approx(statistics.median(seen))
        assert spread == pytest.approx(
            statistics.median(abs(each - statistics.median(seen)) for each in seen)
        )
    values: dict[str, Any] = Counter()
    for merchant, outcome, value in rows(
        archive, "parcel_facts", "ebc_code, outcome, dutiable_value"
    ):
        values[merchant] += value if outcome == "accepted" else 0
    assert {merchant: value for merchant, _, value in merchants} == dict(values)
    assert sum(count for _, count, _ in merchants) == PARCELS * PARTS
