"""The reference says what the code says, and nothing is left out of it."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, files, name, python
from tidewaiter.surfaces.ops.reference import FOLDER, pages, settings, stale, write_pages

AGAIN = "run: python -m tidewaiter.surfaces.ops.reference"

_VARIABLE = re.compile(r"\b(TIDEWAITER_[A-Z_]+|DATABASE_URL)\b")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")

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


def test_every_link_of_the_documents_leads_to_a_file() -> None:
    broken = []
    for path in files("*.md"):
        for target in _LINK.findall(path.read_text(encoding="utf-8")):
            if "://" in target or target.startswith(("#", "mailto:")):
                continue
            if not (path.parent / target.split("#")[0]).exists():
                broken.append(f"{name(path)}: {target}")
    assert broken == []


def test_every_file_that_a_document_names_is_there() -> None:
    shown = re.compile(r"`((?:tidewaiter|tests|harbour|benchmarks|docs|scripts)/[\w./-]+)`")
    missing = [
        f"{name(path)}: {mentioned}"
        for path in files("*.md", under="docs/how-to") + files("*.md", under="docs/adr")
        for mentioned in shown.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / mentioned).exists()
    ]
    assert missing == []


def test_decisions_are_numbered_without_gaps_and_dated() -> None:
    decisions = files("*.md", under="docs/adr")
    numbers = [int(path.name[:4]) for path in decisions if path.name[:4].isdigit()]
    assert numbers == list(range(1, len(numbers) + 1))
    for path in decisions:
        if path.name[:4].isdigit():
            text = path.read_text(encoding="utf-8")
            assert re.search(r"^\d{4}-\d\d-\d\d · (accepted|superseded by)", text, re.MULTILINE)
            assert text.startswith(f"# {int(path.name[:4])}. ")
