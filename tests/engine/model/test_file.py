"""Model files: named by their content, refused when they are of another version or damaged."""

import io
import json
import zipfile

import numpy as np
import pytest

from tests.engine.model.makers import PLAN, findings
from tidewaiter.engine.model.card import card
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.file import FORMAT, fingerprint, read, write
from tidewaiter.engine.model.learn import learn
from tidewaiter.engine.model.model import Model


@pytest.fixture(scope="module")
def model() -> Model:
    return learn(findings(), PLAN, threads=1)


def test_a_model_comes_back_from_its_file_to_the_last_bit(model: Model) -> None:
    stored = read(write(model))
    fresh = findings(500, seed=8)
    assert np.array_equal(stored.model.score(fresh).log_odds, model.score(fresh).log_odds)
    assert stored.fingerprint == fingerprint(write(model)) == fingerprint(write(stored.model))
    assert stored.model.facts == model.facts and stored.model.plan == model.plan


def test_a_file_of_another_version_is_refused_with_what_to_do(model: Model) -> None:
    with pytest.raises(ModelError, match=rf"format 99; .* reads format {FORMAT}\. Train the model"):
        read(_changed(model, format=99))


@pytest.mark.parametrize("kept", [0, 10, 1_000, -40])
def test_a_file_cut_off_is_refused(model: Model, kept: int) -> None:
    with pytest.raises(ModelError) as refused:
        read(write(model)[:kept])
    assert refused.value.code == "model.damaged"
    assert "The model in force stays" in refused.value.cure


def test_a_file_whose_features_do_not_fit_is_refused(model: Model) -> None:
    with pytest.raises(ModelError, match="do not fit together"):
        read(_changed(model, features=["one"]))


def test_the_card_says_period_labels_quality_and_limits(model: Model) -> None:
    told = card(model, fingerprint(write(model)))
    assert f"{model.facts.labels:,} labelled inspections from 2026-01-01" in told
    assert f"| precision at 5 % | {model.facts.quality['p_at_5']:.3f} |" in told
    assert "When not to trust it" in told


def _changed(model: Model, **values: object) -> bytes:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(write(model))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | values).encode()
            new.writestr(name, content)
    return buffer.getvalue()
