"""What a model looks at, in an officer's words."""

from dataclasses import dataclass
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from tidewaiter.engine.model.plan import Topic
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import ModelStage
from tidewaiter.surfaces.kit.words import language

STAGES = {
    ModelStage.TRAINED: __("learned"),
    ModelStage.SHADOW: __("in shadow"),
    ModelStage.IN_FORCE: __("in force"),
    ModelStage.RETIRED: __("retired"),
}

_TRAITS = {
    "goods": __("tariff code"),
    "hs2": __("chapter"),
    "hs4": __("heading"),
    "hs6": __("subheading"),
    "origin": __("origin"),
    "departure": __("departure"),
    "transit": __("route by another country"),
    "regime": __("trade mode"),
    "mass_band": __("weight"),
    "log_mass": __("weight"),
    "zeros": __("round weight"),
    "value_band": __("value"),
    "log_value": __("value"),
    "unit_band": __("value a kilogram"),
    "log_unit_value": __("value a kilogram"),
    "lines": __("number of lines"),
    "below_peers": __("price below similar goods"),
    "lighter_than_peers": __("weight beside similar goods"),
    "seller": __("merchant"),
    "platform": __("platform"),
    "carrier": __("carrier"),
    "declarant": __("declarant"),
    "consignee": __("consignee"),
    "address": __("address"),
}


def traits_in_words(traits: str) -> str:
    """Traits joined with “+” as words."""
    return " × ".join(str(_TRAITS.get(one, one)) for one in traits.split("+"))


def topic_in_words(topic: str) -> str:
    """A group of reasons as an officer reads it."""
    english, chinese = Topic(topic).words
    return chinese if language() == "zh-hans" else english


@dataclass(frozen=True)
class Told:
    """One reason of a score: what, how strongly, and what was found earlier."""

    topic: str
    trait: str
    value: str
    raises: bool
    weight: Decimal
    earlier: str


@dataclass(frozen=True)
class Scored:
    """What the model in force said of a parcel when it was decided."""

    mark: str
    risk: Decimal
    recoverable: Decimal | None
    drawn: bool
    reasons: tuple[Told, ...]


def scored(assessment: Assessment | None) -> Scored | None:
    """What a model said of a parcel; nothing where none was asked."""
    if assessment is None or assessment.model is None:
        return None
    parts = msgspec.json.decode(assessment.explained) if assessment.explained else []
    drawn = assessment.lane_by in {"random", "explored"}
    reasons = tuple(_told(part) for part in parts)
    return Scored(assessment.model, assessment.risk, assessment.recoverable, drawn, reasons)


def _told(part: dict[str, object]) -> Told:
    inspected, found = int(str(part["inspected"])), int(str(part["found"]))
    earlier = (
        _("something found in {found} of {inspected} alike").format(
            found=found, inspected=inspected
        )
        if inspected
        else ""
    )
    weight = Decimal(str(part["log_odds"])).quantize(Decimal("0.01"))
    return Told(
        topic_in_words(str(part["topic"])),
        traits_in_words(str(part["trait"])),
        str(part["value"]),
        weight > 0,
        weight,
        earlier,
    )
