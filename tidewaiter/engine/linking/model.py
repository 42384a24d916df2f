"""A model of linking: what is compared, how much each outcome says, and in which words.

After Fellegi and Sunter (1969): an outcome that is m likely between two spellings of one party and
u likely between two parties adds log2(m/u) to the weight of a link.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "models"
KINDS = ("address", "consignee", "seller")
"""What is linked. Addresses come first: a consignee's home is the cluster of its address."""


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: the first whose condition holds counts."""

    en: str = ""
    zh: str = ""
    m: float = 1.0
    u: float = 1.0
    same: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    alike: str = ""
    at_least: float = 0.0

    @property
    def weight(self) -> float:
        """What the outcome adds, in bits; nothing where a field is absent."""
        return 0.0 if self.absent else math.log2(self.m / self.u)

    def sql(self) -> str:
        """The condition as the linkage library takes it, on columns ending in _l and _r."""
        if self.absent:
            return " AND ".join(f"({f}_l IS NULL OR {f}_r IS NULL)" for f in self.absent)
        if self.alike:
            return f"jaro_winkler_similarity({self.alike}_l, {self.alike}_r) >= {self.at_least}"
        return " AND ".join(f"{field}_l = {field}_r" for field in self.same) or "ELSE"

    def holds(self, left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
        """The same condition on two nodes; likeness of texts is left to the library."""
        if self.absent:
            return all(left.get(f) is None or right.get(f) is None for f in self.absent)
        if self.alike:
            raise ValueError("likeness is compared by the linkage library only")
        return all(left.get(f) is not None and left.get(f) == right.get(f) for f in self.same)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, and its outcomes from the most to the least alike."""

    name: str
    en: str
    zh: str
    levels: tuple[Level, ...]

    def outcome(self, left: Mapping[str, Any], right: Mapping[str, Any]) -> int:
        """The place of the level that two nodes reach."""
        return next(place for place, level in enumerate(self.levels) if level.holds(left, right))


@dataclass(frozen=True, slots=True)
class Model:
    """How nodes of one kind are linked."""

    kind: str
    links_per_node: float
    threshold: float
    blocks: tuple[tuple[str, ...], ...]
    comparisons: tuple[Comparison, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are compared or blocked on."""
        named = [field for block in self.blocks for field in block]
        for comparison in self.comparisons:
            for level in comparison.levels:
                named += [*level.same, *level.absent, *([level.alike] if level.alike else [])]
        return tuple(dict.fromkeys(named))

    def prior(self, nodes: int) -> float:
        """The weight of a link before anything is compared, in bits.

        The more nodes, the rarer two of them are one. The number is rounded up to a power of two,
        so that weights do not drift from night to night.
        """
        size = 2 ** math.ceil(math.log2(max(nodes, 2)))
        chance = min(2 * self.links_per_node / size, 0.5)
        return math.log2(chance / (1 - chance))

    @property
    def least(self) -> float:
        """The weight from which a link holds, in bits."""
        return math.log2(self.threshold / (1 - self.threshold))

    def weigh(
        self, left: Mapping[str, Any], right: Mapping[str, Any], *, nodes: int
    ) -> tuple[float, tuple[int, ...]]:
        """The weight of a link between two nodes, and the outcome of each comparison."""
        outcomes = tuple(one.outcome(left, right) for one in self.comparisons)
        return self.total(outcomes, nodes=nodes), outcomes

    def total(self, outcomes: Sequence[int], *, nodes: int) -> float:
        """The weight that outcomes add up to."""
        told = zip(self.comparisons, outcomes, strict=True)
        return self.prior(nodes) + sum(one.levels[place].weight for one, place in told)


def probability(weight: float) -> float:
    """How likely two nodes of that weight are one."""
    return 1 / (1 + 2.0**-weight) if weight > -512 else 0.0


@cache
def load_model(kind: str) -> Model:
    """The shipped model of a kind."""
    return read_model(yaml.safe_load((FOLDER / f"{kind}.yaml").read_text("utf-8")))


def read_model(told: Mapping[str, Any]) -> Model:
    """A model from its document; raises ValueError where an outcome has no sensible numbers."""
    comparisons = []
    for one in told["comparisons"]:
        levels = []
        for level in one["levels"]:
            lists = {key: tuple(level[key]) for key in ("same", "absent") if key in level}
            levels.append(Level(**{**level, **lists}))
        for level in levels:
            if not (0 < level.m <= 1 and 0 < level.u <= 1):
                raise ValueError(f"{told['kind']}: {one['name']}: m and u lie between 0 and 1.")
        comparisons.append(Comparison(one["name"], one["en"], one["zh"], tuple(levels)))
    return Model(
        told["kind"],
        float(told["links_per_node"]),
        float(told["threshold"]),
        tuple(tuple(block) for block in told["blocks"]),
        tuple(comparisons),
    )
