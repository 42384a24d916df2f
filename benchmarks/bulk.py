"""How many declarations a second the engine assesses in bulk; prints one JSON line.

    python benchmarks/bulk.py [--declarations N] [--chunk N] [--threads N] [--first-book] [--model]

The declarations, their orders, payments and waybills are made up inside DuckDB, a chunk at a time.
Timed is what a back-test does: matching, rules, duties, quota, lanes and reasons by the same
statement as a live batch, and carrying the quota to the next chunk; making up is not timed.

DuckDB may use 8 GB although it fills less than two: with 4 GB its joins share memory so carefully
that the same chunk costs a sixth more processor time.
"""

import argparse
import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pyarrow as pa

from tidewaiter.engine.book.loader import bound, load_book
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.model.file import Stored, read, write
from tidewaiter.engine.model.learn import learn
from tidewaiter.engine.model.parcels import PARCELS
from tidewaiter.engine.model.scoring import TRAITS
from tidewaiter.engine.runners.bulk import Bulk
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import load

DAY = date(2026, 3, 2)
LATER = (
    "A-", "D-", "I-", "M-07-bill", "M-07-charges", "M-07-weight", "M-10-type", "M-12-",
    "M-14-name", "V-", "W-", "P-", "S-",
)  # fmt: skip
"""How codes of rules begin that came after the first book: intake, matching, and six of risk."""
MERCHANTS, BUYERS_PER_PARCEL, FINDINGS = 2_000, 2.0, 20_000

BASE = """
SELECT
    i,
    hash(i, 1) % 10000 AS luck,
    'B' || hash(i, 2) % {buyers} AS buyer,
    'EBC' || hash(i, 3) % {merchants} AS merchant,
    hash(i, 4) % {goods} AS thing,
    1 + CAST(hash(i, 5) % 10 >= 6 AS INTEGER) + CAST(hash(i, 5) % 10 >= 9 AS INTEGER) AS lines,
    CAST(hash(i, 6) % 3 = 0 AS INTEGER) * 10.55 AS freight,
    TIMESTAMP '2026-03-02 00:00:00' + to_microseconds(CAST(i * 5000 AS BIGINT)) AS received_at
FROM range({start}, {stop}) AS r(i)
"""

# The lines as ordered; `price` is skewed like prices are: most are small, a few above the limits.
LINES = """
SELECT
    b.i, g.gnum, t.gcode, t.unit1, t.unit2, 'goods of a brand and kind, number ' || t.gcode AS name,
    CAST(1 + CAST(hash(b.i, g.gnum, 7) % 10 = 0 AS INTEGER) AS DECIMAL(17,5)) AS qty,
    CAST(CASE WHEN hash(b.i, g.gnum, 8) % 1000 = 0 THEN 6000
              WHEN b.luck BETWEEN 100 AND 149 THEN 0.5
              ELSE round(20 * exp(hash(b.i, g.gnum, 9) % 1000 / 333.0), 2) END AS DECIMAL(17,5))
        AS price,
    b.luck
FROM base AS b, range(1, 4) AS g(gnum), tariff AS t
WHERE g.gnum <= b.lines AND t.n = (b.thing + g.gnum) % {goods}
"""

