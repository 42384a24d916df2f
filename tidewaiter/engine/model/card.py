"""The model card: what a model is, what it was made of, how well it does, when not to trust it."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tidewaiter.engine.model.file import FORMAT
from tidewaiter.engine.model.memory import HALF_LIFE
from tidewaiter.engine.model.model import Model
from tidewaiter.engine.model.plan import SILENT
from tidewaiter.engine.model.trees import LEAVES

_FIGURES: Mapping[str, str] = {
    "rows": "parcels looked at",
    "base": "share with a finding",
    "p_at_1": "precision at 1 %",
    "p_at_2": "precision at 2 %",
    "p_at_5": "precision at 5 %",
    "p_at_10": "precision at 10 %",
    "auc": "area under the curve",
    "ap": "average precision",
    "brier": "Brier score",
    "ece": "calibration error (15 equal groups)",
}


def importances(model: Model) -> list[tuple[str, float]]:
    """The share of the trees' gain that each feature earned, largest first."""
    gains = model.booster.feature_importance("gain")
    total = max(float(gains.sum()), 1e-12)
    order = np.argsort(-gains, kind="stable")
    return [(model.names[at], float(gains[at]) / total) for at in order if gains[at] > 0]


def topics(model: Model) -> list[tuple[str, float]]:
    """The share of the trees' gain of each topic, largest first."""
    from tidewaiter.engine.model.explain import grouped

    gains = model.booster.feature_importance("gain")
    named, groups = grouped(model.plan, len(model.names))
    sums = gains @ groups / max(float(gains.sum()), 1e-12)
    return sorted(
        ((topic.words[0], float(part)) for topic, part in zip(named, sums, strict=True)),
        key=lambda each: -each[1],
    )


def card(model: Model, fingerprint: str) -> str:
    """The card as Markdown."""
    facts = model.facts
    lines = [
        f"# Model {fingerprint[:16]}",
        "",
        "Gives each parcel the chance that an inspection finds something, and says why. It "
        "advises: a lane is chosen by rules and budgets, a finding is made by people.",
        "",
        "## What it was made of",
        "",
        f"- {facts.labels:,} labelled inspections from {facts.first_day} to {facts.last_day}, "
        f"{facts.found:,} of them with a finding ({facts.found / facts.labels:.1%});",
        f"- {facts.votes:,} different profiles, one vote each;",
        f"- plan “{model.plan.name}”, file format {FORMAT}, seed {facts.seed}, "
        f"{len(model.names)} features, "
        f"{model.booster.num_trees()} trees of at most {LEAVES} leaves.",
        "",
        "## How well it did",
        "",
        *_quality(facts.quality),
        "",
        "## What it looks at",
        "",
        "| topic | share of what the trees gained |",
        "|---|---|",
        *(f"| {name} | {part:.1%} |" for name, part in topics(model)),
        "",
        "The ten strongest features:",
        "",
        *(f"- {name}: {part:.1%}" for name, part in importances(model)[:10]),
        "",
        "## What it remembers",
        "",
        f"The weight of an inspection halves every {HALF_LIFE:g} days.",
        "",
        *(_memory(m.traits, trust) for m, trust in
          zip(model.plan.memories, model.tuned.trusts, strict=True)),
        "",
        "## When not to trust it",
        "",
        "- It knows only what was inspected. The uniform random share alone tells what it misses.",
        "- Reasons say what moved the score. They are leads; they prove nothing and show no cause.",
        f"- {model.baseline.unseen:.0%} of the held-back parcels were of profiles never inspected "
        "before; for them it is much less sure than for the others.",
        "- A stability index above 0.25 for the score or a feature means that what comes now is "
        "not what it learned from: train again.",
        "",
    ]  # fmt: skip
    return "\n".join(lines)


def _quality(quality: Mapping[str, Any]) -> list[str]:
    if not quality:
        return ["There were too few labels to hold some back; its quality is not known."]
    told = [
        f"| {words} | {_shown(name, quality[name])} |"
        for name, words in _FIGURES.items()
        if name in quality
    ]
    return [
        "On the last fifth of the period, held back while learning:",
        "",
        "| figure | value |",
        "|---|---|",
        *told,
    ]


def _shown(name: str, value: float) -> str:
    return f"{value:,.0f}" if name == "rows" else f"{value:.3f}"


def _memory(traits: str, trust: float) -> str:
    if trust >= SILENT:
        return f"- {traits}: said nothing on the held-back part, and is not used."
    return f"- {traits}: {trust:g} inspections weigh as much as the prior."
