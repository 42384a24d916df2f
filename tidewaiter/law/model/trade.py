"""What a trade is: the facts that a person declares, and the models that are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from enum import StrEnum

from tidewaiter.law.model.words import Entry, Reference, Title

When = Mapping[str, frozenset[str]]
"""What must hold: for each fact the choices of which one must be declared."""


class ModelKind(StrEnum):
    """Within one kind models exclude each other; a trade is one of `trade` plus any of the rest."""

    TRADE = "trade"
    SELLER = "seller"
    SALE = "sale"
    ROLE = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A question about the trade and its possible answers, by the id of the answer."""

    id: str
    title: Title
    help: Title | None
    choices: Mapping[str, Title]
    since: Day | None = None
    until: Day | None = None
    reference: Reference | None = None
    verified: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mode:
    """A code by which customs call a model in one direction."""

    code: str
    direction: str
    title: Title


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessModel(Entry):
    """A way to trade: it holds when every fact that it names was declared as it says."""

    id: str
    title: Title
    definition: Title
    when: When
    modes: tuple[Mode, ...]
    kind: ModelKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGroup(Entry):
    """Goods that a rule speaks of, as prefixes of the tariff code."""

    id: str
    title: Title
    prefixes: tuple[str, ...]

    def holds(self, code: str) -> bool:
        """Whether a tariff code belongs to the group."""
        return code.startswith(self.prefixes)
