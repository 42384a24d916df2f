"""Learn a model from inspection findings."""

from datetime import timedelta
from typing import Any

import numpy as np

from tidewaiter.engine.model.calibration import Line, Steps, expit, fit_line, fit_steps
from tidewaiter.engine.model.drift import take_baseline
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.meaning import DIRECTIONS, learn_meaning
from tidewaiter.engine.model.measures import measured, reliability
from tidewaiter.engine.model.memory import fit_trusts, keys_of, updated
from tidewaiter.engine.model.model import (
    EPOCH,
    KNOWN,
    Facts,
    Model,
    Revenue,
    Tuned,
    days_of,
    meaning_of,
    remembered_of,
)
from tidewaiter.engine.model.plan import Plan
from tidewaiter.engine.model.rates import (
    counts_outside,
    features,
    learn_rates,
    names,
    odds_of,
    prints_of,
)
from tidewaiter.engine.model.traits import Traits
from tidewaiter.engine.model.trees import FOLDS, copies_for, grow, raw, regress

LEAST_LABELS = 500
"""Fewer labelled inspections than this teach nothing."""

LEAST_OF_EACH = 50
"""At least this many findings, and this many inspections without one."""

LEAST_TO_TUNE = 2_000
HELD_BACK = 0.2
"""The last part of the period, on which trust in memories and the steps of the known are set."""

GROUPS = 10
"""Groups in which a card says what was said and what was found."""

_LEAST_KNOWN = 200
_PARTS = 3
_LEAST_FINDINGS_WITH_MONEY = 200


def learn(
    table: Any, plan: Plan, *, seed: int = 0, threads: int = 2, tuned: Tuned | None = None
) -> Model:
    """A model from a table of traits with `day` and `found`.

    With enough labels calibration and trust are set first: for what is new on profiles that were
    left out, for what is known on the last fifth of the period. Then everything is learned from.
    `tuned` takes these from an earlier model instead.
    Raises ModelError when labels are missing or too few.
    """
    check_labels(table)
    traits = Traits(table)
    days, labels = days_of(traits), traits.number("found")
    quality: dict[str, Any] = {}
    baseline = None
    if tuned is None and len(labels) >= LEAST_TO_TUNE and days.min() < days.max():
        tuned, baseline, quality = _tune(table, plan, days, seed=seed, threads=threads)
    if tuned is None:
        tuned = Tuned(Line(), Steps(), tuple(memory.trust for memory in plan.memories))
    return _fit(traits, plan, tuned, baseline, quality, seed=seed, threads=threads)


def check_labels(table: Any) -> None:
    """Refuses findings without a label, and too few of them."""
    for column in ("day", "found"):
        if column not in table.column_names:
            raise ModelError(
                "model.column",
                "The findings have no column “{column}”.",
                "Give the day of the declaration as “day” and the result as “found” (0 or 1).",
                {"column": column},
            )
    missing = table.column("found").null_count
    if missing:
        places = np.flatnonzero(table.column("found").is_null().to_numpy(zero_copy_only=False))
        raise ModelError(
            "model.unlabelled",
            "{missing} of {rows} findings have no label; the first stands in row {first}.",
            "Enter the result of each inspection, “nothing found” too, or leave these rows out.",
            {"missing": missing, "rows": table.num_rows, "first": int(places[0]) + 1},
        )
    if table.column("day").null_count:
        raise ModelError(
            "model.undated",
            "{missing} of {rows} findings have no day.",
            "Give the day of the declaration; what is learned depends on the order of days.",
            {"missing": table.column("day").null_count, "rows": table.num_rows},
        )
    labels = Traits(table).number("found")
    if bad := int(((labels != 0) & (labels != 1)).sum()):
        raise ModelError(
            "model.label",
            "{bad} labels are neither 0 nor 1.",
            "Write 1 where the inspection found something, 0 where it did not.",
            {"bad": bad},
        )
    hits = int(labels.sum())
    if len(labels) < LEAST_LABELS or min(hits, len(labels) - hits) < LEAST_OF_EACH:
        raise ModelError(
            "model.few",
            "There are {labels} labelled inspections, {hits} of them with a finding; at least "
            "{least} are needed, with at least {each} of either kind.",
            "Inspect a random share until there are enough; rules and the model in force go on.",
            {"labels": len(labels), "hits": hits, "least": LEAST_LABELS, "each": LEAST_OF_EACH},
        )


def _tune(
    table: Any, plan: Plan, days: Any, *, seed: int, threads: int
) -> tuple[Tuned | None, Any, dict[str, Any]]:
    """Learns from the first part of the period and sees how that does on the last."""
    cut = np.quantile(days, 1 - HELD_BACK, method="lower")
    early, late = np.flatnonzero(days < cut), np.flatnonzero(days >= cut)
    try:
        check_labels(table.take(early))
    except ModelError:
        return None, None, {}
    untuned = Tuned(Line(), Steps(), tuple(memory.trust for memory in plan.memories))
    before = Traits(table.take(early))
    first = _fit(before, plan, untuned, None, {}, seed=seed, threads=threads)
    after = Traits(table.take(late))
    labels, rows = after.number("found"), first.rows_of(after)
    z = raw(first.booster, rows, threads)
    new = ~np.isin(after.crossed(plan.profile, 0), before.crossed(plan.profile, 0))
    line = _line_of_the_new(table, plan, seed=seed, threads=threads)
    recalled = first.memories.recall(keys_of(after, plan), days[late])
    trusts = fit_trusts(line(z), recalled, labels)
    z, _, remembered = updated(line(z), recalled, trusts)
    known = remembered >= KNOWN
    steps = fit_steps(z[known], labels[known]) if known.sum() >= _LEAST_KNOWN else Steps()
    z = np.where(known, steps(z), z)
    columns = dict(zip(first.names, rows.T, strict=True)) | {"score": z}
    baseline = take_baseline(columns, float(new.mean()))
    told = measured(labels, expit(z)) | {"reliability": reliability(labels, expit(z), GROUPS)}
    return Tuned(line, steps, trusts), baseline, told


