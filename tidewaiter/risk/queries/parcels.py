"""Parcels as an officer looks for them: by standing, words, numbers, persons and dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from tidewaiter.base.identity.actors import Actor
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Awaited, Declaration, Request
from tidewaiter.intake.queries import first_declaration_from, waiting_for, wholly_returned
from tidewaiter.risk.models import Assessment, Reason
from tidewaiter.risk.queries.figures import first_decision_from
from tidewaiter.risk.states import Lane, Outcome


@dataclass(frozen=True)
class Wanted:
    """Which parcels somebody looks for; everything that is given must hold."""

    standings: frozenset[str] = frozenset()
    """Lanes, and rejected, waiting, cancelled, returned."""
    reason: str = ""
    platform: str = ""
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    """Words of the goods, the merchant or the numbers, as `search_words` gives them."""
    waiting_for: str = ""
    declarations: frozenset[int] | None = None
    """Only these declarations."""
    person: Mapping[str, UUID] = field(default_factory=dict)
    """Indexes of one person by columns of the declaration; any of them."""


class Place(NamedTuple):
    """A place in a list: the part of the list, and a number in it."""

    part: int
    number: int


class FoundParcel(NamedTuple):
    """A declaration that was looked for, and where in the list it stands."""

    place: Place
    declaration: int


def find_parcels(
    wanted: Wanted, *, by: Actor, limit: int, place: Place | None = None, newer: bool = False
) -> list[FoundParcel]:
    """A page of parcels, newest first: those older than a place, or newer than it.

    A list of one kind is ordered by decisions, or, where nothing is decided yet, by declarations.
    Where both are asked for, the undecided come first.
    """
    parts = list(enumerate(_parts(wanted, by)))
    found: list[FoundParcel] = []
    for number, (rows, key) in reversed(parts) if newer else parts:
        if place is not None and (number > place.part if newer else number < place.part):
            continue
        if place is not None and number == place.part:
            rows = rows.filter(**{f"{key}__{'gt' if newer else 'lt'}": place.number})
        rows = rows.order_by(key if newer else f"-{key}")
        declaration = "id" if rows.model is Declaration else "declaration_id"
        found += [
            FoundParcel(Place(number, position), pk)
            for position, pk in rows.values_list(key, declaration)[: limit - len(found)]
        ]
        if len(found) == limit:
            break
    return found[::-1] if newer else found


def count_parcels(wanted: Wanted, *, by: Actor, most: int) -> int:
    """How many parcels fit, counted up to a number."""
    count = 0
    for rows, key in _parts(wanted, by):
        count += rows.values(key)[: most - count].count()
    return count


def _parts(wanted: Wanted, by: Actor) -> list[tuple[QuerySet[Any], str]]:
    """The parts of a list, each with the key by which it is ordered."""
    waiting = (_waiting(wanted, by), "declaration_id")
    if wanted.waiting_for:
        return [waiting]
    if not (wanted.standings or wanted.reason or wanted.words):
        return [(_declared(wanted, by), "id")]
    parts: list[tuple[QuerySet[Any], str]] = []
    if "waiting" in wanted.standings and not (wanted.reason or wanted.words):
        parts.append(waiting)
    decided = wanted.standings - {"waiting"}
    if decided or not wanted.standings:
        # up to a day long past, the way along the declarations is the shorter one
        key = "declaration_id" if wanted.until else "id"
        parts.append((_decided(wanted, by, decided), key))
    return parts


def _waiting(wanted: Wanted, by: Actor) -> QuerySet[Any]:
    rows = Awaited.objects.filter(declaration__in=_declarations(wanted, by))
    if wanted.waiting_for:
        rows = rows.filter(declaration_id__in=waiting_for(wanted.waiting_for, limit=10_000))
    return rows


def _declared(wanted: Wanted, by: Actor) -> QuerySet[Any]:
    cancelled = Request.objects.filter(declaration=OuterRef("pk"), kind=Kind.CANCELLATION)
    return _declarations(wanted, by).filter(Q(current=True) | Exists(cancelled))


def _decided(wanted: Wanted, by: Actor, standings: frozenset[str]) -> QuerySet[Any]:
    rows = Assessment.objects.visible_to(by).filter(current=True)
    if replace(wanted, standings=frozenset(), reason="", words="") != Wanted():
        # the bounds stand on both sides: whichever is read first is not read further than needed
        rows = rows.filter(
            _numbered(wanted, "declaration_id"), declaration__in=_declarations(wanted, by)
        )
    if standings:
        lanes = standings & {lane.value for lane in Lane}
        fits = Q(lane__in=lanes) if lanes else Q(pk__in=[])
        if Outcome.REJECTED in standings:
            fits |= Q(lane=None, outcome=Outcome.REJECTED)
        if "cancelled" in standings:
            cancelled = Request.objects.filter(kind=Kind.CANCELLATION).exclude(declaration=None)
            fits |= Q(outcome=Outcome.WITHDRAWN, declaration_id__in=list(_numbers(cancelled)))
        if "returned" in standings:
            fits |= Q(declaration_id__in=wholly_returned())
        rows = rows.filter(fits)
    if wanted.reason:
        fired = Reason.objects.filter(assessment=OuterRef("pk"), code=wanted.reason)
        rows = rows.filter(Exists(fired))
    if wanted.words:
        rows = rows.filter(search=_query(wanted.words))
    if wanted.since:
        rows = rows.filter(id__gte=first_decision_from(wanted.since))
    return rows


def _numbers(requests: QuerySet[Request]) -> Iterable[int]:
    return requests.values_list("declaration_id", flat=True)


def _query(words: str) -> SearchQuery:
    """All of the words; a single Chinese character is the beginning of a pair."""
    quoted = (
        f"'{word}':*" if len(word) == 1 and not word.isascii() else f"'{word}'"
        for word in words.split()
    )
    return SearchQuery(" & ".join(quoted), search_type="raw", config="simple")


def _declarations(wanted: Wanted, by: Actor) -> QuerySet[Any]:
    """What is wanted of the declarations themselves."""
    rows = Declaration.objects.visible_to(by).filter(_numbered(wanted, "id"))
    if wanted.platform:
        rows = rows.filter(ebp_code=wanted.platform)
    if wanted.since:
        rows = rows.filter(received_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(received_at__lt=wanted.until)
    if wanted.declarations is not None:
        rows = rows.filter(id__in=wanted.declarations)
    if wanted.person:
        anywhere = Q()
        for column, index in wanted.person.items():
            anywhere |= Q(**{column: index})
        rows = rows.filter(anywhere)
    return rows


def _numbered(wanted: Wanted, column: str) -> Q:
    """Between which numbers the declarations of the days wanted lie, with some minutes to spare."""
    fits, slack = Q(), timedelta(minutes=5)
    if wanted.since:
        fits &= Q(**{f"{column}__gte": first_declaration_from(wanted.since - slack)})
    if wanted.until:
        fits &= Q(**{f"{column}__lt": first_declaration_from(wanted.until + slack)})
    return fits
