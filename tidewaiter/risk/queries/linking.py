"""What is known of who is one: nodes, clusters, links, and the parcels of clusters."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import array, fetch
from tidewaiter.engine.linking.keys import key_sql
from tidewaiter.risk.models import (
    NODES,
    Cluster,
    LinkingMark,
    LinkingNight,
    NodeLink,
    NodeMove,
    PartyKind,
)

MARGIN = 5_000
"""Numbers of orders are taken in advance: some of the last ones may be committed out of turn."""
_FEW = 1024
"""How many nodes are assumed before a first night has counted them."""

ORDER_KEYS = {
    PartyKind.ADDRESS: key_sql("o.address_ix"),
    PartyKind.CONSIGNEE: key_sql("o.consignee_ix", "o.consignee_phone_ix", "o.address_ix"),
    PartyKind.SELLER: key_sql("o.ebc_code"),
}
"""The key of an order's node of each kind, as an expression over the order `o`."""


def orders_to_link(*, after: int, limit: int) -> list[tuple[Any, ...]]:
    """Orders above a number with a consignee, an address or a seller that has no node yet.

    Each is: number, day, the keys of address, consignee and seller, tokens, the seller's code and
    name, and the blind index of the address.
    """
    keys = [ORDER_KEYS[kind] for kind in PartyKind]
    return fetch(
        f"""
        SELECT n.* FROM (
            SELECT o.id, o.received_at::date, {keys[0]} AS address, {keys[1]} AS consignee,
                {keys[2]} AS seller, o.tokens, o.ebc_code,
                coalesce(o.content::json #>> '{{head,ebcName}}', '') AS ebc_name, o.address_ix
            FROM intake_order o WHERE o.id > %s::bigint AND o.address_ix IS NOT NULL
        ) n
        WHERE NOT EXISTS (SELECT FROM risk_consigneenode c WHERE c.key = n.consignee)
            OR NOT EXISTS (SELECT FROM risk_sellernode s WHERE s.key = n.seller)
        ORDER BY n.id LIMIT %s::int
        """,
        [after - MARGIN, limit],
    )


def orders_as_nodes(orders: Sequence[int]) -> list[tuple[Any, ...]]:
    """The keys of the nodes of some orders, and their tokens: order, address, consignee, seller."""
    keys = [ORDER_KEYS[kind] for kind in PartyKind]
    return fetch(
        f"SELECT o.id, {keys[0]}, {keys[1]}, {keys[2]}, o.tokens FROM intake_order o"
        " WHERE o.id = ANY(%s::bigint[])",
        [array(orders)],
    )


def placed_up_to() -> int:
    """The number of the last order whose parties were placed."""
    return LinkingMark.objects.values_list("order", flat=True).first() or 0


def clusters_of(kind: str, keys: Iterable[int]) -> dict[int, int]:
    """The clusters of those nodes that are known."""
    table = NODES[kind]._meta.db_table
    rows = fetch(f"SELECT key, cluster FROM {table} WHERE key = ANY(%s::bigint[])", [array(keys)])
    return dict(rows)


_ADDRESS = ("key", "cluster", "postcode", "area", "district", "street", "building", "door",
            "heard_door", "lot")  # fmt: skip
_CONSIGNEE = ("key", "cluster", "home", "building", "district", "name", "heard", "phone")


