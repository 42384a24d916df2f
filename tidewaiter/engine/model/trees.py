"""The prior: few shallow trees that may not turn a bad history into a good sign."""

from typing import Any

import lightgbm
import numpy as np

from tidewaiter.engine.model.plan import Plan

ROUNDS, REVENUE_ROUNDS = 150, 40
LEAVES = 15
COPIES = 4
"""The votes are shown this often, each time with rates from another parting into folds."""

FOLDS = 5
MOST_ROWS = 400_000

_SETTINGS: dict[str, Any] = {
    "objective": "cross_entropy",
    "learning_rate": 0.03,
    "num_leaves": LEAVES,
    "min_data_in_leaf": 40,
    "lambda_l2": 20.0,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def copies_for(votes: int) -> int:
    """How often the votes are shown: fewer times when they are many."""
    return max(1, min(COPIES, MOST_ROWS // max(votes, 1)))


def grow(
    rows: Any,
    labels: Any,
    plan: Plan,
    names: tuple[str, ...],
    *,
    copies: int,
    seed: int,
    threads: int,
) -> lightgbm.Booster:
    """Grows the trees; `rows` holds all copies one below the other."""
    directions = np.zeros(rows.shape[1], dtype=int)
    directions[: len(plan.crossings)] = 1
    for at, name in enumerate(names):
        for measure in plan.measures:
            if measure.trait == name:
                directions[at] = measure.direction
    settings = {
        **_SETTINGS,
        "min_data_in_leaf": _SETTINGS["min_data_in_leaf"] * copies,
        "lambda_l2": _SETTINGS["lambda_l2"] * copies,
        "monotone_constraints": directions.tolist(),
        "seed": seed,
        "num_threads": threads,
    }
    data = lightgbm.Dataset(rows, labels, feature_name=[n.replace(" ", "_") for n in names])
    return lightgbm.train(settings, data, ROUNDS)


def raw(booster: lightgbm.Booster, rows: Any, threads: int = 1) -> Any:
    """What the trees say, in log-odds."""
    if not len(rows):
        return np.zeros(0)
    return booster.predict(rows, raw_score=True, num_threads=threads)


def contributions(booster: lightgbm.Booster, rows: Any, threads: int = 1) -> Any:
    """What each feature adds to the log-odds of each row (exact TreeSHAP); last the average."""
    return booster.predict(rows, pred_contrib=True, num_threads=threads)


def regress(rows: Any, values: Any, *, seed: int, threads: int) -> lightgbm.Booster:
    """Trees for a number instead of a chance; fewer and smaller, as every parcel pays for them."""
    settings = {
        **_SETTINGS, "objective": "regression", "learning_rate": 0.1, "num_leaves": 7,
        "lambda_l2": 5.0, "seed": seed, "num_threads": threads,
    }  # fmt: skip
    return lightgbm.train(settings, lightgbm.Dataset(rows, values), REVENUE_ROUNDS)
