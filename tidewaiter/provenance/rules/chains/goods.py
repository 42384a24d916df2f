"""What was known of goods at a moment, as the table on which chains are judged.

The statements take `%(at)s`, the moment, and `%(gtins)s`, the items that are judged or NULL for
all. Events that were recorded later, or were declared to be wrong by then, are left out.
"""

GOODS = """
goods AS MATERIALIZED (
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
        {some_goods}
),
asked AS MATERIALIZED (
    SELECT p.id AS product, p.gtin, p.hs_code, p.model
    FROM provenance_product AS p
    WHERE p.registered_at <= %(at)s {some_products}
)
"""


def goods(*, some: bool) -> str:
    """The tables `goods` and `asked`; of some items only where `some`."""
    return GOODS.format(
        some_goods="AND i.gtin = ANY(%(gtins)s::text[])" if some else "",
        some_products="AND p.gtin = ANY(%(gtins)s::text[])" if some else "",
    )
