"""What others ask about messages, documents and receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from tidewaiter.base.rows import array, fetch
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Awaited
from tidewaiter.intake.rules.numbers import number_in
from tidewaiter.intake.sealing import MODELS, key_columns


def answer_to(*, sender: int, digest: bytes) -> tuple[int, bytes] | None:
    """The journal number of, and the answer to, a message that this operator has sent before."""
    found = fetch(
        "SELECT id, answer FROM intake_message WHERE sender_id = %s::bigint AND digest = %s::bytea",
        [sender, digest],
    )
    return (found[0][0], bytes(found[0][1])) if found else None


@dataclass(frozen=True, slots=True)
class Known:
    """A document in force that has a business key which came again."""

    id: int
    received_at: datetime
    app_time: datetime
    content: str


def documents_with_keys(kind: str, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Known]:
    """The documents in force with these business keys (number, firm)."""
    number, firm = key_columns(kind)
    extra = ' AND "kind" = %s' if kind in {Kind.CANCELLATION, Kind.REFUND} else ""
    rows = fetch(
        f"""
        SELECT {number}, {firm}, id, received_at, app_time, content
        FROM "{MODELS[kind]._meta.db_table}"
        JOIN unnest(%s::text[], %s::text[]) AS wanted(n, f) ON {number} = n AND {firm} = f
        WHERE current{extra}
        """,
        [[key[0] for key in keys], [key[1] for key in keys], *([kind] if extra else [])],
    )
    return {(row[0], row[1]): Known(*row[2:]) for row in rows}


_AFFECTED = """
    SELECT declaration.id FROM intake_declaration declaration
    WHERE declaration.id = ANY(%(declarations)s::bigint[]) AND declaration.current
    UNION
    SELECT declaration.id FROM intake_order document
    JOIN intake_declaration declaration USING (order_no, ebp_code)
    WHERE document.id = ANY(%(orders)s::bigint[]) AND declaration.current
    UNION
    SELECT declaration.id FROM intake_payment document
    JOIN intake_declaration declaration USING (order_no, ebp_code)
    WHERE document.id = ANY(%(payments)s::bigint[]) AND declaration.current
    UNION
    SELECT declaration.id FROM intake_waybill document
    JOIN intake_declaration declaration USING (logistics_no, logistics_code)
    WHERE document.id = ANY(%(waybills)s::bigint[]) AND declaration.current
"""

_BUNDLE = """
    SELECT declaration.id, declaration.received_at, convert_to(declaration.content, 'UTF8'),
           declaration.message_id, declaration.position, declaration.sender_id,
           declaration.buyer_ix::text, declaration.buyer_name_ix::text,
           declaration.buyer_phone_ix::text, declaration.address_ix::text,
           awaited.due_at, awaited.again,
           "order".id, "order".received_at, convert_to("order".content, 'UTF8'),
           "order".message_id, "order".position, "order".sender_id,
           "order".buyer_ix::text, "order".buyer_name_ix::text, "order".buyer_phone_ix::text,
           "order".consignee_ix::text, "order".consignee_phone_ix::text, "order".address_ix::text,
           payment.id, payment.received_at, convert_to(payment.content, 'UTF8'),
           payment.message_id, payment.position, payment.sender_id,
           payment.payer_ix::text, payment.payer_name_ix::text,
           waybill.id, waybill.received_at, convert_to(waybill.content, 'UTF8'),
           waybill.message_id, waybill.position, waybill.sender_id,
           waybill.consignee_ix::text, waybill.consignee_phone_ix::text, waybill.address_ix::text
    FROM intake_awaited awaited
    JOIN intake_declaration declaration ON declaration.id = awaited.declaration_id
    {join} JOIN intake_order "order"
        ON "order".order_no = declaration.order_no AND "order".ebp_code = declaration.ebp_code
        AND "order".current
    {join} JOIN LATERAL (
        SELECT * FROM intake_payment payment
        WHERE payment.order_no = declaration.order_no AND payment.ebp_code = declaration.ebp_code
            AND payment.current
        ORDER BY payment.id LIMIT 1
    ) payment ON true
    {join} JOIN intake_waybill waybill
        ON waybill.logistics_no = declaration.logistics_no
        AND waybill.logistics_code = declaration.logistics_code AND waybill.current
    WHERE declaration.current AND {which}
    ORDER BY awaited.declaration_id
    FOR UPDATE OF awaited SKIP LOCKED
