"""What it costs a parcel to have its goods recognised as products; prints one JSON line.

    python benchmarks/tracing.py [--products N] [--parcels N]

N products are graded; batches of 100 parcels of two lines each are looked up, a third of the lines
by bar code, a third by name, a third of no known product. Given are milliseconds a parcel, median
over the batches, and the same while no chain is graded at all.
"""

import argparse
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

BATCH = 100


def run(*, products: int, parcels: int) -> dict[str, Any]:
    """Measure in a database of its own."""
    from benchmarks.throwaway import database

    with database():
        from benchmarks.grading import lay_out
        from tidewaiter.base.identity.actors import system_actor
        from tidewaiter.flows import trace_parcels
        from tidewaiter.flows.grade_products import grade

        without = _measured(parcels, products)
        lay_out(products)
        now = datetime.now(UTC)
        grade(None, by=system_actor("bench"), at=now)
        trace_parcels.forget()
        told = _measured(parcels, products)
        return {"products": products, "parcels": parcels, "ms_per_parcel": told,
                "ms_per_parcel_without_grades": without}  # fmt: skip


def _measured(parcels: int, products: int) -> float:
    from tidewaiter.flows.parcel_frames import Content, Head, Line
    from tidewaiter.flows.trace_parcels import traced_frame

    class Paper:
        def __init__(self, number: int) -> None:
            self.id = number

    firm, took = "91330100TWBENCH000", []
    at = datetime.now(UTC)
    for start in range(0, parcels, BATCH):
        batch = []
        for number in range(start, start + BATCH):
            item = number * 37 % products + 1
            ways = (
                Line(gname="Toy", barCode=f"{item:014d}"),
                Line(gname=f"Tidetoys wooden train M{item} red"),
                Line(gname="Something else 9"),
            )
            lines = [ways[number % 3], ways[(number + 1) % 3]]
            batch.append((Paper(number), Content(Head(ebcCode=firm), lines)))
        began = time.perf_counter()
        traced_frame(batch, at=at + timedelta(seconds=start / 1000))
        took.append((time.perf_counter() - began) * 1000 / BATCH)
    return round(median(took), 4)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--parcels", type=int, default=5_000)
    given = parser.parse_args()
    print(json.dumps(run(products=given.products, parcels=given.parcels)))


if __name__ == "__main__":
    main()