def _line_of_the_new(table: Any, plan: Plan, *, seed: int, threads: int) -> Line:
    """How far to trust the trees on profiles that they have never seen: each part is left out once.

    All profiles take part, so the line is steadier than the new ones of a few weeks would make it.
    """
    plain = table.select([name for name in table.column_names if name != "recovered"])
    traits = Traits(plain)
    first, votes = one_vote_each(traits.crossed(plan.profile, 0), traits.number("found"))
    _, group = np.unique(traits.crossed(plan.profile, 0), return_inverse=True)
    part = np.random.default_rng((seed, _PARTS)).integers(0, _PARTS, group.max() + 1)
    part = part[group]
    untuned = Tuned(Line(), Steps(), tuple(memory.trust for memory in plan.memories))
    z = np.empty(len(first))
    for left_out in range(_PARTS):
        asked = part[first] == left_out
        others = Traits(plain.take(np.flatnonzero(part != left_out)))
        model = _fit(others, plan, untuned, None, {}, seed=seed, threads=threads)
        z[asked] = raw(model.booster, model.rows_of(Traits(plain.take(first[asked]))), threads)
    return fit_line(z, votes)


def _fit(
    traits: Traits,
    plan: Plan,
    tuned: Tuned,
    baseline: Any,
    quality: dict[str, Any],
    *,
    seed: int,
    threads: int,
) -> Model:
    days, labels = days_of(traits), traits.number("found")
    kept, votes = one_vote_each(traits.crossed(plan.profile, 0), labels)
    voters = Traits(traits.table.take(kept))
    prints = prints_of(voters, plan)
    rates = learn_rates(prints, votes)
    meaning = learn_meaning() if plan.meaning else None
    text = meaning_of(meaning, voters)
    copies = copies_for(len(kept))
    parts = []
    for copy in range(copies):
        folds = np.random.default_rng((seed, copy)).integers(0, FOLDS, len(kept))
        outside = _overall_outside(votes, folds)
        voted, found = counts_outside(rates, prints, votes, folds)
        odds = odds_of(voted, found, outside.reshape(-1, 1))
        parts.append(features(plan, voters, odds, voted.T.__getitem__, text))
    labelled = names(plan, DIRECTIONS)
    rows = np.vstack(parts)
    booster = grow(
        rows, np.tile(votes, copies), plan, labelled, copies=copies, seed=seed, threads=threads
    )
    if baseline is None:
        columns = dict(zip(labelled, parts[0].T, strict=True))
        baseline = take_baseline(columns | {"score": raw(booster, parts[0])}, 1.0)
    facts = Facts(
        first_day=EPOCH + timedelta(days=int(days.min())),
        last_day=EPOCH + timedelta(days=int(days.max())),
        labels=len(labels),
        found=int(labels.sum()),
        votes=len(kept),
        seed=seed,
        quality=quality,
    )
    return Model(
        plan=plan,
        names=labelled,
        rates=rates,
        booster=booster,
        meaning=meaning,
        memories=remembered_of(traits, plan, labels, days),
        tuned=tuned,
        revenue=_revenue(voters, parts[0], votes, seed=seed, threads=threads),
        baseline=baseline,
        facts=facts,
    )


def one_vote_each(profiles: Any, labels: Any) -> tuple[Any, Any]:
    """The first row of each profile, and the share of its rows with a finding."""
    _, first, place = np.unique(profiles, return_index=True, return_inverse=True)
    share = np.bincount(place, weights=labels) / np.bincount(place)
    order = np.argsort(first)
    return first[order], share[order]


def _overall_outside(votes: Any, folds: Any) -> Any:
    many = np.bincount(folds, minlength=FOLDS)
    found = np.bincount(folds, weights=votes, minlength=FOLDS)
    return ((found.sum() - found) / np.maximum(many.sum() - many, 1))[folds]


def _revenue(voters: Traits, rows: Any, votes: Any, *, seed: int, threads: int) -> Revenue | None:
    """The second head, if enough findings say what they brought in."""
    if "recovered" not in voters.table.column_names:
        return None
    money = voters.number("recovered")
    told = (votes > 0) & (money > 0)
    if told.sum() < _LEAST_FINDINGS_WITH_MONEY:
        return None
    booster = regress(rows[told], np.log1p(money[told]), seed=seed, threads=threads)
    expected = np.expm1(np.clip(raw(booster, rows[told]), 0.0, 40.0))
    return Revenue(booster, float(money[told].sum() / expected.sum()))
