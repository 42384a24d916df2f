"""What holds for every template: its context is written down, and the content policy allows it."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted((ROOT / "tidewaiter" / "surfaces").glob("*/templates/**/*.html"))
WIDGETS = [path for path in TEMPLATES if "django" in path.parts]


@pytest.mark.parametrize("path", sorted(set(TEMPLATES) - set(WIDGETS)), ids=lambda path: path.name)
def test_a_template_says_what_it_is_given(path):
    first_lines = "".join(path.read_text().splitlines(keepends=True)[:2])
    assert "{% comment %} context: " in first_lines


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_has_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son\w+=", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_fetches_nothing_from_elsewhere(path):
    assert not re.search(r"""(?:src|href|hx-get)=["']https?:""", path.read_text())


def test_the_lock_file_names_no_host():
    assert "://" not in (ROOT / "package-lock.json").read_text()


def test_every_package_is_locked_by_its_hash():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
