"""The clusters of parcels' parties, laid on the engine's table; what arrived just now is placed."""

from collections.abc import Sequence
from decimal import Decimal

import pyarrow as pa

from tidewaiter.engine.frames import FRAMES
from tidewaiter.flows.link_parties import placed_nodes
from tidewaiter.risk.models import PartyKind
from tidewaiter.risk.queries.linking import (
    FEATURES,
    clusters_of,
    features_of,
    linked_since,
    orders_as_nodes,
)

_NOTHING = tuple(Decimal(0) if name.startswith("value") else 0 for name in FEATURES)
_UNSEEN = (1, 0, *_NOTHING[2:])
"""A cluster that no night has counted: one spelling, and nothing before today."""


def cluster_frame(orders: Sequence[int]) -> pa.Table:
    """Whom these orders go to and come from, and what the clusters of those did up to yesterday.

    Nothing is written: nodes that are not known yet are placed here as `link_arrivals` will keep them.
    Before the first night there are no clusters to speak of, and the table is empty.
    """
    schema = FRAMES["clusters"].schema
    if not orders or not linked_since():
        return schema.empty_table()
    rows = orders_as_nodes(orders)
    found = {
        PartyKind.ADDRESS: clusters_of(PartyKind.ADDRESS, {row[1] for row in rows}),
        PartyKind.CONSIGNEE: clusters_of(PartyKind.CONSIGNEE, {row[2] for row in rows}),
        PartyKind.SELLER: clusters_of(PartyKind.SELLER, {row[3] for row in rows}),
    }
    fresh = [row for row in rows if row[2] not in found[PartyKind.CONSIGNEE]]
    if fresh:
        placed = placed_nodes([(row[1], row[2], row[4]) for row in fresh])
        found[PartyKind.ADDRESS] |= {node["key"]: node["cluster"] for node in placed.addresses}
        found[PartyKind.CONSIGNEE] |= {node["key"]: node["cluster"] for node in placed.consignees}
    told = features_of((kind, cluster) for kind, one in found.items() for cluster in one.values())
    table = []
    for order, *keys, _ in rows:
        line: list[object] = [order]
        for kind, key in zip(PartyKind, keys, strict=True):
            cluster = found[kind].get(key, key)
            line += [cluster, *told.get((kind, cluster), _UNSEEN)]
        table.append(line)
    columns = list(zip(*table, strict=True)) if table else [()] * len(schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