"""


class DocumentRow(NamedTuple):
    """One document of a parcel, as the assessor needs it."""

    id: int
    received_at: datetime
    content: bytes
    message: int
    position: int
    sender: int
    indexes: tuple[str | None, ...]


class Bundle(NamedTuple):
    """A declaration that waits, with those of its partners that are there; locked until the
    transaction ends.
    """

    declaration: DocumentRow
    due_at: datetime
    again: bool
    order: DocumentRow | None
    payment: DocumentRow | None
    waybill: DocumentRow | None

    @property
    def documents(self) -> tuple[DocumentRow, ...]:
        """The documents that are there."""
        parts = (self.declaration, self.order, self.payment, self.waybill)
        return tuple(part for part in parts if part is not None)


def complete_bundles(arrived: dict[str, list[int]]) -> list[Bundle]:
    """Declarations that wait and have all partners, among those that newly arrived documents
    belong to.
    """
    which = f"awaited.declaration_id IN ({_AFFECTED})"
    return _bundles(
        _BUNDLE.format(join="", which=which),
        {
            "declarations": array(arrived.get(Kind.DECLARATION, ())),
            "orders": array(arrived.get(Kind.ORDER, ())),
            "payments": array(arrived.get(Kind.PAYMENT, ())),
            "waybills": array(arrived.get(Kind.WAYBILL, ())),
        },
    )


def still_waiting(bundles: Sequence[Bundle]) -> list[Bundle]:
    """Those of these parcels that were not withdrawn meanwhile."""
    numbers = [bundle.declaration.id for bundle in bundles]
    waiting = set(Awaited.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    return [bundle for bundle in bundles if bundle.declaration.id in waiting]


def overdue_bundles(*, at: datetime, limit: int) -> list[Bundle]:
    """Declarations whose partners did not come in time."""
    which = (
        "awaited.declaration_id IN (SELECT declaration_id FROM intake_awaited"
        " WHERE due_at <= %(at)s"
        " ORDER BY due_at LIMIT %(limit)s)"
    )
    return _bundles(_BUNDLE.format(join="LEFT", which=which), {"at": at, "limit": limit})


def _bundles(sql: str, values: dict[str, Any]) -> list[Bundle]:
    return [_bundle(row) for row in fetch(sql, values)]


def _bundle(row: tuple[Any, ...]) -> Bundle:
    return Bundle(
        declaration=DocumentRow(*row[0:6], row[6:10]),
        due_at=row[10],
        again=row[11],
        order=DocumentRow(*row[12:18], row[18:24]) if row[12] is not None else None,
        payment=DocumentRow(*row[24:30], row[30:32]) if row[24] is not None else None,
        waybill=DocumentRow(*row[32:38], row[38:41]) if row[32] is not None else None,
    )


def receipts_after(*, recipient: int, after: int, limit: int) -> list[tuple[Any, ...]]:
    """An operator's receipts in the order of commits.

    Each row: id, at, message, position, kind, status, content.
    """
    return fetch(
        "SELECT id, at, message_id, position, kind, status, content FROM intake_receipt"
        " WHERE recipient_id = %s::bigint AND id > %s::bigint ORDER BY id LIMIT %s::int",
        [recipient, after, limit],
    )


def arrivals_waiting() -> int:
    """How many messages no assessor has looked at yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_arrival")
        return cursor.fetchone()[0]


_MISSING = """
    SELECT 'order' AS document, waiting.ebp_code AS party, waiting.* FROM waiting
    WHERE NOT EXISTS (SELECT FROM intake_order document WHERE document.current
        AND document.order_no = waiting.order_no AND document.ebp_code = waiting.ebp_code)
    UNION ALL
    SELECT 'payment', coalesce((SELECT document.content::jsonb -> 'head' ->> 'payCode'
        FROM intake_order document WHERE document.current AND document.order_no = waiting.order_no
        AND document.ebp_code = waiting.ebp_code), waiting.ebp_code), waiting.* FROM waiting
    WHERE NOT EXISTS (SELECT FROM intake_payment document WHERE document.current
        AND document.order_no = waiting.order_no AND document.ebp_code = waiting.ebp_code)
    UNION ALL
    SELECT 'waybill', waiting.logistics_code, waiting.* FROM waiting
    WHERE NOT EXISTS (SELECT FROM intake_waybill document WHERE document.current
        AND document.logistics_no = waiting.logistics_no
        AND document.logistics_code = waiting.logistics_code)
"""
_WAITING = """
    SELECT declaration.id, declaration.received_at, declaration.order_no, declaration.ebp_code,
        declaration.logistics_no, declaration.logistics_code
    FROM intake_awaited awaited JOIN intake_declaration declaration
        ON declaration.id = awaited.declaration_id
"""


