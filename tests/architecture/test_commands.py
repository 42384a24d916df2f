"""Every command leaves an audit entry, says who and when, and nothing else writes."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.tree import called, functions, name, public, python, syntax

WRITES = {
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete",
    "copy", "execute", "executemany", "fetch", "write_row",
}  # fmt: skip
"""Calls by which a function changes a table; inside a command, statements count."""

CHANGES = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+\S+(\s+\w+)?\s+SET|TRUNCATE)\b")

INSIDE = {
    "docket.laid_down": "keeps bytes for a paper whose command records it",
    "docket.rest": "saves the docket at the end of a command whose events are recorded",
    "intake.issue_receipts": "writes the answers of a deed that its caller records",
    "intake.claim_arrivals": "takes work in the transaction that records the decisions",
    "intake.hold_documents": "takes a lock and changes nothing",
    "intake.settle": "empties the queue in the transaction that records the decisions",
    "risk.lock_accounts": "takes locks and opens accounts at zero; what moves them is recorded",
    "risk.add_to_tiles": "sums of decisions, in the transaction that records them",
    "risk.move": "the ledger itself: each entry names its declaration, whose decision is recorded",
    "risk.commit_reserved": "a movement of the ledger; the release that causes it is recorded",
    "risk.note_shadow_scores": "what challengers said of what was decided; that is recorded",
    "risk.note_chosen": "counts what was decided; the decisions are recorded",
    "risk.fold_tallies": "adds counts up; the cuts that follow are recorded",
    "risk.commit_reserved_of": "the same for many declarations; their release is recorded",
    "risk.give_back": "a movement of the ledger; the cancellation or return is recorded",
}
"""Commands that leave no entry of their own, and why."""


def _files() -> list[Path]:
    return [
        path
        for path in python("tidewaiter")
        if "surfaces" not in path.parts
        and (path.stem == "commands" or path.parent.name == "commands")
        and path.name != "__init__.py"
    ]


def _package(path: Path) -> str:
    parts = list(path.parts)
    return parts[parts.index("commands.py" if path.stem == "commands" else "commands") - 1]


@cache
def _reach() -> dict[str, dict[str, set[str]]]:
    """For each package: what each function of its commands calls, directly or through another."""
    direct: dict[str, dict[str, set[str]]] = {}
    for path in _files():
        known = direct.setdefault(_package(path), {})
        for function in functions(path):
            known[function.name] = called(function)
    for known in direct.values():
        grown = True
        while grown:
            grown = False
            for words in known.values():
                more = set().union(*(known[word] for word in words & known.keys())) - words
                if more:
                    words |= more
                    grown = True
    return direct


def _commands() -> list[tuple[str, ast.FunctionDef]]:
    """Public functions that write, by the name of their package."""
    return [
        (_package(path), function)
        for path in _files()
        for function in functions(path)
        if public(function) and _reach()[_package(path)][function.name] & WRITES
    ]


def _told(given: object) -> str:
    return given if isinstance(given, str) else getattr(given, "name", "")


@pytest.mark.parametrize(("package", "command"), _commands(), ids=_told)
def test_the_command_leaves_an_audit_entry(package: str, command: ast.FunctionDef) -> None:
    if f"{package}.{command.name}" not in INSIDE:
        assert "record" in _reach()[package][command.name]


@pytest.mark.parametrize(("package", "command"), _commands(), ids=_told)
def test_the_command_is_told_who_and_when(package: str, command: ast.FunctionDef) -> None:
    if f"{package}.{command.name}" in INSIDE:
        return
    by_name = {argument.arg for argument in command.args.kwonlyargs}
    assert "by" in by_name
    assert by_name & {"at", "on"}


def test_every_exception_is_still_needed() -> None:
    there = {f"{package}.{command.name}": package for package, command in _commands()}
    assert set(INSIDE) <= set(there), "an exception for a command that is gone"
    recording = {
        full for full, package in there.items() if "record" in _reach()[package][full.split(".")[1]]
    }
    assert set(INSIDE) & recording == set(), "this one records: take its exception away"


def test_a_command_that_leaves_no_entry_would_be_noticed() -> None:
    silent = ast.parse("def close(case, *, by, at):\n    case.save()\n").body[0]
    assert called(silent) & WRITES
    assert "record" not in called(silent)


def _readers() -> list[Path]:
    return [
        path
        for path in python("tidewaiter")
        if path.stem in {"queries", "rules", "states"} or path.parent.name in {"queries", "rules"}
    ]


def test_what_answers_does_not_write() -> None:
    # a query may run a statement that changes nothing, and copy a list
    words = (WRITES | {"record"}) - {"execute", "fetch", "copy"}
    assert [name(path) for path in _readers() if called(syntax(path)) & words] == []
    changing = [
        f"{name(path)}:{node.lineno}"
        for path in _readers()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHANGES.search(node.value)
    ]
    assert changing == []


def _pages() -> list[Path]:
    return [path for path in python("tidewaiter/surfaces") if "ops" not in path.parts]


def test_a_view_gives_commands_and_writes_nothing_itself() -> None:
    wrote = [
        f"{name(path)}:{node.lineno}: {node.func.attr}"
        for path in _pages()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "create", "bulk_create", "get_or_create", "update_or_create"}
    ]
    assert wrote == []
