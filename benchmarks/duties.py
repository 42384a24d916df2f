"""What duties cost in bulk; prints one JSON line.

    python benchmarks/duties.py [--declarations N] [--rounds N]

One statement, run on two cursors over half of the consignments each, answers a table of
declarations, a third each of China's mode 9610, of mode 1210 and of the Union, with one to three
items. Making the table and compiling the statement are not counted; bringing the answers out as an
Arrow table is. The figure is the median over the rounds.
"""

import argparse
import json
import random
import resource
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from tidewaiter.engine.duties.frames import DUTY_FRAMES
from tidewaiter.engine.duties.reckon import Reckoner
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.loader import load

DAY = date(2026, 7, 1)
REGIMES = ("cn-9610", "cn-1210", "eu")
STATES = ("DE", "FR", "IT", "NL", "ES", "PL", "BE", "SE", "IE")
DRAWN = 20_000


def run(declarations: int = 1_000_000, rounds: int = 5) -> dict[str, float | int]:
    """Makes declarations, has them answered several times, and says how many a second."""
    tables = invented(declarations)
    reckoner = Reckoner(threads=2, memory="4GB")
    said = reckoner.table(tables, DAY)
    spent, cpu = [], []
    for _ in range(rounds):
        began, used = time.perf_counter(), time.process_time()
        said = reckoner.table(tables, DAY)
        spent.append(time.perf_counter() - began)
        cpu.append(time.process_time() - used)
    refused = said.column("refusal").null_count
    reckoner.close()
    assert said.num_rows == declarations
    return {
        "declarations_per_second": round(declarations / statistics.median(spent)),
        "per_cpu_second": round(declarations / statistics.median(cpu)),
        "declarations": declarations,
        "items": tables["items"].num_rows,
        "answered": refused,
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def invented(declarations: int) -> Mapping[str, Any]:
    """Declarations drawn from a few thousand different ones, each with a number of its own."""
    dice = random.Random(1)
    tariff = [line.gcode for line in load("cn").on(DAY).tariff if line.positive]
    codes = [goods.code for goods in nomenclature().subheadings()]
    consignments: dict[str, list[Any]] = {name: [] for name in _names("consignments")}
    items: dict[str, list[Any]] = {name: [] for name in _names("items")}
    number = 0
    drawn = [_drawn(dice, tariff, codes, REGIMES[n % 3]) for n in range(DRAWN)]
    while number < declarations:
        head, goods = drawn[number % DRAWN]
        for name, column in consignments.items():
            column.append(number if name == "consignment_id" else head.get(name))
        for place, item in enumerate(goods, 1):
            for name, column in items.items():
                own = {"consignment_id": number, "number": place}
                column.append(own[name] if name in own else item.get(name))
        number += 1
    columns = {"consignments": consignments, "items": items}
    tables = {
        name: pa.table(each, schema=DUTY_FRAMES[name].schema) for name, each in columns.items()
    }
    return {**tables, "used": DUTY_FRAMES["used"].schema.empty_table()}


def _names(frame: str) -> list[str]:
    return [column.name for column in DUTY_FRAMES[frame].columns]


def _drawn(
    dice: random.Random, tariff: list[str], codes: list[str], regime: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    china = regime != "eu"
    count = dice.choices((1, 2, 3), weights=(70, 20, 10))[0]
    head = {
        "regime": regime,
        "place": "CN" if china else dice.choice(STATES),
        "freight": Decimal(dice.randint(0, 2000)).scaleb(-2),
        "insurance": Decimal(0),
        "rate": Decimal(1),
        "limit_rate": Decimal(1),
        "scheme": not china and dice.random() < 0.8,
        "gift": False,
        "channel": "courier",
        "vat_kind": "standard",
    }
    goods = [
        {
            "code": dice.choice(tariff if china else codes),
            "qty": Decimal(dice.randint(1, 3)),
            "qty1": Decimal(dice.randint(1, 3000)).scaleb(-3),
            "qty2": Decimal(dice.randint(1, 3)),
            "value": Decimal(dice.randint(100, 60000 if china else 9000)).scaleb(-2),
            "duty_rate": Decimal("0.047"),
        }
        for _ in range(count)
    ]
    return head, goods


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--declarations", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    print(json.dumps(run(given.declarations, given.rounds)))


if __name__ == "__main__":
    main()
