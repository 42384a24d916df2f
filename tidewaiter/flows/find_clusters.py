"""The clusters of parcels' parties, laid on the engine's table; what arrived just now is placed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pyarrow as pa

from tidewaiter.engine.frames import FRAMES
from tidewaiter.flows.link_parties import placed_nodes
from tidewaiter.flows.parcel_frames import Head, typed
from tidewaiter.intake.queries import Bundle
from tidewaiter.risk.models import PartyKind
from tidewaiter.risk.queries.linking import (
    any_placed,
    clusters_of,
    features_of,
    orders_as_nodes,
)
from tidewaiter.risk.queries.recent import fallen_sellers, seen_with_consignees
from tidewaiter.risk.states import Outcome

_STEP = 100_000
"""Values are counted in 0.00001."""


class OrderNodes(NamedTuple):
    """An order, the keys of its address, consignee and seller, and its consignee's tokens."""

    order: int
    address: int
    consignee: int
    seller: int
    tokens: bytes


def stored_orders(numbers: Sequence[int]) -> list[OrderNodes]:
    """Stored orders as nodes of their parties."""
    return [OrderNodes(*row) for row in orders_as_nodes(numbers)]


def party_frames(orders: Sequence[OrderNodes], *, at: datetime) -> dict[str, pa.Table]:
    """The clusters of orders' parties, and what came to their consignees lately."""
    clusters = cluster_frame(orders)
    return {"clusters": clusters, "seen_consignee": consignee_frame(orders, clusters, at=at)}


def consignee_frame(orders: Sequence[OrderNodes], clusters: pa.Table, *, at: datetime) -> pa.Table:
    """What came lately to the consignees of orders, by the clusters of `cluster_frame`."""
    of = dict(
        zip(
            clusters.column("order_id").to_pylist(), clusters.column("ids").to_pylist(), strict=True
        )
    )
    wanted = [(of[row.order][1], row.consignee) for row in orders if row.order in of]
    return typed(FRAMES["seen_consignee"].schema, seen_with_consignees(wanted, at=at))


def consignee_tiles(
    decisions: Iterable[dict[str, Any]],
    bundles: Mapping[int, Bundle],
    heads: Mapping[int, Head],
    orders: Sequence[OrderNodes],
) -> list[tuple[Any, ...]]:
    """What accepted parcels bring to their consignees, to be kept; those decided anew are there."""
    nodes = {row.order: row.consignee for row in orders}
    found = []
    for decision in decisions:
        node = nodes.get(decision["order_id"])
        bundle = bundles[decision["declaration_id"]]
        if decision["outcome"] != Outcome.ACCEPTED or node is None or bundle.again:
            continue
        paper, head = bundle.declaration, heads[bundle.declaration.id]
        hour = paper.received_at.replace(minute=0, second=0, microsecond=0)
        buyer = UUID(paper.indexes[0]) if paper.indexes[0] else None
        value = decision["dutiable_value"] or Decimal(0)
        found.append((node, hour, buyer, head.ebpCode or "", head.ebcCode or "", 1, value))
    return found


def cluster_frame(orders: Sequence[OrderNodes]) -> pa.Table:
    """Whom these orders go to and come from, and what the clusters of those did up to yesterday.

    Nothing is written: nodes that are not known yet are placed as `link_arrivals` will keep them.
    Before the first parties are placed there are no clusters, and the table is empty.
    """
    schema = FRAMES["clusters"].schema
    if not orders or not any_placed():
        return schema.empty_table()
    found = {
        PartyKind.ADDRESS: clusters_of(PartyKind.ADDRESS, {row.address for row in orders}),
        PartyKind.CONSIGNEE: clusters_of(PartyKind.CONSIGNEE, {row.consignee for row in orders}),
        PartyKind.SELLER: clusters_of(PartyKind.SELLER, {row.seller for row in orders}),
    }
    fresh = [row for row in orders if row.consignee not in found[PartyKind.CONSIGNEE]]
    if fresh:
        placed = placed_nodes(
            [(row.address, row.consignee, row.tokens) for row in fresh],
            addresses=found[PartyKind.ADDRESS],
            consignees=found[PartyKind.CONSIGNEE],
        )
        found[PartyKind.ADDRESS] |= {node["key"]: node["cluster"] for node in placed.addresses}
        found[PartyKind.CONSIGNEE] |= {node["key"]: node["cluster"] for node in placed.consignees}
    told = {
        cluster: [int(fact * _STEP) if isinstance(fact, Decimal) else fact for fact in facts]
        for cluster, facts in features_of(
            (kind, cluster) for kind, one in found.items() for cluster in one.values()
        ).items()
    }
    sellers = found[PartyKind.SELLER]
    fallen = fallen_sellers((sellers.get(row.seller, row.seller), row.seller) for row in orders)
    table: list[list[object]] = []
    for order, *keys, _ in orders:
        named = [
            (kind, found[kind].get(key, key)) for kind, key in zip(PartyKind, keys, strict=True)
        ]
        table.append(
            [order, [cluster for _, cluster in named], fallen.get(keys[2]), *map(told.get, named)]
        )
    return typed(schema, table)
