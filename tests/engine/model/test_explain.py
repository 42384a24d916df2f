"""Reasons: they add up, in an officer's words."""

import numpy as np
import pyarrow as pa
import pytest

from tests.engine.model.makers import PLAN, findings
from tidewaiter.engine.model.explain import explain
from tidewaiter.engine.model.learn import learn
from tidewaiter.engine.model.model import Model
from tidewaiter.engine.model.plan import Topic


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(findings(), PLAN, threads=1)


def test_reasons_add_up_to_the_score(model: Model) -> None:
    table = pa.concat_tables([findings(600), findings(300, seed=7, seller=["new"] * 300)])
    scores = model.score(table)
    assert scores.known.any() and not scores.known.all()
    sums = [e.level + sum(part.log_odds for part in e.parts) for e in explain(model, table)]
    assert np.abs(np.array(sums) - scores.log_odds).max() < 1e-9


def test_each_topic_is_told_once_and_memories_apart(model: Model) -> None:
    told = explain(model, findings(20))[0].parts
    trees = [part.topic for part in told if part.topic is not Topic.HISTORY]
    assert {Topic.GOODS, Topic.ROUTE, Topic.MASS, Topic.VALUE, Topic.TEXT} <= set(trees)
    assert [abs(part.log_odds) for part in told] == sorted(
        (abs(part.log_odds) for part in told), reverse=True
    )


def test_a_memory_says_how_often_the_same_was_inspected(model: Model) -> None:
    told = [
        part
        for explanation in explain(model, findings(200))
        for part in explanation.parts
        if part.topic is Topic.SELLER
    ]
    assert told and all(part.inspected >= part.found >= 0 and part.inspected for part in told)


def test_nothing_selected_costs_nothing(model: Model) -> None:
    assert explain(model, findings(0)) == []
