"""What commands on a docket have in common: the lock, the event, the next moment."""

import json
from datetime import datetime

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.models import Docket, Happening
from tidewaiter.base.docket.rules.parties import still_open
from tidewaiter.base.docket.states import OPEN, Ticking
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import insert


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
    insert(
        Happening,
        docket=docket.pk,
        at=at,
        event=event,
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        values=json.dumps(values, ensure_ascii=False),
        said=json.dumps(said or {}, ensure_ascii=False, default=str),
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
