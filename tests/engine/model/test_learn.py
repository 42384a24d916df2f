"""Learning from findings: nothing leaks, too little is refused, what is said is what is found."""

from datetime import date

import numpy as np
import pyarrow as pa
import pytest

from tests.engine.model.makers import PLAN, findings
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.learn import LEAST_LABELS, learn
from tidewaiter.engine.model.measures import area, calibration_error
from tidewaiter.engine.model.model import Model
from tidewaiter.engine.model.rates import counts_outside, learn_rates


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(findings(), PLAN, threads=1)


def test_a_rate_never_holds_the_label_it_is_to_foretell() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 400).astype(float)
    # each vote is of a kind of its own: outside its fold nothing is known of it
    prints = np.arange(400, dtype=np.uint64).reshape(-1, 1)
    votes, found = counts_outside(
        learn_rates(prints, labels), prints, labels, rng.integers(0, 5, 400)
    )
    assert votes.sum() == found.sum() == 0


def test_rates_count_the_votes_of_the_other_folds() -> None:
    prints = np.array([[7], [7], [7], [9]], dtype=np.uint64)
    labels, folds = np.array([1.0, 1.0, 0.0, 1.0]), np.array([0, 1, 1, 0])
    votes, found = counts_outside(learn_rates(prints, labels), prints, labels, folds)
    assert votes.ravel().tolist() == [2, 1, 1, 0]
    assert found.ravel().tolist() == [1, 1, 1, 0]


def test_labels_that_mean_nothing_teach_nothing_about_new_parcels() -> None:
    rng = np.random.default_rng(5)
    shuffled = findings(found=rng.permutation(findings()["found"].to_numpy()))
    learned = learn(shuffled, PLAN, threads=1)
    fresh = findings(seed=9, found=rng.integers(0, 2, 3_000))
    found = area(fresh["found"].to_numpy(), learned.score(fresh).chance)
    assert found == pytest.approx(0.5, abs=0.04)


def test_the_model_ranks_parcels_it_has_not_seen(model: Model) -> None:
    fresh = findings(seed=2)
    assert area(fresh["found"].to_numpy(), model.score(fresh).chance) > 0.72


def test_what_it_says_is_what_is_found() -> None:
    fresh = findings(6_000, seed=3)
    chance = learn(findings(12_000), PLAN, threads=1).score(fresh, on=date(2026, 10, 28)).chance
    assert calibration_error(fresh["found"].to_numpy(), chance) < 0.04


def test_a_lower_price_never_lowers_the_chance(model: Model) -> None:
    table = findings(50, seed=4)
    chances = []
    for below in np.linspace(-3, 6, 40):
        at = table.column_names.index("below_peers")
        moved = table.set_column(at, "below_peers", pa.array(np.full(50, below)))
        chances.append(model.score(moved).prior)
    assert (np.diff(np.array(chances), axis=0) >= -1e-9).all()


def test_the_same_findings_give_the_same_model() -> None:
    one, two = (learn(findings(), PLAN, seed=3, threads=1) for _ in range(2))
    assert one.booster.model_to_string() == two.booster.model_to_string()


def test_too_few_labels_are_refused_with_the_number_that_is_needed() -> None:
    with pytest.raises(ModelError, match=f"120 labelled inspections.*at least {LEAST_LABELS}"):
        learn(findings(120), PLAN)


def test_too_few_findings_are_refused() -> None:
    with pytest.raises(ModelError) as refused:
        learn(findings(1_000, found=[1] * 20 + [0] * 980), PLAN)
    assert refused.value.code == "model.few"


def test_findings_without_a_label_are_refused_with_the_row() -> None:
    labels = findings(1_000)["found"].to_pylist()
    with pytest.raises(ModelError, match=r"2 of 1000 findings have no label; the first.* row 8"):
        learn(findings(1_000, found=[*labels[:7], None, None, *labels[9:]]), PLAN)


def test_findings_without_a_column_are_refused() -> None:
    with pytest.raises(ModelError, match="no column “found”"):
        learn(findings(1_000).drop_columns("found"), PLAN)


def test_a_trait_that_the_plan_names_must_be_there(model: Model) -> None:
    with pytest.raises(ModelError, match="no column “seller”"):
        model.score(findings(10).drop_columns("seller"))


def test_labels_are_zero_or_one() -> None:
    with pytest.raises(ModelError, match="neither 0 nor 1"):
        learn(findings(1_000, found=[2] * 1_000), PLAN)


def test_what_a_finding_brings_in_is_learned_where_it_is_told(model: Model) -> None:
    fresh = findings(seed=6)
    expected, chance = model.score(fresh).revenue, model.score(fresh).chance
    hits = fresh["found"].to_numpy() == 1
    assert expected.sum() == pytest.approx(fresh["recovered"].to_numpy().sum(), rel=0.35)
    assert (expected <= chance * 1e6).all() and hits.any()
    without = learn(findings().drop_columns("recovered"), PLAN, threads=1)
    assert np.isnan(without.score(fresh).revenue).all()
