"""Whether everybody was answered, once, in the order of commits."""

from django.db import connection

_KEPT = """
    SELECT message_id, position, '{kind}' AS kind FROM {table} WHERE current
"""
KINDS = {
    "312": "intake_order",
    "412": "intake_payment",
    "512": "intake_waybill",
    "622": "intake_declaration",
}


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def answered_once() -> bool:
    """Every document of a decided parcel has exactly one receipt."""
    kept = " UNION ALL ".join(_KEPT.format(kind=kind, table=KINDS[kind]) for kind in KINDS)
    return not _count(
        f"SELECT count(*) FROM ({kept}) document FULL JOIN ("
        " SELECT message_id, position, kind, count(*) AS receipts FROM intake_receipt"
        " WHERE kind IN ('312', '412', '512', '622') GROUP BY 1, 2, 3"
        ") answer USING (message_id, position, kind)"
        " WHERE answer.receipts IS DISTINCT FROM 1"
    )


def answers_to_parcels() -> int:
    """How many declarations were answered."""
    return _count("SELECT count(*) FROM intake_receipt WHERE kind = '622'")
