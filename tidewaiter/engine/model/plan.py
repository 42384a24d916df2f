"""What a model looks at: which traits it crosses, counts, measures and remembers.

A plan is data. The plan of parcels stands in `parcels.py`; the benchmark on public declarations
brings its own. Names of traits are those of `traits.py`; a crossing joins them with `+`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any


class Topic(StrEnum):
    """The groups in which an officer reads reasons."""

    GOODS = "goods"
    ROUTE = "route"
    REGIME = "regime"
    VALUE = "value"
    MASS = "mass"
    SELLER = "seller"
    CONSIGNEE = "consignee"
    TEXT = "text"
    HISTORY = "history"

    @property
    def words(self) -> tuple[str, str]:
        """The topic in English and Chinese."""
        return _WORDS[self]


_WORDS: Mapping[Topic, tuple[str, str]] = MappingProxyType(
    {
        Topic.GOODS: ("class of goods", "商品类别"),
        Topic.ROUTE: ("origin and route", "原产地与路线"),
        Topic.REGIME: ("tax treatment", "征税方式"),
        Topic.VALUE: ("value against peers", "与同类商品相比的价值"),
        Topic.MASS: ("mass and quantity", "重量与数量"),
        Topic.SELLER: ("seller, platform and carrier", "卖家、平台与承运人"),
        Topic.CONSIGNEE: ("links of the consignee", "收件人关联"),
        Topic.TEXT: ("meaning of the description", "商品描述的含义"),
        Topic.HISTORY: ("earlier inspections", "以往查验"),
    }
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """Traits that are looked at together: how often parcels of this kind had a finding."""

    traits: str
    topic: Topic

    @property
    def parts(self) -> tuple[str, ...]:
        """The traits, in order."""
        return tuple(self.traits.split("+"))


@dataclass(frozen=True, slots=True)
class Share:
    """How large a part of the parcels of kind `within` is of kind `traits`: what is unusual."""

    traits: str
    within: str
    topic: Topic


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of the parcel. `direction` 1: more never lowers the chance; -1: never raises it."""

    trait: str
    topic: Topic
    direction: int = 0


SILENT = 1e9
"""The trust of a memory that says nothing."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Traits whose earlier inspections move the chance directly, while they are fresh.

    `trust` is how many inspections weigh as much as the prior until validation has set it; without
    one the memory is silent until then.
    """

    traits: str
    topic: Topic
    trust: float = SILENT


@dataclass(frozen=True)
class Plan:
    """Everything a model looks at.

    `profile` are the traits that make two parcels the same case: they get one vote between them
    and are never parted between folds. `memories` go from the general to the particular.
    """

    name: str
    profile: tuple[str, ...]
    crossings: tuple[Crossing, ...]
    counted: tuple[str, ...]
    shares: tuple[Share, ...]
    measures: tuple[Measure, ...]
    memories: tuple[Memory, ...]
    meaning: bool = True

    def __post_init__(self) -> None:
        known = {crossing.traits for crossing in self.crossings}
        named = {*self.counted, *(s.traits for s in self.shares), *(s.within for s in self.shares)}
        if missing := sorted(named - known):
            raise ValueError(f"Plan {self.name} counts {', '.join(missing)} without crossing it.")

    @property
    def names(self) -> tuple[str, ...]:
        """All traits that crossings and memories are made of."""
        found: dict[str, None] = {}
        for each in (*(c.traits for c in self.crossings), *(m.traits for m in self.memories)):
            found.update(dict.fromkeys(each.split("+")))
        found.update(dict.fromkeys(self.profile))
        return tuple(found)

    def as_json(self) -> dict[str, Any]:
        """The plan as it stands in a model file."""
        return {
            "name": self.name,
            "profile": list(self.profile),
            "crossings": [[c.traits, c.topic.value] for c in self.crossings],
            "counted": list(self.counted),
            "shares": [[s.traits, s.within, s.topic.value] for s in self.shares],
            "measures": [[m.trait, m.topic.value, m.direction] for m in self.measures],
            "memories": [[m.traits, m.topic.value, m.trust] for m in self.memories],
            "meaning": self.meaning,
        }


def read_plan(data: Mapping[str, Any]) -> Plan:
    """A plan as it stands in a model file."""
    return Plan(
        name=data["name"],
        profile=tuple(data["profile"]),
        crossings=tuple(Crossing(t, Topic(p)) for t, p in data["crossings"]),
        counted=tuple(data["counted"]),
        shares=tuple(Share(t, w, Topic(p)) for t, w, p in data["shares"]),
        measures=tuple(Measure(t, Topic(p), d) for t, p, d in data["measures"]),
        memories=tuple(Memory(t, Topic(p), m) for t, p, m in data["memories"]),
        meaning=data["meaning"],
    )
