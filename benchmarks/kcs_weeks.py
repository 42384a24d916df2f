"""Week after week: learn, inspect the best, and know only the answers of those.

The protocol of the authors of the data: two weeks known, then steps of seven days. Only inspected
labels are learned from. Beside our model the reference XGBoost (100 trees of depth 4 on risk flags,
mass and rate). Picks of goods that nobody had inspected before are counted apart: on the others
this data gives the answer away.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from benchmarks.kcs_data import PLAN, UNTUNED, profiles
from tidewaiter.engine.model.learn import LEAST_TO_TUNE, learn
from tidewaiter.engine.model.measures import ranked
from tidewaiter.engine.model.model import days_of
from tidewaiter.engine.model.traits import Traits

WEEK = 7


def weeks(table: Any, share: float) -> dict[str, Any]:
    """The simulation by weeks with selective labels, for our model and the reference."""
    ours = _simulated(table, share, _our_picker())
    theirs = _simulated(table, share, _their_picks)
    return {"ours": ours, "xgboost": theirs, "ratio": ours["precision"] / theirs["precision"]}


def _weeks(days: Any) -> Iterator[Any]:
    for start in range(days.min() + 2 * WEEK, days.max() + 1, WEEK):
        rows = np.flatnonzero((days >= start) & (days < start + WEEK))
        if len(rows):
            yield rows


def _simulated(table: Any, share: float, picks: Any) -> dict[str, Any]:
    days, labels = days_of(Traits(table)), table["found"].to_numpy()
    group = profiles(table)
    known = np.flatnonzero(days < days.min() + 2 * WEEK)
    log: list[tuple[int, int, int, int, int]] = []
    for rows in _weeks(days):
        many = int(len(rows) * share)
        best = rows[picks(table.take(known), table.take(rows), many)]
        fresh = ~np.isin(group[best], group[known])
        log.append(
            (
                len(best),
                labels[best].sum(),
                fresh.sum(),
                labels[best[fresh]].sum(),
                labels[rows].sum(),
            )
        )
        known = np.concatenate([known, best])
    done = np.array(log)
    last = done[-13:]
    return {
        "weeks": len(done),
        "precision": float(done[:, 1].sum() / done[:, 0].sum()),
        "last_13_weeks": float(last[:, 1].sum() / last[:, 0].sum()),
        "recall": float(done[:, 1].sum() / done[:, 4].sum()),
        "never_seen_picks": int(done[:, 2].sum()),
        "never_seen_precision": float(done[:, 3].sum() / max(done[:, 2].sum(), 1)),
        "never_seen_precision_last_26_weeks": float(
            done[-26:, 3].sum() / max(done[-26:, 2].sum(), 1)
        ),
    }


def _our_picker() -> Any:
    state: dict[str, Any] = {"tuned": None, "week": 0}

    def picks(known: Any, asked: Any, many: int) -> Any:
        # trust and calibration are set anew each quarter, as an authority would
        again = state["week"] % 13 == 0 and known.num_rows >= LEAST_TO_TUNE
        held = None if again else (state["tuned"] or UNTUNED)
        model = learn(known, PLAN, tuned=held, threads=1)
        if again:
            state["tuned"] = model.tuned
        state["week"] += 1
        return ranked(model.score(asked).chance)[:many]

    return picks


_FLAGGED = (("consignee",), ("declarant",), ("seller",), ("hs6",), ("origin",), ("office",),
            ("office", "consignee"), ("office", "hs6"), ("hs6", "origin"))  # fmt: skip


def _their_picks(known: Any, asked: Any, many: int) -> Any:
    """The reference: risk flags (the riskiest tenth of each profile, +10 smoothing), mass, rate."""
    import xgboost

    before, there = Traits(known), Traits(asked)
    labels = before.number("found")
    old = [before.number("mass"), before.number("rate")]
    new = [there.number("mass"), there.number("rate")]
    for parts in _FLAGGED:
        prints = before.crossed(parts, 7)
        keys, place = np.unique(prints, return_inverse=True)
        risk = np.bincount(place, weights=labels) / (np.bincount(place) + 10.0)
        flagged = keys[risk > np.quantile(risk, 0.9)]
        old.append(np.isin(prints, flagged).astype(float))
        new.append(np.isin(there.crossed(parts, 7), flagged).astype(float))
    settings = {"objective": "binary:logistic", "max_depth": 4, "nthread": 1, "seed": 0}
    trees = xgboost.train(settings, xgboost.DMatrix(np.column_stack(old), labels), 100)
    return ranked(trees.predict(xgboost.DMatrix(np.column_stack(new))))[:many]
