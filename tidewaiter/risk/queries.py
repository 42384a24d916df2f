"""What others ask about decisions, quota and what is known beforehand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import fetch
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Awaited, Declaration, Request
from tidewaiter.intake.queries import first_declaration_from, waiting_for, wholly_returned
from tidewaiter.intake.rules.repeats import Standing
from tidewaiter.risk.models import Assessment, ListEntry, PeerPrice, Reason
from tidewaiter.risk.states import FREE, Lane, Outcome

_DECLARATIONS_OF = {
    Kind.ORDER: "intake_order document JOIN intake_declaration declaration"
    " USING (order_no, ebp_code)",
    Kind.PAYMENT: "intake_payment document JOIN intake_declaration declaration"
    " USING (order_no, ebp_code)",
    Kind.WAYBILL: "intake_waybill document JOIN intake_declaration declaration"
    " USING (logistics_no, logistics_code)",
    Kind.DECLARATION: "intake_declaration document JOIN intake_declaration declaration USING (id)",
}


def standing_of(kind: str, documents: Sequence[int]) -> dict[int, Standing]:
    """Where documents stand: waiting (2), rejected (100) or accepted (120) with their declaration.

    Requests, events and deliveries that are in force were accepted; refused ones are out of force.
    """
    source = _DECLARATIONS_OF.get(Kind(kind))
    if source is None:
        return dict.fromkeys(documents, Standing.ACCEPTED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT document.id, array_agg(assessment.outcome) FROM {source}"
            " JOIN risk_assessment assessment"
            " ON assessment.declaration_id = declaration.id AND assessment.current"
            " LEFT JOIN intake_awaited awaited ON awaited.declaration_id = declaration.id"
            " WHERE document.id = ANY(%s) AND declaration.current"
            " AND awaited.declaration_id IS NULL"
            " GROUP BY document.id",
            [list(documents)],
        )
        found = dict(cursor.fetchall())
    return {
        number: Standing.WAITING
        if number not in found
        else Standing.ACCEPTED
        if Outcome.ACCEPTED in found[number]
        else Standing.REJECTED
        for number in documents
    }


HISTORY = timedelta(days=30)
"""How far back the same address and the same telephone are looked at."""
HISTORY_ROWS = 200
"""At most so many of the latest parcels of one address or telephone are looked at."""


def seen_at_addresses(
    addresses: Sequence[str], *, at: datetime
) -> list[tuple[str, str, int, Decimal]]:
    """Who received what at these addresses lately: address, buyer, parcels, their value."""
    return fetch(
        """
        SELECT wanted.ix::text, earlier.buyer_ix::text, count(*), sum(earlier.dutiable_value)
        FROM unnest(%s::uuid[]) AS wanted(ix), LATERAL (
            SELECT declaration.buyer_ix, assessment.dutiable_value
            FROM intake_declaration declaration
            JOIN risk_assessment assessment
                ON assessment.declaration_id = declaration.id AND assessment.current
            WHERE declaration.address_ix = wanted.ix AND assessment.outcome = 'accepted'
                AND declaration.received_at > %s
            ORDER BY declaration.id DESC LIMIT %s::int
        ) earlier
        GROUP BY 1, 2
        """,
        [list(addresses), at - HISTORY, HISTORY_ROWS],
    )


def seen_with_phones(phones: Sequence[str], *, at: datetime) -> list[tuple[str, str]]:
    """Which buyers used these telephones lately: telephone, buyer."""
    return fetch(
        """
        SELECT DISTINCT wanted.ix::text, earlier.buyer_ix::text
        FROM unnest(%s::uuid[]) AS wanted(ix), LATERAL (
            SELECT declaration.buyer_ix FROM intake_declaration declaration
            JOIN risk_assessment assessment
                ON assessment.declaration_id = declaration.id AND assessment.current
            WHERE declaration.buyer_phone_ix = wanted.ix AND declaration.received_at > %s
            ORDER BY declaration.id DESC LIMIT %s::int
        ) earlier
        """,
        [list(phones), at - HISTORY, HISTORY_ROWS],
    )


def peer_prices() -> list[tuple[object, ...]]:
    """What peers cost, as the engine's table of peers has it."""
    return list(
        PeerPrice.objects.values_list(
            "hs6",
            "country",
            "unit1",
            "n",
            "median_log_price",
            "mad_log_price",
            "median_log_density",
            "mad_log_density",
        )
    )


