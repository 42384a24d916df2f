"""The clusters of parcels' parties, laid on the engine's table; what arrived just now is placed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pyarrow as pa

from tidewaiter.engine.frames import FRAMES
from tidewaiter.flows.link_parties import placed_nodes
from tidewaiter.risk.models import PartyKind
from tidewaiter.risk.queries.linking import (
    clusters_of,
    features_of,
    linked_since,
    orders_as_nodes,
)

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


def cluster_frame(orders: Sequence[OrderNodes]) -> pa.Table:
    """Whom these orders go to and come from, and what the clusters of those did up to yesterday.

    Nothing is written: nodes that are not known yet are placed as `link_arrivals` will keep them.
    Before the first night there are no clusters to speak of, and the table is empty.
    """
    schema = FRAMES["clusters"].schema
    if not orders or not linked_since():
        return schema.empty_table()
    found = {
        PartyKind.ADDRESS: clusters_of(PartyKind.ADDRESS, {row.address for row in orders}),
        PartyKind.CONSIGNEE: clusters_of(PartyKind.CONSIGNEE, {row.consignee for row in orders}),
        PartyKind.SELLER: clusters_of(PartyKind.SELLER, {row.seller for row in orders}),
    }
    fresh = [row for row in orders if row.consignee not in found[PartyKind.CONSIGNEE]]
    if fresh:
        placed = placed_nodes([(row.address, row.consignee, row.tokens) for row in fresh])
        found[PartyKind.ADDRESS] |= {node["key"]: node["cluster"] for node in placed.addresses}
        found[PartyKind.CONSIGNEE] |= {node["key"]: node["cluster"] for node in placed.consignees}
    told = {
        cluster: [int(fact * _STEP) if isinstance(fact, Decimal) else fact for fact in facts]
        for cluster, facts in features_of(
            (kind, cluster) for kind, one in found.items() for cluster in one.values()
        ).items()
    }
    table: list[list[object]] = []
    for order, *keys, _ in orders:
        named = [
            (kind, found[kind].get(key, key)) for kind, key in zip(PartyKind, keys, strict=True)
        ]
        table.append([order, [cluster for _, cluster in named], *map(told.get, named)])
    columns = list(zip(*table, strict=True)) if table else [()] * len(schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
