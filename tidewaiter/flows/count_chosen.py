"""Count what a batch of decisions chose, by office, for the offices' budgets."""

from collections.abc import Iterable, Mapping
from heapq import nlargest
from math import ceil
from typing import Any

from tidewaiter.flows.parcel_frames import Head
from tidewaiter.risk.commands.budgets import Noted
from tidewaiter.risk.rules.budgets import KEPT, Counts
from tidewaiter.risk.states import Lane

_LEAST_KEPT = 5
"""Priorities that are kept of a batch, however small it is."""


def chosen(heads: Mapping[int, Head], decisions: Iterable[Mapping[str, Any]]) -> list[Noted]:
    """What was chosen in each office with a budget, of the decisions whose declarations' heads are
    given by their numbers.
    """
    by_office: dict[str, list[Mapping[str, Any]]] = {}
    for decision in decisions:
        head = heads.get(decision["declaration_id"])
        if head and decision["outcome"] == "accepted" and decision["little_known"] is not None:
            by_office.setdefault(head.customsCode or "", []).append(decision)
    return [_noted(office, found) for office, found in sorted(by_office.items())]


def _noted(office: str, decisions: list[Mapping[str, Any]]) -> Noted:
    counts = sum(map(_counted, decisions), Counts())
    kept = max(_LEAST_KEPT, ceil(KEPT * len(decisions)))
    open_to_choice = (decision["priority"] for decision in decisions if not _by_rule(decision))
    return Noted(office, counts, nlargest(kept, open_to_choice))


def _by_rule(decision: Mapping[str, Any]) -> bool:
    """Whether a rule sent the parcel to be opened or held, whatever the budget."""
    return decision["lane_by"] == "rule" and decision["lane"] in {Lane.INSPECTION, Lane.HOLD}


def _counted(decision: Mapping[str, Any]) -> Counts:
    return Counts(
        accepted=1,
        unknown=decision["little_known"],
        by_rule=_by_rule(decision),
        by_priority=decision["lane_by"] == "budget",
        explored=decision["lane_by"] == "explored",
        drawn=decision["propensity"] is not None and decision["lane_by"] != "explored",
        documents=decision["lane"] == Lane.DOCUMENTS,
        audit=decision["lane"] == Lane.AUDIT,
    )
