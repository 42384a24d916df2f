"""Which risk models run, what they said, and what inspections found of what they said."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from tidewaiter.base.rows import fetch
from tidewaiter.risk.models import LearnedModel
from tidewaiter.risk.states import ModelStage

RUNNING = (ModelStage.SHADOW.value, ModelStage.IN_FORCE.value)


@dataclass(frozen=True, slots=True)
class Running:
    """A model that scores parcels now."""

    pk: int
    mark: str
    stage: str


def running_models() -> tuple[Running, ...]:
    """The model in force, if there is one, and those in shadow."""
    rows = fetch(
        "SELECT id, mark, stage FROM risk_learnedmodel WHERE stage IN ('shadow', 'in-force')"
        " ORDER BY id"
    )
    return tuple(Running(*row) for row in rows)


def model_file(pk: int) -> bytes:
    """The file of a model."""
    return bytes(LearnedModel.objects.only("content").get(pk=pk).content)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a model said of a parcel, and what its inspection found."""

    risk: Decimal
    found: bool
    drawn: bool


def outcomes(pk: int, *, since: datetime) -> list[Outcome]:
    """Inspected parcels that a model had scored, in force or in shadow, with what was found."""
    rows = fetch(
        "SELECT coalesce(shadow.risk, assessment.risk), act.code <> 'nothing', act.by_draw"
        " FROM risk_inspectionact act"
        " JOIN risk_assessment assessment ON assessment.id = act.assessment_id"
        " JOIN risk_learnedmodel model ON model.id = %(pk)s::bigint"
        " LEFT JOIN risk_shadowscore shadow ON shadow.assessment_id = assessment.id"
        "   AND shadow.model_id = model.id"
        " WHERE act.stage = 'filed' AND act.filed_at >= %(since)s"
        "   AND (shadow.id IS NOT NULL OR assessment.model = model.mark) ORDER BY act.id",
        {"pk": pk, "since": since},
    )
    return [Outcome(*row) for row in rows]


def drawn_inspections(*, since: datetime, until: datetime) -> tuple[int, int]:
    """How many acts about parcels drawn at random were filed, and how many found something."""
    [(drawn, found)] = fetch(
        "SELECT count(*), count(*) FILTER (WHERE code <> 'nothing') FROM risk_inspectionact"
        " WHERE stage = 'filed' AND by_draw AND filed_at >= %(since)s AND filed_at < %(until)s",
        {"since": since, "until": until},
    )
    return drawn, found
