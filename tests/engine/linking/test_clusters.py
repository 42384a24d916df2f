"""Links, clusters and their names: the same whoever computes them, and lasting."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from tidewaiter.engine.linking import linking
from tidewaiter.engine.linking.clusters import MEMBERS, measure, named
from tidewaiter.engine.linking.explaining import explain
from tidewaiter.engine.linking.features import PARCELS, SIZES, features
from tidewaiter.engine.linking.linking import link
from tidewaiter.engine.linking.model import KINDS, load_model, probability, read_model
from tidewaiter.engine.linking.placing import place

NIGHT = date(2026, 6, 2)
HOUSES = ("door", "heard_door", "lot", "building")


def address(key: int, place: int, **other: int | None) -> dict[str, int | None]:
    """An address node: everything about it says which place it is, unless told otherwise."""
    whole = {name: place * 100 + n for n, name in enumerate(
        ("postcode", "area", "district", "street", *HOUSES))}  # fmt: skip
    return {"key": key, **whole, "postcode": None, **other}


def frame(nodes: list[dict[str, int | None]]) -> pa.Table:
    return pa.table({name: pa.array([n[name] for n in nodes], pa.int64()) for name in nodes[0]})


def some() -> list[dict[str, int | None]]:
    """Forty places of which ten have two spellings."""
    again = [address(100 + n, n, heard_door=None, postcode=n) for n in range(1, 11)]
    return [address(n, n) for n in range(1, 41)] + again


def test_the_same_nodes_in_any_order_give_the_same_links() -> None:
    nodes = some()
    first = link(frame(nodes), load_model("address"))
    random.Random(1).shuffle(nodes)
    again = link(frame(nodes), load_model("address"), threads=1)
    assert first.links == again.links
    assert first.components == again.components
    assert [(row["one"], row["other"]) for row in first.links.to_pylist()] == [
        (n, 100 + n) for n in range(1, 11)
    ]


def test_the_library_and_the_model_weigh_a_link_alike() -> None:
    nodes = {node["key"]: node for node in some()}
    model = load_model("address")
    for row in link(frame(list(nodes.values())), model).links.to_pylist():
        weight, outcomes = model.weigh(nodes[row["one"]], nodes[row["other"]], nodes=len(nodes))
        assert weight == pytest.approx(row["weight"], abs=1e-5)
        assert list(outcomes) == row["outcomes"]


def test_a_node_is_placed_where_the_night_would_put_it() -> None:
    nodes = some()
    model = load_model("address")
    found = link(frame(nodes), model).components
    night = dict(zip(*(found.column(name).to_pylist() for name in found.column_names), strict=True))
    known = [node | {"cluster": node["key"]} for node in nodes[:40]]
    assert place(nodes[40:], known, model, nodes=len(nodes)) == {
        node["key"]: night[node["key"]] for node in nodes[40:]
    }


def test_a_stranger_gets_a_cluster_of_its_own() -> None:
    known = [address(1, 1) | {"cluster": 1}]
    assert place([address(9, 9)], known, load_model("address"), nodes=10) == {9: 9}


def test_two_flats_of_one_house_are_not_linked() -> None:
    one, other = address(1, 1), address(2, 1, door=2, heard_door=3, lot=4)
    assert link(frame([one, other]), load_model("address")).links.num_rows == 0


def test_a_value_that_too_many_share_brings_no_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "MOST", 3)
    same = [address(n, n, door=7) for n in range(1, 8)]
    found = link(frame(same), load_model("address"))
    assert found.links.num_rows == 0
    assert found.crowded == 1


def test_no_node_and_one_node_are_answered() -> None:
    for nodes in ([address(1, 1)], [address(1, 1)][:0]):
        table = frame([address(1, 1)]).slice(0, len(nodes))
        assert link(table, load_model("address")).components.num_rows == len(nodes)


def members(**of: list[int]) -> pa.Table:
    pairs = [(key, int(name[1:])) for name, keys in of.items() for key in keys]
    return pa.table(list(zip(*pairs, strict=True)), schema=MEMBERS)


def components(*groups: list[int]) -> pa.Table:
    pairs = [(key, min(group)) for group in groups for key in group]
    columns = list(zip(*pairs, strict=True))
    return pa.table({"key": pa.array(columns[0]), "component": pa.array(columns[1])})


def told(clusters: pa.Table) -> dict[int, int]:
    return dict(zip(*(clusters.column(n).to_pylist() for n in ("key", "cluster")), strict=True))


def test_a_cluster_keeps_its_name_when_it_grows() -> None:
    found = named(components([1, 2, 3]), members(c2=[2, 3]), kind="address", night=NIGHT)
    assert told(found.members) == {1: 2, 2: 2, 3: 2}
    assert found.moves.num_rows == 0


def test_of_two_that_merge_the_larger_gives_its_name() -> None:
    former = members(c1=[1], c2=[2, 3])
    found = named(components([1, 2, 3]), former, kind="address", night=NIGHT)
    assert set(told(found.members).values()) == {2}
    assert found.moves.to_pylist() == [{"former": 1, "cluster": 2, "nodes": 1}]


def test_of_one_that_parts_the_larger_keeps_the_name_and_the_other_gets_one_nobody_had() -> None:
    former = members(c1=[1, 2, 3, 4])
    found = told(named(components([1], [2, 3, 4]), former, kind="address", night=NIGHT).members)
    assert found[2] == found[3] == found[4] == 1
    assert found[1] not in {1, 2, 3, 4}
    again = told(named(components([1], [2, 3, 4]), former, kind="address", night=NIGHT).members)
    assert found == again


def test_precision_and_recall_count_pairs() -> None:
    found = members(c1=[1, 2, 3], c4=[4])
    truth = pa.table({"key": [1, 2, 3, 4], "party": [7, 7, 8, 8]})
    assert measure(found, truth)["precision"] == pytest.approx(1 / 3)
    assert measure(found, truth)["recall"] == pytest.approx(1 / 2)


def parcel(day: date, buyer: str, value: int, confirmed: bool | None = None) -> dict[str, object]:
    return {"cluster": 1, "day": day, "buyer": buyer, "phone": "p", "platform": "e", "seller": "s",
            "value": Decimal(value), "confirmed": confirmed}  # fmt: skip


def test_no_feature_sees_the_night_or_what_comes_after_it() -> None:
    past = [
        parcel(NIGHT - timedelta(days=1), "a", 100, True),
        parcel(NIGHT - timedelta(days=6), "b", 10, False),
        parcel(NIGHT - timedelta(days=30), "c", 1),
    ]
    unseen = [parcel(NIGHT, "x", 1000, True), parcel(NIGHT + timedelta(days=1), "y", 1000, True),
              parcel(NIGHT - timedelta(days=31), "z", 1000, True)]  # fmt: skip
    sizes = pa.Table.from_pylist(
        [{"cluster": 1, "nodes": 2, "nodes_week_ago": 1, "first_on": date(2026, 5, 1)}], SIZES
    )
    known = features(pa.Table.from_pylist(past, PARCELS), sizes, night=NIGHT)
    more = features(pa.Table.from_pylist(past + unseen, PARCELS), sizes, night=NIGHT)
    assert known == more
    [row] = known.to_pylist()
    assert (row["parcels_1"], row["parcels_7"], row["parcels_30"]) == (1, 2, 3)
    assert (row["value_1"], row["value_7"], row["value_30"]) == (100, 110, 111)
    assert (row["identities"], row["inspected"], row["confirmed"]) == (3, 2, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_says_every_outcome_in_both_languages_and_its_shares_add_up(kind: str) -> None:
    for comparison in load_model(kind).comparisons:
        levels = [level for level in comparison.levels if not level.absent]
        assert all(level.en and level.zh for level in levels)
        assert sum(level.m for level in levels) == pytest.approx(1, abs=0.02)
        assert sum(level.u for level in levels) == pytest.approx(1, abs=0.02)
        assert levels[0].weight > 0 > levels[-1].weight


@pytest.mark.parametrize("kind", KINDS)
def test_no_single_outcome_links_two_of_a_million(kind: str) -> None:
    """A name alone never links anybody; a door without its area, or a telephone alone, neither."""
    model = load_model(kind)
    for comparison in model.comparisons:
        if kind == "address" and comparison.name == "door":
            continue  # street, house and room together are the address
        best = max(level.weight for level in comparison.levels)
        assert model.prior(1_000_000) + best < model.least + 12


def test_an_explanation_adds_up_and_says_what_is_absent() -> None:
    model = load_model("address")
    told = explain(model, [1, 1, 0], nodes=1000)
    assert sum(step.weight for step in told.steps) == pytest.approx(told.weight)
    assert told.probability == pytest.approx(probability(told.weight))
    assert "says nothing" in told.steps[-1].outcome_en
    assert "times as likely" in told.steps[1].outcome_en


def test_a_model_with_an_impossible_number_is_refused() -> None:
    wrong = {
        "kind": "address", "links_per_node": 0.3, "threshold": 0.95, "blocks": [["door"]],
        "comparisons": [{"name": "door", "en": "Door", "zh": "门牌", "levels": [
            {"same": ["door"], "m": 1.2, "u": 0.1, "en": "same", "zh": "相同"}]}],
    }  # fmt: skip
    with pytest.raises(ValueError, match="between 0 and 1"):
        read_model(wrong)