def listed(*, on: date) -> list[tuple[str, str]]:
    """The entries of all named lists that hold on a day: list, value."""
    return list(
        ListEntry.objects.filter(Q(until=None) | Q(until__gte=on)).values_list("list", "value")
    )


def accepted_contents(*, limit: int) -> list[str]:
    """The latest accepted declarations, without anything personal, as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT declaration.content FROM risk_assessment assessment"
            " JOIN intake_declaration declaration ON declaration.id = assessment.declaration_id"
            " WHERE assessment.current AND assessment.outcome = 'accepted'"
            " ORDER BY assessment.id DESC LIMIT %s",
            [limit],
        )
        return [content for (content,) in cursor.fetchall()]


def quota_used(buyers: Sequence[str], *, year: int) -> list[tuple[str, int, str, Decimal]]:
    """What buyers have used in a year, without locking anything: buyer, year, measure, amount."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT buyer_ix::text, year, measure, reserved + committed FROM risk_quotaaccount"
            " WHERE buyer_ix = ANY(%s::uuid[]) AND year = %s",
            [list(buyers), year],
        )
        return cursor.fetchall()


def first_decision_from(moment: datetime) -> int:
    """The number of the first decision taken at a moment or later; numbers and times grow
    together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM risk_assessment")
        low, high = 1, cursor.fetchone()[0]
        while low < high:
            middle = (low + high) // 2
            cursor.execute(
                "SELECT id, decided_at FROM risk_assessment WHERE id >= %s ORDER BY id LIMIT 1",
                [middle],
            )
            number, at = cursor.fetchone() or (high, moment)
            if at < moment:
                low = number + 1
            else:
                high = middle
    return low


def decided_since(first: int) -> dict[str, int]:
    """How many decisions with this number or a later one ended in each lane; the others were
    rejected.

    Reads the index of lanes alone. Declarations that were cancelled afterwards count as rejected
    here.
    """
    lanes = " UNION ALL ".join(
        "SELECT %s, count(*) FROM risk_assessment WHERE lane = %s AND id >= %s" for _ in Lane
    )
    values = [value for lane in Lane for value in (lane.value, lane.value, first)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{lanes} UNION ALL SELECT %s, count(*) FROM risk_assessment"
            " WHERE lane IS NULL AND id >= %s",
            [*values, Outcome.REJECTED.value, first],
        )
        return dict(cursor.fetchall())


def withdrawn_since(first: int) -> int:
    """How many of the decisions with this number or a later one were withdrawn with their
    declarations.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM intake_request request JOIN risk_assessment assessment"
            " ON assessment.declaration_id = request.declaration_id AND assessment.current"
            " WHERE request.kind = %s AND assessment.outcome = %s AND assessment.id >= %s",
            [Kind.CANCELLATION.value, Outcome.WITHDRAWN.value, first],
        )
        return cursor.fetchone()[0]


def reasons_since(first: int) -> dict[str, int]:
    """In how many of the decisions with this number or a later one each reason was given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, count(DISTINCT assessment_id) FROM risk_reason"
            " WHERE assessment_id >= %s GROUP BY code",
            [first],
        )
        return dict(cursor.fetchall())


class Tally(NamedTuple):
    """Decisions of one minute with one standing that took about the same time."""

    minute: datetime
    standing: str
    step: int
    """The time from the last document to the decision: e to the power of a twentieth of this, in
    ms.
    """
    count: int


def tallies(since: datetime, until: datetime) -> list[Tally]:
    """Count the decisions of a period by minute, standing and time taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('minute', decided_at), coalesce(lane, outcome),"
            " ceil(20 * ln(greatest(extract(epoch FROM decided_at - ready_at) * 1000, 1)))::int,"
            " count(*) FROM risk_assessment WHERE decided_at >= %s AND decided_at < %s"
            " GROUP BY 1, 2, 3",
            [since, until],
        )
        return [Tally(*row) for row in cursor.fetchall()]


