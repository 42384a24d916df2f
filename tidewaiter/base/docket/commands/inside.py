"""What commands on a docket have in common: the lock, the event, and who is who."""

from datetime import datetime

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.models import Docket, Duty, Happening, Party
from tidewaiter.base.docket.rules.parties import still_open
from tidewaiter.base.docket.states import OPEN, Ticking
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission


def locked(docket: Docket, *, closed_too: bool = False) -> Docket:
    """The docket as it is now, under the lock that every command on it takes first."""
    found = Docket.objects.select_for_update(of=("self",)).get(pk=docket.pk)
    if not closed_too:
        still_open(closed=found.closed_at is not None, reference=found.reference)
    return found


def tell(
    docket: Docket,
    event: str,
    *,
    by: Actor,
    at: datetime,
    said: dict[str, object] | None = None,
    for_parties: bool = True,
    **values: object,
) -> None:
    """Write an event into the history of a docket and its codes and numbers into the trail."""
    Happening.objects.create(
        docket=docket,
        at=at,
        event=event,
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        values=values,
        said=said or {},
        for_parties=for_parties,
    )
    plain = {name: value for name, value in values.items() if not isinstance(value, dict)}
    record(verb=f"docket.{event}", thing=docket, by=by, at=at, **plain)


def rest(docket: Docket) -> None:
    """Note until when somebody has something to do, and when a clock has; the docket is saved."""
    timers = list(
        docket.timers.filter(state__in=[*OPEN, Ticking.STOPPED]).values_list(
            "due_at", "clock", "next_at", "state"
        )
    )
    due = sorted((due, clock) for due, clock, _next, state in timers if due and state in OPEN)
    docket.due_at, docket.due_clock = due[0] if due else (None, "")
    docket.wake_at = min((next_ for *_rest, next_, _state in timers if next_), default=None)
    docket.save()


def officer(actor: Actor) -> bool:
    """Whether somebody acts for the office."""
    return actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_SEE)


def roles_of(docket: Docket, actor: Actor) -> frozenset[str]:
    """In which roles the organisation of somebody takes part."""
    if officer(actor) or actor.organisation_code is None:
        return frozenset()
    parties = Party.objects.filter(
        docket=docket, organisation__code=actor.organisation_code, left_at=None
    )
    return frozenset(parties.values_list("role", flat=True))


def held_in(docket: Docket) -> dict[str, set[str]]:
    """The persons by the duty that they have had in a docket."""
    return _by_duty(Duty.objects.filter(docket=docket).values_list("duty", "person"))


def held_before(docket: Docket) -> dict[str, dict[str, set[str]]]:
    """The same of the dockets to which it is related, by relation."""
    found: dict[str, dict[str, set[str]]] = {}
    for relation in docket.relations.all():
        there = found.setdefault(relation.relation, {})
        for duty, persons in held_in(relation.other).items():
            there.setdefault(duty, set()).update(persons)
    return found


def _by_duty(rows: object) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for duty, person in rows:  # type: ignore[attr-defined]
        found.setdefault(duty, set()).add(person)
    return found
