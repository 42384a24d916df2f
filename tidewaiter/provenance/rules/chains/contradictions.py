"""What cannot be true in a chain: each contradiction is computed, none is scored.

Each statement gives rows of gtin, kind, batch, values, events and the `mark` by which the same
contradiction is known again.
"""

FASTEST = 1000
"""Kilometres an hour: goods do not travel faster than an aircraft that carries freight."""
NEAR = 50
"""Kilometres: nearer places are one place to a clock that is not exact."""

_FAR = """
    2 * 6371 * asin(least(1, sqrt(
        sin(radians(({b}.latitude - {a}.latitude)::float8) / 2) ^ 2
        + cos(radians({a}.latitude::float8)) * cos(radians({b}.latitude::float8))
        * sin(radians(({b}.longitude - {a}.longitude)::float8) / 2) ^ 2)))
"""

OVERSOLD = """
    -- more left the market than was made
    SELECT gtin, 'oversold' AS kind, batch,
        jsonb_build_object('made', sum(quantity) FILTER (WHERE made),
            'gone', sum(quantity) FILTER (WHERE gone), 'unit', unit, 'batch', batch) AS said,
        array_agg(DISTINCT event) FILTER (WHERE made OR gone) AS events,
        md5(concat_ws('|', batch, unit)) AS mark
    FROM goods WHERE quantity IS NOT NULL
    GROUP BY gtin, batch, unit
    HAVING sum(quantity) FILTER (WHERE gone) > sum(quantity) FILTER (WHERE made)
"""

OVERSHIPPED = """
    -- a place shipped more than it received and made
    SELECT gtin, 'overshipped' AS kind, batch,
        jsonb_build_object('came', came, 'shipped', shipped, 'unit', unit, 'place', place,
            'batch', batch) AS said, events,
        md5(concat_ws('|', batch, unit, place)) AS mark
    FROM (
        SELECT gtin, batch, unit, place,
            coalesce(sum(quantity) FILTER (WHERE made OR biz_step = 'receiving'), 0) AS came,
            coalesce(sum(quantity) FILTER (WHERE biz_step = 'shipping'), 0)
                - coalesce(sum(quantity) FILTER (WHERE biz_step = 'void_shipping'), 0) AS shipped,
            array_agg(DISTINCT event) FILTER (WHERE biz_step = 'shipping') AS events
        FROM goods WHERE quantity IS NOT NULL AND place <> ''
        GROUP BY gtin, batch, unit, place
    ) AS held
    WHERE shipped > came AND EXISTS (
        SELECT FROM goods AS first
        WHERE first.gtin = held.gtin AND first.batch = held.batch AND first.made)
"""

TRAVEL = f"""
    -- one piece was at two places in less time than anything flies between them
    SELECT gtin, 'travel' AS kind, batch,
        jsonb_build_object('from', before, 'to', place, 'km', round(km), 'minutes',
            round(extract(epoch FROM happened_at - left_at) / 60), 'link', link) AS said,
        ARRAY[left_event, event] AS events, md5(concat_ws('|', left_event, event, link)) AS mark
    FROM (
        SELECT seen.*, {_FAR.format(a="a", b="b")} AS km
        FROM (
            SELECT gtin, batch, link, event, happened_at, place,
                lag(place) OVER moves AS before,
                lag(event) OVER moves AS left_event,
                lag(happened_at) OVER moves AS left_at
            FROM goods WHERE piece AND place <> ''
            WINDOW moves AS (PARTITION BY link ORDER BY happened_at, event)
        ) AS seen
        JOIN provenance_facility AS a ON a.gln = seen.before
        JOIN provenance_facility AS b ON b.gln = seen.place
        WHERE seen.before <> seen.place
    ) AS moved
    WHERE km > {NEAR} AND extract(epoch FROM happened_at - left_at) < km / {FASTEST} * 3600
    UNION ALL
    -- goods of one paper arrived before they can have arrived
    SELECT gtin, 'travel', batch,
        jsonb_build_object('from', from_place, 'to', to_place, 'km', round(km), 'minutes',
            round(extract(epoch FROM came_at - left_at) / 60), 'link', link),
        ARRAY[left_event, came_event], md5(concat_ws('|', left_event, came_event, link))
    FROM (
        SELECT DISTINCT s.gtin, s.batch, s.link, s.place AS from_place, r.place AS to_place,
            s.happened_at AS left_at, r.happened_at AS came_at, s.event AS left_event,
            r.event AS came_event, {_FAR.format(a="a", b="b")} AS km
        FROM goods AS s
        JOIN goods AS r ON r.link = s.link AND r.biz_step = 'receiving'
            AND r.transactions && s.transactions
        JOIN provenance_facility AS a ON a.gln = s.place
        JOIN provenance_facility AS b ON b.gln = r.place
        WHERE s.biz_step = 'shipping' AND NOT s.piece AND s.place <> r.place
            AND cardinality(s.transactions) > 0
    ) AS carried
    WHERE km > {NEAR} AND extract(epoch FROM came_at - left_at) < km / {FASTEST} * 3600
"""

