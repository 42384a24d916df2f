"""Whether what comes now still looks like what the model learned from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

BINS = 10
ALARM = 0.25
"""A stability index above this counts as a shift (0.1 to 0.25 as a sign of one)."""

_FLOOR = 1e-4


@dataclass(frozen=True)
class Baseline:
    """How features and scores were spread when the model was made: edges, and shares between."""

    edges: Mapping[str, tuple[float, ...]]
    shares: Mapping[str, tuple[float, ...]]
    unseen: float


def spread(values: Any, edges: Sequence[float]) -> tuple[float, ...]:
    """Shares of the values between the edges, and last the share that is missing."""
    values = np.asarray(values, dtype=np.float64)
    there = values[~np.isnan(values)]
    counts = np.bincount(np.searchsorted(edges, there, side="right"), minlength=len(edges) + 1)
    total = max(len(values), 1)
    return (*(counts / total).tolist(), (len(values) - len(there)) / total)


def take_baseline(columns: Mapping[str, Any], unseen: float) -> Baseline:
    """Remembers how columns are spread."""
    edges, shares = {}, {}
    for name, values in columns.items():
        there = np.asarray(values, dtype=np.float64)
        there = there[~np.isnan(there)]
        cuts = np.quantile(there, np.arange(1, BINS) / BINS) if len(there) else np.zeros(0)
        edges[name] = tuple(sorted({float(np.float32(cut)) for cut in cuts}))
        shares[name] = spread(values, edges[name])
    return Baseline(edges, shares, unseen)


def stability(before: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index between two spreads: 0 when they are alike."""
    a, b = np.maximum(before, _FLOOR), np.maximum(now, _FLOOR)
    return float(((b - a) * np.log(b / a)).sum())


def stabilities(baseline: Baseline, columns: Mapping[str, Any]) -> dict[str, float]:
    """The stability index of every column that the baseline knows."""
    return {
        name: stability(baseline.shares[name], spread(columns[name], edges))
        for name, edges in baseline.edges.items()
        if name in columns
    }
