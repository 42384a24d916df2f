"""What somebody has to do: the duties that declared facts bring, each with why and with whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidewaiter.law.answers.facts import (
    HARM,
    MEMBER_STATE,
    ROLE,
    Facts,
    because,
    declare,
    holds,
    possible,
    undeclared,
)
from tidewaiter.law.answers.responsibility import Responsible, responsible
from tidewaiter.law.answers.trade import model_of
from tidewaiter.law.model.clocks import Timer
from tidewaiter.law.model.duties import Obligation
from tidewaiter.law.model.sanctions import Penalty, Violation
from tidewaiter.law.model.words import Title

UNION = "EU"

if TYPE_CHECKING:
    from tidewaiter.law.loader import Law


@dataclass(frozen=True, slots=True)
class Duty:
    """An obligation that applies, why it does, who watches it, and what follows if it is not met.

    `responsible` is None only for an obligation that names no matter.
    """

    obligation: Obligation
    why: Title
    responsible: Responsible | None
    timer: Timer | None
    violation: Violation | None
    penalties: tuple[Penalty, ...]


def duties_of(law: "Law", facts: Facts, who: str) -> tuple[Duty, ...]:
    """The duties of somebody (platform, merchant, …) when these facts are declared."""
    return tuple(_duty(law, each, facts, who) for each in obligations_of(law, facts, who))


def obligations_of(law: "Law", facts: Facts, who: str) -> tuple[Obligation, ...]:
    """The obligations of somebody when these facts are declared.

    Raises Unclear where a fact or an answer is not known to the pack.
    """
    declared, models = declare(law, facts), model_of(law, facts).models
    return tuple(
        obligation
        for obligation in law.obligations.values()
        if obligation.who == who
        and (not obligation.models or obligation.models & models)
        and holds(obligation.when, declared)
    )


def questions(law: "Law", facts: Facts, who: str) -> tuple[str, ...]:
    """The facts not declared yet that could bring somebody more obligations."""
    declared, trade = declare(law, facts), model_of(law, facts)
    asked = set(trade.open)
    for obligation in law.obligations.values():
        if obligation.who != who or not possible(obligation.when, declared):
            continue
        if not obligation.models or obligation.models & trade.models:
            asked |= undeclared(obligation.when, declared)
    return tuple(sorted(asked))


def _duty(law: "Law", obligation: Obligation, facts: Facts, who: str) -> Duty:
    declared, violation = declare(law, facts), law.violations.get(obligation.violation)
    watching = None
    if obligation.matter is not None:
        harm = {HARM: obligation.harm} if obligation.harm else {}
        watching = responsible(law, obligation.matter, {**facts, ROLE: who, **harm})
    return Duty(
        obligation=obligation,
        why=because(law, obligation.when, declared),
        responsible=watching,
        timer=law.timers.get(obligation.timer),
        violation=violation,
        penalties=tuple(
            law.penalties[name]
            for name in (violation.penalties if violation else ())
            if name in law.penalties and _there(law.penalties[name], declared)
        ),
    )


def _there(penalty: Penalty, declared: Mapping[str, frozenset[str]]) -> bool:
    """Whether a penalty is one of the whole union, or of a member state that was declared.

    Where none was declared, those of all states may follow.
    """
    states = {state.upper() for state in declared.get(MEMBER_STATE, ())}
    return not states or penalty.territory in {"", UNION, *states}
