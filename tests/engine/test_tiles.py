"""What is known before a parcel is the same however batches are cut, and never comes from later."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.makers import (
    CREAM,
    DAY,
    NOON,
    TOY,
    Rows,
    a_line,
    a_parcel,
    frames,
    some_parties,
    the_law,
    together,
)
from tests.engine.twin_tiles import Ledger, mark
from tidewaiter.engine import steps, tiles
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import bound, load_book
from tidewaiter.engine.compile import Program, compile_program
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.engine.tiles import Kind, added_up

Known = dict[int, tuple[str, str]]
"""What decisions said they knew of sellers and goods, by declaration."""

PEERS = [
    {"hs6": gcode[:6], "country": "116", "n": n, "median_log_price": 4.6, "mad_log_price": 0.4,
     "unit1": a_line(gcode)["unit1"], "median_log_density": 4.6, "mad_log_density": 0.4}
    for gcode, n in ((TOY, 50), (CREAM, 20))
]  # fmt: skip
SLOWLY = settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    made = Assessor()
    yield made
    made.close()


@st.composite
def histories(draw: st.DrawFn) -> list[Rows]:
    """Parcels of a few sellers in the order in which they are decided, some without documents."""
    made = []
    for number in range(1, draw(st.integers(4, 14)) + 1):
        gcode = draw(st.sampled_from([TOY, TOY, CREAM]))
        prices = draw(st.lists(st.sampled_from(["40", "95", "300", "4600", "5200"]), min_size=1,
                               max_size=2))  # fmt: skip
        parcel = a_parcel(
            number, buyer=f"b{number}", minutes=number * draw(st.sampled_from([1, 20])) // 1,
            lines=[a_line(gcode, price=price, unit="007", qty1="1") for price in prices],
        )  # fmt: skip
        parcel["declarations"][0]["received_at"] = NOON + timedelta(minutes=7 * number)
        seller, platform = draw(st.sampled_from(["S1", "S2"])), draw(st.sampled_from(["P1", "P2"]))
        carrier = draw(st.sampled_from(["C1", "C2", None]))
        for rows in parcel.values():
            for row in rows:
                row |= {"ebc_code": seller} if "ebc_code" in row else {}
                row |= {"ebp_code": platform} if "ebp_code" in row else {}
                row |= {"logistics_code": carrier} if "logistics_code" in row else {}
        if draw(st.integers(0, 5)) == 0:
            parcel["payments"] = []
        made.append(parcel)
    return made


def batch(parcels: Sequence[Rows], known: Mapping[str, list[int]] | None = None) -> Rows:
    return together(*parcels, parties=some_parties(), peers=PEERS, tiles=frame_of(known or {}))


def frame_of(known: Mapping[str, list[int]]) -> list[dict[str, Any]]:
    return [
        dict(zip(tiles.SUMS, sums, strict=True)) | {"key": key, "today": sums[0], "last_day": None}
        for key, sums in known.items()
    ]


def live(
    parcels: Sequence[Rows],
    cuts: Sequence[int],
    assessor: Assessor,
    kept: dict[str, list[int]] | None = None,
) -> Known:
    """Decided batch after batch, as an assessor does: tiles in, increments out."""
    kept = {} if kept is None else kept
    found: Known = {}
    edges = [0, *sorted(set(cuts)), len(parcels)]
    for first, last in pairwise(edges):
        if first == last:
            continue
        rows = batch(parcels[first:last])
        asked = {key for each in wanted(rows) for _, key in each}
        rows["tiles"] = frame_of({key: sums for key, sums in kept.items() if key in asked})
        said = assess(frames(rows), the_law(), load_book(), seed="x", assessor=assessor)
        found |= told(said.decisions.to_pylist())
        for key, sums in added_up(said.dealt.to_pylist()).items():
            held = kept.get(key, [0] * len(sums))
            kept[key] = [a + b for a, b in zip(held, sums, strict=True)]
    return found


def wanted(rows: Rows) -> Iterator[set[tuple[Kind, str]]]:
    for d in rows["declarations"]:
        goods = [(line["gcode"], line["country"]) for line in rows["declaration_lines"]
                 if line["declaration_id"] == d["declaration_id"]]  # fmt: skip
        hour = d["received_at"].hour
        yield tiles.wanted(d["ebc_code"], d["ebp_code"], d["logistics_code"], hour, goods)


def told(decisions: Sequence[Mapping[str, Any]]) -> Known:
    contexts = {row["declaration_id"]: json.loads(row["context"]) for row in decisions
                if row["outcome"] != "waiting"}  # fmt: skip
    return {number: (one["conduct"], one["habits"]) for number, one in contexts.items()}


@pytest.fixture(scope="module")
def bulk() -> Iterator[Bulk]:
    made = Bulk(threads=1, memory="1GB")
    yield made
    made.close()


@cache
def program() -> Program:
    return compile_program(the_law(), load_book(), Policy(), seed="x")


def fill(bulk: Bulk, parcels: Sequence[Rows]) -> None:
    for name, table in frames(batch(parcels)).items():
        bulk.connection.register("given", table)
        bulk.connection.execute(f"TRUNCATE {name}")
        bulk.connection.execute(f"INSERT INTO {name} FROM given")
        bulk.connection.unregister("given")


@SLOWLY
@given(parcels=histories(), cuts=st.lists(st.integers(1, 13), max_size=4))
def test_however_batches_are_cut_the_same_is_known(
    assessor: Assessor, bulk: Bulk, parcels: list[Rows], cuts: list[int]
) -> None:
    """Live batches with tiles between them, one live batch, and one bulk part with windows."""
    cuts = [cut for cut in cuts if cut < len(parcels)]
    in_one = live(parcels, [], assessor)
    added: dict[str, list[int]] = {}
    assert live(parcels, cuts, assessor, added) == in_one
    fill(bulk, parcels)
    bulk.decide(program(), "decided")
    rows = bulk.connection.execute("FROM decided").to_arrow_table().to_pylist()
    asked = {tuple(row) for row in bulk.connection.execute(tiles.WANTED).fetchall()}
    bulk.connection.execute(f"CREATE OR REPLACE TEMP TABLE added AS {program().added}")
    summed = {row[0]: list(row[1:]) for row in bulk.connection.execute(tiles.ADDED_UP).fetchall()}
    assert told(rows) == in_one
    assert asked == {pair for each in wanted(batch(parcels)) for pair in each}
    assert summed == added
    assert set(summed) <= {key for _, key in asked}


@SLOWLY
@given(parcels=histories(), cut=st.integers(1, 13))
def test_nothing_comes_from_the_future(assessor: Assessor, parcels: list[Rows], cut: int) -> None:
    """Whatever arrives later, or is otherwise than it was, what was known before stays the same."""
    cut = min(cut, len(parcels) - 1)
    whole = live(parcels, [], assessor)
    early = {row["declaration_id"] for parcel in parcels[:cut] for row in parcel["declarations"]}
    begun = {number: known for number, known in whole.items() if number in early}
    assert live(parcels[:cut], [], assessor) == begun
    for parcel in parcels[cut:]:
        for line in parcel["declaration_lines"]:
            line["total_price"] = line["price"] = Decimal("4999")
    changed = live(parcels, [], assessor)
    assert {number: changed[number] for number in begun} == begun


@SLOWLY
@given(parcels=histories())
def test_a_plain_ledger_knows_the_same(assessor: Assessor, parcels: list[Rows]) -> None:
    said = live(parcels, [], assessor)
    law = the_law()
    ledger = Ledger([], DAY, law.amount("cbec.limit.single"))
    peers = {(row["hs6"], row["country"]): row for row in PEERS}
    for parcel in parcels:
        d, lines = parcel["declarations"][0], parcel["declaration_lines"]
        if d["declaration_id"] not in said:
            continue
        value = sum(line["total_price"] for line in lines) + d["freight"] + d["insured_fee"]
        full = [line | {"peer": peers.get((line["gcode"][:6], line["country"]))} for line in lines]
        known = {"declaration": d, "lines": full, "dutiable": value}
        ledger.look(known)
        seller, platform = known["conduct"]["seller"], known["conduct"]["platform"]
        expected = [
            seller["n"], seller["today"], known["conduct"]["hour"], seller["near"],
            seller["beyond"], seller["priced"], seller["z"], known["conduct"]["on"],
            known["conduct"]["by"] if d["logistics_code"] else -1, platform["n"],
            platform["near"],
        ]  # fmt: skip
        conduct, habits = said[d["declaration_id"]]
        assert conduct == ",".join(map(str, expected))
        told_habits = [
            ",".join(map(str, (line["gnum"], z, own["n"], own["z"], own["zz"], market["n"],
                               market["z"], market["zz"])))
            for line in full
            for z, own, market in [line["habit"]]
        ]  # fmt: skip
        assert habits == ";".join(sorted(told_habits))
        assert all(mark(line) is not None for line in full)


def test_without_a_rule_that_asks_nothing_is_worked_out(assessor: Assessor) -> None:
    """No tile is read or written, and the statement holds none of their steps."""
    plain = bound(
        rule for rule in load_book().rules
        if not any(word in rule.condition for word in steps.standing_in("tiles"))
    )  # fmt: skip
    assert len(load_book().rules) - len(plain.rules) == 10
    program = compile_program(the_law(), plain, Policy(), seed="x")
    assert not program.tiled
    for statement in (program.alone, program.crowded, program.bulk):
        assert "tiles" not in statement
        assert "conduct" not in statement
    said = assess(frames(batch([a_parcel()])), the_law(), plain, seed="x", assessor=assessor)
    assert len(said.dealt) == 0


@pytest.mark.parametrize(
    ("kind", "since"),
    [(Kind.SELLER, date(2026, 2, 1)), (Kind.HOUR, date(2026, 3, 2)), (Kind.GOODS, date(2026, 2, 1)),
     (Kind.PLATFORM, date(2026, 2, 1))],
)  # fmt: skip
def test_how_far_back_a_tile_is_looked_at(kind: Kind, since: date) -> None:
    assert kind.since(date(2026, 3, 2)) == since
    assert Kind.MARKET.since(date(2026, 1, 31)) == date(2025, 12, 1)
