"""Writes the sizing tables of docs/how-to/ten-billion-parcels.md from measured figures.

    python benchmarks/sizing.py [--parcels N] [--core-hour PRICE] [--terabyte-month PRICE]

The figures lie in benchmarks/results/sizing.json, each with the command that measured it.
"""

import argparse
import json
import re
import sys
from math import ceil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "how-to" / "ten-billion-parcels.md"
FIGURES = ROOT / "benchmarks" / "results" / "sizing.json"

PARCELS = 10_000_000_000
PEAK = 5
"""How many times the parcels of an average day a sales day has."""
HOURS = 4
"""In how many hours of the night a day must be done."""
CORE_HOUR, TERABYTE_MONTH = 0.05, 20.0
"""Prices in euro that the tables assume; ask for your own."""
COPIES = 3
"""How often storage keeps everything."""
_BLOCK = re.compile(r"(<!-- sizing -->\n).*?(<!-- /sizing -->)", re.DOTALL)


def tables(
    figures: dict[str, Any],
    *,
    parcels: int = PARCELS,
    core_hour: float = CORE_HOUR,
    terabyte_month: float = TERABYTE_MONTH,
) -> str:
    """The tables as text."""
    rates = figures["per_core_second"]
    day, peak = parcels / 365, PEAK * parcels / 365
    gate = figures["live_parcels_per_second"]
    measured = [
        "Measured:\n",
        "| what | figure | command | when, on what |",
        "|---|---|---|---|",
        *(
            f"| {one['what']} | {one['figure']} | `{one['command']}` | {one['on']} |"
            for one in figures["measured"]
        ),
        "",
    ]
    rows = []
    for what, each in (
        ("decide a day again, DuckDB", "duckdb"),
        ("the same with facts, DuckDB", "duckdb_facts"),
        ("decide a day again, Spark", "spark"),
    ):
        if each not in rates:
            continue
        cores = [ceil(parcels_a_day / rates[each] / 3600 / HOURS) for parcels_a_day in (day, peak)]
        hours = day * 365 / rates[each] / 3600
        rows.append(
            f"| {what} | {rates[each]:,} parcels a second and core | {cores[0]} | {cores[1]} | "
            f"{hours * core_hour:,.0f} € |"
        )
    stored = figures["archive_bytes_per_parcel"] * parcels / 1e12
    live = figures["live_bytes_per_parcel"] * day / 1e12
    seconds = 86_400
    return "\n".join(
        [
            *measured,
            f"Carried over to {parcels:,} parcels a year, {day / 1e6:,.1f} million on an average "
            f"day and {peak / 1e6:,.0f} million on a sales day ({PEAK} times as many), nights of "
            f"{HOURS} hours, {core_hour:.2f} € for a core and hour, {terabyte_month:.0f} € for a "
            f"terabyte and month (both assumed), {COPIES} copies:\n",
            "| in the night | basis | cores, average day | cores, sales day | a year |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "| around the clock | basis | average day | sales day |",
            "|---|---|---|---|",
            f"| gates of {figures['live_cores']} cores, evenly spread | {gate} parcels a second "
            f"each | {ceil(day / seconds / gate)} | {ceil(peak / seconds / gate)} |",
            f"| the same, if half of the day's parcels come in four hours | | "
            f"{ceil(day / 2 / (4 * 3600) / gate)} | {ceil(peak / 2 / (4 * 3600) / gate)} |",
            f"| their databases | {figures['live_bytes_per_parcel']:,} bytes a parcel | "
            f"{live:,.2f} TB a day | {live * PEAK:,.2f} TB a day |",
            "",
            "| archive | bytes a parcel | a year, one copy | "
            f"a year's growth, {COPIES} copies, each month |",
            "|---|---|---|---|",
            f"| frames, decisions, facts | {figures['archive_bytes_per_parcel']:,} | "
            f"{stored:,.1f} TB | {stored * COPIES * terabyte_month:,.0f} € |",
            "",
        ]
    )


def written(page: str, text: str) -> str:
    """The page with the tables put in their place."""
    return _BLOCK.sub(lambda block: f"{block[1]}{text}{block[2]}", page)


def main() -> None:
    """Reads the arguments and writes the page, or prints tables for other numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parcels", type=int, default=PARCELS)
    parser.add_argument("--core-hour", type=float, default=CORE_HOUR)
    parser.add_argument("--terabyte-month", type=float, default=TERABYTE_MONTH)
    given = parser.parse_args()
    figures = json.loads(FIGURES.read_text(encoding="utf-8"))
    text = tables(
        figures, parcels=given.parcels, core_hour=given.core_hour,
        terabyte_month=given.terabyte_month,
    )  # fmt: skip
    usual = (PARCELS, CORE_HOUR, TERABYTE_MONTH)
    if (given.parcels, given.core_hour, given.terabyte_month) == usual:
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
