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
from tidewaiter.engine.checking.mistakes import Flaw, said
from tidewaiter.engine.checking.predicate import (
    Known,
    Unreadable,
    asks_list,
    columns,
    flaws,
    parse,
)

FEW = 4
"""Texts that are compared one by one; longer lists are looked up."""

PARAMETER = re.compile(r"(?<![:\w]):([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)")
"""A value of the law or of the rule, by its name."""


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

    return PARAMETER.sub(value, sql)


class Conditions:
    """Turns the expressions of rules into SQL that may stand in the engine's statement."""

    def __init__(
        self,
        columns: frozenset[str],
        parameters: Mapping[str, Any],
        codes: Mapping[str, frozenset[str]],
    ) -> None:
        self.parameters = parameters
        self.codes = codes
        self._known = Known(columns, frozenset(codes))

    def sql(self, rule: Rule, expression: str, renamed: Mapping[str, str] | None = None) -> str:
        """The expression as SQL, with columns renamed where that is asked for.

        Raises BookError when it is not an expression, asks for a column that is not documented,
        calls a function that is not allowed, or holds a query.
        """
        tree = self._parsed(rule, expression)
        if not rule.shipped:
            tree = _never_failing(tree)
        return str(self.rewritten(tree, renamed or {}).sql(dialect="duckdb"))

    def rewritten(self, tree: exp.Expr, renamed: Mapping[str, str] | None = None) -> exp.Expr:
        """The tree as DuckDB runs it: lists looked up, casts that give NULL where they fail."""
        found: exp.Expr = tree.transform(lambda node: self._rewritten(node, renamed or {}))
        return found

    def columns(self, rule: Rule, expression: str) -> frozenset[str]:
        """The columns that an expression asks for."""
        return columns(self._parsed(rule, expression))

    def _parsed(self, rule: Rule, expression: str) -> exp.Expr:
        place = f"rule {rule.code}"
        values = dict(self.parameters) | dict(rule.parameters)
        try:
            tree = parse(with_parameters(expression, values, place))
        except Unreadable as mistake:
            raise BookError(f"{place}: {expression!r}: {_told(mistake.flaw)}") from mistake
        for found in flaws(tree, self._known):
            raise BookError(f"{place}: {_told(found)}")
        return tree

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
            return _known(code, sorted(self.codes[name.name]))
        if asks_list(node):
            name = literal(node.expressions[0].name)
            asked = f"coalesce(list_contains(listed, {name}), false)"
            return sqlglot.parse_one(asked, read="duckdb")
        return node


def _never_failing(tree: exp.Expr) -> exp.Expr:
    """The tree with what gives NULL, or less exact a number, where it would stop the whole batch.

    Rules that come with the product are held against numbers at the edge by tests; those of an
    office are made so that they cannot fail.
    """
    tree = tree.copy()
    for node in reversed(list(tree.walk())):
        safe = _safe(node)
        if safe is node:
            continue
        if node is tree:
            tree = safe
        else:
            node.replace(safe)
    return tree


def _safe(node: Any) -> Any:
    if isinstance(node, exp.Cast) and not isinstance(node, exp.TryCast):
        return exp.TryCast(this=node.this.copy(), to=node.to.copy())
    if isinstance(node, exp.Ln):
        positive = exp.GT(this=node.this.copy(), expression=exp.Literal.number(0))
        return exp.Case().when(positive, node.copy())
    if isinstance(node, exp.Mul) and not any(map(_is_small, (node.this, node.expression))):
        left, right = (exp.cast(part.copy(), "DOUBLE") for part in (node.this, node.expression))
        return exp.Mul(this=left, expression=right)
    return node


def _is_small(node: exp.Expr) -> bool:
    """Whether this is a number by which any column can be multiplied without running over."""
    plain = node.unnest()
    plain = plain.this if isinstance(plain, exp.Neg) else plain
    return isinstance(plain, exp.Literal) and not plain.is_string and float(plain.name) <= 10_000


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


def _told(found: Flaw) -> str:
    message, cure = said(found.code, found.values)
    return f"{message.en} {cure.en}"
