"""Who may bring a risk model from one stage to the next, and when a day raises an alarm."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.engine.model.drift import ALARM
from tidewaiter.engine.model.errors import ModelError

LAW = "Tidewaiter, life of a risk model"

FEWEST_PARCELS = 1_000
"""Fewer parcels of a day say nothing about a shift."""
FEWEST_DRAWN = 30
"""Fewer inspections drawn at random say nothing about how often something is found."""
TWICE = 2.0
"""So many standard errors from what was learned, what the draw finds has shifted."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who learned a model, who runs it in shadow, and who wants to do the next step."""

    trained_by: str
    watched_by: str
    doer: str


def readable(trouble: ModelError) -> Refusal:
    """A file that is no model of this version is refused; the model in force stays (1)."""
    words = trouble.template.format_map(trouble.values)
    return Refusal(
        trouble.code,
        Text(words, f"模型文件不能使用：{words}"),
        law=f"{LAW}, 1",
        cure=Text(trouble.cure.format_map(trouble.values), "请用本版本重新训练；现行模型不变。"),
        kind=Kind.CONFLICT,
    )


def watched_by_another(hands: Hands) -> None:
    """Whoever learned a model is not the one who runs it in shadow (2)."""
    if hands.doer == hands.trained_by:
        raise _same(
            "You learned this model, so somebody else runs it in shadow.",
            "该模型由您训练，应由他人将其转入影子运行。",
            "2",
        )


def released_by_a_third(hands: Hands) -> None:
    """Whoever learned a model or ran it in shadow does not put it in force (3)."""
    if hands.doer in (hands.trained_by, hands.watched_by):
        raise _same(
            "You learned this model or ran it in shadow, so somebody else puts it in force.",
            "您曾训练该模型或将其转入影子运行，应由他人使其生效。",
            "3",
        )


def was_in_force(entered: bool) -> None:
    """Only a model that was in force before can be put back (4)."""
    if not entered:
        raise Refusal(
            "model.never-in-force",
            Text(
                "This model was never in force, so it cannot be put back.",
                "该模型从未生效，不能恢复。",
            ),
            law=f"{LAW}, 4",
            cure=Text("Learn it anew and run it in shadow.", "请重新训练并转入影子运行。"),
            kind=Kind.CONFLICT,
        )


def alarms_of(
    *,
    parcels: int,
    score: float,
    stabilities: Mapping[str, float],
    drawn: int,
    found: int,
    learned_rate: float,
) -> list[str]:
    """What has shifted on a day: the score, features, or what the draw finds (5).

    `learned_rate` is how often something was found among the inspections learned from.
    """
    told = []
    if parcels >= FEWEST_PARCELS:
        told += ["score"] if score > ALARM else []
        told += [f"feature: {name}" for name, one in sorted(stabilities.items()) if one > ALARM]
    if drawn >= FEWEST_DRAWN:
        error = (max(learned_rate * (1 - learned_rate), 1e-6) / drawn) ** 0.5
        if found / drawn > learned_rate + TWICE * error:
            told.append("draw")
    return told


def _same(en: str, zh: str, number: str) -> Refusal:
    return Refusal(
        "model.same-person",
        Text(en, zh),
        law=f"{LAW}, {number}",
        cure=Text("Ask a colleague who had no part in it.", "请由未参与的同事处理。"),
        kind=Kind.FORBIDDEN,
    )
