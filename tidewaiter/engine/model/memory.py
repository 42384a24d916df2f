"""What was found in earlier inspections of the same seller, consignee or profile.

An inspection's weight halves every `HALF_LIFE` days. With n inspections and k findings left of a
key, a chance p becomes (k + m p) / (n + m): exact on what comes again, untouched on what is new.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tidewaiter.engine.model.calibration import expit, logit
from tidewaiter.engine.model.lookup import Lookup
from tidewaiter.engine.model.plan import SILENT, Plan
from tidewaiter.engine.model.traits import Traits

HALF_LIFE = 90.0
TRUSTS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, SILENT)
"""The values of m that validation chooses from; the last means that a key says nothing."""

_GONE = 1e-4


@dataclass(frozen=True)
class Memories:
    """Keys by sorted fingerprint, with fresh weight, fresh findings, and plain counts.

    `day` is the day (days since 1970) on which the weights hold.
    """

    keys: Any
    weight: Any
    found: Any
    times: Any
    hits: Any
    day: int

    def recall(self, prints: Any, day: Any) -> tuple[Any, Any]:
        """Weights and findings (rows x memories) as they are on a day."""
        at = self._lookup.places(prints)
        fresh = 0.5 ** (np.maximum(np.asarray(day, dtype=np.float64) - self.day, 0) / HALF_LIFE)
        fresh = np.reshape(fresh, (-1, 1))
        return np.append(self.weight, 0.0)[at] * fresh, np.append(self.found, 0.0)[at] * fresh

    def plain(self, prints: Any) -> tuple[Any, Any]:
        """How often each key was inspected, and how often something was found."""
        at = self._lookup.places(prints)
        return np.append(self.times, 0)[at], np.append(self.hits, 0)[at]

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.keys)

    def with_more(self, more: "Memories") -> "Memories":
        """These and newer inspections together, on the later day."""
        day = max(self.day, more.day)
        keys = np.concatenate([self.keys, more.keys])
        unique, place = np.unique(keys, return_inverse=True)
        sums = []
        for mine, theirs, fade in (
            (self.weight, more.weight, True),
            (self.found, more.found, True),
            (self.times, more.times, False),
            (self.hits, more.hits, False),
        ):
            a = mine * 0.5 ** ((day - self.day) / HALF_LIFE) if fade else mine
            b = theirs * 0.5 ** ((day - more.day) / HALF_LIFE) if fade else theirs
            sums.append(np.bincount(place, weights=np.concatenate([a, b]), minlength=len(unique)))
        kept = sums[0] > _GONE
        return Memories(
            unique[kept], sums[0][kept], sums[1][kept],
            sums[2][kept].astype(np.int64), sums[3][kept].astype(np.int64), day,
        )  # fmt: skip


def keys_of(traits: Traits, plan: Plan) -> Any:
    """Fingerprints of the memories (rows x memories)."""
    found = np.empty((traits.rows, len(plan.memories)), dtype=np.uint64)
    for place, memory in enumerate(plan.memories):
        found[:, place] = traits.crossed(memory.traits.split("+"), 1_000 + place)
    return found


def remember(prints: Any, labels: Any, days: Any, day: int) -> Memories:
    """Inspections up to a day, by key."""
    keys, place = np.unique(prints.ravel(), return_inverse=True)
    wide = prints.shape[1]
    fresh = np.repeat(0.5 ** ((day - days) / HALF_LIFE), wide)
    label = np.repeat(labels, wide)

    def total(weights: Any) -> Any:
        return np.bincount(place, weights=weights, minlength=len(keys))

    return Memories(
        keys,
        total(fresh),
        total(fresh * label),
        total(np.ones(len(label))).astype(np.int64),
        total(label).astype(np.int64),
        day,
    )


def updated(prior: Any, recalled: tuple[Any, Any], trusts: Any) -> tuple[Any, Any, Any]:
    """Log-odds after each memory has spoken in turn.

    Returns the log-odds, what each memory added (rows x memories), and which part of the answer
    comes from memory (0 for what is new).
    """
    weight, found = recalled
    z = np.asarray(prior, dtype=np.float64)
    added = np.zeros(weight.shape)
    left = np.ones(len(z))
    for place, trust in enumerate(trusts):
        n, k = weight[:, place], found[:, place]
        after = np.where(n > 0, logit((k + trust * expit(z)) / (n + trust)), z)
        added[:, place] = after - z
        left *= trust / (trust + n)
        z = after
    return z, added, 1.0 - left


def fit_trusts(prior: Any, recalled: tuple[Any, Any], labels: Any) -> tuple[float, ...]:
    """The m of each memory under which findings that came later were least surprising.

    From the general to the particular, twice over. A memory must earn its place: it is left out
    unless it makes a finding less surprising by a thousandth of a bit on average.
    """
    wide = recalled[0].shape[1]
    trusts = [TRUSTS[-1]] * wide
    for _ in range(2):
        for place in reversed(range(wide)):
            losses = []
            for trust in TRUSTS:
                tried = [*trusts[:place], trust, *trusts[place + 1 :]]
                losses.append(surprise(updated(prior, recalled, tried)[0], labels))
            best = int(np.argmin(losses))
            trusts[place] = TRUSTS[best] if losses[best] < losses[-1] - 5e-4 else TRUSTS[-1]
    return tuple(trusts)


def surprise(z: Any, labels: Any) -> float:
    """The mean logarithmic loss."""
    p = np.clip(expit(z), 1e-6, 1 - 1e-6)
    return float(-(labels * np.log(p) + (1 - labels) * np.log1p(-p)).mean())
