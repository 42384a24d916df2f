"""A score of 0.3 means that three in ten are found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_EDGE = 1e-6
_OWN = 5.0
"""A group of neighbours keeps its own score as if that many rows had confirmed it."""


def logit(p: Any) -> Any:
    """Log-odds of a chance."""
    p = np.clip(p, _EDGE, 1 - _EDGE)
    return np.log(p) - np.log1p(-p)


def expit(z: Any) -> Any:
    """The chance of log-odds."""
    return 1.0 / (1.0 + np.exp(-np.clip(z, -700.0, 700.0)))


@dataclass(frozen=True)
class Line:
    """Log-odds stretched and shifted (Platt): for what was never seen, of which little is known."""

    slope: float = 1.0
    shift: float = 0.0

    def __call__(self, z: Any) -> Any:
        return self.slope * z + self.shift


@dataclass(frozen=True)
class Steps:
    """Log-odds bent so that they fit what was found (isotonic), never changing the order.

    Without corners it changes nothing.
    """

    at: tuple[float, ...] = ()
    to: tuple[float, ...] = ()

    def __call__(self, z: Any) -> Any:
        if not self.at:
            return np.asarray(z, dtype=np.float64)
        at, to = np.array(self.at), np.array(self.to)
        inside = np.interp(z, at, to)
        return inside + np.minimum(z - at[0], 0.0) + np.maximum(z - at[-1], 0.0)


def fit_line(z: Any, found: Any) -> Line:
    """The line that makes the findings most likely (Newton's method, gently held to 1 and 0)."""
    design, free = np.column_stack([z, np.ones(len(z))]), np.array([1.0, 0.0])
    hold = np.diag([1.0, 1e-3])

    def loss(weights: Any) -> float:
        score = design @ weights
        away = weights - free
        return float((np.logaddexp(0, score) - found * score).sum() + away @ hold @ away / 2)

    weights = free
    for _ in range(50):
        p = expit(design @ weights)
        slope = design.T @ (found - p) - hold @ (weights - free)
        bend = (design * (p * (1 - p))[:, None]).T @ design + hold
        step = np.linalg.solve(bend, slope)
        while np.abs(step).max() > 1e-10 and loss(weights + step) > loss(weights):
            step = step / 2
        weights = weights + step
        if np.abs(step).max() <= 1e-10:
            break
    return Line(float(max(weights[0], 0.05)), float(weights[1]))


def fit_steps(z: Any, found: Any, least: int = 40) -> Steps:
    """Pools neighbours until the rates rise (pool adjacent violators), in groups of at least
    `least` rows, each drawn a little towards its own score.
    """
    order = np.argsort(z, kind="stable")
    z, found = np.asarray(z)[order], np.asarray(found, dtype=np.float64)[order]
    blocks: list[list[float]] = []
    for part in np.array_split(np.arange(len(z)), max(1, len(z) // least)):
        if len(part) == 0:
            continue
        blocks.append([len(part), float(found[part].sum()), float(z[part].sum())])
        while len(blocks) > 1 and _rate(blocks[-2]) >= _rate(blocks[-1]):
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    at = [block[2] / block[0] for block in blocks]
    to = [
        float(logit((block[1] + _OWN * expit(own)) / (block[0] + _OWN)))
        for block, own in zip(blocks, at, strict=True)
    ]
    return Steps(tuple(at), tuple(np.maximum.accumulate(to).tolist()))


def _rate(block: Sequence[float]) -> float:
    return block[1] / block[0]
