"""Earlier inspections: exact on what comes again, fading with time, silent on what is new."""

import numpy as np
import pytest

from tidewaiter.engine.model.calibration import expit, logit
from tidewaiter.engine.model.memory import HALF_LIFE, fit_trusts, remember, updated
from tidewaiter.engine.model.plan import SILENT


def _prints(*keys: int) -> np.ndarray:
    return np.array(keys, dtype=np.uint64).reshape(-1, 1)


def test_a_chance_is_updated_by_what_was_found() -> None:
    memories = remember(_prints(1, 1, 1, 1), np.array([1, 1, 1, 0]), np.full(4, 100), 100)
    z, added, part = updated(logit(np.array([0.2])), memories.recall(_prints(1), 100), (2.0,))
    assert expit(z)[0] == pytest.approx((3 + 2 * 0.2) / (4 + 2))
    assert added[0, 0] == pytest.approx(z[0] - logit(0.2))
    assert part[0] == pytest.approx(4 / 6)


def test_an_inspection_weighs_half_after_a_half_life() -> None:
    memories = remember(_prints(1), np.array([1]), np.array([100]), 100)
    weight, found = memories.recall(_prints(1), 100 + HALF_LIFE)
    assert (weight[0, 0], found[0, 0]) == (pytest.approx(0.5), pytest.approx(0.5))


def test_what_is_new_keeps_its_prior() -> None:
    memories = remember(_prints(1), np.array([1]), np.array([100]), 100)
    z, added, part = updated(np.array([-1.25]), memories.recall(_prints(2), 100), (0.3,))
    assert (z[0], added[0, 0], part[0]) == (-1.25, 0.0, 0.0)


def test_findings_in_two_helpings_are_remembered_as_in_one() -> None:
    keys, labels = _prints(1, 2, 1, 3), np.array([1, 0, 0, 1])
    days = np.array([10, 20, 30, 40])
    whole = remember(keys, labels, days, 40)
    parts = remember(keys[:2], labels[:2], days[:2], 20).with_more(
        remember(keys[2:], labels[2:], days[2:], 40)
    )
    for one, other in zip(whole.recall(keys, 55), parts.recall(keys, 55), strict=True):
        assert one == pytest.approx(other)
    assert parts.plain(_prints(1)) == (np.array([[2]]), np.array([[1]]))


def test_a_memory_that_says_nothing_is_silenced_and_one_that_tells_is_trusted() -> None:
    rng = np.random.default_rng(0)
    rate = rng.choice([0.05, 0.9], 300)
    labels = (rng.random(3_000) < rate[np.arange(3_000) % 300]).astype(float)
    telling = _prints(*(np.arange(3_000) % 300))
    vain = _prints(*rng.integers(1_000, 1_300, 3_000))
    keys = np.hstack([vain, telling])
    past = remember(keys[:2_000], labels[:2_000], np.full(2_000, 9), 9)
    prior = np.full(1_000, logit(labels.mean()))
    trusts = fit_trusts(prior, past.recall(keys[2_000:], 10), labels[2_000:])
    assert trusts[0] == SILENT
    assert trusts[1] < 10
