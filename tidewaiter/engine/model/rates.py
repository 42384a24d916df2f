"""How often parcels of a kind had a finding, learned without looking at the parcel itself.

Each profile has one vote, so that a case that came a hundred times does not shout down the others.
While learning, a vote's own fold is taken out of every rate it sees (grouped out-of-fold target
statistics); a rate never holds the label it is to foretell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from tidewaiter.engine.model.lookup import Lookup
from tidewaiter.engine.model.plan import Plan
from tidewaiter.engine.model.traits import Traits

PRIOR_WEIGHT = 10.0
"""How many votes of the overall rate stand beside those of a kind."""


@dataclass(frozen=True)
class Rates:
    """Kinds of parcels by sorted fingerprint: votes, and votes with a finding."""

    keys: Any
    votes: Any
    found: Any
    overall: float

    def __len__(self) -> int:
        return len(self.keys)

    def places(self, prints: Any) -> Any:
        """Where kinds stand (rows x crossings); `len(self)` where there is none."""
        return self._lookup.places(prints)

    @cached_property
    def _lookup(self) -> Lookup:
        return Lookup(self.keys)

    def counts(self, at: Any) -> tuple[Any, Any]:
        """Votes and findings of the kinds that stand at those places."""
        return np.append(self.votes, 0.0)[at], np.append(self.found, 0.0)[at]

    @cached_property
    def odds(self) -> Any:
        """The log-odds of a finding for each kind, and last for one that was never seen."""
        return odds_of(np.append(self.votes, 0.0), np.append(self.found, 0.0), self.overall)


def prints_of(traits: Traits, plan: Plan) -> Any:
    """Fingerprints of the crossings (rows x crossings)."""
    found = np.empty((traits.rows, len(plan.crossings)), dtype=np.uint64)
    for place, crossing in enumerate(plan.crossings):
        found[:, place] = traits.crossed(crossing.parts, place + 1)
    return found


def learn_rates(prints: Any, labels: Any) -> Rates:
    """Counts every kind of the votes."""
    keys, place = np.unique(prints.ravel(), return_inverse=True)
    label = np.repeat(labels, prints.shape[1])
    return Rates(
        keys,
        np.bincount(place, minlength=len(keys)).astype(np.float64),
        np.bincount(place, weights=label, minlength=len(keys)),
        float(labels.mean()),
    )


def counts_outside(rates: Rates, prints: Any, labels: Any, folds: Any) -> tuple[Any, Any]:
    """Votes and findings of each vote's kinds among the other folds only."""
    many = int(folds.max()) + 1
    at = rates.places(prints)
    inside = at * many + folds[:, None]
    votes = np.bincount(inside.ravel(), minlength=len(rates) * many)
    found = np.bincount(
        inside.ravel(), weights=np.repeat(labels, prints.shape[1]), minlength=len(rates) * many
    )
    return rates.votes[at] - votes[inside], rates.found[at] - found[inside]


def odds_of(votes: Any, found: Any, overall: Any) -> Any:
    """Log-odds of a finding, as if some votes of the `overall` rate stood beside the others."""
    hits = found + PRIOR_WEIGHT * overall
    misses = votes - found + PRIOR_WEIGHT * (1 - overall)
    return np.log(np.maximum(hits, 1e-9) / np.maximum(misses, 1e-9))


def features(plan: Plan, traits: Traits, odds: Any, votes: Callable[[int], Any], text: Any) -> Any:
    """The numbers that the trees see (rows x features, float32), in the order of `names`.

    `odds` are those of each row's kinds (rows x crossings); `votes` gives the votes of one crossing
    for all rows.
    """
    place = {crossing.traits: at for at, crossing in enumerate(plan.crossings)}
    rows, wide = odds.shape
    columns = wide + len(plan.counted) + len(plan.shares) + len(plan.measures)
    out = np.empty((rows, columns + (text.shape[1] if text is not None else 0)), dtype=np.float32)
    out[:, :wide] = odds
    at = wide
    for traits_named in plan.counted:
        out[:, at] = np.log1p(votes(place[traits_named]))
        at += 1
    for share in plan.shares:
        of, within = votes(place[share.traits]), votes(place[share.within])
        out[:, at] = np.log((of + 0.5) / (within + 1.0))
        at += 1
    for measure in plan.measures:
        out[:, at] = traits.number(measure.trait)
        at += 1
    if text is not None:
        out[:, at:] = text
    return out


def names(plan: Plan, directions: int) -> tuple[str, ...]:
    """What the columns of `features` are."""
    return (
        *(f"rate of {crossing.traits}" for crossing in plan.crossings),
        *(f"count of {traits}" for traits in plan.counted),
        *(f"share of {share.traits} in {share.within}" for share in plan.shares),
        *(measure.trait for measure in plan.measures),
        *(f"meaning {place + 1}" for place in range(directions if plan.meaning else 0)),
    )
