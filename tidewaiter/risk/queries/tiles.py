"""What tiles say before a batch, and what a day of them holds."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import connection

from tidewaiter.base.rows import fetch
from tidewaiter.engine.tiles import Kind

_BEFORE = """
    SELECT w.key, coalesce(sum(t.n), 0)::bigint,
        coalesce(sum(t.n) FILTER (WHERE t.day = %(today)s::date), 0)::bigint,
        coalesce(sum(t.near), 0)::bigint, coalesce(sum(t.beyond), 0)::bigint,
        coalesce(sum(t.priced), 0)::bigint, coalesce(sum(t.z), 0)::bigint,
        coalesce(sum(t.zz), 0)::bigint,
        CASE WHEN w.seller THEN (SELECT max(before.day) FROM risk_tile before
            WHERE before.key = w.key AND before.day < %(today)s::date) END
    FROM unnest(%(keys)s::text[], %(since)s::date[], %(sellers)s::bool[]) AS w(key, since, seller)
    LEFT JOIN risk_tile t ON t.key = w.key AND t.day >= w.since
    GROUP BY w.key, w.seller
    HAVING count(t.n) > 0 OR w.seller
"""


def tiles_before(wanted: Iterable[tuple[Kind, str]], *, today: date) -> list[tuple[object, ...]]:
    """What is known under these keys now, as the engine's table of tiles has it."""
    kinds, keys = zip(*wanted, strict=True) if wanted else ((), ())
    since = {kind: kind.since(today) for kind in Kind}
    return fetch(
        _BEFORE,
        {
            "today": today,
            "keys": list(keys),
            "since": [since[kind] for kind in kinds],
            "sellers": [kind is Kind.SELLER for kind in kinds],
        },
    )


def tiles_of(day: date) -> Iterator[tuple[object, ...]]:
    """The tiles of a day: key and sums."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, n, near, beyond, priced, z, zz FROM risk_tile WHERE day = %s"
            " AND (n, near, beyond, priced, z, zz) <> (0, 0, 0, 0, 0, 0)",
            [day],
        )
        yield from cursor.fetchall()


def contexts_of(declarations: Iterable[int], *, day: date) -> list[tuple[int, str]]:
    """What the decisions in force knew that were made about declarations on a day."""
    return fetch(
        "SELECT declaration_id, context FROM risk_assessment WHERE current"
        " AND declaration_id = ANY(%s::bigint[]) AND law_day = %s::date AND context <> ''",
        [list(declarations), day],
    )
