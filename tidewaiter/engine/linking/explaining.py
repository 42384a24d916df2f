"""A link told in words: where one starts, what each comparison adds, and where that leads."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tidewaiter.engine.linking.model import Model, probability


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a link's waterfall, in bits, with the sum so far and the words for it."""

    name: str
    title_en: str
    title_zh: str
    outcome_en: str
    outcome_zh: str
    weight: float
    total: float


@dataclass(frozen=True, slots=True)
class Explained:
    """Why two nodes are one party: the steps, and how likely it is after the last."""

    steps: tuple[Step, ...]
    weight: float
    probability: float


def explain(model: Model, outcomes: Sequence[int], *, nodes: int) -> Explained:
    """The waterfall of a link whose comparisons had these outcomes, among so many nodes."""
    total = model.prior(nodes)
    odds = round(2**-total)
    steps = [
        Step(
            "prior", "Before comparing", "比较之前",
            f"of any two, one pair in {odds:,} is one party",
            f"任取两个，每 {odds:,} 对中约有一对属于同一主体",
            total, total,
        )
    ]  # fmt: skip
    for comparison, place in zip(model.comparisons, outcomes, strict=True):
        level = comparison.levels[place]
        total += level.weight
        said = _said(level.weight)
        steps.append(
            Step(
                comparison.name,
                comparison.en,
                comparison.zh,
                f"{level.en}: {said[0]}" if level.en else "not given on both sides: says nothing",
                f"{level.zh}：{said[1]}" if level.zh else "至少一方未填写，不计入",
                level.weight,
                total,
            )
        )
    return Explained(tuple(steps), total, probability(total))


def _said(weight: float) -> tuple[str, str]:
    """What a weight means: how many times likelier the outcome is for one party than for two."""
    times = 2 ** abs(weight)
    if times < 1.05:
        return "as likely for one party as for two", "对判断无影响"
    shown = f"{times:,.1f}" if times < 10 else f"{_round(times):,}"
    if weight > 0:
        return (
            f"{shown} times as likely for one party as for two",
            f"同一主体出现此情况的可能性是不同主体的 {shown} 倍",
        )
    return (
        f"{shown} times as likely for two parties as for one",
        f"不同主体出现此情况的可能性是同一主体的 {shown} 倍",
    )


def _round(number: float) -> int:
    """Two digits that count: more would claim to know more."""
    power = int(10 ** max(math.floor(math.log10(number)) - 1, 0))
    return round(number / power) * power
