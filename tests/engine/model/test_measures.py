"""Figures: equal to what scikit-learn gives, worked by hand."""

import numpy as np
import pytest

from tidewaiter.engine.model.calibration import fit_line, fit_steps
from tidewaiter.engine.model.drift import stabilities, stability, take_baseline
from tidewaiter.engine.model.measures import (
    area,
    average_precision,
    calibration_error,
    precision_at,
)

LABELS, SCORES = np.array([0, 0, 1, 1.0]), np.array([0.1, 0.4, 0.35, 0.8])


def test_known_values() -> None:
    assert area(LABELS, SCORES) == 0.75
    assert average_precision(LABELS, SCORES) == pytest.approx(0.8333333333)
    assert precision_at(LABELS, SCORES, 0.25) == 1


def test_equals_count_half_and_together() -> None:
    flat = np.zeros(4)
    assert area(LABELS, flat) == 0.5
    assert average_precision(LABELS, flat) == 0.5


def test_weights_are_repetitions() -> None:
    times = np.array([2, 1, 3, 1])
    labels, scores = np.repeat(LABELS, times), np.repeat(SCORES, times)
    assert area(LABELS, SCORES, times) == pytest.approx(area(labels, scores))
    assert average_precision(LABELS, SCORES, times) == pytest.approx(
        average_precision(labels, scores)
    )


def test_calibration_error_is_the_mean_distance_of_groups() -> None:
    chances = np.repeat([0.1, 0.6], 500)
    found = np.concatenate([np.arange(500) < 100, np.arange(500) < 300]).astype(float)
    assert calibration_error(found, chances, bins=2) == pytest.approx((0.1 + 0.0) / 2)


def test_a_bent_score_is_made_straight_without_changing_the_order() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(size=20_000)
    found = (rng.random(20_000) < 1 / (1 + np.exp(-truth))).astype(float)
    bent = 2.5 * truth - 1
    line = fit_line(bent, found)
    assert (line.slope, line.shift) == (pytest.approx(0.4, abs=0.03), pytest.approx(0.4, abs=0.06))
    straight = fit_steps(bent, found)(bent)
    assert calibration_error(found, 1 / (1 + np.exp(-straight))) < 0.01
    assert (np.diff(straight[np.argsort(bent)]) >= 0).all()


def test_what_is_alike_is_stable_and_what_moved_is_not() -> None:
    rng = np.random.default_rng(0)
    base = take_baseline({"a": rng.normal(size=5_000), "b": rng.normal(size=5_000)}, 0.1)
    now = {"a": rng.normal(size=5_000), "b": rng.normal(1.0, 1, 5_000)}
    found = stabilities(base, now)
    assert found["a"] < 0.02 and found["b"] > 0.25


def test_the_stability_index_is_worked_by_hand() -> None:
    assert stability((0.5, 0.5), (0.8, 0.2)) == pytest.approx(0.3 * np.log(1.6) - 0.3 * np.log(0.4))
    assert stability((0.2, 0.8), (0.2, 0.8)) == 0
