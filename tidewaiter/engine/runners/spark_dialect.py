"""The engine's SQL as Spark reads it: every difference from DuckDB that matters stands here.

sqlglot knows the spelling of most things. What it does not know are differences of meaning: each
function below removes one, and says which.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise

import sqlglot
from sqlglot import exp

SETTINGS: Mapping[str, str] = {
    # what overflows or cannot be cast is an error, as in DuckDB, and not a silent NULL
    "spark.sql.ansi.enabled": "true",
    # a product of decimals keeps its scale, as in DuckDB; Spark would give up digits after the
    # point as soon as a type grows beyond 38 digits, and so whole cents
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.session.timeZone": "UTC",
    # the fold of a quota is a recursion as deep as a buyer has contested parcels in one part
    "spark.sql.cteRecursionLevelLimit": "100000",
    "spark.sql.cteRecursionRowLimit": "-1",
    # the large conditions of a rule book do not fit into one method of the JVM; asked for
    # beforehand, Spark interprets them without a warning for each
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.broadcastTimeout": "3600",
    # plans as text for a page that nobody looks at; those of a rule book run to hundreds of MB
    "spark.sql.maxPlanStringLength": "10000",
}
"""Settings of the session without which the answers would differ, or not come."""

_BROKEN = ("decimal", "double")
_WHOLE = (exp.DType.BIGINT, exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT)


def parsed(sql: str) -> exp.Expr:
    """A query in the engine's SQL, to be `written` for Spark."""
    return sqlglot.parse_one(_lists_measured(sql), read="duckdb")


def steps_of(sql: str) -> tuple[list[tuple[str, exp.Expr, bool]], exp.Expr]:
    """The steps of a WITH statement, and what it asks of them.

    Spark puts the text of a step into every place that reads it, and works it out again there: the
    engine's twenty steps would become thousands. So each becomes a view of its own, and those that
    DuckDB materializes are kept.
    """
    tree = parsed(sql)
    clause = tree.args["with_"]
    parts = [(each.alias, each.this, bool(each.args.get("materialized"))) for each in
             clause.expressions]  # fmt: skip
    clause.pop()
    return parts, tree


def written(tree: exp.Expr, types: Mapping[str, str]) -> str:
    """A part of a statement as Spark reads it; `types` are those of the columns that it reads."""
    changed = tree.copy()
    for change in _CHANGES:
        # the innermost first: what stands inside a node that is replaced must be changed, too
        for node in reversed(list(changed.walk(bfs=True))):
            new = change(node, types)
            if new is node:
                continue
            if node is changed:
                changed = new
            else:
                node.replace(new)
    return changed.sql(dialect="spark")


def _lists_measured(sql: str) -> str:
    """`len` is for lists and `length` for texts; once parsed the two are the same."""
    tokens = sqlglot.tokenize(sql, read="duckdb")
    places = [
        one.start
        for one, following in pairwise(tokens)
        if one.text.lower() == "len" and following.text == "("
    ]
    for place in reversed(places):
        sql = f"{sql[:place]}list_size{sql[place + 3 :]}"
    return sql


def _call(name: str, *arguments: exp.Expr | str) -> exp.Expr:
    return exp.Anonymous(
        this=name,
        expressions=[
            sqlglot.parse_one(each, read="spark") if isinstance(each, str) else each
            for each in arguments
        ],
    )


