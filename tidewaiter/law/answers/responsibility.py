"""Who is responsible: exactly one institution with the reason, or a conflict with its name."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeVar

from tidewaiter.law.answers.facts import Facts, because, declare, holds, possible, undeclared
from tidewaiter.law.model.duties import MATTERS, Competence, Institution, Matter
from tidewaiter.law.model.words import Title

if TYPE_CHECKING:
    from tidewaiter.law.loader import Law


class Conflict(StrEnum):
    """Why nobody can be named."""

    TWO_LEADS = "two-leads"
    NO_LEAD = "no-lead"


@dataclass(frozen=True, slots=True)
class Responsible:
    """One lead, or a conflict; in both cases the reason.

    `competence` gives the lead its power; `beaten` are those that hold too and stand behind it;
    `claimants` are the leads that contradict each other. `open` are facts that were not declared
    and could still change the answer.
    """

    matter: Matter
    lead: Institution | None
    competence: Competence | None
    supporting: tuple[Institution, ...]
    informed: tuple[Institution, ...]
    beaten: tuple[Competence, ...]
    conflict: Conflict | None
    claimants: tuple[Institution, ...]
    reason: Title
    open: tuple[str, ...]


class Power(Protocol):
    """What decides between competences."""

    @property
    def when(self) -> Mapping[str, Collection[str]]: ...

    @property
    def lead(self) -> str: ...

    @property
    def order(self) -> int: ...


P = TypeVar("P", bound=Power)


def first(powers: Iterable[P], declared: Mapping[str, frozenset[str]]) -> tuple[list[P], list[P]]:
    """Those of the powers that hold: the first in order, and the others behind them."""
    held = sorted((p for p in powers if holds(p.when, declared)), key=lambda p: p.order)
    front = [power for power in held if power.order == held[0].order]
    return front, held[len(front) :]


def responsible(law: "Law", matter: Matter | str, facts: Facts) -> Responsible:
    """Who leads in a matter when these facts are declared, with the reason.

    Raises Unclear where a fact or an answer is not known to the pack, ValueError where the
    matter is not known at all.
    """
    matter, declared = Matter(matter), declare(law, facts)
    powers = [
        competence
        for competence in law.competences.values()
        if competence.matter is matter and competence.lead in law.institutions
    ]
    front, behind = first(powers, declared)
    leads = tuple(dict.fromkeys(law.institutions[power.lead] for power in front))
    rank = front[0].order if front else None
    asked = sorted(
        {
            name
            for power in powers
            if (rank is None or power.order <= rank) and possible(power.when, declared)
            for name in undeclared(power.when, declared)
        }
    )
    if len(leads) == 1:
        power = front[0]
        reason = _lead(leads[0], power, behind, matter, because(law, power.when, declared))
        conflict = None
    else:
        conflict = Conflict.TWO_LEADS if leads else Conflict.NO_LEAD
        reason = _two(leads, front, matter) if leads else _none(matter)
    settled = conflict is None
    return Responsible(
        matter=matter,
        lead=leads[0] if settled else None,
        competence=front[0] if settled else None,
        supporting=_named(law, front[0].supporting) if settled else (),
        informed=_named(law, front[0].informed) if settled else (),
        beaten=tuple(behind),
        conflict=conflict,
        claimants=() if settled else leads,
        reason=reason,
        open=tuple(asked),
    )


def _lead(
    lead: Institution, power: Competence, behind: list[Competence], matter: Matter, why: Title
) -> Title:
    en = f"{lead.title.en} leads in {MATTERS[matter].en}: `{power.id}` applies ({why.en})"
    zh = f"{MATTERS[matter].zh}由{lead.title.zh}主管：适用“{power.id}”（{why.zh}）"
    if behind:
        names = ", ".join(f"`{each.id}` ({each.order})" for each in behind)
        en += f" and, with rank {power.order}, goes before {names}"
        zh += f"，其顺位{power.order}先于{names}"
    return Title(f"{en}.", f"{zh}。")


def _two(leads: tuple[Institution, ...], front: list[Competence], matter: Matter) -> Title:
    names = ", ".join(f"`{each.id}`" for each in front)
    return Title(
        f"Two institutions lead in {MATTERS[matter].en} at once: "
        f"{' and '.join(lead.title.en for lead in leads)} ({names}). "
        "A supervisor must decide between them; until then either of them takes an enquiry.",
        f"{MATTERS[matter].zh}同时有两个主管机关：{'、'.join(lead.title.zh for lead in leads)}"
        f"（{names}）。须由上级指定；在此之前，任一机关均应受理。",
    )


def _none(matter: Matter) -> Title:
    return Title(
        f"The pack names no institution that leads in {MATTERS[matter].en} for what was declared. "
        "A supervisor must name one.",
        f"就所申报的情形，本法规包未指定{MATTERS[matter].zh}的主管机关，须由上级指定。",
    )


def _named(law: "Law", names: Iterable[str]) -> tuple[Institution, ...]:
    return tuple(law.institutions[name] for name in names if name in law.institutions)
