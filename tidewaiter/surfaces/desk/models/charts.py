"""How a model does, as charts: precision at a budget, calibration, drift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tidewaiter.engine.model.drift import ALARM
from tidewaiter.risk.models import LearnedModel, ModelDay
from tidewaiter.risk.queries.learned import outcomes
from tidewaiter.risk.rules.performance import wilson
from tidewaiter.surfaces.kit.parts import Chart, Series

BUDGETS = (1, 2, 5, 10)
FEWEST = 20
"""Fewer inspections of parcels that a model scored say nothing."""
HUNDRED = 100


@dataclass(frozen=True)
class Live:
    """What inspections found of parcels that a model had scored: the upper half and the lower."""

    inspected: int
    expected: float
    found: int
    interval: Any


def charts_of(model: LearnedModel, days: Sequence[ModelDay]) -> tuple[Chart, ...]:
    """The charts of a model; those for which there are no figures are left out."""
    quality = model.facts["quality"]
    charts = []
    if quality:
        charts.append(
            Chart(
                "precision",
                _("Share with a finding among the highest scores, per cent"),
                "%",
                tuple(_("highest {share} %").format(share=one) for one in BUDGETS),
                (
                    Series("inspection", _("by the model"),
                           tuple(_percent(quality[f"p_at_{one}"]) for one in BUDGETS)),
                    Series("audit", _("drawn at random"),
                           tuple(_percent(quality["base"]) for _one in BUDGETS)),
                ),
                stacked=False,
                along=_("Budget"),
            )
        )  # fmt: skip
    if groups := quality.get("reliability", []):
        charts.append(
            Chart(
                "calibration",
                _("What the model says and what was found, per cent"),
                "%",
                tuple(str(number) for number in range(1, len(groups) + 1)),
                (
                    Series("audit", _("said"), tuple(_percent(one["said"]) for one in groups)),
                    Series(
                        "inspection", _("found"), tuple(_percent(one["found"]) for one in groups)
                    ),
                ),
                stacked=False,
                along=_("Group, from the lowest score to the highest"),
            )
        )  # fmt: skip
    if days:
        shown = list(reversed(days))
        charts.append(
            Chart(
                "drift",
                _("Shift of the score since the model was learned, hundredths of the index"),
                "",
                tuple(f"{one.day:%m-%d}" for one in shown),
                (
                    Series(
                        "audit", _("shift"), tuple(_percent(one.score_stability) for one in shown)
                    ),
                    Series("rejected", _("alarm from"), tuple(_percent(ALARM) for _day in shown)),
                ),
                stacked=False,
                along=_("Day"),
            )
        )  # fmt: skip
    return tuple(charts)


def live_figures(pk: int, *, since: datetime) -> Live | None:
    """What inspections found since a moment of parcels that the model had scored."""
    told = outcomes(pk, since=since)
    if len(told) < FEWEST:
        return None
    found = sum(one.found for one in told)
    expected = float(sum(one.risk for one in told))
    return Live(len(told), expected, found, wilson(found, len(told)))


def _percent(part: float) -> float:
    return round(part * HUNDRED, 1)