def _lengths(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """The length of a list that is not there is NULL, as in DuckDB, not -1."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_size":
        return _call("array_size", node.expressions[0])
    return node


def _elements(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """What a list does not hold is NULL; Spark would raise an error. Places count from one."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "list_extract":
        listed, place = node.expressions
        return _call("try_element_at", listed, exp.cast(place, "INT"))
    if isinstance(node, exp.Bracket) and len(node.expressions) == 1:
        (place,) = node.expressions
        if isinstance(place, exp.Literal):  # sqlglot counts these from zero
            place = exp.Literal.number(int(place.name) + 1)
        return _call("try_element_at", node.this, exp.cast(place, "INT"))
    return node


def _draws(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """DuckDB reads '0x…' as a number in base 16; Spark has a function for that."""
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.DPipe):
        left = node.this.this
        if isinstance(left, exp.Literal) and left.is_string and left.name == "0x":
            return exp.cast(_call("conv", node.this.expression, "16", "10"), node.to)
    return node


def _divisions(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """DuckDB divides in floating point whatever is given, and x / 0 is infinite; x // 0 is NULL."""
    if isinstance(node, exp.IntDiv):
        return exp.IntDiv(this=node.this, expression=_call("nullif", node.expression, "0"))
    if isinstance(node, exp.Div) and not node.args.get("typed"):
        over, under = exp.cast(node.this, "DOUBLE"), exp.cast(node.expression, "DOUBLE")
        divided = exp.Div(this=over, expression=under, typed=True)
        if _never_zero(node.expression):
            return divided
        endless = (
            f"CASE WHEN {over.sql('spark')} > 0 THEN double('Infinity') "
            f"WHEN {over.sql('spark')} < 0 THEN double('-Infinity') "
            f"WHEN {over.sql('spark')} = 0 THEN double('NaN') END"
        )
        guarded = exp.Case().when(
            exp.EQ(this=under.copy(), expression=exp.Literal.number(0)),
            sqlglot.parse_one(endless, read="spark"),
        )
        return guarded.else_(divided)
    return node


def _never_zero(node: exp.Expr) -> bool:
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return _never_zero(node.this)
    if isinstance(node, exp.Literal):
        return not node.is_string and float(node.name) != 0
    if isinstance(node, exp.Nullif):
        return True
    return isinstance(node, exp.Greatest) and any(
        isinstance(each, exp.Literal) and float(each.name) > 0
        for each in [node.this, *node.expressions]
    )


def _whole_numbers(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """DuckDB rounds where it makes a whole number of another; Spark cuts off."""
    if not isinstance(node, exp.Cast) or isinstance(node, exp.TryCast):
        return node
    inner = node.this.unnest()
    if node.to.this is exp.DType.INT128:  # the widest whole number that Spark has is a decimal
        node.set("to", exp.DataType.build("DECIMAL(38,0)"))
    elif node.to.this in _WHOLE and (
        not isinstance(inner, exp.Round | exp.Floor | exp.Ceil | exp.Anonymous)
        and (any(inner.find_all(exp.Mul, exp.Div)) or _type_of(inner, types) in _BROKEN)
    ):
        node.set("this", exp.Round(this=node.this))
    return node


def _days_between(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """The difference of two days is a number, not an interval."""
    if not isinstance(node, exp.Sub):
        return node
    if {_type_of(each, types) for each in (node.this, node.expression)} == {"date"}:
        return exp.cast(_call("datediff", node.this, node.expression), "BIGINT")
    return node


def _rounded(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """DuckDB rounds a float by its binary value (1.005 to 1.0), Spark by its digits (to 1.01)."""
    if not isinstance(node, exp.Round) or _type_of(node.this, types) != "double":
        return node
    places = node.args.get("decimals")
    count = int(places.name) if isinstance(places, exp.Literal) else 0
    if not count:
        return node
    scale = exp.cast(exp.Literal.number(10**count), "DOUBLE")
    scaled = exp.Round(this=exp.Mul(this=exp.Paren(this=node.this.copy()), expression=scale))
    return exp.Paren(this=exp.Div(this=scaled, expression=scale.copy(), typed=True))


def _json(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """A NULL stays in the JSON; Spark would leave its name out."""
    if isinstance(node, exp.JSONFormat | exp.ParseJSON) or (
        isinstance(node, exp.Anonymous) and node.name.lower() == "to_json"
    ):
        inner = node.this if isinstance(node.this, exp.Expr) else node.expressions[0]
        return _call("to_json", inner, "map('ignoreNullFields', 'false')")
    return node


def _json_types(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """JSON inside JSON is read as text."""
    inside = isinstance(node.parent, exp.ColumnDef)
    if inside and isinstance(node, exp.DataType) and node.this is exp.DType.JSON:
        return exp.DataType.build("VARCHAR")
    return node


def _gathered(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """`list` keeps NULLs, which Spark leaves out; and a list of nothing is NULL, not empty."""
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.ArrayAgg):
        return _call("nullif", node.copy(), "array()")
    if not isinstance(node, exp.ArrayAgg) or isinstance(node.parent, exp.Filter):
        return node
    if isinstance(node.this, exp.Distinct):
        return node
    held = exp.Struct(expressions=[exp.PropertyEQ(this=exp.to_identifier("v"),
                                                  expression=node.this)])  # fmt: skip
    return sqlglot.parse_one(
        f"transform(collect_list({held.sql('spark')}), e -> e.v)", read="spark"
    )


def _distinct_windows(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """Spark counts nothing distinct over a window; it gathers a set there."""
    counted = node.this if isinstance(node, exp.Window) else None
    if isinstance(counted, exp.Count) and isinstance(counted.this, exp.Distinct):
        (what,) = counted.this.expressions
        over = node.copy()
        over.set("this", _call("collect_set", what.copy()))
        return exp.cast(_call("size", over), "BIGINT")
    return node


def _joined_lists(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """A list that is not there adds nothing; Spark would make the whole NULL."""
    if isinstance(node, exp.ArrayConcat):
        parts = [node.this, *node.expressions]
        return _call("concat", *(_call("coalesce", each.copy(), "array()") for each in parts))
    return node


def _listed_words(node: exp.Expr, types: Mapping[str, str]) -> exp.Expr:
    """The cast to an enumeration is DuckDB's way of looking a word up quickly."""
    if isinstance(node, exp.Not) and isinstance(node.this, exp.Is):
        cast = node.this.this
        if isinstance(cast, exp.TryCast) and cast.to.this is exp.DType.ENUM:
            words = [each.copy() for each in cast.to.expressions]
            listed = exp.In(this=cast.this.copy(), expressions=words)
            return exp.Coalesce(this=listed, expressions=[exp.false()])
    return node


def _type_of(node: exp.Expr, types: Mapping[str, str]) -> str:
    """What kind of value an expression gives: double, decimal, date, or what else is known."""
    node = node.unnest()
    if isinstance(node, exp.Cast):
        return _kind(node.to.sql("duckdb"))
    if isinstance(node, exp.Column):
        return _kind(types.get(node.name.lower(), ""))
    if isinstance(node, exp.Div | exp.Exp | exp.Ln | exp.Log | exp.Median):
        return "double"
    if isinstance(node, exp.Round | exp.Abs | exp.Floor | exp.Ceil | exp.Max | exp.Min):
        return _type_of(node.this, types)
    if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Coalesce | exp.Greatest | exp.Least):
        parts = [node.this, *node.expressions, *filter(None, [node.args.get("expression")])]
        kinds = {_type_of(each, types) for each in parts if isinstance(each, exp.Expr)}
        return next((kind for kind in ("double", "date", "decimal") if kind in kinds), "")
    return ""


def _kind(declared: str) -> str:
    return declared.lower().split("(")[0]


_Change = Callable[[exp.Expr, Mapping[str, str]], exp.Expr]
_CHANGES: Sequence[_Change] = (
    _lengths, _draws, _rounded, _whole_numbers, _days_between, _divisions, _elements, _json_types,
    _json, _gathered, _distinct_windows, _joined_lists, _listed_words,
)  # fmt: skip
"""In this order: a rule that asks for the type of a value comes before those that hide it."""


def asked_of(tree: exp.Expr) -> Collection[str]:
    """The tables that a part of a statement reads."""
    return {table.name for table in tree.find_all(exp.Table)}
