"""Who and when are arguments: the domain owns no clock and no chance."""

import ast
import re
from pathlib import Path

from tests.architecture.tree import ROOT, dotted, files, name, python, syntax

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "timezone.now", "timezone.localtime", "timezone.localdate", "time.localtime", "time.gmtime",
    "datetime.datetime.now", "datetime.date.today", "localdate", "localtime", "Now",
}  # fmt: skip
"""Calls that read the time of day. (`time.monotonic` measures; it dates nothing.)"""

NEEDS_AN_ARGUMENT = {"timezone.localtime", "timezone.localdate", "localtime", "localdate"}

MAY = {
    "tidewaiter/surfaces",  # the border: here "now" is read and handed on
    "tidewaiter/project",
    "harbour/send.py",  # sends in real time
    "benchmarks",
}
_IN_SQL = re.compile(
    r"\b(now\(\)|current_timestamp|current_date|clock_timestamp|localtimestamp|random\(\)|today\(\))",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"\b(SELECT|UPDATE|INSERT|DELETE|WHERE)\b")
_WHO_WHEN = {"by", "at"}


def _domain() -> list[Path]:
    return [
        path
        for folder in ("tidewaiter", "harbour")
        for path in python(folder)
        if not any(name(path).startswith(allowed) for allowed in MAY)
    ]


def test_the_domain_reads_no_clock() -> None:
    assert [told for path in _domain() for told in _clocks_read_in(path)] == []


def test_a_clock_that_is_read_would_be_noticed(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def close(case, *, by):\n    case.closed_at = datetime.now(UTC)\n")
    assert _clocks_read_in(planted) == ["planted.py:2: datetime.now"]


def _clocks_read_in(path: Path) -> list[str]:
    read = []
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Call):
            clock = dotted(node.func)
            if clock in CLOCKS and not (clock in NEEDS_AN_ARGUMENT and node.args):
                read.append((node.lineno, clock))
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
            read.append((node.value.lineno, node.arg))
        if isinstance(node, ast.keyword) and node.arg == "default" and dotted(node.value) in CLOCKS:
            read.append((node.value.lineno, f"default={dotted(node.value)}"))
    told = name(path) if path.is_relative_to(ROOT) else path.name
    return [f"{told}:{line}: {clock}" for line, clock in read]


def test_no_statement_asks_the_database_for_the_time() -> None:
    asks = [
        f"{name(path)}:{node.lineno}"
        for path in _domain()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and _STATEMENT.search(node.value)
        and _IN_SQL.search(node.value)
    ]
    assert asks == []


def test_the_engine_asks_neither_for_the_time_nor_for_chance() -> None:
    asks = [
        f"{name(path)}:{number}"
        for path in files("*.sql", "*.yaml", under="tidewaiter/engine")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _IN_SQL.search(line)
    ]
    assert asks == []


def test_who_and_when_are_given_by_name_and_never_left_out() -> None:
    wrong = []
    for path in _domain():
        for function in ast.walk(syntax(path)):
            if isinstance(function, ast.FunctionDef) and not function.name.startswith("_"):
                wrong += [f"{name(path)}: {function.name}: {why}" for why in _carelessly(function)]
    assert wrong == []


def _carelessly(function: ast.FunctionDef) -> list[str]:
    """How a function takes who and when otherwise than by name; a first argument is its subject."""
    inner = function.args
    positional = [*inner.posonlyargs, *inner.args]
    by_place = [
        f"{argument.arg} is positional" for argument in positional[1:] if _who_or_when(argument)
    ]
    left_out = [
        f"{argument.arg} may be None"
        for argument, default in zip(inner.kwonlyargs, inner.kw_defaults, strict=True)
        if _who_or_when(argument) and isinstance(default, ast.Constant) and default.value is None
    ]
    return by_place + left_out


def _who_or_when(argument: ast.arg) -> bool:
    """Whether an argument is an actor or a moment; `at` may also be a place on a page."""
    kind = "" if argument.annotation is None else ast.unparse(argument.annotation)
    return argument.arg in _WHO_WHEN and (not kind or "datetime" in kind or "Actor" in kind)