UNREGISTERED = """
    -- made at a facility whose registrations do not hold that day or not for these goods
    SELECT g.gtin, 'unregistered' AS kind, g.batch,
        jsonb_build_object('place', g.place, 'day', g.happened_at::date, 'goods', p.hs_code)
            AS said,
        array_agg(DISTINCT g.event) AS events,
        md5(concat_ws('|', g.place, g.batch, g.happened_at::date)) AS mark
    FROM goods AS g
    JOIN asked AS p ON p.gtin = g.gtin
    JOIN provenance_facility AS f ON f.gln = g.place
    WHERE g.made
        AND EXISTS (SELECT FROM provenance_registration AS r WHERE r.facility_id = f.id)
        AND NOT EXISTS (
            SELECT FROM provenance_registration AS r
            WHERE r.facility_id = f.id AND r.valid_from <= g.happened_at::date
                AND (r.valid_to IS NULL OR r.valid_to >= g.happened_at::date)
                AND (cardinality(r.prefixes) = 0 OR EXISTS (
                    SELECT FROM unnest(r.prefixes) AS u WHERE p.hs_code LIKE u || '%%')))
    GROUP BY g.gtin, g.batch, g.place, g.happened_at::date, p.hs_code
"""

ONE_REPORT = """
    -- one report is used for two products; the product for which it was accepted is not to blame
    SELECT p.gtin, 'one-report' AS kind, '' AS batch,
        jsonb_build_object('number', r.number, 'laboratory', l.name, 'other', min(other.gtin))
            AS said,
        ARRAY[]::bigint[] AS events, md5(concat_ws('|', l.code, r.number)) AS mark
    FROM provenance_report AS r
    JOIN asked AS p ON p.product = r.product_id
    JOIN provenance_laboratory AS l ON l.id = r.laboratory_id
    JOIN provenance_report AS o ON o.laboratory_id = r.laboratory_id AND o.number = r.number
        AND o.product_id <> r.product_id AND o.submitted_at <= %(at)s
    JOIN provenance_product AS other ON other.id = o.product_id
    WHERE r.number <> '' AND r.submitted_at <= %(at)s
        AND (r.accepted_at IS NULL OR r.accepted_at > %(at)s)
    GROUP BY p.gtin, r.number, l.name, l.code
"""

NO_PEDIGREE = """
    -- somebody reported that the goods do not fit their chain
    SELECT gtin, 'no-pedigree' AS kind, batch,
        jsonb_build_object('place', min(place), 'day', min(happened_at)::date) AS said,
        array_agg(DISTINCT event) AS events, md5(batch) AS mark
    FROM goods WHERE disposition = 'no_pedigree_match'
    GROUP BY gtin, batch
"""

ALL = (OVERSOLD, OVERSHIPPED, TRAVEL, UNREGISTERED, ONE_REPORT, NO_PEDIGREE)

WRONG = "wrong AS MATERIALIZED (" + " UNION ALL ".join(f"({one})" for one in ALL) + ")"
"""All contradictions, as a table."""
