"""Whom a change concerns, and when they are to be told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tidewaiter.law.changes import Change, Turn
from tidewaiter.law.loader import Law, Pack
from tidewaiter.law.model.duties import Obligation

ROLES = {
    "platform": "platform",
    "merchant": "merchant",
    "importer": "merchant",
    "payment-institution": "payment",
    "carrier": "carrier",
    "warehouse": "warehouse",
    "declarant": "agent",
}
"""For whom a duty is, and under which role such a firm is registered; others are not."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The registered roles that a change concerns, each with its business models (none = all).

    `everybody` when something is changed that no duty names, such as a rate of duty.
    """

    everybody: bool = False
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()


def affected(before: Pack, after: Pack, changes: Iterable[Change]) -> Affected:
    """Whose duties a change concerns: those changed, and those that name what is changed
    (life of a rule, 5).
    """
    models: dict[str, set[str]] = {}
    everybody = False
    for change in changes:
        law = (before if change.turn is Turn.ENDED else after).on(change.on)
        duties = list(_duties(law, change))
        everybody |= not duties
        for duty in duties:
            role = ROLES.get(duty.who)
            if role is not None:
                models.setdefault(role, set()).update(duty.models or {""})
    roles = (
        (role, () if "" in named else tuple(sorted(named)))
        for role, named in sorted(models.items())
    )
    return Affected(everybody, tuple(roles))


def concerns(concerned: Affected, roles: Iterable[str], models: Iterable[str]) -> bool:
    """Whether a firm with these roles and declared models is affected; one that has declared no
    models may trade in any (life of a rule, 5).
    """
    if concerned.everybody:
        return True
    declared = set(models)
    return any(
        role in set(roles) and (not named or not declared or bool(declared & set(named)))
        for role, named in concerned.roles
    )


def step_due(enters_on: date, steps: Iterable[int], *, on: date) -> int | None:
    """Which of the notices is due on a day: the last one whose day has come (life of a rule, 5).

    After a day on which nothing ran the notice is given late; when two days have passed, only
    the later notice.
    """
    come = [step for step in steps if enters_on - timedelta(days=step) <= on]
    return min(come) if come and on < enters_on else None


def _duties(law: Law, change: Change) -> Iterable[Obligation]:
    if change.kind == "obligation":
        found = law.obligations.get(change.id)
        return [found] if found else []
    if change.kind == "penalty":
        named = {each.id for each in law.violations.values() if change.id in each.penalties}
        return [duty for duty in law.obligations.values() if duty.violation in named]
    field = {"value": "value", "timer": "timer", "violation": "violation"}.get(change.kind)
    if field is None:
        return []
    return [duty for duty in law.obligations.values() if getattr(duty, field) == change.id]
