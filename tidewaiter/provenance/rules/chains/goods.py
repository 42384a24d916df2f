"""What was known of goods at a moment, as the table on which chains are judged.

The statements take `%(at)s`, the moment, and `%(gtins)s`, the items that are judged. Events that
were recorded later, or were declared to be wrong by then, are left out.
"""

_GOODS = """
    SELECT i.gtin, i.batch, i.link, i.piece, i.role, i.unit, i.event_id AS event,
        coalesce(i.quantity, CASE WHEN i.piece THEN 1 END) AS quantity,
        e.happened_at, e.kind, e.action, e.biz_step, e.disposition, e.place, e.destination,
        e.operator_id, e.transactions,
        (e.kind = 'ObjectEvent' AND e.action = 'ADD') OR i.role = 'output' AS made,
        i.role = 'input' OR (e.kind = 'ObjectEvent' AND e.action = 'DELETE')
            OR e.biz_step IN ('retail_selling', 'dispensing', 'destroying') AS gone
    FROM provenance_eventitem AS i
    JOIN provenance_traceevent AS e ON e.id = i.event_id
    WHERE i.gtin <> '' AND e.recorded_at <= %(at)s
        AND (e.void_at IS NULL OR e.void_at > %(at)s) AND i.gtin = ANY(%(gtins)s::text[])
"""
_ASKED = """
    SELECT p.id AS product, p.gtin, p.hs_code
    FROM provenance_product AS p
    WHERE p.registered_at <= %(at)s AND p.gtin = ANY(%(gtins)s::text[])
"""


def tables() -> dict[str, str]:
    """The queries of the tables `goods` and `asked`."""
    return {"goods": _GOODS, "asked": _ASKED}
