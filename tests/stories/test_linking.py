"""Parties are linked across spellings, at arrival and every night, without opening a person."""

import json
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from harbour.frauds import Fraud, Shares
from harbour.messages import messages
from harbour.parcels import Parcel
from harbour.register import seller_of
from harbour.spelling import chance, respelt_address
from harbour.world import World
from tests.cast import CLERK, NOON, signing_keys
from tests.makers import START, decide, send_raw, tools
from tests.stories.again import differences
from tidewaiter.engine.linking.explaining import explain
from tidewaiter.engine.linking.keys import key_of
from tidewaiter.engine.linking.model import load_model
from tidewaiter.flows.link_parties import link_arrivals, link_parties
from tidewaiter.intake.models import Declaration, Order
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import (
    AddressNode,
    Assessment,
    Cluster,
    ConsigneeNode,
    ConsigneeTile,
    InspectionAct,
    LinkingNight,
    NodeLink,
    NodeMove,
    SellerNode,
)
from tidewaiter.risk.queries.linking import FEATURES, features_of, history
from tidewaiter.risk.queries.recent import fallen_sellers

RINGS = Shares.only(Fraud.SPLITTING, 0.3)
TONIGHT = date(2026, 6, 2)


@pytest.fixture
def parcels(firms: dict[str, Operator]) -> list[Parcel]:
    """Sixty parcels, many of them of rings that spell one address in different ways."""
    made = list(World(5, RINGS, respelt=0.3).parcels(80, start=START, rate=200.0))
    for message in messages(made, rate=200.0, batch=25, keys=signing_keys(), delay=1.0):
        send_raw(message.raw, message.sender)
    decide()
    return made


def consignee_clusters() -> dict[str, int]:
    """The cluster of each parcel's consignee, by the number of the order."""
    cluster = dict(ConsigneeNode.objects.values_list("key", "cluster"))
    return {
        order.order_no: cluster[
            key_of(order.consignee_ix, order.consignee_phone_ix, order.address_ix)
        ]
        for order in Order.objects.all()
    }