_UNSEEN = (
    " FROM risk_assessment assessment WHERE lane = %s AND current AND NOT EXISTS"
    " (SELECT FROM risk_lanechange change WHERE change.assessment_id = assessment.id)"
)


def for_an_officer() -> tuple[int, int | None]:
    """How many parcels stay until an officer decides, and which has waited longest."""
    count, oldest = 0, []
    with connection.cursor() as cursor:
        for lane in sorted(frozenset(Lane) - FREE):
            cursor.execute(f"SELECT count(*){_UNSEEN}", [lane.value])
            count += cursor.fetchone()[0]
            cursor.execute(f"SELECT id, declaration_id{_UNSEEN} ORDER BY id LIMIT 1", [lane.value])
            oldest += cursor.fetchall()
    return count, min(oldest)[1] if oldest else None


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
    wanted: Wanted, *, by: Actor, limit: int, at: Place | None = None, newer: bool = False
) -> list[FoundParcel]:
    """A page of parcels, newest first: those older than a place, or newer than it.

    A list of one kind is ordered by decisions, or, where nothing is decided yet, by declarations.
    Where both are asked for, the undecided come first.
    """
    parts = list(enumerate(_parts(wanted, by)))
    found: list[FoundParcel] = []
    for number, (rows, key) in reversed(parts) if newer else parts:
        if at is not None and (number > at.part if newer else number < at.part):
            continue
        if at is not None and number == at.part:
            rows = rows.filter(**{f"{key}__{'gt' if newer else 'lt'}": at.number})
        rows = rows.order_by(key if newer else f"-{key}")
        declaration = "id" if rows.model is Declaration else "declaration_id"
        found += [
            FoundParcel(Place(number, place), pk)
            for place, pk in rows.values_list(key, declaration)[: limit - len(found)]
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
    decided = wanted.standings - {"waiting"}
    if wanted.waiting_for or (wanted.standings == {"waiting"} and not wanted.reason):
        return [(_waiting(wanted, by), "declaration_id")]
    if not (wanted.standings or wanted.reason or wanted.words):
        return [(_declared(wanted, by), "id")]
    rows = (_decided(wanted, by, decided), "id")
    if "waiting" in wanted.standings and not (wanted.reason or wanted.words):
        return [(_waiting(wanted, by), "declaration_id"), rows]
    return [rows]


def _waiting(wanted: Wanted, by: Actor) -> QuerySet[Any]:
    rows = Awaited.objects.filter(declaration__in=Declaration.objects.visible_to(by))
    if wanted.waiting_for:
        rows = rows.filter(declaration_id__in=waiting_for(wanted.waiting_for, limit=10_000))
    return rows.filter(_of_declaration(wanted, "declaration__"))


def _declared(wanted: Wanted, by: Actor) -> QuerySet[Any]:
    cancelled = Request.objects.filter(declaration=OuterRef("pk"), kind=Kind.CANCELLATION)
    return Declaration.objects.visible_to(by).filter(
        Q(current=True) | Exists(cancelled), _of_declaration(wanted, "")
    )


def _decided(wanted: Wanted, by: Actor, standings: frozenset[str]) -> QuerySet[Any]:
    rows = Assessment.objects.visible_to(by).filter(
        _of_declaration(wanted, "declaration__"), current=True
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


def _of_declaration(wanted: Wanted, path: str) -> Q:
    """What is wanted of the declaration itself."""
    fits = Q()
    slack = timedelta(minutes=5)
    if wanted.platform:
        fits &= Q(**{f"{path}ebp_code": wanted.platform})
    if wanted.since:
        first = first_declaration_from(wanted.since - slack)
        fits &= Q(**{f"{path}received_at__gte": wanted.since, f"{path}id__gte": first})
    if wanted.until:
        first = first_declaration_from(wanted.until + slack)
        fits &= Q(**{f"{path}received_at__lt": wanted.until, f"{path}id__lt": first})
    if wanted.declarations is not None:
        fits &= Q(**{f"{path}id__in": wanted.declarations})
    if wanted.person:
        anywhere = Q()
        for column, index in wanted.person.items():
            anywhere |= Q(**{f"{path}{column}": index})
        fits &= anywhere
    return fits
