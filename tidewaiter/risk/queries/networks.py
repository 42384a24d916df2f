"""A cluster as officers look at it: its spellings, what links them, whose parcels it received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import array, fetch
from tidewaiter.intake.models import Declaration
from tidewaiter.risk.models import (
    NODES,
    AddressNode,
    Cluster,
    ConsigneeNode,
    LinkingNight,
    NodeLink,
    PartyKind,
)
from tidewaiter.risk.queries.linking import ORDER_KEYS

SHOWN = 40
"""At most so many spellings of a cluster are drawn."""
PARCELS = 400
"""At most so many of a cluster's latest parcels are looked at."""


@dataclass(frozen=True, slots=True)
class Node:
    """A spelling: since when it is known, and for a seller its name and code."""

    key: int
    first_on: date
    name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Received:
    """A parcel that a spelling received: whose it was by identity number, and its declaration."""

    node: int
    buyer: UUID | None
    declaration: int


@dataclass(frozen=True, slots=True)
class Network:
    """A cluster of the last night."""

    kind: str
    cluster: int
    size: int
    nodes: tuple[Node, ...]
    links: tuple[NodeLink, ...]
    received: tuple[Received, ...]
    counted: Cluster | None
    among: int
    """How many nodes the kind had in the night that linked them."""


def network(*, kind: str, cluster: int, by: Actor) -> Network | None:
    """A cluster that an actor may see, with its latest parcels; None where there is none."""
    table = NODES[kind].objects.visible_to(by).filter(cluster=cluster)
    size = table.count()
    if not size:
        return None
    nodes = tuple(
        Node(one.key, one.first_on, getattr(one, "name", "") if kind == PartyKind.SELLER else "",
             getattr(one, "code", ""))
        for one in table.order_by("first_on", "key")[:SHOWN]
    )  # fmt: skip
    keys = [node.key for node in nodes]
    night = LinkingNight.objects.visible_to(by).filter(kind=kind).order_by("-night").first()
    return Network(
        kind,
        cluster,
        size,
        nodes,
        tuple(
            NodeLink.objects.visible_to(by)
            .filter(kind=kind, one__in=keys, other__in=keys)
            .order_by("-weight", "one", "other")
        ),
        _received(kind, keys, by=by),
        Cluster.objects.visible_to(by)
        .filter(kind=kind, cluster=cluster)
        .order_by("-night")
        .first(),
        night.nodes if night is not None else size,
    )


def _received(kind: str, keys: Sequence[int], *, by: Actor) -> tuple[Received, ...]:
    """The latest parcels of addresses or consignees; those of sellers are too many to draw."""
    if kind == PartyKind.SELLER:
        return ()
    if kind == PartyKind.ADDRESS:
        addresses = AddressNode.objects.visible_to(by).filter(key__in=keys)
    else:
        wanted = ConsigneeNode.objects.visible_to(by).filter(key__in=keys).values_list("address")
        addresses = AddressNode.objects.visible_to(by).filter(key__in=wanted)
    indexes = list(addresses.values_list("ix", flat=True))
    latest = (
        Declaration.objects.visible_to(by)
        .filter(address_ix__in=indexes, current=True)
        .order_by("-id")
        .values_list("id", flat=True)[:PARCELS]
    )
    rows = fetch(
        f"""
        SELECT * FROM (
            SELECT {ORDER_KEYS[PartyKind(kind)]} AS node, d.buyer_ix, d.id
            FROM intake_declaration d
            JOIN intake_order o ON o.order_no = d.order_no AND o.ebp_code = d.ebp_code AND o.current
            WHERE d.id = ANY(%s::bigint[])
        ) found WHERE node = ANY(%s::bigint[]) ORDER BY id DESC
        """,
        [array(latest), array(keys)],
    )
    return tuple(Received(*row) for row in rows)


def link_between(one: int, other: int, *, kind: str, by: Actor) -> NodeLink | None:
    """The link between two nodes, as far as an actor may see it."""
    return (
        NodeLink.objects.visible_to(by)
        .filter(kind=kind, one=min(one, other), other=max(one, other))
        .first()
    )


def clusters_of_order(order: int, *, by: Actor) -> list[Cluster]:
    """The clusters of an order's address, consignee and seller, as they were counted last."""
    found = []
    for kind in PartyKind:
        table = NODES[kind]._meta.db_table
        rows = fetch(
            f"SELECT n.cluster FROM intake_order o JOIN {table} n ON n.key = {ORDER_KEYS[kind]}"
            " WHERE o.id = %s::bigint",
            [order],
        )
        for (cluster,) in rows:
            newest = Cluster.objects.visible_to(by).filter(kind=kind, cluster=cluster)
            found += list(newest.order_by("-night")[:1])
    return found
