"""What is known of a parcel before it is judged: standing, history, peers, lists, quota."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from tidewaiter.base.rows import array, fetch
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules.repeats import Standing
from tidewaiter.risk.models import ListEntry, PeerPrice, Snooze
from tidewaiter.risk.states import Outcome

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
        [array(addresses), at - HISTORY, HISTORY_ROWS],
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
        [array(phones), at - HISTORY, HISTORY_ROWS],
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


def snoozed(*, on: date) -> list[tuple[str, str, str]]:
    """The rules that are quiet about somebody on a day: code, subject, value."""
    quiet = Snooze.objects.filter(ended_at=None, until__gte=on).order_by("id")
    return list(quiet.values_list("code", "subject", "value"))


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
