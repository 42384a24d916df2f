"""What kind of value each part of an expression is, and whether the parts fit together."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum

from sqlglot import exp

from tidewaiter.engine.checking.mistakes import Flaw, flaw
from tidewaiter.engine.checking.predicate import function_name, place, written

TypeOf = Callable[[exp.Expr], str]
"""Gives the type of a part as DuckDB calls it; raises ValueError with its complaint."""


class Kind(StrEnum):
    """A kind of value as analysts think of it."""

    NUMBER = "a number"
    TEXT = "text"
    DAY = "a day"
    MOMENT = "a moment"
    TRUTH = "true or false"
    LIST = "a list"
    NOTHING = "nothing"
    OTHER = "something else"

    @property
    def zh(self) -> str:
        """The same in Chinese."""
        return _CHINESE[self]


_CHINESE = {
    Kind.NUMBER: "数字",
    Kind.TEXT: "文本",
    Kind.DAY: "日期",
    Kind.MOMENT: "时刻",
    Kind.TRUTH: "真假值",
    Kind.LIST: "列表",
    Kind.NOTHING: "空值",
    Kind.OTHER: "其他类型",
}
MOST_DAYS = 100_000
"""Added to a day or taken from it."""

_NUMBERS = re.compile(r"DECIMAL|DOUBLE|FLOAT|(U?(TINY|SMALL|BIG|HUGE)INT)|U?INTEGER")
_COMPARED = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)
_OF_NUMBERS = frozenset({"abs", "ceil", "exp", "floor", "ln", "round"})
_OF_TEXTS = frozenset(
    {"ends_with", "left", "length", "lower", "regexp_matches", "right", "starts_with",
     "substring", "trim", "upper"}
)  # fmt: skip


def kind_of(kind: str) -> Kind:
    """The kind of a type of DuckDB."""
    if kind.endswith("[]"):
        return Kind.LIST
    if _NUMBERS.match(kind):
        return Kind.NUMBER
    return {
        "VARCHAR": Kind.TEXT,
        "DATE": Kind.DAY,
        "TIMESTAMP": Kind.MOMENT,
        "BOOLEAN": Kind.TRUTH,
        '"NULL"': Kind.NOTHING,
        "NULL": Kind.NOTHING,
    }.get(kind, Kind.OTHER)


def misfits(tree: exp.Expr, type_of: TypeOf) -> Iterator[Flaw]:
    """The smallest parts that do not fit together."""
    told: set[int] = set()
    for node in reversed(list(tree.walk())):
        if any(id(part) in told for part in node.walk()):
            continue
        found = _misfit(node, type_of)
        if found is not None:
            told.add(id(node))
            yield found


def _misfit(node: exp.Expr, type_of: TypeOf) -> Flaw | None:
    if not isinstance(node, exp.Condition) or isinstance(node, exp.Identifier | exp.DataType):
        return None
    by_parts = _by_parts(node, type_of)
    if by_parts is not None:
        return by_parts
    try:
        type_of(node)
    except ValueError as problem:
        return flaw(*place(node), "unbound", text=written(node), problem=_first_line(problem))
    return None


def _by_parts(node: exp.Expr, type_of: TypeOf) -> Flaw | None:
    def kind(part: exp.Expr) -> Kind:
        return kind_of(type_of(part))

    if isinstance(node, _COMPARED):
        return _compared(node.this, node.expression, kind)
    if isinstance(node, exp.In):
        pairs = [(node.this, each) for each in node.expressions]
        return next((f for a, b in pairs if (f := _compared(a, b, kind))), None)
    if isinstance(node, exp.Between):
        pairs = [(node.this, node.args["low"]), (node.this, node.args["high"])]
        return next((f for a, b in pairs if (f := _compared(a, b, kind))), None)
    if isinstance(node, exp.Like):
        return _needed(node.this, Kind.TEXT, "text-needed", kind)
    if isinstance(node, exp.And | exp.Or):
        parts = (node.this, node.expression)
        return next(
            (f for p in parts if (f := _needed(p, Kind.TRUTH, "boolean-needed", kind))), None
        )
    if isinstance(node, exp.Not):
        return _needed(node.this, Kind.TRUTH, "boolean-needed", kind)
    if isinstance(node, exp.Mul | exp.Div):
        parts = (node.this, node.expression)
        return next(
            (f for p in parts if (f := _needed(p, Kind.NUMBER, "number-needed", kind))), None
        )
    if isinstance(node, exp.Add | exp.Sub):
        return _added(node, kind)
    if isinstance(node, exp.Func) and not isinstance(node, exp.Case | exp.Cast):
        return _argument(node, kind)
    return None


def _compared(left: exp.Expr, right: exp.Expr, kind: Callable[[exp.Expr], Kind]) -> Flaw | None:
    one, other = kind(left), kind(right)
    if one is other or Kind.NOTHING in {one, other} or Kind.OTHER in {one, other}:
        return None
    if {one, other} == {Kind.DAY, Kind.MOMENT}:
        return None
    for here, there in ((left, other), (right, one)):
        if there in {Kind.DAY, Kind.MOMENT} and _reads_as_day(here):
            return None
    advice = ("Compare like with like.", "请比较同类的值。")
    for part, there in ((left, other), (right, one)):
        plain = part.unnest()
        if isinstance(plain, exp.Literal) and there is Kind.TEXT:
            advice = (f"Write '{plain.name}' in quotes.", f"请加引号写成'{plain.name}'。")
        elif isinstance(plain, exp.Literal) and there is Kind.NUMBER and _reads_as_number(plain):
            advice = (f"Write {plain.name} without quotes.", f"请去掉引号写成{plain.name}。")
        elif isinstance(plain, exp.Literal) and there is Kind.DAY:
            advice = ("Write the day as '2026-01-31'.", "日期请写成'2026-01-31'。")
    start, end = place(left)[0], place(right)[1]
    return flaw(
        start, end, "kinds",
        left=written(left), right=written(right), left_kind=one.value, right_kind=other.value,
        left_kind_zh=one.zh, right_kind_zh=other.zh, advice=advice[0], advice_zh=advice[1],
    )  # fmt: skip


def _needed(
    part: exp.Expr, wanted: Kind, code: str, kind: Callable[[exp.Expr], Kind]
) -> Flaw | None:
    found = kind(part)
    if found in {wanted, Kind.NOTHING}:
        return None
    return flaw(*place(part), code, text=written(part), kind=found.value, kind_zh=found.zh)


def _added(node: exp.Binary, kind: Callable[[exp.Expr], Kind]) -> Flaw | None:
    if kind(node.this) in {Kind.DAY, Kind.MOMENT}:
        other, plain = kind(node.expression), node.expression.unnest()
        counted = isinstance(plain, exp.Literal) and float(plain.name) <= MOST_DAYS
        if other is Kind.NUMBER and not counted:
            return flaw(*place(node.expression), "large", text=written(node.expression))
        if other in {Kind.NUMBER, Kind.DAY, Kind.MOMENT, Kind.NOTHING}:
            return None
    for part in (node.this, node.expression):
        found = _needed(part, Kind.NUMBER, "number-needed", kind)
        if found:
            return found
    return None


def _argument(node: exp.Func, kind: Callable[[exp.Expr], Kind]) -> Flaw | None:
    name = function_name(node)
    first = node.expressions[0] if isinstance(node, exp.Anonymous) else node.this
    if not isinstance(first, exp.Expr):
        return None
    if name in _OF_NUMBERS:
        return _needed(first, Kind.NUMBER, "number-needed", kind)
    if name in _OF_TEXTS:
        return _needed(first, Kind.TEXT, "text-needed", kind)
    return None


def _reads_as_day(part: exp.Expr) -> bool:
    plain = part.unnest()
    if not (isinstance(plain, exp.Literal) and plain.is_string):
        return False
    for read in (date.fromisoformat, datetime.fromisoformat):
        try:
            read(plain.name)
        except ValueError:
            continue
        return True
    return False


def _reads_as_number(part: exp.Literal) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", part.name))


def _first_line(problem: Exception) -> str:
    text = str(problem).splitlines()[0]
    return text.split("Error: ", 1)[-1][:160].rstrip(".")
