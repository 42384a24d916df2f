"""Why a parcel has its score, in the groups in which an officer thinks.

What the trees say is parted exactly (TreeSHAP), grouped by topic; each memory adds what it moved.
All parts and the level sum up to the log-odds of the score.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from tidewaiter.engine.model.memory import keys_of, updated
from tidewaiter.engine.model.model import KNOWN, Model
from tidewaiter.engine.model.plan import Plan, Topic
from tidewaiter.engine.model.rates import prints_of
from tidewaiter.engine.model.traits import Traits
from tidewaiter.engine.model.trees import contributions

SHOWN = 5
"""As many reasons as an officer reads."""


@dataclass(frozen=True, slots=True)
class Part:
    """One reason: how much it adds to the log-odds, and the trait that weighs most in it.

    `inspected` and `found` count earlier inspections of that trait's kind, where it has any.
    """

    topic: Topic
    log_odds: float
    trait: str
    value: str
    inspected: int
    found: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A score as a sum: the level from which every parcel starts, and the parts, largest first."""

    log_odds: float
    level: float
    parts: tuple[Part, ...]

    def strongest(self, many: int = SHOWN) -> tuple[Part, ...]:
        """The parts that move most."""
        return self.parts[:many]


def explain(model: Model, table: Any, *, on: date | None = None) -> list[Explanation]:
    """Explains each row of a table of traits. Meant for what was selected, not for all."""
    plan, traits = model.plan, Traits(table)
    if not traits.rows:
        return []
    at = model.rates.places(prints_of(traits, plan))
    votes, found = model.rates.counts(at)
    rows = model.rows_at(traits, at)
    line, steps = model.tuned.line, model.tuned.steps
    shap = contributions(model.booster, rows) * line.slope
    keys = keys_of(traits, plan)
    day = model.days(traits, on)
    base = shap.sum(axis=1) + line.shift
    z, added, remembered = updated(base, model.memories.recall(keys, day), model.tuned.trusts)
    final = np.where(remembered >= KNOWN, steps(z), z)
    times, hits = model.memories.plain(keys)
    topics, groups = grouped(plan, rows.shape[1])
    sums = shap[:, :-1] @ groups
    strongest = _strongest(shap[:, :-1], groups, sums)
    words = {name: traits.words(name) for name in _named(plan)}
    out = []
    for row in range(traits.rows):
        parts = [
            _of_trees(plan, topic, sums[row, at], strongest[row, at], words, votes, found, row)
            for at, topic in enumerate(topics)
        ]
        parts += [
            Part(
                memory.topic,
                float(added[row, at]),
                memory.traits,
                _value(words, memory.traits, row),
                int(times[row, at]),
                int(hits[row, at]),
            )
            for at, memory in enumerate(plan.memories)
            if added[row, at]
        ]
        level = float(shap[row, -1] + line.shift + final[row] - z[row])
        parts.sort(key=lambda part: -abs(part.log_odds))
        out.append(Explanation(float(final[row]), level, tuple(parts)))
    return out


def grouped(plan: Plan, features_many: int) -> tuple[tuple[Topic, ...], Any]:
    """The topics of a plan, and which feature belongs to which (features x topics)."""
    of = [
        *(crossing.topic for crossing in plan.crossings),
        *(_topic(plan, traits) for traits in plan.counted),
        *(share.topic for share in plan.shares),
        *(measure.topic for measure in plan.measures),
    ]
    of += [Topic.TEXT] * (features_many - len(of))
    topics = tuple(dict.fromkeys(of))
    groups = np.zeros((features_many, len(topics)))
    for at, topic in enumerate(of):
        groups[at, topics.index(topic)] = 1.0
    return topics, groups


def _topic(plan: Plan, traits: str) -> Topic:
    return next(crossing.topic for crossing in plan.crossings if crossing.traits == traits)


def _strongest(shap: Any, groups: Any, sums: Any) -> Any:
    """The feature that weighs most in the direction of its group (rows x topics)."""
    found = np.empty(sums.shape, dtype=np.int64)
    for at in range(groups.shape[1]):
        members = np.flatnonzero(groups[:, at])
        way = np.where(sums[:, at] < 0, -1.0, 1.0)[:, None]
        found[:, at] = members[(shap[:, members] * way).argmax(axis=1)]
    return found


def _named(plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*plan.names, *(measure.trait for measure in plan.measures))))


def _of_trees(
    plan: Plan,
    topic: Topic,
    amount: float,
    feature: int,
    words: dict[str, list[str | None]],
    votes: Any,
    found: Any,
    row: int,
) -> Part:
    wide = len(plan.crossings)
    first_share = wide + len(plan.counted)
    first_measure = first_share + len(plan.shares)
    if feature < wide:
        trait = plan.crossings[feature].traits
        counts = int(votes[row, feature]), round(found[row, feature])
        return Part(topic, float(amount), trait, _value(words, trait, row), *counts)
    if feature < first_share:
        trait = plan.counted[feature - wide]
    elif feature < first_measure:
        trait = plan.shares[feature - first_share].traits
    elif feature < first_measure + len(plan.measures):
        trait = plan.measures[feature - first_measure].trait
    else:
        trait = "hs6"
    return Part(topic, float(amount), trait, _value(words, trait, row), 0, 0)


def _value(words: dict[str, list[str | None]], traits: str, row: int) -> str:
    return " · ".join(words[part][row] or "–" for part in traits.split("+"))


def one_line(parts: Sequence[Part]) -> str:
    """The parts as one English sentence, for a shell."""
    return "; ".join(f"{part.topic.words[0]} {part.log_odds:+.2f} ({part.value})" for part in parts)