def test_a_ring_that_spells_its_address_differently_is_one_consignee(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    found = consignee_clusters()
    rings: dict[str, set[int]] = {}
    for parcel in parcels:
        if parcel.group:
            rings.setdefault(parcel.group, set()).add(found[parcel.order_no])
    spellings = {p.group: set() for p in parcels if p.group}
    for parcel in parcels:
        if parcel.group:
            spellings[parcel.group].add(parcel.address)
    assert any(len(spelt) > 2 for spelt in spellings.values())
    assert all(len(clusters) == 1 for clusters in rings.values())
    assert len({next(iter(one)) for one in rings.values()}) == len(rings)


def test_what_arrives_is_placed_as_the_night_would_place_it(parcels: list[Parcel]) -> None:
    assert link_arrivals(by=CLERK, at=NOON) > 0
    placed = consignee_clusters()
    groups = {}
    for number, cluster in placed.items():
        groups.setdefault(cluster, set()).add(number)
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    again: dict[int, set[str]] = {}
    for number, cluster in consignee_clusters().items():
        again.setdefault(cluster, set()).add(number)
    assert sorted(map(sorted, groups.values())) == sorted(map(sorted, again.values()))


def test_the_same_night_again_changes_nothing(parcels: list[Parcel]) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    before = (
        list(AddressNode.objects.order_by("key").values_list("key", "cluster")),
        list(ConsigneeNode.objects.order_by("key").values_list("key", "cluster")),
        list(SellerNode.objects.order_by("key").values_list("key", "cluster")),
        list(NodeLink.objects.order_by("kind", "one", "other").values_list("one", "weight")),
        list(Cluster.objects.order_by("kind", "cluster").values_list("cluster", "parcels_30")),
        NodeMove.objects.count(),
    )
    link_parties(night=TONIGHT, by=CLERK, at=NOON + timedelta(minutes=5))
    after = (
        list(AddressNode.objects.order_by("key").values_list("key", "cluster")),
        list(ConsigneeNode.objects.order_by("key").values_list("key", "cluster")),
        list(SellerNode.objects.order_by("key").values_list("key", "cluster")),
        list(NodeLink.objects.order_by("kind", "one", "other").values_list("one", "weight")),
        list(Cluster.objects.order_by("kind", "cluster").values_list("cluster", "parcels_30")),
        NodeMove.objects.count(),
    )
    assert before == after


def test_features_count_what_came_before_the_night_and_nothing_else(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    clusters = consignee_clusters()
    ring = next(p.group for p in parcels if p.group)
    members = [p for p in parcels if p.group == ring]
    cluster = clusters[members[0].order_no]
    row = Cluster.objects.get(kind="consignee", cluster=cluster, night=TONIGHT)
    same = [p for p in parcels if clusters[p.order_no] == cluster]
    assert row.identities == len({p.buyer.identity for p in same})
    assert row.parcels_30 == len(same)
    assert row.value_1 == row.value_30 > 0
    earlier = NOON.date()
    link_parties(night=earlier, by=CLERK, at=NOON)
    assert not Cluster.objects.filter(night=earlier).exists()


def test_what_inspections_found_before_the_night_is_counted_and_what_came_later_is_not(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    clusters = consignee_clusters()
    ring = next(p.group for p in parcels if p.group)
    members = [p for p in parcels if p.group == ring]
    midnight = datetime.combine(TONIGHT, time(), tzinfo=ZoneInfo("Asia/Shanghai"))
    for member, code, filed_at in (
        (members[0], "splitting", midnight - timedelta(minutes=1)),
        (members[1], "nothing", midnight - timedelta(minutes=1)),
        (members[2], "splitting", midnight),
    ):
        InspectionAct.objects.create(
            assessment=Assessment.objects.get(declaration__cop_no=member.cop_no, current=True),
            stage="filed", code=code, statement="Opened.", disposal="release", by_draw=False,
            written_by="clerk", written_label="Clerk", written_at=filed_at,
            filed_by="clerk", filed_label="Clerk", filed_at=filed_at,
        )  # fmt: skip
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    row = Cluster.objects.get(
        kind="consignee", cluster=clusters[members[0].order_no], night=TONIGHT
    )
    assert (row.inspected, row.confirmed) == (2, 1)


def test_two_registrations_of_one_seller_are_linked_by_what_they_have_in_common(
    firms: dict[str, Operator],
) -> None:
    made = list(World(5, Shares.honest(), respelt=0.9).parcels(400, start=START, rate=200.0))
    for message in messages(made, rate=200.0, batch=100, keys=signing_keys(), delay=1.0):
        if message.kind == "311":
            send_raw(message.raw, message.sender)
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    cluster = dict(SellerNode.objects.values_list("code", "cluster"))
    twice = [code for code in cluster if seller_of(code) != code and seller_of(code) in cluster]
    together = [code for code in twice if cluster[code] == cluster[seller_of(code)]]
    assert len(twice) >= 5
    assert len(together) >= 0.6 * len(twice)
    strangers = {cluster[code] for code in cluster if seller_of(code) == code}
    assert len(strangers) == sum(seller_of(code) == code for code in cluster)


def test_a_link_is_told_in_words_that_add_up_to_its_weight(parcels: list[Parcel]) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    for link in NodeLink.objects.filter(kind="consignee")[:20]:
        nodes = LinkingNight.objects.get(kind="consignee", night=TONIGHT).nodes
        told = explain(load_model("consignee"), link.outcomes, nodes=nodes)
        assert told.weight == pytest.approx(link.weight, abs=1e-4)
        assert sum(step.weight for step in told.steps) == pytest.approx(told.weight)
        assert all(step.outcome_en and step.outcome_zh for step in told.steps)


def test_a_new_spelling_the_next_day_joins_the_cluster_and_its_name_stays(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    before = consignee_clusters()
    later = [
        p for p in World(5, RINGS, respelt=0.3).parcels(80, start=START, rate=200.0) if p.group
    ]
    for parcel in later:
        parcel.order_no += "B"
        parcel.address = respelt_address(parcel.home, chance(parcel.order_no))
    usual = {p.index: p.address for p in parcels}
    fresh = [p for p in later if p.address != usual[p.index]]
    assert len(fresh) >= 5
    for message in messages(later, rate=200.0, batch=25, keys=signing_keys(), delay=1.0):
        if message.kind == "311":
            send_raw(message.raw, message.sender)
    link_arrivals(by=CLERK, at=NOON)
    link_parties(night=TONIGHT + timedelta(days=1), by=CLERK, at=NOON + timedelta(days=1))
    after = consignee_clusters()
    assert {number: after[number] for number in before} == before
    joined = [after[p.order_no] == before[p.order_no.removesuffix("B")] for p in fresh]
    assert sum(joined) >= 0.9 * len(joined)


def test_it_is_told_from_which_clusters_nodes_came_and_where_they_went(db: None) -> None:
    moved = [(1, 7, 8), (2, 7, 8), (3, 8, 9)]
    NodeMove.objects.bulk_create(
        NodeMove(kind="address", night=TONIGHT, node=node, former=former, cluster=cluster)
        for node, former, cluster in moved
    )
    assert history(by=CLERK, kind="address", cluster=8) == [
        (TONIGHT, "left", 9, 1),
        (TONIGHT, "joined", 7, 2),
    ]


def test_nothing_personal_is_kept_in_the_open(parcels: list[Parcel]) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    secrets = {p.address for p in parcels} | {p.consignee for p in parcels}
    secrets |= {p.buyer.phone for p in parcels} | {p.buyer.identity for p in parcels}
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("risk_", "audit_")):
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
                kept += [row for (row,) in cursor.fetchall()]
    cursor = connection.cursor()
    cursor.execute("SELECT tokens FROM intake_order")
    kept += [bytes(row).hex() for (row,) in cursor.fetchall()]
    text = "\n".join(kept)
    assert not [secret for secret in secrets if secret in text]
    assert not [s for s in secrets if s.encode().hex() in text]
    assert features_of([("consignee", 1)]) == {}
    assert Declaration.objects.exists()


def test_a_parcel_is_decided_with_what_its_clusters_did_up_to_yesterday(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    ring = next(p for p in parcels if p.group)
    cluster = consignee_clusters()[ring.order_no]
    before = Cluster.objects.get(kind="consignee", cluster=cluster, night=TONIGHT)
    [again] = [
        p
        for p in World(5, RINGS, respelt=0.3).parcels(80, start=START, rate=200.0)
        if p.index == ring.index
    ]
    for name in ("order_no", "cop_no", "logistics_no", "pay_transaction_id"):
        setattr(again, name, getattr(again, name) + "N")
    # a spelling that nobody has seen
    again.address = again.address.replace("幢", " 号楼 ").replace("室", "")
    again.guids = tuple(one[:-4] + "FFFF" for one in again.guids)
    for message in messages([again], rate=200.0, batch=1, keys=signing_keys(), delay=1.0):
        assert not send_raw(message.raw, message.sender).refused
    nodes = ConsigneeNode.objects.count()
    decide()
    context = json.loads(
        Assessment.objects.get(declaration__cop_no=again.cop_no, current=True).context
    )
    told = context["known"]["clusters"]["parties"]
    assert told["ids"][1] == cluster
    assert told["consignee"][FEATURES.index("parcels_30")] == before.parcels_30
    assert told["consignee"][FEATURES.index("identities")] == before.identities
    assert ConsigneeNode.objects.count() == nodes  # deciding writes no node


def test_what_clusters_said_is_kept_with_the_decision_and_decides_again_alike(
    parcels: list[Parcel],
) -> None:
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    more = list(World(6, RINGS, respelt=0.3).parcels(15, start=START, rate=200.0))
    for message in messages(more, rate=200.0, batch=15, keys=signing_keys(), delay=1.0):
        send_raw(message.raw, message.sender)
    decide()
    made = Assessment.objects.filter(declaration__cop_no__in=[p.cop_no for p in more])
    made = made.select_related("declaration", "order", "payment", "waybill")
    assert made.count() == len(more)
    assert all('"clusters":{' in one.context for one in made)
    kept = tools()
    assert (
        differences(
            made.prefetch_related("reasons"),
            seed=kept.seed,
            policy=kept.policy,
            assessor=kept.engine,
        )
        == []
    )


def test_a_ring_is_noticed_while_it_orders_however_it_spells_itself(
    firms: dict[str, Operator],
) -> None:
    made = list(World(5, RINGS, respelt=0.3).parcels(160, start=START, rate=200.0))
    for portion in (made[:10], made[10:90], made[90:]):
        for message in messages(portion, rate=200.0, batch=25, keys=signing_keys(), delay=1.0):
            send_raw(message.raw, message.sender)
        decide()
        link_arrivals(by=CLERK, at=NOON)
    said = {
        one.declaration.cop_no: {reason.code for reason in one.reasons.all()}
        for one in Assessment.objects.filter(current=True).prefetch_related("reasons")
    }
    came = dict(Declaration.objects.values_list("cop_no", "id"))
    late = [p for p in made[10:] if p.group and _worth_by(p, made, came) > 5000]
    assert len(late) > 5
    noticed = [p for p in late if "S-01" in said[p.cop_no]]
    assert len(noticed) >= 0.9 * len(late)
    assert not [p for p in made if not p.group and "S-01" in said[p.cop_no]]
    assert ConsigneeTile.objects.count() == sum(
        one.outcome == "accepted" for one in Assessment.objects.filter(current=True)
    )


def _worth_by(parcel: Parcel, made: list[Parcel], came: dict[str, int]) -> float:
    """What a ring had ordered when one of its parcels came, with it, in yuan."""
    ring = [p for p in made if p.group == parcel.group and came[p.cop_no] <= came[parcel.cop_no]]
    return sum(p.goods_value for p in ring) / 100


def test_a_merchant_that_is_probably_one_whose_registration_was_closed_is_known(
    firms: dict[str, Operator],
) -> None:
    made = list(World(5, Shares.honest(), respelt=0.9).parcels(120, start=START, rate=200.0))
    orders = messages(made, rate=200.0, batch=100, keys=signing_keys(), delay=1.0)
    for message in orders:
        if message.kind == "311":
            send_raw(message.raw, message.sender)
    link_parties(night=TONIGHT, by=CLERK, at=NOON)
    nodes = dict(SellerNode.objects.values_list("code", "cluster"))
    codes = sorted(code for code in nodes if seller_of(code) != code)
    again = next(
        code for code in codes
        if nodes.get(seller_of(code)) == nodes[code]
    )  # fmt: skip
    Operator.objects.filter(code=seller_of(again)).update(standing="closed")
    keys = {node.code: node.key for node in SellerNode.objects.filter(cluster=nodes[again])}
    wanted = [(nodes[again], keys[again]), (nodes[again], keys[seller_of(again)])]
    assert fallen_sellers(wanted) == {keys[again]: seller_of(again)}