TABLES = {
    "declaration_lines": """
        SELECT i AS declaration_id, CAST(gnum AS INTEGER) AS gnum, 'SKU' AS item_no,
            NULL AS item_record_no, gcode, CASE WHEN luck BETWEEN 150 AND 199 THEN 'gift'
            WHEN luck BETWEEN 200 AND 209 THEN 'other name' ELSE name END AS gname,
            'model' AS gmodel, NULL AS bar_code,
            CASE WHEN luck BETWEEN 210 AND 214 THEN '999' ELSE '116' END AS country,
            '142' AS currency, qty, '011' AS unit, CAST(qty * 0.5 AS DECIMAL(17,5)) AS qty1,
            CASE WHEN luck BETWEEN 215 AND 219 THEN 'QQ' ELSE unit1 END AS unit1,
            CASE WHEN unit2 IS NOT NULL THEN qty END AS qty2, unit2, price,
            CAST(price * qty AS DECIMAL(17,5)) AS total_price FROM made""",
    "order_lines": """
        SELECT i AS order_id, CAST(gnum AS INTEGER) AS gnum, 'SKU' AS item_no,
            CASE WHEN luck BETWEEN 150 AND 199 THEN 'gift' ELSE name END AS item_name,
            'model' AS gmodel, NULL AS bar_code, '011' AS unit, qty, price,
            CAST(price * qty AS DECIMAL(17,5)) AS total_price, '142' AS currency,
            CASE WHEN luck BETWEEN 210 AND 214 THEN '999' ELSE '116' END AS country
        FROM made WHERE NOT (luck BETWEEN 220 AND 229 AND gnum > 1)""",
    "declarations": """
        SELECT i AS declaration_id, received_at, md5(CAST(i AS VARCHAR)) AS digest,
            luck BETWEEN 300 AND 304 AS overdue, DATE '2026-03-02' AS declared_on,
            '1' AS app_type, 'O' || i AS order_no, 'EBP' || i % 6 AS ebp_code, merchant AS ebc_code,
            'W' || i AS logistics_no, 'LOG' || i % 6 AS logistics_code,
            'AGENT' || i % 5 AS agent_code,
            'C' || i AS cop_no, CASE WHEN luck BETWEEN 230 AND 234 THEN 'X' ELSE merchant END
            AS assure_code, NULL AS ems_no, NULL AS area_code,
            CASE WHEN luck BETWEEN 235 AND 239 THEN '1210' ELSE '9610' END AS trade_mode,
            '5' AS traf_mode, 'MU501' AS traf_no, '501' AS voyage_no, 'B1' AS bill_no,
            CASE WHEN luck BETWEEN 240 AND 244 THEN 'ZZZZ' ELSE '0100' END AS customs_code,
            '0100' AS port_code, '116' AS country, '142' AS currency, freight, 0 AS insured_fee,
            NULL AS wrap_type, 1 AS pack_no,
            CAST(s.value / 50 + 0.2 AS DECIMAL(17,5)) AS gross_weight,
            CAST(CASE WHEN luck BETWEEN 245 AND 249 THEN 9 ELSE 1 END * s.value / 55 + 0.001
            AS DECIMAL(17,5)) AS net_weight, '1' AS buyer_id_type,
            buyer AS buyer_ix, 'N' || buyer AS buyer_name_ix,
            CASE WHEN luck BETWEEN 250 AND 259 THEN 'P' || i % 20 ELSE 'P' || buyer END
            AS buyer_phone_ix, CASE WHEN luck BETWEEN 260 AND 279 THEN 'A' || i % 20
            ELSE 'A' || buyer END AS address_ix
        FROM base JOIN (SELECT i, sum(price * qty) AS value FROM made GROUP BY i) AS s
        USING (i)""",
    "orders": """
        SELECT i AS order_id, received_at, md5(CAST(i + 1 AS VARCHAR)) AS digest,
            'O' || i AS order_no,
            'EBP' || i % 6 AS ebp_code, merchant AS ebc_code, s.goods_value, freight, 0 AS discount,
            s.tax AS tax_total,
            CAST(s.goods_value + freight + s.tax AS DECIMAL(17,5)) AS actural_paid,
            '142' AS currency, '1' AS buyer_id_type, 'PAY' || i % 4 AS pay_code,
            'T' || i AS pay_transaction_id, buyer AS buyer_ix,
            CASE WHEN luck BETWEEN 280 AND 284 THEN 'x' ELSE 'N' || buyer END AS buyer_name_ix,
            CASE WHEN luck BETWEEN 250 AND 259 THEN 'P' || i % 20 ELSE 'P' || buyer END
            AS buyer_phone_ix, 'N' || buyer AS consignee_ix, 'P' || buyer AS consignee_phone_ix,
            'A' || buyer AS address_ix
        FROM base JOIN (SELECT i, CAST(sum(price * qty) AS DECIMAL(17,5)) AS goods_value,
            CAST(round((sum(price * qty) + any_value(freight)) * 0.091, 2) AS DECIMAL(17,5))
            AS tax
            FROM made JOIN base USING (i) GROUP BY i) AS s USING (i)
        WHERE luck NOT BETWEEN 300 AND 301""",
    "payments": """
        SELECT i AS payment_id, received_at, md5(CAST(i + 2 AS VARCHAR)) AS digest,
            CASE WHEN luck BETWEEN 285 AND 289 THEN 'PAYX' ELSE 'PAY' || i % 4 END AS pay_code,
            'T' || i AS pay_transaction_id, 'O' || i AS order_no, 'EBP' || i % 6 AS ebp_code,
            '1' AS payer_id_type, CASE WHEN luck BETWEEN 290 AND 294 THEN 1
            ELSE CAST(s.paid AS DECIMAL(17,5)) END AS amount_paid, '142' AS currency,
            CASE WHEN luck BETWEEN 295 AND 299 THEN 'x' ELSE buyer END AS payer_ix,
            'N' || buyer AS payer_name_ix
        FROM base JOIN (SELECT order_id AS i, actural_paid AS paid FROM orders) AS s USING (i)
        WHERE luck NOT BETWEEN 302 AND 303""",
    "waybills": """
        SELECT i AS waybill_id, received_at, md5(CAST(i + 3 AS VARCHAR)) AS digest,
            'LOG' || i % 6 AS logistics_code, 'W' || i AS logistics_no, 'O' || i AS order_no,
            'B1' AS bill_no, freight, 0 AS insured_fee, '142' AS currency,
            gross_weight AS weight, 1 AS pack_no,
            'goods' AS goods_info, 'N' || buyer AS consignee_ix, 'P' || buyer AS consignee_phone_ix,
            CASE WHEN luck BETWEEN 304 AND 308 THEN 'x' ELSE 'A' || buyer END AS address_ix
        FROM base JOIN (SELECT declaration_id AS i, gross_weight FROM declarations) AS s
        USING (i) WHERE luck NOT BETWEEN 309 AND 310""",
}  # fmt: skip

