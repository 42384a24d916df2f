"""Lanes, shares and keyed draws: an auditor can repeat each of them."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.engine.makers import MERCHANT, Rows, a_parcel, frames, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.compile import compile_program
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


def a_budget(**shares: Any) -> list[dict[str, Any]]:
    """What the office of these parcels can inspect; nothing unless a test says otherwise."""
    none = dict.fromkeys(("uniform", "explored", "documents", "audit"), Decimal(0))
    return [{"office": "0100", "cut": None, "delay": False} | none | shares]


def test_an_office_inspects_from_its_cut_on_and_not_from_a_score(assessor: Assessor) -> None:
    policy = Policy(random={}, scores={Lane.INSPECTION: Decimal("0.2")})
    rows = together(a_parcel())
    rows["parties"][1]["first_seen"] = None
    found = {}
    for cut in (Decimal("0.1"), Decimal("0.9"), None):
        rows["budgets"] = a_budget(cut=cut)
        (row,) = decide(rows, assessor, policy).decisions.to_pylist()
        found[cut] = (row["lane"], row["lane_by"])
    assert found == {
        Decimal("0.1"): ("inspection", "budget"),
        Decimal("0.9"): ("release", "none"),
        None: ("release", "none"),
    }


def test_priorities_hardly_ever_tie_so_a_cut_chooses_as_many_as_it_says(
    assessor: Assessor,
) -> None:
    batch = together(*(a_parcel(n, buyer=f"b{n}") for n in range(1, 201)), budgets=a_budget())
    priorities = decide(batch, assessor, NOTHING).decisions["priority"].to_pylist()
    assert len(set(priorities)) == 200
    assert max(priorities) - min(priorities) < 0.000001
    batch["budgets"] = a_budget(cut=Decimal(sorted(priorities)[-20]).quantize(Decimal("1e-9")))
    lanes = decide(batch, assessor, NOTHING).decisions["lane"].to_pylist()
    assert 18 <= lanes.count("inspection") <= 22


def test_what_is_drawn_from_all_is_inspected_whatever_a_rule_asks_for(assessor: Assessor) -> None:
    rows = together(
        a_parcel(),
        lists=[{"list": "screened-name", "value": MERCHANT}],
        budgets=a_budget(uniform=1),
    )
    (row,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["propensity"]) == ("inspection", "random", 1.0)
    rows["lists"] = [{"list": "hold", "value": MERCHANT}]
    (row,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["propensity"]) == ("hold", "rule", 1.0)


def test_only_parcels_of_which_little_is_known_are_explored(assessor: Assessor) -> None:
    rows = together(a_parcel(), budgets=a_budget(explored=1))
    (new_goods,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    line = rows["declaration_lines"][0]
    rows["peers"] = [
        {"hs6": line["gcode"][:6], "country": line["country"], "unit1": line["unit1"], "n": 50,
         "median_log_price": 4.6, "mad_log_price": 0.5, "median_log_density": 4.6,
         "mad_log_density": 0.5}
    ]  # fmt: skip
    (known,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    rows["parties"][1]["first_seen"] = None
    (new_merchant,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    for row in (new_goods, new_merchant):
        assert (row["lane"], row["lane_by"], row["propensity"]) == ("inspection", "explored", 1.0)
    assert (known["lane"], known["lane_by"], known["propensity"]) == ("release", "none", None)
    assert [row["little_known"] for row in (new_goods, known, new_merchant)] == [True, False, True]


def test_what_would_be_released_waits_where_the_office_has_a_delay(assessor: Assessor) -> None:
    rows = together(a_parcel(), budgets=a_budget(delay=True))
    (row,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    assert (row["lane"], row["lane_by"], row["status"]) == ("delayed", "none", "120")
    rows["budgets"] = a_budget(delay=True, audit=1)
    (row,) = decide(rows, assessor, NOTHING).decisions.to_pylist()
    assert (row["lane"], row["status"]) == ("audit", "800")


def test_a_parcel_of_an_office_without_a_budget_pays_nothing_for_budgets(
    assessor: Assessor,
) -> None:
    program = compile_program(the_law(), load_book(), NOTHING, seed="x")
    assert "budget" not in program.alone + program.crowded
    elsewhere = together(a_parcel(), budgets=[a_budget(cut=0)[0] | {"office": "9999"}])
    without = decide(together(a_parcel()), assessor, NOTHING)
    assert decide(elsewhere, assessor, NOTHING).decisions.equals(without.decisions)


@pytest.mark.parametrize(
    "budget",
    [a_budget(cut=Decimal("0.000000001")), a_budget(explored=1), a_budget(documents=1),
     a_budget(uniform=Decimal("0.123456789"), audit=1), a_budget(), a_budget(delay=True)],
)  # fmt: skip
def test_what_was_chosen_under_a_budget_is_chosen_again_under_another(
    assessor: Assessor, budget: list[dict[str, Any]]
) -> None:
    rows = together(a_parcel(), budgets=budget)
    first = decide(rows, assessor, NOTHING)
    (row,) = first.decisions.to_pylist()
    known = [{"declaration_id": 1, "context": row["context"]}]
    again = decide(rows | {"budgets": a_budget(cut=0), "recalled": known}, assessor, NOTHING)
    assert again.decisions.equals(first.decisions)
