"""What a model looks at, in an officer's words."""

from dataclasses import dataclass
from decimal import Decimal

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.engine.model.plan import Topic
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import ModelStage
from tidewaiter.surfaces.kit.words import language

STAGES = {
    ModelStage.TRAINED: gettext_lazy("learned"),
    ModelStage.SHADOW: gettext_lazy("in shadow"),
    ModelStage.IN_FORCE: gettext_lazy("in force"),
    ModelStage.RETIRED: gettext_lazy("retired"),
}

_TRAITS = {
    "goods": gettext_lazy("tariff code"),
    "hs2": gettext_lazy("chapter"),
    "hs4": gettext_lazy("heading"),
    "hs6": gettext_lazy("subheading"),
    "origin": gettext_lazy("origin"),
    "departure": gettext_lazy("departure"),
    "transit": gettext_lazy("route by another country"),
    "regime": gettext_lazy("trade mode"),
    "mass_band": gettext_lazy("weight"),
    "log_mass": gettext_lazy("weight"),
    "zeros": gettext_lazy("round weight"),
    "value_band": gettext_lazy("value"),
    "log_value": gettext_lazy("value"),
    "unit_band": gettext_lazy("value a kilogram"),
    "log_unit_value": gettext_lazy("value a kilogram"),
    "lines": gettext_lazy("number of lines"),
    "below_peers": gettext_lazy("price below similar goods"),
    "lighter_than_peers": gettext_lazy("weight beside similar goods"),
    "seller": gettext_lazy("merchant"),
    "platform": gettext_lazy("platform"),
    "carrier": gettext_lazy("carrier"),
    "declarant": gettext_lazy("declarant"),
    "consignee": gettext_lazy("consignee"),
    "address": gettext_lazy("address"),
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