PARTIES = """
SELECT code, role, CASE WHEN code = 'EBC7' THEN 'suspended' ELSE 'active' END AS status,
    DATE '2020-01-01' AS registered_on, CASE WHEN hash(code) % 50 = 0 THEN DATE '2026-02-25'
    ELSE DATE '2020-02-01' END AS first_seen, false AS verifies_identity,
    NULL AS most_value, NULL AS most_parcels, NULL AS chapters
FROM (SELECT 'EBC' || i AS code, 'merchant' AS role FROM range({merchants}) AS r(i)
    UNION ALL SELECT 'EBP' || i, 'platform' FROM range(6) AS r(i)
    UNION ALL SELECT 'LOG' || i, 'carrier' FROM range(6) AS r(i)
    UNION ALL SELECT 'PAY' || i, 'payment' FROM range(4) AS r(i)
    UNION ALL SELECT 'AGENT' || i, 'agent' FROM range(5) AS r(i)) AS firms
"""

PEERS = """
SELECT left(gcode, 6) AS hs6, '116' AS country, unit1, 500 AS n, 4.5 AS median_log_price,
    0.8 AS mad_log_price, 4.0 AS median_log_density, 0.8 AS mad_log_density
FROM tariff GROUP BY ALL
"""


def run(
    declarations: int = 1_000_000,
    *,
    chunk: int = 250_000,
    threads: int = 2,
    memory: str = "8GB",
    recorded: bool = False,
    first_book: bool = False,
    model: bool = False,
) -> dict[str, Any]:
    """Assesses made-up declarations and says how fast that was.

    `first_book` leaves out the rules that came after the first book. With `model` one that was
    learned from made-up findings scores each declaration, too. `recorded` also writes each
    decision's context and input hash, as live decisions have them.
    """
    law = load("cn").on(DAY)
    book = load_book()
    if first_book:
        book = bound(rule for rule in book.rules if not rule.code.startswith(LATER))
    program = compile_program(law, book, Policy(), seed="bench", recorded=recorded, scored=model)
    bulk = Bulk(threads=threads, memory=memory)
    run_sql = bulk.connection.execute
    goods = _context(bulk, program, declarations)
    seconds, cpu, making, scoring, outcomes, reasons = 0.0, 0.0, 0.0, 0.0, {}, 0
    buyers = int(declarations * BUYERS_PER_PARCEL) + 1
    stored = _learned(bulk, buyers, goods) if model else None
    for start in range(0, declarations, chunk):
        began = time.perf_counter()
        _make(bulk, start, min(start + chunk, declarations), buyers, goods)
        making += time.perf_counter() - began
        began, spent = time.perf_counter(), time.process_time()
        if stored is not None:
            bulk.score(stored)
            scoring += time.process_time() - spent
        bulk.decide(program, "decided")
        bulk.carry_quota(program, "decided")
        seconds += time.perf_counter() - began
        cpu += time.process_time() - spent
        for name, count, fired in run_sql(
            "SELECT coalesce(lane, outcome), count(*), sum(len(reasons)) FROM decided GROUP BY 1"
        ).fetchall():
            outcomes[name] = outcomes.get(name, 0) + count
            reasons += int(fired or 0)
    bulk.close()
    return {
        "declarations": declarations,
        "declarations_per_second": round(declarations / seconds),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "seconds": round(seconds, 2),
        "cpu_seconds": round(cpu, 2),
        "scoring_cpu_seconds": round(scoring, 2),
        "making_seconds": round(making, 2),
        "threads": threads,
        "chunk": chunk,
        "rules": len(program.codes),
        "reasons": reasons,
        "outcomes": dict(sorted(outcomes.items())),
    }


