"""Who is one: sellers, consignees and addresses linked nightly in bulk, and placed at arrival.

No person is opened for it: orders carry blinded tokens that were made when they were received.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.linking.clusters import MEMBERS, named
from tidewaiter.engine.linking.features import DAYS, PARCELS, SIZES, features
from tidewaiter.engine.linking.linking import link
from tidewaiter.engine.linking.model import load_model
from tidewaiter.engine.linking.placing import place
from tidewaiter.engine.linking.sellers import SellerForms, seller_forms
from tidewaiter.engine.linking.tokens import FIELDS, unpacked
from tidewaiter.risk.commands.linking import Night, add_nodes, keep_features, keep_links
from tidewaiter.risk.models import PartyKind
from tidewaiter.risk.queries.linking import (
    addresses_like,
    all_nodes,
    clusters_of,
    consignees_like,
    links_since,
    nodes_counted,
    orders_to_link,
    parcels_of_clusters,
    placed_up_to,
    sellers,
    sizes,
)

_OF_CONSIGNEE = ("building", "district", "name", "heard", "phone")
"""The tokens that tell a consignee beside its address."""

AT_ONCE = 600
"""Orders that are placed at a time."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Nodes that were not known, each with the cluster that it was placed in."""

    addresses: list[dict[str, Any]]
    consignees: list[dict[str, Any]]


def link_arrivals(*, by: Actor, at: datetime) -> int:
    """Place the consignees, addresses and sellers that have no node yet; how many orders did."""
    seen = 0
    while placed := link_some(by=by, at=at):
        seen += placed
    return seen


def link_some(*, by: Actor, at: datetime) -> int:
    """Place the parties of the next orders that have no node yet; how many orders those were."""
    orders = orders_to_link(after=placed_up_to(), limit=AT_ONCE)
    if not orders:
        return 0
    placed = placed_nodes(
        [(row[2], row[3], row[5]) for row in orders],
        addresses=clusters_of(PartyKind.ADDRESS, {row[2] for row in orders}),
        consignees=clusters_of(PartyKind.CONSIGNEE, {row[3] for row in orders}),
    )
    days = {}
    for _, day, address, consignee, *_ in orders:
        days.setdefault(("address", address), day)
        days.setdefault(("consignee", consignee), day)
    for kind, rows in (("address", placed.addresses), ("consignee", placed.consignees)):
        for row in rows:
            row["first_on"] = days[kind, row["key"]]
    indexes = {row[2]: row[8] for row in orders}
    for row in placed.addresses:
        row["ix"] = indexes[row["key"]]
    firms = {row[4]: (row[1], row[6], row[7]) for row in reversed(orders)}
    known = clusters_of(PartyKind.SELLER, firms)
    add_nodes(
        addresses=placed.addresses,
        consignees=placed.consignees,
        sellers=[
            {"key": key, "code": code, "name": name, "first_on": day, "cluster": key}
            for key, (day, code, name) in firms.items()
            if key not in known
        ],
        up_to=orders[-1][0],
        by=by,
        at=at,
    )
    return len(orders)


def placed_nodes(
    orders: Sequence[tuple[int, int, bytes]],
    *,
    addresses: Mapping[int, int],
    consignees: Mapping[int, int],
) -> Placed:
    """The nodes of orders that are not known yet, placed among the known ones; nothing is written.

    Each order is: the keys of its address and of its consignee, and its tokens. `addresses` and
    `consignees` are the clusters of those that are known.
    """
    homeless: dict[int, dict[str, Any]] = {}
    unknown: dict[int, dict[str, Any]] = {}
    for address, consignee, tokens in orders:
        new_address = address not in addresses and address not in homeless
        new_consignee = consignee not in consignees and consignee not in unknown
        if not (new_address or new_consignee):
            continue
        told = dict(zip(FIELDS, unpacked(tokens), strict=True))
        if new_address:
            homeless[address] = {"key": address, **{name: told[name] for name in FIELDS[:9]}}
        if new_consignee:
            unknown[consignee] = {
                "key": consignee, "address": address, **{name: told[name] for name in _OF_CONSIGNEE}
            }  # fmt: skip
    fresh = list(homeless.values())
    homes = dict(addresses)
    if fresh:
        homes |= place(
            fresh,
            addresses_like(fresh),
            load_model("address"),
            nodes=nodes_counted(PartyKind.ADDRESS),
        )
    for node in fresh:
        node["cluster"] = homes[node["key"]]
    people = list(unknown.values())
    for node in people:
        node["home"] = homes[node["address"]]
    if people:
        found = place(
            people,
            consignees_like(people),
            load_model("consignee"),
            nodes=nodes_counted(PartyKind.CONSIGNEE),
        )
        for node in people:
            node["cluster"] = found[node["key"]]
    return Placed(fresh, people)


def link_parties(*, night: date, by: Actor, at: datetime) -> dict[str, int]:
    """Link everything anew and count what each cluster did before the night; nodes of each kind.

    The same night again finds the same and changes nothing.
    """
    link_arrivals(by=by, at=at)
    counted = {}
    for kind in PartyKind:
        nodes = _frame(kind)
        former = nodes.select(["key", "cluster"]).cast(MEMBERS)
        found = link(nodes.drop_columns(["cluster"]), load_model(kind))
        members = named(found.components, former, kind=kind, night=night).members
        since = links_since(kind)
        keep_links(
            Night(
                kind,
                night,
                nodes.num_rows,
                found.crowded,
                moved=[
                    (key, was, now)
                    for key, was, now in zip(
                        *(former.column(name).to_pylist() for name in ("key", "cluster")),
                        members.column("cluster").to_pylist(),
                        strict=True,
                    )
                    if was != now
                ],
                links=[
                    (one, other, weight, outcomes, since.get((one, other), night))
                    for one, other, weight, outcomes in zip(
                        *(column.to_pylist() for column in found.links.columns), strict=True
                    )
                ],
            ),
            by=by,
            at=at,
        )
        _count(kind, night, by, at)
        counted[kind.value] = nodes.num_rows
    return counted


def _frame(kind: str) -> pa.Table:
    """Every node of a kind: key, cluster and the fields of the model, in the order of the key."""
    fields = load_model(kind).fields
    if kind == PartyKind.SELLER:
        firms = sellers()
        forms = [
            seller_forms(name, address=address, phone=phone, website=website)
            for _, _, name, address, phone, website in firms
        ]
        columns: dict[str, Any] = {
            "key": pa.array([row[0] for row in firms], pa.int64()),
            "cluster": pa.array([row[1] for row in firms], pa.int64()),
        }
        told = zip(*forms, strict=True) if forms else [()] * len(SellerForms._fields)
        every = dict(zip(SellerForms._fields, told, strict=True))
        return pa.table(columns | {name: pa.array(every[name], pa.string()) for name in fields})
    names = ("key", "cluster", *fields)
    rows = all_nodes(kind, names)
    told = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table(
        {name: pa.array(column, pa.int64()) for name, column in zip(names, told, strict=True)}
    )


def _count(kind: str, night: date, by: Actor, at: datetime) -> None:
    """Count what the clusters of a kind did on the days before a night."""
    zone = ZoneInfo(settings.TIME_ZONE)
    end = datetime.combine(night, time(), tzinfo=zone)
    parcels = parcels_of_clusters(kind, start=end - timedelta(days=DAYS), end=end)
    rows = [(row[0], row[1].astimezone(zone).date(), *row[2:]) for row in parcels]
    found = features(_table(rows, PARCELS), _table(sizes(kind, night=night), SIZES), night=night)
    keep_features(kind, night, found.to_pylist(), by=by, at=at)


def _table(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )
