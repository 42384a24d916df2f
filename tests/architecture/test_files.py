"""Files are short, stand where they belong and are called by the names of the house."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import (
    CAPABILITIES,
    ROOT,
    files,
    functions,
    name,
    public,
    python,
    syntax,
)

LONGEST = 400

ALLOWED = {"__init__", "states", "rules", "models", "queries", "commands", "migrations"}
ADDED = {
    "intake": {
        "formats",  # the wire formats of messages, pure
        "sealing",  # splits a document into columns, content and sealed blocks
    },
    "provenance": {
        "dockets",  # the kind of docket that a test report is
        "formats",  # identifiers, trace events, lists and reports as they come in, pure
    },
    "registry": {
        "dockets",  # the proceedings of admission, pure
        "sealing",  # by what a firm is found again, as blind indexes
    },
}
"""File names that a capability has beside the usual ones, on purpose."""

BAD_WORDS = {
    "Service", "Services", "Manager", "Helper", "Helpers", "Util", "Utils", "Processor", "Data",
}  # fmt: skip
BAD_FILES = {
    "utils", "util", "helpers", "helper", "services", "service", "signals", "serializers", "common",
    "misc", "managers", "processors",
}  # fmt: skip

LOCKS = (
    "requirements.lock",
    "requirements-test.lock",
    "requirements-node.lock",
    "package-lock.json",
)

_UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")


def test_no_file_is_too_long_to_be_about_one_thing() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python()}
    long = {path: lines for path, lines in lengths.items() if lines > LONGEST}
    assert long == {}, "make it a folder of the same name"


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_capability_has_only_the_files_that_the_house_knows(capability: str) -> None:
    folder = ROOT / "tidewaiter" / capability
    found = {path.stem for path in folder.iterdir() if path.name != "__pycache__"}
    assert found - ALLOWED - ADDED.get(capability, set()) == set()


def test_no_package_is_a_drawer_for_odds_and_ends() -> None:
    drawers = [name(path) for path in python("tidewaiter") if path.stem in BAD_FILES]
    assert drawers == []


def _charters() -> list[Path]:
    return [
        path
        for folder in ("tidewaiter", "harbour", "benchmarks")
        for path in python(folder)
        if path.name == "__init__.py"
    ]


@pytest.mark.parametrize("path", _charters(), ids=name)
def test_a_package_says_in_one_sentence_what_it_is_for(path: Path) -> None:
    charter = ast.get_docstring(syntax(path))
    assert charter, "a package without a charter"
    assert charter.endswith(".")
    assert not re.search(r"[.!?] ", charter), "more than one sentence"
    # Django looks for the models of a folder in its __init__; nowhere else are names passed on
    if path.parent.name != "models":
        assert len(syntax(path).body) == 1, "a charter and nothing else"


def test_names_say_what_a_thing_is() -> None:
    bad = [
        f"{name(path)}: {node.name}"
        for path in python()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ClassDef) and BAD_WORDS & set(_CAMEL.findall(node.name))
    ]
    assert bad == []


def test_nothing_is_left_unfinished() -> None:
    suffixes = ("*.py", "*.md", "*.html", "*.yaml", "*.sql", "*.js", "*.mjs", "*.scss", "Makefile")
    left = [
        f"{name(path)}:{number}"
        for path in files(*suffixes)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _UNFINISHED.search(line)
    ]
    assert left == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^--(index|extra-index|find-links|trusted)", text, re.MULTILINE)


def test_every_public_function_and_class_of_the_product_says_what_it_does() -> None:
    silent = []
    for path in python("tidewaiter"):
        silent += [
            f"{name(path)}: {node.name}"
            for node in syntax(path).body
            if isinstance(node, ast.ClassDef | ast.FunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_every_rule_says_its_text_and_every_refusal_its_law(capability: str) -> None:
    path = ROOT / "tidewaiter" / capability / "rules.py"
    paths = [path] if path.exists() else list(python(f"tidewaiter/{capability}/rules"))
    for file in paths:
        for function in functions(file):
            if public(function):
                assert ast.get_docstring(function), f"{name(file)}: {function.name} has no text"
        for node in ast.walk(syntax(file)):
            if isinstance(node, ast.Call) and _word(node.func) in {"Refusal", "Fault"}:
                given = {keyword.arg for keyword in node.keywords}
                assert "law" in given, f"{name(file)}:{node.lineno} cites no law"
                assert "cure" in given, f"{name(file)}:{node.lineno} names no cure"


def _word(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
