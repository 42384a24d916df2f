"""Reads an expression and finds what may not stand in it, with the place of each."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import sqlglot
from sqlglot import exp

from tidewaiter.engine.checking.mistakes import Flaw, flaw

FUNCTIONS = frozenset(
    {
        "abs", "ceil", "coalesce", "concat", "contains", "ends_with", "exp", "floor",
        "greatest", "in_list", "known", "least", "left", "length", "list_contains", "ln", "lower",
        "nullif", "regexp_matches", "right", "round", "starts_with", "substring", "trim", "upper",
    }
)  # fmt: skip
"""The functions an expression may call; `known(list, code)` asks a code list of the law,
`in_list(name)` whether anything of the parcel stands on a named list."""

LARGEST = 1e15
"""No number of a condition is larger."""

LONGEST = 4_000
"""Characters of one expression."""
DEEPEST = 30
"""Brackets and CASEs inside each other."""
PARTS = 600
"""Columns, values and operators of one expression."""

_ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.And, exp.Or, exp.Not,
    exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Add, exp.Sub, exp.Mul,
    exp.Div, exp.Neg, exp.Is, exp.In, exp.Between, exp.Like, exp.Case, exp.If, exp.Cast,
    exp.DataType, exp.DataTypeParam,
)  # fmt: skip

_SPELLINGS = {
    "ArrayContains": "list_contains",
    "RegexpLike": "regexp_matches",
    "StartsWith": "starts_with",
    "EndsWith": "ends_with",
    "Substring": "substring",
    "Coalesce": "coalesce",
    "StrPosition": "contains",
}
_HEAD = "SELECT "


@dataclass(frozen=True)
class Known:
    """What an expression may name: columns, and code lists of the law."""

    columns: Collection[str]
    codes: Collection[str]


class Unreadable(Exception):
    """An expression that cannot be read; `flaw` says where and why."""

    def __init__(self, found: Flaw) -> None:
        super().__init__(found.code)
        self.flaw = found


def parse(text: str) -> exp.Expr:
    """The tree of one expression.

    Raises Unreadable where it is too long, too deep, no expression, or more than one.
    """
    if len(text) > LONGEST:
        raise Unreadable(flaw(0, 1, "condition-long", size=len(text), most=LONGEST))
    deep = _too_deep(text)
    if deep is not None:
        raise Unreadable(flaw(deep, deep + 1, "nested", most=DEEPEST, parts=PARTS))
    try:
        trees = sqlglot.parse(_HEAD + text, read="duckdb")
        parts = sum(1 for tree in trees if tree is not None for _ in tree.walk())
    except sqlglot.errors.ParseError as mistake:
        raise Unreadable(_unread(mistake, text)) from mistake
    except sqlglot.errors.SqlglotError as mistake:
        raise Unreadable(flaw(0, len(text), "unreadable", problem=_short(mistake))) from mistake
    except RecursionError as mistake:
        raise Unreadable(flaw(0, len(text), "nested", most=DEEPEST, parts=PARTS)) from mistake
    if parts > PARTS:
        raise Unreadable(flaw(0, len(text), "nested", most=DEEPEST, parts=PARTS))
    tree = trees[0] if len(trees) == 1 else None
    one = isinstance(tree, exp.Select) and [k for k, v in tree.args.items() if v] == ["expressions"]
    if tree is None or not one or len(tree.expressions) != 1:
        raise Unreadable(flaw(0, len(text), "not-one"))
    found: exp.Expr = tree.expressions[0]
    if isinstance(found, exp.Alias):
        raise Unreadable(flaw(0, len(text), "not-one"))
    return found


def flaws(tree: exp.Expr, known: Known) -> Iterator[Flaw]:
    """What may not stand in an expression."""
    inside: set[int] = set()
    for node in tree.walk():
        if id(node) in inside:
            continue
        found = _flaw_of(node, known)
        if found is not None:
            # what stands inside something forbidden need not be told by itself
            inside |= {id(part) for part in node.walk()}
            yield found


def columns(tree: exp.Expr) -> frozenset[str]:
    """The columns that an expression asks for."""
    found = {column.name for column in tree.find_all(exp.Column)}
    return frozenset(found | ({"listed"} if any(map(asks_list, tree.walk())) else set()))


def asks_list(node: Any) -> bool:
    """Whether this asks a named list."""
    return isinstance(node, exp.Anonymous) and node.name.lower() == "in_list"


def function_name(node: exp.Func) -> str:
    """A function as analysts write it."""
    if isinstance(node, exp.Anonymous):
        return str(node.name).lower()
    return _SPELLINGS.get(type(node).__name__, node.sql_name().lower())


def place(node: exp.Expr) -> tuple[int, int]:
    """The first and the last character of a part of an expression, as far as they are known."""
    marks = [part.meta for part in node.walk() if "start" in part.meta]
    if not marks:
        return 0, 0
    start = min(mark["start"] for mark in marks) - len(_HEAD)
    return max(start, 0), max(mark["end"] for mark in marks) + 1 - len(_HEAD)


def written(node: exp.Expr) -> str:
    """A part of an expression as text, shortened."""
    text: str = node.sql(dialect="duckdb")
    return text if len(text) <= 60 else f"{text[:57]}…"


def nearest(name: str, known: Collection[str]) -> dict[str, Any]:
    """The known name that is most like a name, as a part of a sentence in two languages."""
    close = get_close_matches(name.lower(), sorted(known), n=1, cutoff=0.6)
    if not close:
        return {"nearest": "nothing is called alike", "nearest_zh": "没有相近的名称"}
    return {"nearest": f"did you mean {close[0]}", "nearest_zh": f"是否为{close[0]}"}


def _flaw_of(node: Any, known: Known) -> Flaw | None:
    at = place(node)
    if isinstance(node, exp.Column):
        if node.table or node.name not in known.columns:
            name = node.sql(dialect="duckdb")
            return flaw(*at, "column-unknown", name=name, **nearest(node.name, known.columns))
        return None
    if isinstance(node, exp.Query | exp.Subquery | exp.SubqueryPredicate | exp.Star | exp.Window):
        return flaw(*at, "query", text=written(node))
    if isinstance(node, exp.Literal) and not node.is_string and float(node.name) > LARGEST:
        return flaw(*at, "large", text=written(node))
    if isinstance(node, exp.Div):
        return _division(node)
    if isinstance(node, exp.Func) and not isinstance(node, _ALLOWED):
        return _call(node, known)
    if not isinstance(node, _ALLOWED) and not isinstance(node, exp.Func):
        return flaw(*at, "forbidden", text=written(node))
    return None


def _call(node: exp.Func, known: Known) -> Flaw | None:
    at, name = place(node), function_name(node)
    if name not in FUNCTIONS:
        return flaw(*at, "function", name=name, **nearest(name, FUNCTIONS))
    if name == "known":
        given = node.expressions[0].name if len(node.expressions) == 2 else ""
        if given not in known.codes:
            return flaw(*at, "code-list", name=given, **nearest(given, known.codes))
    if name == "regexp_matches":
        pattern = node.expression if isinstance(node, exp.RegexpLike) else None
        if not (isinstance(pattern, exp.Literal) and pattern.is_string):
            return flaw(*at, "pattern", text=written(pattern or node))
    if name == "in_list":
        [*given] = node.expressions
        if len(given) != 1 or not (isinstance(given[0], exp.Literal) and given[0].is_string):
            return flaw(*at, "in-list")
        if "listed" not in known.columns:
            return flaw(*at, "in-list-grain")
    return None


def _division(node: exp.Div) -> Flaw | None:
    """A divisor is a number other than zero; what may be zero is told by the caller."""
    value = node.expression.unnest()
    if isinstance(value, exp.Literal) and not value.is_string and float(value.name) == 0:
        return flaw(*place(node), "zero")
    return None


def maybe_zero(tree: exp.Expr) -> Iterator[Flaw]:
    """The divisions by something that can be zero."""
    for node in tree.find_all(exp.Div):
        divisor = node.expression.unnest()
        if isinstance(divisor, exp.Cast):
            divisor = divisor.this.unnest()
        if not isinstance(divisor, exp.Literal | exp.Nullif | exp.Exp):
            text = written(node.expression.unnest())
            yield flaw(*place(node.expression), "maybe-zero", text=text)


def _too_deep(text: str) -> int | None:
    depth, quoted = 0, False
    for number, sign in enumerate(text):
        if sign == "'":
            quoted = not quoted
        elif not quoted and sign in "([{":
            depth += 1
            if depth > DEEPEST:
                return number
        elif not quoted and sign in ")]}":
            depth -= 1
    return None


def _unread(mistake: sqlglot.errors.ParseError, text: str) -> Flaw:
    told: Mapping[str, Any] = mistake.errors[0] if mistake.errors else {}
    before = str(told.get("start_context") or "")
    marked = str(told.get("highlight") or "")
    whole = _HEAD + text
    start = whole.find(before + marked) + len(before) if before + marked else -1
    if start < len(_HEAD):
        return flaw(0, max(len(text), 1), "unreadable", problem=_short(mistake))
    start -= len(_HEAD)
    problem = str(told.get("description") or _short(mistake)).split(" for <class")[0]
    return flaw(start, start + max(len(marked), 1), "unreadable", problem=problem.rstrip("."))


def _short(mistake: Exception) -> str:
    return str(mistake).splitlines()[0][:120].rstrip(".")
