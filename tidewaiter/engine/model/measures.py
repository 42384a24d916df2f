"""How good scores are: ranking, what a budget finds, and calibration."""

from typing import Any

import numpy as np

BINS = 15


def ranked(scores: Any, seed: int = 0) -> Any:
    """Rows from the highest score to the lowest; equals in a random order."""
    ties = np.random.default_rng(seed).random(len(scores))
    return np.lexsort((ties, -np.asarray(scores)))


def precision_at(labels: Any, scores: Any, share: float) -> float:
    """The part of the best-scored share in which something was found."""
    many = max(1, int(len(labels) * share))
    return float(np.asarray(labels)[ranked(scores)[:many]].mean())


def average_precision(labels: Any, scores: Any, weights: Any = None) -> float:
    """The area under precision over recall, equals counted together."""
    labels, scores = np.asarray(labels, dtype=np.float64), np.asarray(scores)
    weights = np.ones(len(labels)) if weights is None else weights
    order = np.argsort(-scores, kind="stable")
    labels, scores, weights = labels[order], scores[order], weights[order]
    hits, seen = np.cumsum(labels * weights), np.cumsum(weights)
    last = np.flatnonzero(np.append(scores[1:] != scores[:-1], True))
    precision = hits[last] / np.maximum(seen[last], 1e-12)
    recall = hits[last] / hits[-1]
    return float((np.diff(recall, prepend=0.0) * precision).sum())


def area(labels: Any, scores: Any, weights: Any = None) -> float:
    """The chance that a finding scores higher than a parcel without one (AUC)."""
    labels, scores = np.asarray(labels, dtype=np.float64), np.asarray(scores)
    weights = np.ones(len(labels)) if weights is None else weights
    order = np.argsort(scores, kind="stable")
    scores, hits = scores[order], (labels * weights)[order]
    others = weights[order] - hits
    start = np.flatnonzero(np.append(True, scores[1:] != scores[:-1]))
    hits, others = np.add.reduceat(hits, start), np.add.reduceat(others, start)
    below = np.cumsum(others) - others
    return float((hits * (below + others / 2)).sum() / (hits.sum() * others.sum()))


def calibration_error(labels: Any, chances: Any, bins: int = BINS) -> float:
    """The mean distance between what was said and what was found, in equally large groups."""
    return float(
        sum(group["share"] * abs(group["said"] - group["found"])
            for group in reliability(labels, chances, bins))
    )  # fmt: skip


def reliability(labels: Any, chances: Any, bins: int = BINS) -> list[dict[str, float]]:
    """Of each group of equal size: its share, what was said and what was found."""
    order = np.argsort(chances, kind="stable")
    labels, chances = np.asarray(labels)[order], np.asarray(chances)[order]
    return [
        {
            "share": len(part) / len(labels),
            "said": float(chances[part].mean()),
            "found": float(labels[part].mean()),
        }
        for part in np.array_split(np.arange(len(labels)), min(bins, len(labels)))
        if len(part)
    ]


def measured(labels: Any, chances: Any) -> dict[str, float]:
    """The usual figures."""
    labels = np.asarray(labels, dtype=np.float64)
    figures = {f"p_at_{k}": precision_at(labels, chances, k / 100) for k in (1, 2, 5, 10)}
    if 0 < labels.sum() < len(labels):
        figures |= {"auc": area(labels, chances), "ap": average_precision(labels, chances)}
    figures |= {
        "brier": float(((np.asarray(chances) - labels) ** 2).mean()),
        "ece": calibration_error(labels, chances),
        "base": float(labels.mean()),
        "rows": float(len(labels)),
    }
    return figures
