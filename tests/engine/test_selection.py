"""Lanes, shares and keyed draws: an auditor can repeat each of them."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

import pytest

from tests.engine.makers import MERCHANT, Rows, a_parcel, frames, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Lane, Policy

EVERYTHING_AUDITED = Policy(random={Lane.AUDIT: Decimal(1)}, scores={})
NOTHING = Policy(random={}, scores={})


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


def decide(rows: Rows, assessor: Assessor, policy: Policy, seed: str = "tide") -> Decisions:
    return assess(frames(rows), the_law(), load_book(), seed=seed, policy=policy, assessor=assessor)


def test_a_draw_can_be_repeated_with_the_seed(assessor: Assessor) -> None:
    (row,) = decide(together(a_parcel(7)), assessor, NOTHING).decisions.to_pylist()
    digest = hashlib.sha256(b"tide:AGENT:C7").hexdigest()
    assert row["draw"] == int(digest[:13], 16) / 2**52
    assert (row["lane"], row["lane_by"], row["status"]) == ("release", "none", "800")


def test_another_seed_draws_other_numbers(assessor: Assessor) -> None:
    draws = {
        decide(together(a_parcel(7)), assessor, NOTHING, seed).decisions["draw"][0].as_py()
        for seed in ("tide", "ebb")
    }
    assert len(draws) == 2


def test_a_share_of_all_parcels_is_drawn(assessor: Assessor) -> None:
    policy = Policy(random={Lane.INSPECTION: Decimal("0.2"), Lane.AUDIT: Decimal("0.2")}, scores={})
    batch = together(*(a_parcel(number, buyer=f"b{number}") for number in range(1, 301)))
    lanes = decide(batch, assessor, policy).decisions.column("lane").to_pylist()
    assert 40 <= lanes.count("inspection") <= 80
    assert 40 <= lanes.count("audit") <= 80
    assert lanes.count("documents") == 0


def test_top_up_adds_to_the_share_drawn(assessor: Assessor) -> None:
    policy = Policy(random={}, scores={}, top_up={Lane.DOCUMENTS: Decimal(1)})
    (row,) = decide(together(a_parcel()), assessor, policy).decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["status"]) == ("documents", "random", "300")


def test_a_rule_goes_before_chance(assessor: Assessor) -> None:
    rows = together(a_parcel(), lists=[{"list": "hold", "value": MERCHANT}])
    (row,) = decide(rows, assessor, EVERYTHING_AUDITED).decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["status"]) == ("hold", "rule", "501")


def test_the_score_asks_for_a_lane(assessor: Assessor) -> None:
    policy = Policy(random={}, scores={Lane.INSPECTION: Decimal("0.2")})
    rows = together(a_parcel())
    rows["parties"][1]["first_seen"] = None
    said = decide(rows, assessor, policy)
    (row,) = said.decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["score"]) == ("inspection", "score", Decimal("0.2"))
    assert sum(said.reasons.column("weight").to_pylist()) == row["score"]


def test_shares_that_make_more_than_all_are_refused() -> None:
    with pytest.raises(ValueError, match="more than all"):
        Policy(random={Lane.AUDIT: Decimal("0.7"), Lane.INSPECTION: Decimal("0.7")})
    with pytest.raises(ValueError, match="negative"):
        Policy(random={Lane.AUDIT: Decimal("-0.1")})
