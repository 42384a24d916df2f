"""The tree as text and as syntax: which files there are, and what stands in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CAPABILITIES = ("registry", "lawmaking", "intake", "provenance", "risk")
"""The packages that hold a part of the domain, upstream first."""

_NOT_OURS = {
    ".git", ".venv", "var", "node_modules", "build", "__pycache__", ".mypy_cache", ".ruff_cache",
    ".pytest_cache", ".hypothesis", ".import_linter_cache", "staticfiles",
}  # fmt: skip


@cache
def files(*patterns: str, under: str = ".") -> tuple[Path, ...]:
    """Files of the project whose names match, without what is installed, built or cached."""
    found = {
        path
        for pattern in patterns
        for path in (ROOT / under).rglob(pattern)
        if path.is_file() and not _NOT_OURS & set(path.relative_to(ROOT).parts)
    }
    return tuple(sorted(found))


def python(under: str = ".", *, migrations: bool = False) -> tuple[Path, ...]:
    """Python files below a folder."""
    return tuple(
        path for path in files("*.py", under=under) if migrations or "migrations" not in path.parts
    )


@cache
def syntax(path: Path) -> ast.Module:
    """A file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    """A path as it is told in messages."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions that stand at the top of a file."""
    for node in syntax(path).body:
        if isinstance(node, ast.FunctionDef):
            yield node


def public(function: ast.FunctionDef) -> bool:
    """Whether a function is for others to call."""
    return not function.name.startswith("_")


def called(node: ast.AST) -> set[str]:
    """The last words of all calls inside a node: `record` for `record(…)` and `trail.record(…)`."""
    words = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            match inner.func:
                case ast.Name(id=word) | ast.Attribute(attr=word):
                    words.add(word)
    return words


def dotted(node: ast.AST) -> str:
    """`datetime.now` for that expression; nothing for what is not a dotted name."""
    match node:
        case ast.Name(id=word):
            return word
        case ast.Attribute(value=value, attr=word):
            before = dotted(value)
            return f"{before}.{word}" if before else ""
    return ""
