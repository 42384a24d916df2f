"""Keep who is one: nodes as they arrive, and what a night found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import array, copy
from tidewaiter.risk.models import (
    NODES,
    AddressNode,
    Cluster,
    ConsigneeNode,
    ConsigneeTile,
    LinkingMark,
    LinkingNight,
    NodeLink,
    NodeMove,
    SellerNode,
)

LINKING = 0x7077_0004
"""The advisory lock of those who write nodes: one at a time."""
KEPT = timedelta(days=35)
"""How long clusters of several nodes can be told night by night; of single ones only the last."""

TILES_KEPT = timedelta(days=9)
"""How long tiles of consignees are kept: the longest window and two days more."""


@transaction.atomic
def add_nodes(
    *,
    addresses: Sequence[dict[str, Any]] = (),
    consignees: Sequence[dict[str, Any]] = (),
    sellers: Sequence[dict[str, Any]] = (),
    up_to: int,
    by: Actor,
    at: datetime,
) -> None:
    """Add nodes of orders up to a number, each with the cluster that it was placed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LINKING])
    for model, rows in (
        (AddressNode, addresses),
        (ConsigneeNode, consignees),
        (SellerNode, sellers),
    ):
        model.objects.bulk_create(
            [model(**row) for row in rows], ignore_conflicts=True, batch_size=2_000
        )  # fmt: skip
    LinkingMark.objects.update_or_create(id=1, defaults={"order": up_to})
    record(
        verb="parties.placed",
        thing=Thing("risk.addressnode", "all"),
        by=by,
        at=at,
        addresses=len(addresses),
        consignees=len(consignees),
        sellers=len(sellers),
    )


@dataclass(frozen=True, slots=True)
class Night:
    """What a night found about one kind: `moved` is node, former cluster, cluster."""

    kind: str
    night: date
    nodes: int
    crowded: int
    moved: Sequence[tuple[int, int, int]]
    links: Sequence[tuple[int, int, float, list[int], date]]


@transaction.atomic
def keep_links(found: Night, *, by: Actor, at: datetime) -> None:
    """Put a night's clusters and links in the place of the former ones; twice is harmless."""
    table = NODES[found.kind]._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LINKING])
        cursor.execute(
            f"UPDATE {table} n SET cluster = m.cluster"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS m(key, cluster) WHERE n.key = m.key",
            [array(node for node, _, _ in found.moved), array(new for _, _, new in found.moved)],
        )
        if found.kind == "address":
            cursor.execute(
                "UPDATE risk_consigneenode c SET home = a.cluster FROM risk_addressnode a"
                " WHERE a.key = c.address AND c.home <> a.cluster"
            )
    copy(
        NodeMove,
        ("kind", "night", "node", "former", "cluster"),
        ((found.kind, found.night, *move) for move in found.moved),
    )
    NodeLink.objects.filter(kind=found.kind).delete()
    copy(
        NodeLink,
        ("kind", "one", "other", "weight", "outcomes", "since"),
        ((found.kind, *link) for link in found.links),
    )
    LinkingNight.objects.update_or_create(
        kind=found.kind,
        night=found.night,
        defaults={
            "finished_at": at,
            "nodes": found.nodes,
            "links": len(found.links),
            "crowded": found.crowded,
        },
    )
    record(
        verb="parties.linked",
        thing=Thing("risk.linkingnight", f"{found.kind}/{found.night}"),
        by=by,
        at=at,
        kind=found.kind,
        nodes=found.nodes,
        links=len(found.links),
        moved=len(found.moved),
    )


@transaction.atomic
def keep_features(
    kind: str, night: date, rows: Iterable[dict[str, Any]], *, by: Actor, at: datetime
) -> None:
    """Keep what the clusters of a kind did before a night, and forget what is too old to ask."""
    rows = list(rows)
    nights = Cluster.objects.filter(kind=kind)
    nights.filter(night=night).delete()
    nights.filter(night__lt=night, nodes__lt=2).delete()
    nights.filter(night__lt=night - KEPT).delete()
    ConsigneeTile.objects.filter(hour__lt=at - TILES_KEPT).delete()
    if rows:
        columns = tuple(rows[0])
        copy(Cluster, ("kind", "night", *columns), ((kind, night, *row.values()) for row in rows))
    record(
        verb="clusters.counted",
        thing=Thing("risk.cluster", f"{kind}/{night}"),
        by=by,
        at=at,
        kind=kind,
        clusters=len(rows),
    )
