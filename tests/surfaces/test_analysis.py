"""The commands over past days say what they did, or in one sentence why they cannot."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks import nightly
from tidewaiter.surfaces.ops.cli import app


def said(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small day with facts."""
    folder = tmp_path_factory.mktemp("night")
    nightly.make_day(folder / "frames", 400, 200)
    told = said("assess", "--from", folder / "frames", "--out", folder / "archive", "--facts",
                "--seed", "x", "--threads", 1)  # fmt: skip
    assert told.exit_code == 0, told.stderr
    figures = json.loads(told.stdout)
    assert figures["declarations"] == sum(figures["outcomes"].values()) == 400
    assert told.stderr.count("a second") == 2, "progress is told part by part"
    return folder / "archive"


def test_a_back_test_tells_everything_in_text_and_json(archive: Path, tmp_path: Path) -> None:
    rule = tmp_path / "X-01.yaml"
    rule.write_text(nightly.RULE, encoding="utf-8")
    text = said("backtest", rule, "--from", archive, "--seed", "x")
    assert text.exit_code == 0, text.stderr
    for word in ("hits:", "inspections a day:", "lanes that change:", "most affected:"):
        assert word in text.stdout
    told = json.loads(said("backtest", rule, "--from", archive, "--seed", "x", "--json").stdout)
    assert told["parcels"] == 400
    assert 0 < told["hits"] < 400
    assert {one["kind"] for one in told["affected"]} == {"merchant", "platform", "declarant"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("dutiable_value > 500", "shoe_size > 500"), "shoe_size"),
        (("dutiable_value > 500", "dutiable_value > ("), "cannot be read"),
        (("since: 2016-04-08", "since: yesterday"), "since"),
        (("code: X-01", "code: [oh"), "X-01.yaml"),
    ],
)
def test_a_bad_rule_is_told_in_a_sentence(
    change: tuple[str, str], says: str, archive: Path, tmp_path: Path
) -> None:
    rule = tmp_path / "X-01.yaml"
    rule.write_text(nightly.RULE.replace(*change), encoding="utf-8")
    told = said("backtest", rule, "--from", archive, "--seed", "x")
    assert told.exit_code == 2
    assert says in told.stderr
    assert "Traceback" not in told.stderr + told.stdout


def test_folders_and_engines_that_cannot_be_used_are_told_in_a_sentence(tmp_path: Path) -> None:
    rule = tmp_path / "X-01.yaml"
    rule.write_text(nightly.RULE, encoding="utf-8")
    nowhere = tmp_path / "nowhere"
    for words in (
        ("assess", "--from", nowhere, "--out", tmp_path / "out", "--seed", "x"),
        ("stats", "--from", nowhere, "--out", tmp_path / "out"),
        ("backtest", rule, "--from", nowhere, "--seed", "x"),
        ("backtest", nowhere, "--from", tmp_path, "--seed", "x"),
        ("stream", "--from", tmp_path, "--out", tmp_path, "--engine", "duckdb"),
    ):
        told = said(*words)
        assert told.exit_code == 2, words
        assert told.stderr.strip(), words
    assert "2026-01-31" in said("archive", "--day", "yesterday").stderr