def addresses_like(fresh: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The known addresses that share a block with one of these."""
    values = [array({node[name] for node in fresh if node[name] is not None})
              for name in ("door", "heard_door", "lot")]  # fmt: skip
    rows = fetch(
        f"SELECT {', '.join(_ADDRESS)} FROM risk_addressnode WHERE door = ANY(%s::bigint[])"
        " OR heard_door = ANY(%s::bigint[]) OR lot = ANY(%s::bigint[]) ORDER BY key",
        values,
    )
    return [dict(zip(_ADDRESS, row, strict=True)) for row in rows]


def consignees_like(fresh: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The known consignees that share a telephone with one of these, or the home."""
    values = [array({node[name] for node in fresh if node[name] is not None})
              for name in ("phone", "home")]  # fmt: skip
    rows = fetch(
        f"SELECT {', '.join(_CONSIGNEE)} FROM risk_consigneenode WHERE phone = ANY(%s::bigint[])"
        " OR home = ANY(%s::bigint[]) ORDER BY key",
        values,
    )
    return [dict(zip(_CONSIGNEE, row, strict=True)) for row in rows]


def any_placed() -> bool:
    """Whether parties are being placed: there is a consignee that has a cluster."""
    [(found,)] = fetch("SELECT EXISTS (SELECT FROM risk_consigneenode)")
    return bool(found)


def nodes_counted(kind: str) -> int:
    """How many nodes a kind had in its last night."""
    found = fetch(
        "SELECT nodes FROM risk_linkingnight WHERE kind = %s::text ORDER BY night DESC LIMIT 1",
        [kind],
    )
    return found[0][0] if found else _FEW


def all_nodes(kind: str, fields: Sequence[str]) -> list[tuple[Any, ...]]:
    """Every node of a kind: these columns, in the order of the key."""
    return list(NODES[kind].objects.order_by("key").values_list(*fields))


def sellers() -> list[tuple[Any, ...]]:
    """Every seller: key, cluster, name; address, telephone and web address if registered."""
    return fetch(
        "SELECT s.key, s.cluster, s.name, coalesce(o.address, ''), coalesce(o.phone, ''),"
        " coalesce(o.website, '') FROM risk_sellernode s"
        " LEFT JOIN registry_operator o USING (code) ORDER BY s.key"
    )


def links_since(kind: str) -> dict[tuple[int, int], date]:
    """Since when the links of a kind hold."""
    rows = NodeLink.objects.filter(kind=kind).values_list("one", "other", "since")
    return {(one, other): since for one, other, since in rows}


def sizes(kind: str, *, night: date) -> list[tuple[int, int, int, date]]:
    """Each cluster of a kind: nodes, nodes seven nights before, and the day of its first node."""
    table = NODES[kind]._meta.db_table
    return fetch(
        f"""
        WITH before AS (
            SELECT coalesce(moved.former, n.cluster) AS cluster, count(*) AS nodes
            FROM {table} n LEFT JOIN (
                SELECT DISTINCT ON (node) node, former FROM risk_nodemove
                WHERE kind = %(kind)s AND night > %(week)s::date ORDER BY node, night, id
            ) moved ON moved.node = n.key
            WHERE n.first_on < %(week)s::date GROUP BY 1
        )
        SELECT n.cluster, count(*), coalesce(max(before.nodes), 0), min(n.first_on)
        FROM {table} n LEFT JOIN before USING (cluster) GROUP BY n.cluster
        """,
        {"kind": kind, "week": night - timedelta(days=7)},
    )


def parcels_of_clusters(kind: str, *, start: datetime, end: datetime) -> list[tuple[Any, ...]]:
    """The decided parcels of a time with the clusters of their addresses, consignees or sellers.

    Each is: cluster, moment, buyer, phone, platform, seller, dutiable value, and what was found.
    """
    return fetch(
        f"""
        SELECT n.cluster, d.received_at, d.buyer_ix::text, d.buyer_phone_ix::text, d.ebp_code,
            d.ebc_code, a.dutiable_value, found.confirmed
        FROM intake_declaration d
        JOIN risk_assessment a ON a.declaration_id = d.id AND a.current
        JOIN intake_order o ON o.id = a.order_id
        JOIN {NODES[kind]._meta.db_table} n ON n.key = {ORDER_KEYS[PartyKind(kind)]}
        LEFT JOIN (
            SELECT inspected.declaration_id, bool_or(act.code <> 'nothing') AS confirmed
            FROM risk_inspectionact act
            JOIN risk_assessment inspected ON inspected.id = act.assessment_id
            WHERE act.stage = 'filed' AND act.filed_at < %(end)s GROUP BY 1
        ) found ON found.declaration_id = d.id
        WHERE d.received_at >= %(start)s AND d.received_at < %(end)s AND a.outcome = 'accepted'
        """,
        {"start": start, "end": end},
    )


FEATURES = ("nodes", "nodes_week_ago", "identities", "phones", "platforms", "sellers", "parcels_1",
            "parcels_7", "parcels_30", "value_1", "value_7", "value_30", "inspected",
            "confirmed")  # fmt: skip
"""The features of a cluster, in the order in which they are read."""


def features_of(wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[Any, ...]]:
    """The features that clusters had in the last night of their kind."""
    pairs = sorted(set(wanted))
    rows = fetch(
        f"""
        SELECT c.kind, c.cluster, {", ".join(f"c.{name}" for name in FEATURES)}
        FROM unnest(%s::text[], %s::bigint[]) AS w(kind, cluster)
        JOIN (SELECT kind, max(night) AS night FROM risk_linkingnight GROUP BY kind) l
            ON l.kind = w.kind
        JOIN risk_cluster c ON c.kind = w.kind AND c.cluster = w.cluster AND c.night = l.night
        """,
        [array(kind for kind, _ in pairs), array(key for _, key in pairs)],
    )
    return {(row[0], row[1]): row[2:] for row in rows}


def largest(*, by: Actor, kind: str, limit: int) -> list[Cluster]:
    """The clusters of a kind with the most identity numbers in its last night."""
    last = LinkingNight.objects.visible_to(by).filter(kind=kind).order_by("-night").first()
    if last is None:
        return []
    found = Cluster.objects.visible_to(by).filter(kind=kind, night=last.night)
    return list(found.order_by("-identities", "-parcels_30", "cluster")[:limit])


def history(*, by: Actor, kind: str, cluster: int) -> list[tuple[date, str, int, int]]:
    """How a cluster grew and shrank: night, "joined" or "left", the other cluster, nodes."""
    moves = NodeMove.objects.visible_to(by).filter(kind=kind)
    found = []
    for verb, here, there in (("joined", "cluster", "former"), ("left", "former", "cluster")):
        rows = moves.filter(**{here: cluster}).values_list("night", there)
        found += [
            (night, verb, other, count)
            for night, other, count in rows.annotate(n=models.Count("node")).order_by()
        ]
    return sorted(found, reverse=True)
