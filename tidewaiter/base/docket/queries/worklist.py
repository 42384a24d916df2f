"""The work list of officers: open dockets by who has them and until when somebody must act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Q

from tidewaiter.base.docket.models import Docket, Seat, Subject
from tidewaiter.base.docket.models.dockets import Dockets
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.references import check
from tidewaiter.base.kernel.refusals import Refusal

SOON = timedelta(days=5)
"""What is due within so many days is due soon."""


class Whose(StrEnum):
    """Who has a docket."""

    MINE = "mine"
    UNIT = "unit"
    UNASSIGNED = "unassigned"
    ALL = "all"


class Due(StrEnum):
    """Until when somebody must act."""

    ANY = "any"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the list; everything but `whose` may stay open."""

    whose: Whose = Whose.ALL
    due: Due = Due.ANY
    kind: str = ""
    state: str = ""
    officer: int | None = None
    attention: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The last docket of a page: the next page begins after it."""

    due: datetime | None
    number: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open dockets there are of each sort, counted up to a bound."""

    mine: int
    unit: int
    soon: int
    overdue: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many open dockets an officer has, how many of them soon due and overdue."""

    officer: int
    name: str
    held: int
    soon: int
    overdue: int


def find_work(
    wanted: Wanted, *, by: Actor, at: datetime, limit: int, place: Place | None = None
) -> list[Docket]:
    """A page of the list: what is due first comes first, what has no date last."""
    found = _found(wanted, by, at).select_related("officer", "unit")
    dated = found.filter(due_at__isnull=False).order_by("due_at", "id")
    undated = found.filter(due_at=None).order_by("id")
    if place is not None and place.due is None:
        return list(undated.filter(pk__gt=place.number)[:limit])
    if place is not None:
        dated = dated.filter(due_at__gte=place.due).exclude(due_at=place.due, pk__lte=place.number)
    rows = list(dated[:limit])
    if len(rows) < limit and wanted.due is Due.ANY:
        rows += undated[: limit - len(rows)]
    return rows


def count_work(wanted: Wanted, *, by: Actor, at: datetime, most: int) -> int:
    """How many there are, counted up to a bound."""
    return _found(wanted, by, at).order_by()[:most].count()


def counts(*, by: Actor, at: datetime, most: int) -> Counts:
    """How many there are of each sort, for the tabs of the list."""

    def counted(whose: Whose, due: Due = Due.ANY) -> int:
        return count_work(Wanted(whose=whose, due=due), by=by, at=at, most=most)

    return Counts(
        counted(Whose.MINE),
        counted(Whose.UNIT),
        counted(Whose.ALL, Due.SOON),
        counted(Whose.ALL, Due.OVERDUE),
        counted(Whose.UNASSIGNED),
    )


def load(*, by: Actor, at: datetime) -> list[Load]:
    """What each officer has, the one who has most first."""
    rows = (
        Docket.objects.visible_to(by)
        .filter(closed_at=None, officer__isnull=False)
        .order_by()
        .values("officer_id", "officer__name")
        .annotate(
            held=Count("id"),
            soon=Count("id", filter=Q(due_at__gt=at, due_at__lte=at + SOON)),
            overdue=Count("id", filter=Q(due_at__lte=at)),
        )
    )
    found = [
        Load(row["officer_id"], row["officer__name"], row["held"], row["soon"], row["overdue"])
        for row in rows
    ]
    return sorted(found, key=lambda one: (-one.held, one.name))


def docket_of(reference: str, *, by: Actor) -> Docket | None:
    """The docket that is quoted by a reference, where the reader may see it."""
    found = check(reference)
    return (
        Docket.objects.visible_to(by)
        .filter(pk=found.serial, prefix=found.kind, opened_at__year=found.year)
        .first()
    )


def units_of(actor: Actor) -> Sequence[int]:
    """The units in which somebody works."""
    if actor.kind is not ActorKind.PERSON:
        return ()
    return tuple(Seat.objects.filter(person_id=actor.id).values_list("unit_id", flat=True))


def _found(wanted: Wanted, by: Actor, at: datetime) -> Dockets:
    found = Docket.objects.visible_to(by)
    if wanted.words:
        return found.filter(_named(wanted.words))
    found = found.filter(closed_at=None)
    if wanted.whose is Whose.MINE:
        found = found.filter(officer_id=by.id if by.kind is ActorKind.PERSON else None)
    elif wanted.whose is Whose.UNIT:
        found = found.filter(unit_id__in=units_of(by))
    elif wanted.whose is Whose.UNASSIGNED:
        found = found.filter(officer=None)
    if wanted.due is Due.OVERDUE:
        found = found.filter(due_at__lte=at)
    elif wanted.due is Due.SOON:
        found = found.filter(due_at__gt=at, due_at__lte=at + SOON)
    exact = {"kind": wanted.kind, "state": wanted.state, "officer_id": wanted.officer}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.filter(attention=True) if wanted.attention else found


def _named(words: str) -> Q:
    """A docket by its reference, closed ones too, or those about a thing by its number."""
    try:
        reference = check(words)
    except Refusal:
        return Q(pk__in=Subject.objects.filter(key=words.strip()).values("docket_id"))
    return Q(pk=reference.serial, prefix=reference.kind, opened_at__year=reference.year)
