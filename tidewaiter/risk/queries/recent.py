"""What parties did lately, as the engine's tables have it: by consignee, identity and telephone."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from tidewaiter.base.rows import array, fetch
from tidewaiter.engine.linking.keys import key_sql
from tidewaiter.risk.queries.beforehand import HISTORY, HISTORY_ROWS

TILES = timedelta(days=7)
"""How far back tiles of consignees are looked at: the longest window."""
TILES_READ = 500
"""At most so many of the latest tiles of one cluster are looked at."""


def seen_with_consignees(
    consignees: Iterable[tuple[int, int]], *, at: datetime
) -> list[tuple[int, datetime, str | None, str, str, int, Decimal]]:
    """The tiles of clusters, each wanted by its name and the key of a node that may be new.

    Each row: cluster, hour in UTC, buyer, platform, merchant, parcels, their value.
    """
    wanted = sorted(set(consignees))
    return fetch(
        """
        SELECT w.cluster, t.hour AT TIME ZONE 'UTC', t.buyer_ix::text, t.ebp_code, t.ebc_code,
            t.parcels::bigint, t.amount
        FROM (SELECT cluster, array_agg(node) AS nodes FROM
            unnest(%(clusters)s::bigint[], %(nodes)s::bigint[]) AS one(cluster, node) GROUP BY 1
        ) w, LATERAL (
            SELECT tile.* FROM risk_consigneetile tile
            WHERE tile.node = ANY(w.nodes || ARRAY(
                    SELECT key FROM risk_consigneenode WHERE cluster = w.cluster LIMIT %(most)s::int
                )) AND tile.hour > %(since)s
            ORDER BY tile.hour DESC, tile.id DESC LIMIT %(most)s::int
        ) t
        """,
        {
            "clusters": array(cluster for cluster, _ in wanted),
            "nodes": array(node for _, node in wanted),
            "since": at - TILES,
            "most": TILES_READ,
        },
    )


def seen_of_identities(
    buyers: Sequence[str], *, at: datetime
) -> list[tuple[str, list[str], list[int]]]:
    """How buyers ordered lately: buyer, telephones, clusters of the addresses, each once."""
    return fetch(
        f"""
        SELECT wanted.ix::text,
            coalesce(array_agg(DISTINCT earlier.phone) FILTER (WHERE earlier.phone IS NOT NULL),
                ARRAY[]::text[]),
            coalesce(array_agg(DISTINCT node.cluster) FILTER (WHERE node.cluster IS NOT NULL),
                ARRAY[]::bigint[])
        FROM unnest(%s::uuid[]) AS wanted(ix), LATERAL (
            SELECT declaration.buyer_phone_ix::text AS phone,
                {key_sql("declaration.address_ix")} AS address
            FROM intake_declaration declaration
            JOIN risk_assessment assessment
                ON assessment.declaration_id = declaration.id AND assessment.current
            WHERE declaration.buyer_ix = wanted.ix AND assessment.outcome = 'accepted'
                AND declaration.received_at > %s
            ORDER BY declaration.id DESC LIMIT %s::int
        ) earlier
        LEFT JOIN risk_addressnode node ON node.key = earlier.address
        GROUP BY 1
        """,
        [array(buyers), at - HISTORY, HISTORY_ROWS],
    )


def seen_names(phones: Sequence[str], *, at: datetime) -> list[tuple[str, list[str]]]:
    """In which names telephones ordered lately: telephone, names, each once."""
    return fetch(
        """
        SELECT wanted.ix::text, array_agg(DISTINCT earlier.name)
        FROM unnest(%s::uuid[]) AS wanted(ix), LATERAL (
            SELECT declaration.buyer_name_ix::text AS name FROM intake_declaration declaration
            JOIN risk_assessment assessment
                ON assessment.declaration_id = declaration.id AND assessment.current
            WHERE declaration.buyer_phone_ix = wanted.ix AND assessment.outcome = 'accepted'
                AND declaration.received_at > %s
            ORDER BY declaration.id DESC LIMIT %s::int
        ) earlier
        WHERE earlier.name IS NOT NULL GROUP BY 1
        """,
        [array(phones), at - HISTORY, HISTORY_ROWS],
    )


def fallen_sellers(sellers: Iterable[tuple[int, int]]) -> dict[int, str]:
    """By cluster, the other registrations in it that lost their standing, as a list of codes.

    Each seller is given by its cluster and its own key.
    """
    wanted = sorted(set(sellers))
    return dict(
        fetch(
            """
            SELECT w.node, string_agg(o.code, ', ' ORDER BY o.code)
            FROM unnest(%s::bigint[], %s::bigint[]) AS w(cluster, node)
            JOIN risk_sellernode n ON n.cluster = w.cluster AND n.key <> w.node
            JOIN registry_operator o ON o.code = n.code AND o.standing <> 'active'
            GROUP BY 1
            """,
            [array(cluster for cluster, _ in wanted), array(node for _, node in wanted)],
        )
    )
