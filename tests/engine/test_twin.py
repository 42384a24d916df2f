"""The engine and its slow twin agree on whatever Hypothesis can think of."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine import twin
from tests.engine.makers import (
    AGENT,
    CREAM,
    MERCHANT,
    PLATFORM,
    RICE,
    SUGAR,
    TOY,
    Rows,
    a_line,
    a_parcel,
    documents,
    frames,
    some_parties,
    the_law,
    together,
)
from tests.engine.party_rows import a_ring, known_parties
from tests.engine.suspects import the_frauds, the_sellers, the_signs, the_tiles, vague
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy

SEED = "tide"
GOODS = {
    TOY: {"qty2": "0.5"},
    CREAM: {"qty2": "1", "unit": "011", "name": "Nike 保湿面霜"},
    RICE: {"qty2": None, "unit": "136", "name": "红茶 with nicotine"},
    SUGAR: {"qty2": None, "unit": "136", "name": "sugar"},
}
BUYERS = ("ann", "bob", "cyd", "dan", "eve", "fay")
# Each breaks one field of one document; the value replaces what is there.
BREAKS: tuple[tuple[str, str, Any], ...] = (
    ("orders", "actural_paid", Decimal("561.89")), ("payments", "amount_paid", Decimal("0.01")),
    ("orders", "pay_code", "OTHER"), ("orders", "pay_code", None),
    ("orders", "pay_transaction_id", "OTHER"), ("payments", "order_no", "nowhere"),
    ("waybills", "consignee_ix", "x"), ("waybills", "consignee_phone_ix", "x"),
    ("waybills", "address_ix", "x"), ("orders", "ebc_code", "OTHER"),
    ("waybills", "logistics_no", "nowhere"), ("waybills", "order_no", "OTHER"),
    ("orders", "buyer_name_ix", "x"), ("orders", "buyer_phone_ix", "x"),
    ("orders", "buyer_ix", "x"),
    ("orders", "goods_value", Decimal("7.77")), ("payments", "payer_ix", "x"),
    ("orders", "currency", "502"), ("waybills", "currency", "116"), ("payments", "currency", "502"),
    ("declarations", "currency", "502"), ("declarations", "net_weight", Decimal("9")),
    ("declarations", "net_weight", Decimal("0")), ("declarations", "pack_no", 3),
    ("waybills", "pack_no", 2), ("declarations", "freight", Decimal("-1")),
    ("declarations", "customs_code", "ZZZZ"), ("declarations", "port_code", "9999"),
    ("declarations", "traf_mode", "Q"), ("declarations", "country", "999"),
    ("declarations", "wrap_type", "QQ"), ("declarations", "bill_no", None),
    ("declarations", "trade_mode", "1210"), ("declarations", "trade_mode", "0110"),
    ("declarations", "assure_code", "OTHER"), ("declarations", "overdue", True),
    ("declarations", "ebp_code", "OTHER"), ("declarations", "ebc_code", "OTHER"),
    ("declarations", "agent_code", "OTHER"), ("orders", "tax_total", Decimal("3.21")),
    ("orders", "order_no", "nowhere"), ("declarations", "cop_no", None),
    ("declaration_lines", "gname", "Gift"), ("declaration_lines", "gname", "x"),
    ("declaration_lines", "gcode", "0000000000"), ("declaration_lines", "gcode", "8543400000"),
    ("declaration_lines", "unit1", "001"), ("declaration_lines", "qty1", Decimal("0")),
    ("declaration_lines", "unit2", None), ("declaration_lines", "qty2", Decimal("-1")),
    ("declaration_lines", "total_price", Decimal("-5")), ("declaration_lines", "qty", Decimal("7")),
    ("declaration_lines", "price", Decimal("999999999999.99999")),
    ("declaration_lines", "total_price", Decimal("999999999999.99999")),
    ("declaration_lines", "country", "999"), ("declaration_lines", "currency", "502"),
    ("declaration_lines", "unit", "QQ"), ("order_lines", "gnum", 9),
    ("order_lines", "item_name", "something else"), ("declaration_lines", "item_record_no", "7"),
    ("declarations", "insured_fee", Decimal("33.333")),
    ("waybills", "bill_no", "B9"), ("waybills", "weight", Decimal("3")),
    ("orders", "buyer_id_type", "2"), ("payments", "payer_name_ix", "x"),
    ("order_lines", "bar_code", "4006381333931"), ("declaration_lines", "item_no", "S9"),
    ("declaration_lines", "gmodel", " None"),
    ("declaration_lines", "bar_code", "4006381333948"), ("declaration_lines", "bar_code", "12345"),
    ("declarations", "net_weight", Decimal("0.4")), ("declarations", "country", "142"),
    ("declarations", "traf_mode", "4"), ("declarations", "traf_mode", "3"),
    ("declarations", "country", "327"),
    ("orders", "consignee_ix", "x"), ("orders", "consignee_phone_ix", "x"),
    ("declarations", "freight", Decimal("700")), ("order_lines", "price", Decimal("100000")),
)  # fmt: skip

DEAR = [Decimal(x) for x in ("0", "0.05", "1700", "5000", "5000.01", "9000", "26000.01")]
cheap = st.decimals("0.5", "600", places=2)
prices = st.integers(0, 9).flatmap(lambda n: st.sampled_from(DEAR) if n == 0 else cheap)
seldom = st.sampled_from([False] * 9 + [True])


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    gcode = draw(st.sampled_from(sorted(GOODS)))
    qty = draw(st.sampled_from(["1", "1", "2", "3"]))
    qty1 = draw(st.sampled_from(["0.02", "0.5", "1", "1.5", "12"]))
    return a_line(gcode, price=str(draw(prices)), qty=qty, qty1=qty1, **GOODS[gcode])


@st.composite
def parcels(draw: st.DrawFn, number: int) -> Rows:
    parcel = a_parcel(
        number,
        lines=draw(st.lists(lines(), min_size=1, max_size=3)),
        buyer=draw(st.sampled_from(BUYERS)),
        address=draw(st.sampled_from([None, "the corner shop"])),
        phone=draw(st.sampled_from([None, "the one phone"])),
        freight=str(draw(st.sampled_from(["0", "0", "10.55", "7.777"]))),
        minutes=draw(st.integers(0, 5)),
    )
    if draw(st.integers(0, 2)) == 0:
        for name, column, value in draw(st.lists(st.sampled_from(BREAKS), max_size=2)):
            if parcel[name]:
                draw(st.sampled_from(parcel[name]))[column] = value
    if draw(seldom):
        parcel[draw(st.sampled_from(["orders", "payments", "waybills"]))] = []
    if draw(seldom):
        vague(parcel)
    return parcel


@st.composite
def batches(draw: st.DrawFn) -> Rows:
    count = draw(st.integers(1, 8))
    merchant = draw(st.sampled_from([
        {}, {}, {"first_seen": date(2026, 2, 20)}, {"first_seen": None},
        {"verifies_identity": True}]))  # fmt: skip
    if draw(seldom):
        merchant = {"status": "suspended"}
    merchant = merchant | draw(st.sampled_from([
        {}, {}, {"most_value": Decimal(300)}, {"most_parcels": 1}, {"chapters": [TOY[:2]]},
        {"chapters": []},
    ]))  # fmt: skip
    used = st.decimals("0", "26000", places=2)
    context: dict[str, Any] = {
        "parties": some_parties(merchant=merchant),
        "quota": [
            {"buyer_ix": buyer, "year": 2026, "measure": measure,
             "used": draw(used) if measure == "money" else draw(st.decimals("0", "20", places=1))}
            for buyer in draw(st.sets(st.sampled_from(BUYERS)))
            for measure in draw(st.sets(st.sampled_from(["money", "sugar", "rice"])))
        ],
        "peers": [
            {"hs6": gcode[:6], "country": "116", "unit1": the_unit(gcode), "n": draw(
                st.sampled_from([5, 50])), "median_log_price": draw(st.floats(-2, 9)),
             "mad_log_price": draw(st.floats(0, 1)), "median_log_density": draw(st.floats(0, 9)),
             "mad_log_density": 0.5}
            for gcode in draw(st.sets(st.sampled_from(sorted(GOODS))))
        ],
        "seen_address": [
            {"address_ix": "the corner shop", "buyer_ix": buyer, "orders": 2,
             "amount": Decimal("1500")}
            for buyer in draw(st.sets(st.sampled_from(BUYERS), max_size=4))
        ],
        "seen_phone": [
            {"phone_ix": "the one phone", "buyer_ix": buyer}
            for buyer in draw(st.sets(st.sampled_from(BUYERS), max_size=4))
        ],
        **draw(known_parties(count, BUYERS)),
        "lists": [
            {"list": name, "value": value}
            for name, value in draw(st.sets(st.tuples(
                st.sampled_from(["watch", "hold", "brand:nike", "screened-name", "screened-fact",
                                 "chain-A", "chain-C", "chain-D", "chain-X"]),
                st.sampled_from([MERCHANT, PLATFORM, AGENT, "bob", "the one phone"])), max_size=2))
        ],
        "tiles": [
            {"key": key, "n": draw(st.sampled_from([0, 9, 60, 120])), "today": draw(
                st.sampled_from([0, 5, 40])), "near": draw(st.sampled_from([0, 4, 11])),
             "beyond": draw(st.sampled_from([0, 3])), "priced": draw(st.integers(0, 60)),
             "z": draw(st.integers(-90_000, 30_000)), "zz": draw(st.integers(0, 10**8)),
             "last_day": draw(st.sampled_from([None, date(2026, 3, 1), date(2025, 11, 2)]))}
            for key in draw(st.sets(st.sampled_from([
                f"seller:{MERCHANT}", f"hour:{MERCHANT}:12", f"on:{MERCHANT}:{PLATFORM}",
                f"platform:{PLATFORM}", f"goods:{MERCHANT}:{TOY[:6]}",
                f"market:{PLATFORM}:{TOY[:6]}:116", f"goods:{MERCHANT}:{CREAM[:6]}"])))
        ],
        "identity": [
            {"buyer_ix": buyer, "name_ix": f"name of {buyer}", "agrees": not draw(seldom)}
            for buyer in draw(st.sets(st.sampled_from(BUYERS), max_size=1))
        ],
        "budgets": draw(st.sampled_from([[], [a_budget()], [a_budget(cut=None)],
                                         [a_budget(office="ZZZZ", cut="0.4", audit="0.9")]])),
    }  # fmt: skip
    return together(*(draw(parcels(number)) for number in range(1, count + 1)), **context)


def a_budget(office: str = "0100", cut: str | None = "0.2", audit: str = "0.1") -> dict[str, Any]:
    """What an office can inspect today, in shares that a small batch shows."""
    return {
        "office": office, "cut": cut and Decimal(cut), "uniform": Decimal("0.125"),
        "explored": Decimal("0.25"), "documents": Decimal("0.125"), "audit": Decimal(audit),
        "delay": cut is None,
    }  # fmt: skip


def the_unit(gcode: str) -> str:
    return next(line.unit1 for line in the_law().tariff if line.gcode == gcode)


@dataclass(frozen=True)
class Bench:
    one: Assessor
    two: Assessor

    def assess(self, rows: Rows, *, two: bool = False, as_json: bool = False) -> Decisions:
        tables = documents(rows) if as_json else frames(rows)
        runner = self.two if two else self.one
        return assess(tables, the_law(), load_book(), seed=SEED, policy=POLICY, assessor=runner)


POLICY = Policy()
SLOWLY = settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    pair = Bench(Assessor(threads=1), Assessor(threads=2))
    yield pair
    pair.one.close()
    pair.two.close()


@SLOWLY
@given(rows=batches())
def test_the_engine_and_its_twin_agree(bench: Bench, rows: Rows) -> None:
    agree(bench.assess(rows), twin.answers(rows, the_law(), load_book(), POLICY, SEED))


def test_each_broken_field_is_found_by_both(bench: Bench) -> None:
    batch = [a_parcel(number, buyer=f"buyer {number}") for number in range(1, len(BREAKS) + 1)]
    for parcel, (name, column, value) in zip(batch, BREAKS, strict=True):
        parcel[name][0][column] = value
    young = some_parties()[1] | {"code": "NEW", "first_seen": date(2026, 2, 20)}
    low, full = (some_parties()[1] | {"code": code} for code in ("LOW", "FULL"))
    low |= {"most_parcels": 20, "chapters": ["01"]}
    full |= {"most_value": Decimal(4000)}
    parties = [*some_parties(), young, low, full]
    suspects = [*the_frauds(len(BREAKS) + 1), *the_signs(1000), *the_sellers(1500)]
    ring, beside = a_ring(2000)
    rows = together(*batch, *suspects, ring, parties=parties, **beside, peers=[
        {"hs6": TOY[:6], "country": "116", "unit1": the_unit(TOY), "n": 50, "median_log_price": 4.6,
         "mad_log_price": 0.2, "median_log_density": 4.6, "mad_log_density": 0.2}],
        lists=[{"list": "watch", "value": "buyer 1000"}, {"list": "hold", "value": "buyer 1001"},
               {"list": "screened-name", "value": f"parcel:{len(BREAKS) + 5}"},
               {"list": "screened-fact", "value": f"parcel:{len(BREAKS) + 6}"},
               {"list": "chain-X", "value": "buyer 1000"},
               {"list": "chain-D", "value": "buyer 1001"}],
        identity=[{"buyer_ix": "buyer 1002", "name_ix": "name of buyer 1002", "agrees": False}],
        tiles=the_tiles(),
        quota=[{"buyer_ix": "buyer 1003", "year": 2026, "measure": "money",
                "used": Decimal("25990")}])  # fmt: skip
    said = bench.assess(rows)
    agree(said, twin.answers(rows, the_law(), load_book(), POLICY, SEED))
    fired = set(said.reasons.column("code").to_pylist())
    missing_fields = {rule.code for rule in load_book().rules if rule.family == "structure"}
    assert {rule.code for rule in load_book().rules} - fired == missing_fields


def agree(said: Decisions, expected: dict[int, twin.Answer]) -> None:
    """Both say the same about each parcel: outcome, reasons, lane, score, taxes and quota."""
    reasons: dict[int, set[tuple[str, int]]] = {}
    for row in said.reasons.to_pylist():
        reasons.setdefault(row["declaration_id"], set()).add((row["code"], _gnum(row)))
    duties: dict[int, dict[int, Any]] = {}
    for row in said.duties.to_pylist():
        taxes = (
            row["tax_price"],
            row["customs_tax"],
            row["value_added_tax"],
            row["consumption_tax"],
        )
        duties.setdefault(row["declaration_id"], {})[row["gnum"]] = taxes
    moves: dict[int, dict[str, Decimal]] = {}
    for row in said.quota_moves.to_pylist():
        moves.setdefault(row["declaration_id"], {})[row["measure"]] = row["amount"]
    assert said.decisions.num_rows == len(expected)
    for row in said.decisions.to_pylist():
        number = row["declaration_id"]
        answer = expected[number]
        assert row["outcome"] == answer.outcome, (number, reasons.get(number), answer)
        assert reasons.get(number, set()) == answer.reasons, number
        assert (row["lane"], row["lane_by"]) == (answer.lane, answer.lane_by)
        assert (row["score"], row["draw"]) == (answer.score, answer.draw)
        assert (row["priority"], row["propensity"]) == (answer.priority, answer.propensity)
        assert row["tax_basis"] == answer.tax_basis
        assert moves.get(number, {}) == answer.moves
        assert duties.get(number, {}) == answer.taxes


def _gnum(row: dict[str, Any]) -> int:
    return int(json.loads(row["evidence"]).get("gnum", 0))


@SLOWLY
@given(rows=batches(), order=st.randoms(use_true_random=False))
def test_threads_order_of_rows_and_form_of_documents_change_nothing(
    bench: Bench, rows: Rows, order: random.Random
) -> None:
    first = bench.assess(rows)
    shuffled = {name: order.sample(part, len(part)) for name, part in rows.items()}
    for other in (bench.assess(shuffled, two=True), bench.assess(shuffled, as_json=True)):
        assert other.decisions.equals(first.decisions)
        assert other.reasons.equals(first.reasons)
        assert other.duties.equals(first.duties)
        assert other.quota_moves.equals(first.quota_moves)


@SLOWLY
@given(rows=batches())
def test_a_decision_is_made_again_from_its_context(bench: Bench, rows: Rows) -> None:
    first = bench.assess(rows)
    decided = [row for row in first.decisions.to_pylist() if row["outcome"] != "waiting"]
    recalled = [{name: row[name] for name in ("declaration_id", "context")} for row in decided]
    if not recalled:
        return
    papers = ("declarations", "declaration_lines", "orders", "order_lines", "payments", "waybills")
    kept = {row["declaration_id"] for row in decided}
    again = {name: rows[name] for name in papers} | {"recalled": recalled}
    again["declarations"] = [d for d in rows["declarations"] if d["declaration_id"] in kept]
    again["declaration_lines"] = [
        line for line in rows["declaration_lines"] if line["declaration_id"] in kept
    ]
    second = bench.assess(again)
    assert second.decisions.to_pylist() == decided
    assert second.reasons.equals(first.reasons)
    assert second.duties.equals(first.duties)
    assert second.quota_moves.equals(first.quota_moves)
