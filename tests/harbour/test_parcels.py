"""Honest parcels keep the law; frauds break what they claim to break, and nothing else."""

from collections import defaultdict
from dataclasses import replace

import pytest

from harbour.frauds import Fraud, Shares
from harbour.market import unlicensed
from harbour.parcels import Parcel
from harbour.register import Role
from harbour.taxes import ANNUAL_LIMIT, SINGLE_LIMIT
from harbour.world import World
from tests.harbour.made import START, crooked_parcels, honest_parcels


def _of(fraud: Fraud) -> list[Parcel]:
    found = [one for one in crooked_parcels() if one.fraud is fraud]
    assert len(found) > 20
    return found


def test_the_arithmetic_of_every_parcel_is_right() -> None:
    for p in (*honest_parcels(), *crooked_parcels()):
        assert p.goods_value == sum(line.price * line.qty for line in p.lines)
        assert p.paid == p.goods_value + p.freight + p.tax - p.discount
        assert 0 < p.net < p.gross
        assert p.net == sum(line.good.grams * line.qty for line in p.lines)
        assert p.discount < p.goods_value


def test_every_parcel_has_numbers_of_its_own() -> None:
    everything = honest_parcels()
    for name in ("order_no", "cop_no", "logistics_no", "pay_transaction_id"):
        assert len({getattr(p, name) for p in everything}) == len(everything)
    assert len({guid for p in everything for guid in p.guids}) == 4 * len(everything)
    assert max(len(p.cop_no) for p in everything) <= 20


def test_honest_buyers_stay_within_the_annual_limits() -> None:
    spent: dict[str, int] = defaultdict(int)
    grams: dict[tuple[str, str], int] = defaultdict(int)
    for p in honest_parcels():
        spent[p.buyer.identity] += p.dutiable
        for line in p.lines:
            if line.good.measure:
                grams[p.buyer.identity, line.good.measure] += line.good.grams * line.qty
    assert max(spent.values()) <= ANNUAL_LIMIT
    assert all(g <= {"sugar": 2_000, "rice": 20_000}[kind] for (_, kind), g in grams.items())


def test_buyers_come_back() -> None:
    buyers = [p.buyer.identity for p in honest_parcels()]
    assert len(set(buyers)) < 0.7 * len(buyers)


def test_honest_parcels_keep_the_single_limit_or_hold_one_item() -> None:
    for p in honest_parcels():
        single = len(p.lines) == 1 and p.lines[0].qty == 1
        assert p.dutiable <= SINGLE_LIMIT or single


def test_an_honest_harbour_knows_no_fraud() -> None:
    for p in honest_parcels():
        assert p.fraud is Fraud.NONE
        assert p.expected == "accepted"
        assert p.amount == p.paid
        assert p.paying is p.institution
        assert p.true_value == p.goods_value


def test_guarantors_are_of_the_parcel_and_may_guarantee() -> None:
    for p in (*honest_parcels(), *crooked_parcels()):
        assert p.guarantor in (p.platform, p.merchant, p.carrier)
        assert Role.GUARANTOR in p.guarantor.roles


def test_undervalued_goods_cost_several_times_what_is_declared() -> None:
    for p in _of(Fraud.UNDERVALUATION):
        assert p.true_value > 3 * p.goods_value
        assert p.amount == p.paid


def test_split_orders_go_to_one_receiver_spelt_in_many_ways_but_share_no_buyer() -> None:
    rings: dict[str, list[Parcel]] = defaultdict(list)
    for p in _of(Fraud.SPLITTING):
        assert p.group
        rings[p.group].append(p)
    whole = [ring for ring in rings.values() if len(ring) >= 5]
    assert whole
    for ring in whole:
        assert len({p.buyer.address for p in ring}) == 1
        assert len({p.receiver for p in ring}) == 1
        assert len({p.buyer.identity for p in ring}) == len(ring)
    assert any(len({p.address for p in ring}) > 2 for ring in whole)


def test_mismatching_payments_differ_in_amount_or_institution() -> None:
    rules = set()
    for p in _of(Fraud.PAYMENT_MISMATCH):
        rules.add(p.expected_rule)
        assert p.expected == "rejected"
        assert (p.amount != p.paid) == (p.expected_rule == "M-02")
        assert (p.paying is not p.institution) == (p.expected_rule == "M-03")
    assert rules == {"M-02", "M-03"}


def test_a_false_origin_is_not_the_true_one() -> None:
    for p in _of(Fraud.FALSE_ORIGIN):
        assert p.true_country
        assert p.lines[0].offer.country != p.true_country
        if p.voyage.trade_mode == "9610":
            assert p.voyage.country == p.true_country


def test_contraband_hides_behind_vague_words() -> None:
    for p in _of(Fraud.PROHIBITED):
        assert p.true_goods
        assert len(p.lines) == 1
        assert len(p.lines[0].offer.name) <= 4


def test_heavy_buyers_go_beyond_the_annual_limit_only_with_marked_parcels() -> None:
    heavy: dict[str, list[Parcel]] = defaultdict(list)
    for p in crooked_parcels():
        if p.group and p.group.startswith("heavy"):
            heavy[p.group].append(p)
    assert any(p.fraud is Fraud.OVER_QUOTA for ring in heavy.values() for p in ring)
    for ring in heavy.values():
        assert len({p.buyer.identity for p in ring}) == 1
        total = 0
        for p in ring:
            total += p.dutiable
            assert (total > ANNUAL_LIMIT) == (p.fraud is Fraud.OVER_QUOTA)


def test_unlicensed_merchants_are_strangers() -> None:
    for p in _of(Fraud.UNLICENSED):
        assert p.merchant in unlicensed()
        assert p.expected_rule == "G-08"


@pytest.mark.parametrize("fraud", [one for one in Fraud if one is not Fraud.NONE])
def test_each_fraud_comes_about_as_often_as_asked(fraud: Fraud) -> None:
    parcels = World(3, Shares.only(fraud, 0.1)).parcels(3000, start=START)
    counted = sum(p.fraud is fraud for p in parcels)
    assert 150 < counted < 480


def test_the_same_seed_gives_the_same_parcels() -> None:
    first = list(World(5).parcels(500, start=START))
    again = list(World(5).parcels(500, start=START))
    assert first == again
    longer = list(World(5).parcels(600, start=START))
    # a buyer remembers what was spent later; everything else is the same
    forget = [replace(p, buyer=replace(p.buyer, spent=0, grams={})) for p in longer[:500]]
    assert forget == [replace(p, buyer=replace(p.buyer, spent=0, grams={})) for p in first]


def test_another_seed_shard_or_start_gives_other_numbers() -> None:
    def numbers(seed: int, shard: int, hour: int) -> set[str]:
        world = World(seed, shard=shard)
        parcels = list(world.parcels(200, start=START.replace(hour=hour)))
        return {p.order_no for p in parcels} | {p.buyer.identity for p in parcels}

    assert numbers(1, 0, 9).isdisjoint(numbers(2, 0, 9))
    assert numbers(1, 0, 9).isdisjoint(numbers(1, 1, 9))
    assert numbers(1, 0, 9).isdisjoint(numbers(1, 0, 10))
