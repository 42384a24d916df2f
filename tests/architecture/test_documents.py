"""Documents lead to files that exist, name commands that exist, and show code that fits."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from tests.architecture.tree import ROOT, dotted, files, name
from tidewaiter.surfaces.ops.cli import app

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^(?:`|\.venv/bin/|> )?tidewaiter ((?:[a-z]+ ?)+)", re.MULTILINE)
_INLINE = re.compile(r"`(?:\.venv/bin/)?tidewaiter ([a-z]+(?: [a-z]+)?)[ `]")
_MAKE = re.compile(r"`make ([a-z-]+)`")


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


def _hand_written() -> tuple[Path, ...]:
    return tuple(path for path in files("*.md") if "reference" not in path.parts)


def _commands() -> set[str]:
    root = typer.main.get_command(app)
    found = set()
    for word, command in root.commands.items():
        found.add(word)
        found |= {f"{word} {inner}" for inner in getattr(command, "commands", {})}
    return found


def test_every_command_that_a_document_shows_exists() -> None:
    known = _commands()
    unknown = []
    for path in _hand_written():
        text = path.read_text(encoding="utf-8")
        for found in (*_COMMAND.findall(text), *_INLINE.findall(text)):
            words = found.split()
            if not {words[0], " ".join(words[:2])} & known:
                unknown.append(f"{name(path)}: tidewaiter {found}")
    assert unknown == []


def test_every_target_of_make_that_a_document_shows_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    shown = {
        target
        for path in _hand_written()
        for target in _MAKE.findall(path.read_text(encoding="utf-8"))
    }
    assert shown - targets == set()


def _shown() -> Iterator[tuple[str, str]]:
    for path in _hand_written():
        for number, code in enumerate(_CODE.findall(path.read_text(encoding="utf-8")), 1):
            yield f"{path.stem}-{number}", code


@pytest.mark.parametrize("code", [pytest.param(code, id=place) for place, code in _shown()])
def test_code_that_is_shown_fits_the_code_that_is_there(code: str) -> None:
    tree = ast.parse(code)
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(node.module or "")
            known |= {given.name: getattr(module, given.name) for given in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func) in known:
            function = known[dotted(node.func)]
            if inspect.isfunction(function):
                by_name = {given.arg: None for given in node.keywords if given.arg}
                inspect.signature(function).bind(*node.args, **by_name)
