"""A simulated harbour, honest and not: what is true comes out, and can be worked out again."""

import hashlib
from collections import Counter
from decimal import Decimal

import pytest

from harbour.frauds import Fraud, Shares
from harbour.messages import messages
from harbour.parcels import Parcel, plain
from harbour.world import World
from tests.cast import CLERK, NOON, signing_keys
from tests.makers import START, decide, send_raw, tools
from tests.stories.again import differences
from tests.stories.ledger import accounts_equal_accepted, highest, sums_agree
from tests.stories.outbox import answered_once
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.assess_arrivals import assess_arrivals
from tidewaiter.flows.learn_prices import learn_prices
from tidewaiter.intake.models import Arrival, Awaited
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment

HONEST, CROOKED = 400, 500
MANY_FRAUDS = Shares(*(0.05 for _ in range(7)))
LIMIT = Decimal(26_000)


def stream(parcels: list[Parcel], *, assess_every: int = 12, policy: Policy | None = None) -> None:
    """Messages of these parcels arrive mixed, and are assessed every now and then."""
    kept = tools(policy or Policy())
    arriving = messages(parcels, rate=200.0, batch=25, keys=signing_keys(), delay=1.0)
    for number, message in enumerate(arriving):
        answer = send_raw(message.raw, message.sender)
        assert not answer.refused
        assert {one.status for one in answer.documents} == {"2"}, answer
        if number % assess_every == 0:
            assess_arrivals(kept, by=CLERK, at=NOON)
    decide(policy=policy or Policy())


def decided() -> dict[str, Assessment]:
    """Decisions by the firm's own number of the declaration."""
    rows = Assessment.objects.filter(current=True).select_related("declaration")
    return {row.declaration.cop_no: row for row in rows.prefetch_related("reasons")}


def test_every_honest_parcel_is_accepted_with_the_tax_that_its_order_withheld(
    firms: dict[str, Operator],
) -> None:
    parcels = list(World(31, Shares.honest()).parcels(HONEST, start=START, rate=200.0))
    stream(parcels)
    found = decided()
    assert len(found) == HONEST
    assert not Arrival.objects.exists()
    assert not Awaited.objects.exists()
    for parcel in parcels:
        decision = found[parcel.cop_no]
        assert decision.outcome == "accepted", [r.code for r in decision.reasons.all()]
        tax = decision.duty + decision.vat + decision.consumption_tax
        assert tax == Decimal(plain(parcel.tax)), (parcel.cop_no, parcel.order_no)
        assert decision.dutiable_value == Decimal(plain(parcel.dutiable))
    assert answered_once()
    assert sums_agree()
    assert accounts_equal_accepted()
    # an honest harbour is hardly ever disturbed
    lanes = Counter(decision.lane for decision in found.values())
    assert lanes["release"] + lanes["audit"] > 0.9 * HONEST


def test_every_certain_fraud_ends_as_it_should_and_everything_can_be_decided_again(
    firms: dict[str, Operator],
) -> None:
    past = list(World(30, Shares.honest()).parcels(300, start=START, rate=200.0))
    stream(past, policy=Policy(random={}, scores={}))
    learn_prices(by=CLERK, at=NOON)
    parcels = list(World(32, MANY_FRAUDS).parcels(CROOKED, start=START, rate=200.0))
    stream(parcels)
    found = decided()
    certain = Counter()
    for parcel in parcels:
        decision = found[parcel.cop_no]
        codes = [reason.code for reason in decision.reasons.all()]
        if parcel.expected is not None:
            assert decision.outcome == parcel.expected, (parcel.fraud, codes)
        if parcel.expected_rule is not None:
            certain[parcel.fraud] += 1
            assert any(code.startswith(parcel.expected_rule) for code in codes), codes
        if parcel.fraud is Fraud.PROHIBITED:
            assert "R-05" in codes
    assert set(certain) == {Fraud.PAYMENT_MISMATCH, Fraud.UNLICENSED}
    assert min(certain.values()) >= 10
    _heavy_buyers_get_as_much_as_fits(parcels, found)
    assert highest() <= LIMIT
    assert sums_agree()
    assert accounts_equal_accepted()
    assert answered_once()
    rows = Assessment.objects.filter(declaration__cop_no__in=[p.cop_no for p in parcels])
    rows = rows.select_related("declaration", "order", "payment", "waybill")
    kept = tools(Policy())
    otherwise = differences(
        rows.prefetch_related("reasons"),
        seed=kept.seed,
        policy=kept.policy,
        assessor=kept.engine,
    )
    assert otherwise == []


def _heavy_buyers_get_as_much_as_fits(parcels: list[Parcel], found: dict[str, Assessment]) -> None:
    groups: dict[str, list[Parcel]] = {}
    for parcel in parcels:
        if parcel.group is not None and parcel.group.startswith("heavy"):
            groups.setdefault(parcel.group, []).append(parcel)
    assert groups
    beyond = 0
    for group in groups.values():
        value = Decimal(plain(group[0].dutiable))
        outcomes = Counter(found[parcel.cop_no].outcome for parcel in group)
        assert outcomes["accepted"] == min(len(group), int(LIMIT // value))
        beyond += outcomes["rejected"]
        for parcel in group:
            decision = found[parcel.cop_no]
            if decision.outcome == "rejected":
                assert [reason.code for reason in decision.reasons.all()] == ["T-02"]
    assert beyond


def test_a_draw_can_be_repeated_by_whoever_knows_the_seed(firms: dict[str, Operator]) -> None:
    parcels = list(World(33, Shares.honest()).parcels(60, start=START, rate=200.0))
    stream(parcels)
    for parcel in parcels:
        decision = decided()[parcel.cop_no]
        text = f"tests:{parcel.agent.code}:{parcel.cop_no}".encode()
        bits = int.from_bytes(hashlib.sha256(text).digest()[:7], "big") >> 4
        assert decision.draw == pytest.approx(bits / 2**52, abs=0)
