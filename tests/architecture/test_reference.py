"""The reference says what the code says, and nothing is left out of it."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, python
from tidewaiter.surfaces.ops.reference import FOLDER, pages, settings, stale, write_pages

AGAIN = "run: python -m tidewaiter.surfaces.ops.reference"

_VARIABLE = re.compile(r"\b(TIDEWAITER_[A-Z_]+|DATABASE_URL)\b")

INTERNAL = {"TIDEWAITER_PACKS"}
"""Names that look like variables and are none."""


def test_the_reference_is_not_stale() -> None:
    assert stale(ROOT / FOLDER) == [], AGAIN


def test_a_stale_or_missing_page_is_noticed(tmp_path: Path) -> None:
    assert stale(tmp_path / "nowhere") == list(pages())
    write_pages(tmp_path)
    (tmp_path / "states.md").write_text("old", encoding="utf-8")
    assert stale(tmp_path) == ["states.md"]


def test_every_setting_says_what_it_does() -> None:
    assert [one.name for one in settings() if len(one.text) < 10] == []


def test_every_variable_that_the_product_reads_is_in_the_reference() -> None:
    known = {one.name for one in settings()}
    used = {
        variable
        for folder in ("tidewaiter", "harbour")
        for path in python(folder)
        for variable in _VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    assert {word.removesuffix("_FILE") for word in used} - known - INTERNAL == set()
