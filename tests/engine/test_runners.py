"""Live batches and bulk come to the same decisions; odd input is carried, not crashed on."""

import json
import resource
from collections.abc import Iterator

import pyarrow as pa
import pytest

from benchmarks import bulk as benchmark
from tests.engine.makers import a_parcel, documents, frames, some_parties, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.frames import FRAMES, PAPERS, Documents, Frames
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.runners.duckdb import PROGRAMS_KEPT, Assessor
from tidewaiter.engine.selection.policy import Policy


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


def test_bulk_and_live_decide_alike(assessor: Assessor) -> None:
    law, book = the_law(benchmark.DAY), load_book()
    program = compile_program(law, book, Policy(), seed="x")
    bulk = Bulk(threads=2, memory="1GB")
    goods = benchmark._context(bulk, program, 1_500)
    benchmark._make(bulk, 0, 1_500, 900, goods)
    bulk.decide(program, "decided")
    read = bulk.connection.execute
    names = [name for name in FRAMES if name != "recalled"]
    tables = {name: read(f"FROM {name}").to_arrow_table() for name in names}
    live = assess(Frames(tables), law, book, seed="x", assessor=assessor)
    columns = ", ".join(live.decisions.column_names)
    told = read(f"SELECT {columns} FROM decided ORDER BY declaration_id")
    assert told.to_arrow_table().to_pylist() == live.decisions.to_pylist()
    assert len(set(live.reasons.column("code").to_pylist())) > 10
    assert read("SELECT sum(len(reasons)) FROM decided").fetchone() == (live.reasons.num_rows,)
    bulk.close()


def test_the_benchmark_reports_its_figures() -> None:
    said = benchmark.run(2_000, chunk=1_000)
    assert said["declarations_per_second"] > 0
    assert said["peak_memory_mb"] > 0
    assert sum(said["outcomes"].values()) == 2_000


def test_batches_follow_each_other_without_a_trace(assessor: Assessor) -> None:
    law, book = the_law(), load_book()
    first = frames(together(a_parcel(1)))
    said = assess(first, law, book, seed="x", assessor=assessor)
    for number in range(2, 60):
        broken = a_parcel(number, buyer=f"a much longer name of buyer {number}")
        broken["payments"][0]["amount_paid"] += number
        other = assess(frames(together(broken)), law, book, seed="x", assessor=assessor)
        assert other.decisions.column("outcome").to_pylist() == ["rejected"]
        assert other.decisions.column("declaration_id").to_pylist() == [number]
    again = assess(first, law, book, seed="x", assessor=assessor)
    assert again.decisions.equals(said.decisions)


def test_memory_stays_bounded(assessor: Assessor) -> None:
    law, book = the_law(), load_book()
    rows = together(*(a_parcel(number, buyer=f"b{number}") for number in range(1, 40)))

    def many(times: int) -> int:
        for _ in range(times):
            assess(documents(rows), law, book, seed="x", assessor=assessor)
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = many(15)
    assert many(40) - before < 60_000


def test_more_programs_than_are_kept_take_turns(assessor: Assessor) -> None:
    law, book, tables = the_law(), load_book(), frames(together(a_parcel(1)))
    seeds = [f"seed {number}" for number in range(PROGRAMS_KEPT + 2)]
    first = [assess(tables, law, book, seed=seed, assessor=assessor) for seed in seeds]
    second = [assess(tables, law, book, seed=seed, assessor=assessor) for seed in seeds]
    for one, other in zip(first, second, strict=True):
        assert one.decisions.equals(other.decisions)


def test_an_empty_batch_gives_empty_tables(assessor: Assessor) -> None:
    said = assess(Frames({}), the_law(), load_book(), seed="x", assessor=assessor)
    assert said.decisions.num_rows == said.reasons.num_rows == 0
    assert said.duties.num_rows == said.quota_moves.num_rows == 0


def test_a_parcel_waits_and_says_for_what(assessor: Assessor) -> None:
    parcel = a_parcel()
    parcel["orders"], parcel["waybills"] = [], []
    said = assess(frames(together(parcel)), the_law(), load_book(), seed="x", assessor=assessor)
    (row,) = said.decisions.to_pylist()
    assert (row["outcome"], row["waiting_for"]) == ("waiting", "order,waybill")
    assert (row["status"], row["lane"], row["context"]) == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"price": "1e30"},
        {"price": "99999999999999.99999", "totalPrice": "99999999999999.99999"},
        {"qty": "-99999999999999.99999"},
        {"qty": "abc"},
        {"gnum": "x"},
        {"gcode": "9" * 300},
        {"gname": "🎁" * 60},
        {"country": None, "unit": None, "currency": None},
        {"country": None},
        {"qty1": None, "price": None, "totalPrice": None},
        {"gname": None},
    ],
)
def test_odd_numbers_reject_a_parcel_and_spare_the_others(
    change: dict[str, str | None], assessor: Assessor
) -> None:
    tables = dict(documents(together(a_parcel(1), a_parcel(2, buyer="bob"))))
    rows = tables["declarations"].to_pylist()
    content = json.loads(rows[0]["content"])
    content["lines"][0].update(change)
    rows[0]["content"] = json.dumps(content)
    tables["declarations"] = pa.Table.from_pylist(rows, schema=tables["declarations"].schema)
    said = assess(Documents(tables), the_law(), load_book(), seed="x", assessor=assessor)
    assert said.decisions.column("outcome").to_pylist() == ["rejected", "accepted"]


def test_unknown_tables_and_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="no table parcels"):
        Frames({"parcels": pa.table({})})
    with pytest.raises(ValueError, match="no column shoe_size"):
        Frames({"orders": pa.table({"shoe_size": [1]})})
    assert set(PAPERS) <= set(FRAMES)


def test_the_parties_may_change_between_batches(assessor: Assessor) -> None:
    rows = together(a_parcel(1))
    assert _outcome(rows, assessor) == "accepted"
    rows["parties"] = some_parties(merchant={"status": "closed"})
    assert _outcome(rows, assessor) == "rejected"
    rows["parties"] = some_parties()
    assert _outcome(rows, assessor) == "accepted"


def _outcome(rows: dict[str, list[dict[str, object]]], assessor: Assessor) -> str:
    said = assess(frames(rows), the_law(), load_book(), seed="x", assessor=assessor)
    return str(said.decisions.column("outcome")[0].as_py())
