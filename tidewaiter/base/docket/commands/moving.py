"""Bring a docket from one state to the next, with all that a move brings about."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tidewaiter.base.docket.commands.clocks import end, go_on, halt, start
from tidewaiter.base.docket.commands.inside import locked, rest, tell
from tidewaiter.base.docket.commands.letters import send_template
from tidewaiter.base.docket.commands.reasons import issue_draft
from tidewaiter.base.docket.kinds import AUTHORITY, Kind
from tidewaiter.base.docket.models import Docket, Duty
from tidewaiter.base.docket.queries.who import held_before, held_in, officer, roles_of
from tidewaiter.base.docket.rules.apart import hold_apart
from tidewaiter.base.docket.rules.moves import own_move, said_enough
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission


@transaction.atomic
def move(
    docket: Docket,
    verb: str,
    kind: Kind,
    given: Mapping[str, Any] | None = None,
    *,
    by: Actor,
    at: datetime,
) -> Docket:
    """Make a move of the kind: permission, side, duties and form are held against the rules."""
    step, told = kind.steps[verb], dict(given or {})
    if by.kind is not ActorKind.SYSTEM:
        by.must(Permission(kind.life.moves[verb].permission))
    found = locked(docket, closed_too=True)
    own_move(
        step, roles=roles_of(found, by), officer=officer(by), system=by.kind is ActorKind.SYSTEM
    )
    said_enough(step, told)
    after = kind.life.next(found.state, verb)
    if step.duty:
        _act_as(found, step.duty, by=by, at=at)
    if step.decides:
        issue_draft(found, kind, verb, by=by, at=at)
    arrive(found, verb, kind, after, told, since=at, by=by, at=at)
    rest(found)
    return found


def arrive(
    docket: Docket,
    verb: str,
    kind: Kind,
    after: str,
    said: Mapping[str, Any],
    *,
    since: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """What follows from a move: the state, clocks, letters, publication; the docket is locked.

    `since` is when the move took effect in law: for one that a clock makes, the end of its time.
    """
    step, before = kind.steps[verb], docket.state
    docket.state, docket.state_since = after, since
    if step.by == AUTHORITY and by.kind is ActorKind.PERSON:
        docket.attention = False
    tell(
        docket, "moved", by=by, at=at, said=_plain(said), move=verb, before=before, after=after,
        since=since.isoformat(),
    )  # fmt: skip
    end(docket, step.meets, "meet", by=by, at=at)
    for timer in docket.timers.filter(clock__in=step.stops, state=Ticking.RUNNING):
        halt(docket, timer, reason=step.stops[timer.clock], by=by, at=at)
    for timer in docket.timers.filter(clock__in=step.resumes, state=Ticking.STOPPED):
        go_on(docket, timer, by=by, at=at)
    if after in kind.final:
        docket.closed_at = at
        left = tuple(name for name, clock in kind.clocks.items() if not clock.outlives)
        end(docket, left, "cancel", by=by, at=at)
    else:
        docket.closed_at = None
    for clock in kind.starts(verb):
        start(docket, kind, clock, since=since, by=by, at=at)
    if step.publishes:
        publish(docket, by=by, at=at)
    if step.unpublishes:
        unpublish(docket, by=by, at=at)
    for name in step.letters:
        send_template(docket, kind, name, by=by, at=at)


def publish(docket: Docket, *, by: Actor, at: datetime) -> None:
    """Let the public be told of the docket from now."""
    docket.published_at, docket.unpublished_at = at, None
    tell(docket, "published", by=by, at=at)


def unpublish(docket: Docket, *, by: Actor, at: datetime) -> None:
    """Let the public be told of the docket no longer."""
    if docket.published_at is not None and docket.unpublished_at is None:
        docket.unpublished_at = at
        tell(docket, "unpublished", by=by, at=at)


def _act_as(docket: Docket, duty: str, *, by: Actor, at: datetime) -> None:
    hold_apart(
        duty,
        doer=by.id,
        held=held_in(docket),
        before=held_before(docket),
        consents=frozenset(docket.consents),
    )
    if by.kind is ActorKind.PERSON:
        Duty.objects.get_or_create(docket=docket, duty=duty, person=by.id, defaults={"since": at})


def _plain(said: Mapping[str, Any]) -> dict[str, object]:
    return {name: _written(value) for name, value in said.items() if value not in (None, "", [])}


def _written(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
