"""The public declarations, where they are at hand: what was promised on them holds."""

from typing import Any

import numpy as np
import pytest

from benchmarks import kcs
from benchmarks.kcs_data import FILES, FOLDER, profiles, read
from benchmarks.kcs_weeks import weeks

pytestmark = pytest.mark.skipif(
    not (FOLDER / FILES[0]).exists(), reason="the public declarations (../shared/data) are not here"
)


@pytest.fixture(scope="module")
def declarations() -> tuple[Any, Any]:
    return read(FOLDER)


def test_identical_goods_are_grouped_as_published(declarations: tuple[Any, Any]) -> None:
    import pyarrow.csv as csv

    published = csv.read_csv(FOLDER / "goods_tuples.csv")["goods_tuple"].to_numpy()
    mine = profiles(declarations[0])[: len(published)]
    pairs = len(np.unique(np.stack([np.unique(published, return_inverse=True)[1], mine]), axis=1).T)
    assert pairs == len(np.unique(published)) == len(np.unique(mine))


def test_folds_share_no_goods_and_are_alike_in_size(declarations: tuple[Any, Any]) -> None:
    group = profiles(declarations[0])
    fold = kcs.parting(group)
    rows = np.bincount(fold[group])
    assert len(rows) == kcs.FOLDS and rows.max() - rows.min() <= 1


def test_following_months_are_found_and_said_as_promised(declarations: tuple[Any, Any]) -> None:
    figures, _ = kcs.months(*declarations, 1)
    assert figures["p_at_5"] >= kcs.PROMISED["months_p_at_5"]
    assert figures["p_at_10"] >= kcs.PROMISED["months_p_at_10"]
    assert figures["ece"] <= kcs.PROMISED["ece"]


def test_goods_never_seen_are_ranked_better_than_by_default(
    declarations: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, source = declarations
    monkeypatch.setattr(kcs, "OTHER_PARTINGS", 0)
    monkeypatch.setattr(kcs, "DRAWS", 200)
    figures = kcs.never_seen(table.take(np.flatnonzero(source < 2)))
    assert figures["ap"] >= kcs.PROMISED["ap"]
    assert figures["auc"] >= kcs.PROMISED["auc"]
    assert figures["gain_ap_low"] > 0


def test_a_few_weeks_of_selective_labels_find_more_than_the_reference(
    declarations: tuple[Any, Any],
) -> None:
    first = declarations[0].slice(0, 6_000)
    said = weeks(first, 0.10)
    assert said["ours"]["weeks"] == said["xgboost"]["weeks"] > 4
    assert said["ratio"] > 1
