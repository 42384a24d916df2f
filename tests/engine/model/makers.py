"""Invented findings: some goods, sellers and profiles are worse than others."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from tidewaiter.engine.model.plan import Crossing, Measure, Memory, Plan, Share, Topic

HS6 = ("610910", "640399", "851712", "330499", "950300", "420222", "711719", "190190")
COUNTRIES = ("CN", "VN", "JP", "US", "KR")

PLAN = Plan(
    name="test",
    profile=("hs6", "origin", "seller", "mass", "value"),
    crossings=(
        Crossing("hs2", Topic.GOODS),
        Crossing("hs6", Topic.GOODS),
        Crossing("origin", Topic.ROUTE),
        Crossing("hs6+origin", Topic.ROUTE),
        Crossing("mass_band", Topic.MASS),
        Crossing("seller", Topic.SELLER),
    ),
    counted=("hs6", "seller"),
    shares=(Share("hs6+origin", "hs6", Topic.ROUTE),),
    measures=(
        Measure("log_mass", Topic.MASS),
        Measure("log_value", Topic.VALUE),
        Measure("below_peers", Topic.VALUE, direction=1),
    ),
    memories=(
        Memory("seller", Topic.SELLER),
        Memory("hs6+origin+seller+mass+value", Topic.HISTORY, trust=0.3),
    ),
)


def findings(rows: int = 3_000, *, seed: int = 1, days: int = 300, **columns: Any) -> Any:
    """Inspections of a year in which two kinds of goods, low prices and some sellers are bad."""
    rng = np.random.default_rng(seed)
    hs6 = rng.choice(HS6, rows)
    origin = rng.choice(COUNTRIES, rows)
    seller = np.array([f"S{number}" for number in rng.integers(0, 60, rows)])
    below = rng.normal(size=rows)
    bad = np.isin(seller, [f"S{number}" for number in range(8)])
    odds = -2.2 + 1.6 * np.isin(hs6, HS6[:2]) + 1.2 * (below > 1) + 2.0 * bad
    found = (rng.random(rows) < 1 / (1 + np.exp(-odds))).astype(int)
    table = {
        "day": [date(2026, 1, 1) + timedelta(int(n)) for n in np.sort(rng.integers(0, days, rows))],
        "hs6": hs6,
        "origin": origin,
        "departure": np.where(rng.random(rows) < 0.1, "HK", origin),
        "seller": seller,
        "mass": np.round(rng.lognormal(0, 1, rows), 2),
        "value": np.round(rng.lognormal(5, 1, rows), 2),
        "below_peers": below,
        "found": found,
        "recovered": np.where(found == 1, np.round(rng.lognormal(4, 1, rows), 2), 0.0),
    }
    return pa.table(table | columns)
