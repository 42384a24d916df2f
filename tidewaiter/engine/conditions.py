"""Checks the conditions of rules and turns them into SQL: documented columns, known functions."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import sqlglot
from sqlglot import exp

from tidewaiter.engine.book.loader import BookError
from tidewaiter.engine.book.rules import Rule

FUNCTIONS = frozenset(
    {
        "abs", "ceil", "coalesce", "concat", "contains", "ends_with", "exp", "floor",
        "greatest", "known", "least", "left", "length", "list_contains", "ln", "lower", "nullif",
        "regexp_matches", "right", "round", "starts_with", "substring", "trim", "upper",
    }
)  # fmt: skip
"""The functions a condition may call; `known(list, code)` asks a code list of the law."""

FEW = 4
"""Texts that are compared one by one; longer lists are looked up."""

_PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")

_ALLOWED: tuple[type[exp.Expr], ...] = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.And, exp.Or, exp.Not,
    exp.Paren, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Add, exp.Sub, exp.Mul,
    exp.Div, exp.Neg, exp.Is, exp.In, exp.Between, exp.Like, exp.Case, exp.If, exp.Cast,
    exp.DataType, exp.DataTypeParam,
)  # fmt: skip


def literal(value: Any) -> str:
    """A value as SQL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, tuple | list):
        return "(" + ", ".join(literal(each) for each in value) + ")"
    return "'" + str(value).replace("'", "''") + "'"


def with_parameters(sql: str, values: Mapping[str, Any], place: str) -> str:
    """SQL in which each `:name` is replaced by its value."""

    def value(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in values:
            raise BookError(f"{place}: nothing is known of the parameter :{name}")
        return literal(values[name])

    return _PARAMETER.sub(value, sql)


class Conditions:
    """Turns the expressions of rules into SQL that may stand in the engine's statement."""

    def __init__(
        self,
        columns: frozenset[str],
        parameters: Mapping[str, Any],
        codes: Mapping[str, frozenset[str]],
    ) -> None:
        self._columns = columns
        self._parameters = parameters
        self._codes = codes

    def sql(self, rule: Rule, expression: str, renamed: Mapping[str, str] | None = None) -> str:
        """The expression as SQL, with columns renamed where that is asked for.

        Raises BookError when it is not an expression, asks for a column that is not documented,
        calls a function that is not allowed, or holds a query.
        """
        written = self._parsed(rule, expression).transform(
            lambda node: self._rewritten(node, renamed or {})
        )
        return str(written.sql(dialect="duckdb"))

    def columns(self, rule: Rule, expression: str) -> frozenset[str]:
        """The columns that an expression asks for."""
        found = self._parsed(rule, expression).find_all(exp.Column)
        return frozenset(column.name for column in found)

    def _parsed(self, rule: Rule, expression: str) -> exp.Expr:
        place = f"rule {rule.code}"
        values = dict(self._parameters) | dict(rule.parameters)
        text = with_parameters(expression, values, place)
        try:
            tree = sqlglot.parse_one(f"SELECT {text}", read="duckdb")
        except sqlglot.errors.SqlglotError as mistake:
            raise BookError(f"{place}: {expression!r} cannot be read: {mistake}") from mistake
        if not isinstance(tree, exp.Select) or _clauses(tree) != ["expressions"]:
            raise BookError(f"{place}: {expression!r} is not one expression")
        if len(tree.expressions) != 1:
            raise BookError(f"{place}: {expression!r} is not one expression")
        parsed: exp.Expr = tree.expressions[0]
        self._check(parsed, place)
        return parsed

    def _check(self, parsed: exp.Expr, place: str) -> None:
        for node in parsed.walk():
            if isinstance(node, exp.Column):
                if node.table or node.name not in self._columns:
                    raise BookError(f"{place}: there is no documented column {node.sql()}")
            elif isinstance(node, exp.Query | exp.Subquery | exp.Star | exp.Window):
                raise BookError(f"{place}: a condition holds no query: {node.sql()}")
            elif isinstance(node, exp.Func) and not isinstance(node, _ALLOWED):
                if _name(node) not in FUNCTIONS:
                    raise BookError(f"{place}: the function {_name(node)} may not be called")
            elif not isinstance(node, _ALLOWED) and not isinstance(node, exp.Func):
                raise BookError(f"{place}: {node.sql()} may not stand in a condition")

    def _rewritten(self, node: Any, renamed: Mapping[str, str]) -> Any:
        if isinstance(node, exp.Column) and node.name in renamed:
            return sqlglot.parse_one(renamed[node.name], read="duckdb")
        if (
            isinstance(node, exp.In)
            and len(node.expressions) > FEW
            and all(isinstance(each, exp.Literal) and each.is_string for each in node.expressions)
        ):
            return _listed(node.this, [each.name for each in node.expressions])
        if isinstance(node, exp.Anonymous) and node.name.lower() == "known":
            name, code = node.expressions
            if name.name not in self._codes:
                raise BookError(f"the law has no code list {name.name}")
            return _known(code, sorted(self._codes[name.name]))
        return node


def _known(code: exp.Expr, codes: list[str]) -> exp.Expr:
    """Whether a code is on a list, or absent."""
    listed = _listed(code, codes).sql(dialect="duckdb")
    absent = f"{code.sql(dialect='duckdb')} IS NULL"
    return sqlglot.parse_one(f"({absent} OR {listed})", read="duckdb")


def _listed(text: exp.Expr, words: list[str]) -> exp.Expr:
    """Whether a text is one of many; a cast to an enumeration looks it up in one step."""
    listed = ", ".join(literal(each) for each in sorted(set(words)))
    column = text.sql(dialect="duckdb")
    return sqlglot.parse_one(f"(TRY_CAST({column} AS ENUM({listed})) IS NOT NULL)", read="duckdb")


def _clauses(tree: exp.Select) -> list[str]:
    return [key for key, value in tree.args.items() if value]


def _name(node: exp.Func) -> str:
    if isinstance(node, exp.Anonymous):
        return str(node.name).lower()
    return _SPELLINGS.get(type(node).__name__, node.sql_name().lower())


_SPELLINGS = {
    "ArrayContains": "list_contains",
    "RegexpLike": "regexp_matches",
    "StartsWith": "starts_with",
    "EndsWith": "ends_with",
    "Substring": "substring",
    "Coalesce": "coalesce",
    "StrPosition": "contains",
}
