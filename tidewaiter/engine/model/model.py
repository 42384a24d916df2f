"""A learned model: gives each parcel a chance of a finding, and says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import lightgbm
import numpy as np

from tidewaiter.engine.model.calibration import Line, Steps, expit
from tidewaiter.engine.model.drift import Baseline
from tidewaiter.engine.model.meaning import Meaning
from tidewaiter.engine.model.memory import Memories, keys_of, updated
from tidewaiter.engine.model.plan import Plan
from tidewaiter.engine.model.rates import Rates, features, prints_of
from tidewaiter.engine.model.traits import Traits
from tidewaiter.engine.model.trees import raw

KNOWN = 0.1
"""A parcel is known when at least this part of its chance comes from earlier inspections."""

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Tuned:
    """What validation has set: the line for the new, the steps for the known, trust in memories."""

    line: Line
    steps: Steps
    trusts: tuple[float, ...]


@dataclass(frozen=True)
class Facts:
    """What the model was made of."""

    first_day: date
    last_day: date
    labels: int
    found: int
    votes: int
    seed: int
    quality: Mapping[str, Any]


@dataclass(frozen=True)
class Revenue:
    """What a finding brings in, if there is one: trees on the logarithm, and a smearing factor."""

    booster: lightgbm.Booster
    smear: float

    def expected(self, rows: Any) -> Any:
        """Money a finding brings in on average."""
        return np.expm1(np.clip(raw(self.booster, rows), 0.0, 40.0)) * self.smear


@dataclass(frozen=True)
class Scores:
    """What the model says of each row.

    `chance` of a finding; `log_odds` of it; `prior` log-odds before memory; `remembered` the part
    that comes from earlier inspections; `known` whether that is enough to call the parcel known;
    `revenue` expected from the parcel (NaN without a second head).
    """

    chance: Any
    log_odds: Any
    prior: Any
    remembered: Any
    known: Any
    revenue: Any


@dataclass(frozen=True)
class Model:
    """A prior of trees over learned rates, a memory of inspections, and their calibration."""

    plan: Plan
    names: tuple[str, ...]
    rates: Rates
    booster: lightgbm.Booster
    meaning: Meaning | None
    memories: Memories
    tuned: Tuned
    revenue: Revenue | None
    baseline: Baseline
    facts: Facts

    def score(self, table: Any, *, on: date | None = None) -> Scores:
        """Scores a table of traits; memories are as fresh as on the day, else on each row's."""
        traits = Traits(table)
        rows = self.rows_of(traits)
        prior = self.tuned.line(raw(self.booster, rows))
        recalled = self.memories.recall(keys_of(traits, self.plan), self.days(traits, on))
        z, _, remembered = updated(prior, recalled, self.tuned.trusts)
        known = remembered >= KNOWN
        z = np.where(known, self.tuned.steps(z), z)
        chance = expit(z)
        if self.revenue is None:
            money = np.full(len(z), np.nan)
        else:
            money = chance * self.revenue.expected(rows)
        return Scores(chance, z, prior, remembered, known, money)

    def rows_of(self, traits: Traits) -> Any:
        """What the trees see of each row."""
        return self.rows_at(traits, self.rates.places(prints_of(traits, self.plan)))

    def rows_at(self, traits: Traits, at: Any) -> Any:
        """The same, where it is known at which places the kinds of each row stand."""
        text = meaning_of(self.meaning, traits)
        votes = np.append(self.rates.votes, 0.0)
        return features(
            self.plan, traits, self.rates.odds[at], lambda place: votes[at[:, place]], text
        )

    def day_of(self, on: date) -> int:
        """A day as the memories count it."""
        return (on - EPOCH).days

    def days(self, traits: Traits, on: date | None) -> Any:
        return self.day_of(on) if on is not None else days_of(traits)

    def with_findings(self, table: Any) -> "Model":
        """The model remembering newer inspections; the prior stays as it is."""
        from dataclasses import replace

        traits = Traits(table)
        days, labels = days_of(traits), traits.number("found")
        more = remembered_of(traits, self.plan, labels, days)
        return replace(self, memories=self.memories.with_more(more))


def remembered_of(traits: Traits, plan: Plan, labels: Any, days: Any) -> Memories:
    """The memories that a table of findings leaves."""
    from tidewaiter.engine.model.memory import remember

    return remember(keys_of(traits, plan), labels, days, int(days.max()))


def meaning_of(meaning: Meaning | None, traits: Traits) -> Any:
    """Where the goods of each row lie, or nothing if the plan does not ask."""
    if meaning is None:
        return None
    return meaning.of([traits.fingerprint(name) for name in ("hs6", "hs4", "hs2")])


def days_of(traits: Traits) -> Any:
    """The day of each row, as days since 1970."""
    import pyarrow as pa

    column = traits.table.column("day").cast(pa.date32()).cast(pa.int32())
    return column.to_numpy().astype(np.int64)


def pick(scores: Sequence[float], many: int) -> Any:
    """The rows with the highest scores, best first; equals stay in order."""
    return np.argsort(-np.asarray(scores), kind="stable")[:many]
