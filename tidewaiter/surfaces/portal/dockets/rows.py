"""Dockets in lists of the portal: where each stands, and what it asks of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.queries.offers import offers
from tidewaiter.base.docket.queries.who import roles_of
from tidewaiter.base.docket.states import OPEN, Ticking
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import REGISTERED, kind_of
from tidewaiter.surfaces.kit.dockets.telling import days_left, title_of
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Row:
    """A docket in a list: what one can do with it now, and until when."""

    id: int
    reference: str
    title: str
    kind: str
    state: str
    since: datetime
    closed: bool
    moves: tuple[str, ...] = ()
    due: date | None = None
    left: str = ""
    late: bool = False


def row(docket: Docket, *, by: Actor, at: datetime) -> Row:
    """A docket as its party sees it in a list."""
    kind, spoken = kind_of(docket), language()
    moves = () if docket.closed_at else offers(docket, kind, by=by, at=at)
    roles = roles_of(docket, by)
    running = docket.timers.filter(state__in=OPEN, against__in=roles, due_on__isnull=False)
    timer = running.order_by("due_at").first()
    left = (timer.left(on=day_of(at)) or 0) if timer else 0
    return Row(
        docket.pk,
        docket.reference,
        title_of(docket, kind),
        kind.title.in_language(spoken),
        kind.state_name(docket.state).in_language(spoken),
        docket.state_since,
        docket.closed_at is not None,
        tuple(one.step.label.in_language(spoken) for one in moves if not one.missing),
        timer.due_on if timer else None,
        days_left(left) if timer else "",
        timer is not None and (left < 0 or timer.state == Ticking.OVERDUE),
    )


def rows(dockets: Iterable[Docket], *, by: Actor, at: datetime) -> tuple[Row, ...]:
    """Several of them."""
    return tuple(row(one, by=by, at=at) for one in dockets if one.kind in REGISTERED)