def _learned(bulk: Bulk, buyers: int, goods: int) -> Stored:
    """A model learned from findings that are made up: one goods in seven is worse than others."""
    _make(bulk, 0, FINDINGS, buyers, goods)
    traits = bulk.connection.execute(TRAITS).to_arrow_table()
    luck = np.random.default_rng(0).random(traits.num_rows)
    bad = np.array([int(code) % 7 == 0 for code in traits["goods"].to_pylist()])
    found = pa.array((luck < np.where(bad, 0.3, 0.05)).astype(np.int64))
    money = pa.array(np.where(found, traits["value"].to_numpy() * 0.2, 0.0))
    findings = traits.append_column("found", found).append_column("recovered", money)
    return read(write(learn(findings, PARCELS)))


def _context(bulk: Bulk, program: Any, declarations: int) -> int:
    """Firms, peers and a tariff of goods at the usual rate of 9.1 %; how many goods there are."""
    run_sql = bulk.connection.execute
    bulk.connection.register("goods", program.law_frames["law_goods"])
    bulk.connection.register("taxes", program.law_frames["law_taxes"])
    run_sql(
        "CREATE TABLE tariff AS SELECT row_number() OVER (ORDER BY gcode) - 1 AS n, gcode, unit1, "
        "unit2 FROM goods JOIN taxes USING (gcode) WHERE positive AND measure IS NULL "
        "AND threshold_kind <> 'always' AND tax_basis = 'reduced' AND NOT consumption_due "
        "AND 1000000 * vat = 91 * denominator"
    )
    run_sql(f"INSERT INTO parties BY NAME {PARTIES.format(merchants=MERCHANTS)}")
    run_sql(f"INSERT INTO peers {PEERS}")
    run_sql("INSERT INTO lists VALUES ('watch', 'EBC11'), ('hold', 'EBC12')")
    return int(run_sql("SELECT count(*) FROM tariff").fetchone()[0])


def _make(bulk: Bulk, start: int, stop: int, buyers: int, goods: int) -> None:
    run_sql = bulk.connection.execute
    numbers = {"start": start, "stop": stop, "buyers": buyers, "goods": goods,
               "merchants": MERCHANTS}  # fmt: skip
    run_sql(f"CREATE OR REPLACE TABLE base AS {BASE.format(**numbers)}")
    run_sql(f"CREATE OR REPLACE TABLE made AS {LINES.format(**numbers)}")
    for name, sql in TABLES.items():
        run_sql(f"TRUNCATE {name}")
        run_sql(f"INSERT INTO {name} {sql}")


def main() -> None:
    """Reads the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=1_000_000)
    parser.add_argument("--chunk", type=int, default=250_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="8GB")
    parser.add_argument("--recorded", action="store_true")
    parser.add_argument("--first-book", action="store_true")
    parser.add_argument("--model", action="store_true")
    given = parser.parse_args()
    print(json.dumps(run(given.declarations, chunk=given.chunk, threads=given.threads,
                         memory=given.memory, recorded=given.recorded,
                         first_book=given.first_book, model=given.model)))  # fmt: skip


if __name__ == "__main__":
    main()
