"""The moves that somebody may make with a docket now, and what still stands in the way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.kinds import Kind, Step
from tidewaiter.base.docket.models import Docket, Statement
from tidewaiter.base.docket.queries.reasons import reasons_of
from tidewaiter.base.docket.queries.who import held_before, held_in, officer, roles_of
from tidewaiter.base.docket.rules.apart import hold_apart
from tidewaiter.base.docket.rules.moves import own_move
from tidewaiter.base.docket.rules.reasons import wanting
from tidewaiter.base.docket.states import Standing
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that somebody may make, or might if it were not for what is `missing`."""

    verb: str
    step: Step
    missing: tuple[Refusal, ...] = ()
    needs_reasons: bool = False


def offers(docket: Docket, kind: Kind, *, by: Actor, at: datetime) -> tuple[Offer, ...]:
    """The moves of the docket's state for which somebody has the permission and the side."""
    roles, office = roles_of(docket, by), officer(by)
    system = by.kind is ActorKind.SYSTEM
    held, before = held_in(docket), held_before(docket)
    draft = docket.statements.filter(standing=Standing.DRAFT).first()
    found = []
    for verb in kind.life.verbs_from(docket.state):
        step = kind.steps[verb]
        own = not _refused(
            lambda step=step: own_move(step, roles=roles, officer=office, system=system)
        )
        if not own or not by.may(Permission(kind.life.moves[verb].permission)):
            continue
        missing = list(
            _refused(
                lambda step=step: hold_apart(
                    step.duty, doer=by.id, held=held, before=before,
                    consents=frozenset(docket.consents),
                )
            )
            if step.duty
            else ()
        )  # fmt: skip
        written = draft is not None and draft.verb == verb
        if step.decides and written:
            missing += lacking(docket, kind, draft, at=at)
        found.append(Offer(verb, step, tuple(missing), step.decides and not written))
    return tuple(found)


def lacking(docket: Docket, kind: Kind, draft: Statement, *, at: datetime) -> tuple[Refusal, ...]:
    """What a draft of reasons still lacks."""
    law = clocks.load(docket.pack).on(clocks.day_of(at))
    appeal = bool(kind.appeal) and kind.timer_of(kind.appeal, docket.pack) is not None
    return tuple(wanting(reasons_of(draft, law=law, appeal=appeal)))


def _refused(ask: Callable[[], None]) -> tuple[Refusal, ...]:
    try:
        ask()
    except Refusal as refusal:
        return (refusal,)
    return ()
