"""Grade chains: all products in one statement, or some after something was reported of them."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.types.json import Jsonb

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import copy
from tidewaiter.provenance.models import Grade
from tidewaiter.provenance.rules.chains.goods import tables
from tidewaiter.provenance.rules.chains.grades import judged, judged_some

_WRITE = """
, gone AS (
    UPDATE provenance_contradiction AS c SET gone_at = greatest(%(at)s, c.found_at)
    FROM asked AS a
    WHERE c.product_id = a.product AND c.gone_at IS NULL AND NOT EXISTS (
        SELECT FROM wrong AS w WHERE w.gtin = a.gtin AND w.kind = c.kind AND w.mark = c.mark)
    RETURNING c.id
), new AS (
    INSERT INTO provenance_contradiction
        (product_id, kind, batch, mark, "values", events, found_at)
    SELECT DISTINCT ON (a.product, w.kind, w.mark)
        a.product, w.kind, w.batch, w.mark, w.said, w.events, %(at)s
    FROM wrong AS w JOIN asked AS a ON a.gtin = w.gtin
    WHERE NOT EXISTS (
        SELECT FROM provenance_contradiction AS c
        WHERE c.product_id = a.product AND c.kind = w.kind AND c.mark = w.mark
            AND c.gone_at IS NULL)
    ORDER BY a.product, w.kind, w.mark, w.batch
    RETURNING id
), ended AS (
    UPDATE provenance_grade AS g SET until = greatest(%(at)s, g.since)
    FROM graded AS n
    WHERE g.product_id = n.product AND g.until IS NULL AND (g.grade, g.facts) <> (n.grade, n.facts)
    RETURNING g.product_id
)
SELECT (SELECT count(*) FROM gone), (SELECT count(*) FROM new), (SELECT count(*) FROM ended),
    (SELECT count(*) FROM asked), n.product, n.grade, n.facts::text
FROM (SELECT) AS always
LEFT JOIN graded AS n ON NOT EXISTS (
    SELECT FROM provenance_grade AS g
    WHERE g.product_id = n.product AND g.until IS NULL AND (g.grade, g.facts) = (n.grade, n.facts))
"""


FEW = 500
"""Up to so many products are judged inside one statement; for more, tables are laid out first."""


@transaction.atomic
def grade_products(gtins: Collection[str], *, by: Actor, at: datetime, on: date) -> dict[str, int]:
    """Grade these items by what is known now, and note which contradictions came and went.

    `on` is the day at the office. What did not change is not written.
    """
    values = {"at": at, "day": on, "gtins": sorted(gtins)}
    with connection.cursor() as cursor:
        # one at a time: two who grade the same product would each begin a grade
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('provenance.grade'))")
        if len(gtins) > FEW:
            _lay_out(cursor, values)
        before = judged() if len(gtins) > FEW else judged_some()
        cursor.execute(f"WITH {before} {_WRITE}", values)
        rows = cursor.fetchall()
    gone, new, ended, products, *_ = rows[0]
    changed = [
        (product, grade, Jsonb(json.loads(facts)), at)
        for *_, product, grade, facts in rows
        if product
    ]
    copy(Grade, ("product", "grade", "facts", "since"), changed)
    record(
        verb="products.graded", thing=Thing("grades", str(on)), by=by, at=at,
        products=products, changed=len(changed), contradictions=new, resolved=gone,
    )  # fmt: skip
    return {
        "products": products, "changed": len(changed), "ended": ended,
        "contradictions": new, "resolved": gone,
    }  # fmt: skip


def _lay_out(cursor: CursorWrapper, values: Mapping[str, Any]) -> None:
    """Put everything that is known of the items into tables of this transaction.

    The planner counts their rows; of what stands in the statement itself it knows nothing, and
    thousands of products would be held against each other one by one.
    """
    for name, query in tables().items():
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        cursor.execute(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS {query}", values)
        cursor.execute(f"ANALYZE {name}")
