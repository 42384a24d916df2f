"""What was known of goods at a moment, as the table on which chains are judged.

The statements take `%(at)s`, the moment, and `%(gtins)s`, the items that are judged or NULL for
all. Events that were recorded later, or were declared to be wrong by then, are left out.
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
        AND (e.void_at IS NULL OR e.void_at > %(at)s)
"""
_ASKED = """
    SELECT p.id AS product, p.gtin, p.hs_code
    FROM provenance_product AS p
    WHERE p.registered_at <= %(at)s
"""


def tables(*, some: bool) -> dict[str, str]:
    """The queries of the tables `goods` and `asked`; of some items only where `some`."""
    return {
        "goods": _GOODS + (" AND i.gtin = ANY(%(gtins)s::text[])" if some else ""),
        "asked": _ASKED + (" AND p.gtin = ANY(%(gtins)s::text[])" if some else ""),
    }
