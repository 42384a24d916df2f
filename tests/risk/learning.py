"""A risk model learned from invented inspections of parcels, for tests."""

from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from tests.engine.model.makers import findings
from tidewaiter.engine.model.file import write
from tidewaiter.engine.model.learn import learn
from tidewaiter.engine.model.parcels import PARCELS


def inspections(rows: int = 1_500, *, seed: int = 1) -> Any:
    """Inspections with every trait that the plan of parcels looks at."""
    table = findings(rows, seed=seed)
    rng = np.random.default_rng(seed)
    words = {
        "goods": table["hs6"],
        "regime": ["9610"] * rows,
        "platform": rng.choice(["EBP1", "EBP2"], rows),
        "carrier": rng.choice(["LOG1", "LOG2"], rows),
        "declarant": rng.choice(["AGENT1", "AGENT2"], rows),
        "consignee": [f"C{number}" for number in rng.integers(0, 900, rows)],
        "address": [f"A{number}" for number in rng.integers(0, 800, rows)],
        "lines": np.ones(rows),
        "lighter_than_peers": rng.normal(size=rows),
    }
    for name, values in words.items():
        table = table.append_column(name, values if name == "goods" else pa.array(values))
    return table


@cache
def model_file(seed: int = 1) -> bytes:
    """The file of a model; another seed gives another model."""
    return write(learn(inspections(seed=seed), PARCELS, threads=1, seed=seed))