def waiting_now() -> tuple[int, datetime | None]:
    """How many declarations wait to be decided, and since when the oldest does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT awaited.count, declaration.received_at"
            " FROM (SELECT count(*), min(declaration_id) AS oldest FROM intake_awaited) awaited"
            " LEFT JOIN intake_declaration declaration ON declaration.id = awaited.oldest"
        )
        return cursor.fetchone()


class Owing(NamedTuple):
    """A firm that has not sent a document; the platform where the payment's firm is unknown."""

    document: str
    party: str
    count: int
    oldest: datetime


def owing(*, limit: int, among: int = 5000) -> list[Owing]:
    """Who has not sent what, most parcels first, among those that have waited longest."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH waiting AS MATERIALIZED ({_WAITING} ORDER BY awaited.declaration_id LIMIT %s)"
            f" SELECT document, party, count(*), min(received_at) FROM ({_MISSING}) missing"
            " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT %s",
            [among, limit],
        )
        return [Owing(*row) for row in cursor.fetchall()]


def missing_for(declarations: Sequence[int]) -> dict[int, list[str]]:
    """Which documents waiting declarations lack: order, payment, waybill; none for decided ones."""
    missing: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH waiting AS MATERIALIZED ({_WAITING} WHERE awaited.declaration_id = ANY(%s))"
            f" SELECT id, document FROM ({_MISSING}) missing",
            [list(declarations)],
        )
        for number, document in cursor.fetchall():
            missing.setdefault(number, []).append(document)
    return missing


def waiting_for(document: str, *, limit: int) -> list[int]:
    """Waiting declarations that lack a document, among the newest that wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH waiting AS MATERIALIZED"
            f" ({_WAITING} ORDER BY awaited.declaration_id DESC LIMIT %s)"
            f" SELECT id FROM ({_MISSING}) missing WHERE document = %s",
            [limit, document],
        )
        return [number for (number,) in cursor.fetchall()]


def wholly_returned(declarations: Sequence[int] | None = None) -> set[int]:
    """The declarations, among these or all, of which granted returns (625) took everything back."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH back AS (
                SELECT request.declaration_id, (line ->> 'gnum')::int AS gnum,
                    sum((line ->> 'qty')::numeric) AS qty
                FROM intake_request request,
                    jsonb_array_elements(request.content::jsonb -> 'lines') line
                WHERE request.kind = %(refund)s AND request.current
                    AND request.declaration_id IS NOT NULL AND (%(these)s::bigint[] IS NULL
                        OR request.declaration_id = ANY(%(these)s::bigint[]))
                GROUP BY 1, 2
            )
            SELECT declaration.id FROM intake_declaration declaration
            WHERE declaration.id IN (SELECT declaration_id FROM back) AND NOT EXISTS (
                SELECT FROM jsonb_array_elements(declaration.content::jsonb -> 'lines') line
                LEFT JOIN back ON back.declaration_id = declaration.id
                    AND back.gnum = (line ->> 'gnum')::int
                WHERE coalesce(back.qty, 0) < (line ->> 'qty')::numeric
            )
            """,
            {
                "refund": Kind.REFUND.value,
                "these": None if declarations is None else list(declarations),
            },
        )
        return {number for (number,) in cursor.fetchall()}


def declarations_numbered(number: str) -> set[int]:
    """The declarations with this order, waybill, list (invtNo) or firm's own number, exactly as
    written.
    """
    listed = number_in(number)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM intake_declaration WHERE order_no = %(number)s"
            " UNION SELECT id FROM intake_declaration WHERE logistics_no = %(number)s"
            " UNION SELECT id FROM intake_declaration WHERE cop_no = %(number)s AND current"
            " UNION SELECT id FROM intake_declaration WHERE id = %(listed)s",
            {"number": number, "listed": listed},
        )
        return {found for (found,) in cursor.fetchall()}


def first_declaration_from(moment: datetime) -> int:
    """About the number of the first declaration received at a moment or later; look some minutes
    around.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM intake_declaration")
        low, high = 1, cursor.fetchone()[0]
        while low < high:
            middle = (low + high) // 2
            cursor.execute(
                "SELECT id, received_at FROM intake_declaration WHERE id >= %s ORDER BY id LIMIT 1",
                [middle],
            )
            number, at = cursor.fetchone() or (high, moment)
            if at < moment:
                low = number + 1
            else:
                high = middle
    return low


def documents_numbered(
    kind: str, numbers: Sequence[int], indexes: Sequence[str]
) -> list[tuple[Any, ...]]:
    """Stored documents of a kind by their numbers: id, received_at, content, blind indexes."""
    columns = "".join(f", {index}::text" for index in indexes)
    return fetch(
        f'SELECT id, received_at, content{columns} FROM "{MODELS[kind]._meta.db_table}"'
        " WHERE id = ANY(%s::bigint[]) ORDER BY id",
        [array(numbers)],
    )
