"""Consignments of a single item: the steps' own expressions, without joins and sums.

Over one row a sum, a minimum and a maximum are the row's value. The expressions are taken out of
the steps, so that a formula stands in one place only, and are put one over the other.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlglot
from sqlglot import exp

from tidewaiter.engine.duties.frames import DUTY_FRAMES

ONES = "ones"
"""The table of consignments with their only item beside them."""


FRACTION = ("vat_over", "vat_half", "vat_under")
"""A rate of tax as the expressions count it."""


class Layers:
    """A query that grows by columns; what a layer adds reads what the layers below it have."""

    def __init__(self, sql: str, names: Iterator[str] | list[str]) -> None:
        self.sql = sql
        self._names = set(names)

    def add(self, columns: Mapping[str, str]) -> None:
        """Columns over those that are there; one of the same name takes the old one's place."""
        again = [f"{sql} AS {name}" for name, sql in columns.items() if name in self._names]
        new = [f"{sql} AS {name}" for name, sql in columns.items() if name not in self._names]
        star = f"* REPLACE ({', '.join(again)})" if again else "*"
        self.sql = f"SELECT {', '.join([star, *new])} FROM ({self.sql}) AS layer"
        self._names |= set(columns)

    def picked(self, names: list[str]) -> str:
        """The query with these columns only."""
        return f"SELECT {', '.join(names)} FROM ({self.sql}) AS layer"

    def join(self, table: str, on: str, columns: Mapping[str, str]) -> None:
        """Columns of a table of the law, NULL where it has no such row."""
        named = ", ".join(f"g.{column} AS {name}" for name, column in columns.items())
        self.sql = f"SELECT l.*, {named} FROM ({self.sql}) AS l LEFT JOIN {table} AS g ON {on}"
        self._names |= set(columns)


def west(priced: str, summed: str, digits: int) -> str:
    """The step `summed` for consignments of one item outside China."""
    outer = levels(summed)[-1]
    query = Layers(f"SELECT * FROM {ONES} WHERE regime NOT LIKE 'cn-%'", _columns())
    rounding = ("step", "per_step", "half", "steps_in", "steps_of", "up")
    query.join("law_rounding", "g.regime = l.regime", {name: name for name in rounding})
    on = "g.regime = l.regime AND g.place = l.place AND g.kind = l.vat_kind"
    query.join("law_vat", on, {"vat_rate": "rate"} | {name: name for name in FRACTION})
    on = f"g.subheading = left(l.code, {digits}) AND g.regime = l.regime"
    query.join("law_subheadings", on, {"subheading": "subheading", "excised": "excised"})
    one = levels(priced)[-1]
    query.add({name: one[name] for name in ("value", "limit_value", "known", "excised")})
    added = {name: sql for name, sql in joined(summed).items() if name != "consignment_id"}
    own = ("scheme", "gift", "freight", "insurance", "extra")
    query.add({name: outer[name] for name in own} | added)
    return query.picked([*(name for name in outer if name != "*"), *added])


def china(chain: Mapping[str, str], measures: tuple[str, ...]) -> str:
    """The answer for China for consignments of one item, from the steps of the chain."""
    columns = {name: levels(sql) for name, sql in chain.items()}
    said = {name: each[-1] for name, each in columns.items()}

    def of(step: str, *names: str) -> dict[str, str]:
        return {name: said[step][name] for name in names}

    query = Layers(f"SELECT * FROM {ONES} WHERE regime LIKE 'cn-%'", _columns())
    goods = ("positive", "measure", "measure1", "measure2", "threshold_kind", "threshold",
             "portion1", "portion2")  # fmt: skip
    query.join(
        "law_goods", "g.gcode = l.code", {"tariff_gcode": "gcode"} | {name: name for name in goods}
    )
    query.add(said["compared"] | of("line_peers", "gnum", "gcode", "total_price"))
    query.add(of("line_facts", "measure_amount", "portions"))
    query.add({"fired": columns["lines"][0]["fired"]})
    left_out = {"declaration_id", "order_id", "peer_lines", "expected_weight", "line_reasons"}
    query.add({name: sql for name, sql in said["totals"].items() if name not in left_out})
    query.add(of("valued", "extra", "dutiable_value", "tax_basis", "taxable"))
    query.add(of("allocated", "is_last", "share"))
    query.add({"shared": joined(chain["taxes"])["shared"]})
    inner = columns["taxes"]
    query.add({"tax_price": inner[0]["tax_price"]})
    query.add({name: inner[1][name] for name in ("units", "consumption_due")})
    rates = ("duty", "consumption", "vat", "half", "denominator")
    query.join(
        "law_taxes",
        "g.gcode = CASE WHEN l.taxable THEN l.gcode END AND g.tax_basis = l.tax_basis "
        "AND g.consumption_due = l.consumption_due",
        {name: name for name in rates},
    )
    query.add(of("taxes", "customs_tax", "consumption_tax", "value_added_tax"))
    kept = having(chain["dues"])
    names = ("duty", "consumption_tax", "vat", "luxury_lines")
    query.add({name: f"CASE WHEN {kept} THEN {said['dues'][name]} END" for name in names})
    used = ", ".join(f"{joined_used(name)} AS {name}_used" for name in measures)
    query.join(
        f"(SELECT consignment_id, {used} FROM used GROUP BY consignment_id)",
        "g.consignment_id = l.consignment_id",
        {f"{name}_used": f"{name}_used" for name in measures},
    )
    query.add(columns["cn"][0])
    query.add(said["cn"])
    return query.picked(list(said["cn"]))


def joined_used(measure: str) -> str:
    """What was used of a measure before."""
    return f"sum(used) FILTER (WHERE measure = '{measure}')"


def _columns() -> list[str]:
    return list(ones_schema().names)


def levels(sql: str) -> list[dict[str, str]]:
    """The columns that a step works out, by name, from its innermost query to its outermost.

    Columns that hold lists are left out: answers in bulk have none.
    """
    query: Any = sqlglot.parse_one(sql, read="duckdb")
    found = []
    while query is not None:
        plain = [each for each in query.expressions if not each.find(exp.ArrayAgg)]
        found.append({each.alias_or_name: _alone(each) for each in plain})
        source = query.args["from_"].this if query.args.get("from_") else None
        query = source.this if isinstance(source, exp.Subquery) else None
    return found[::-1]


def joined(sql: str) -> dict[str, str]:
    """The columns of the grouped query that a step joins."""
    query = sqlglot.parse_one(sql, read="duckdb")
    (grouped,) = [each for each in query.find_all(exp.Select) if each.args.get("group")]
    return {each.alias_or_name: _alone(each) for each in grouped.expressions}


def having(sql: str) -> str:
    """Which groups a step keeps."""
    query = sqlglot.parse_one(sql, read="duckdb")
    return _alone(query.args["having"].this)


def _alone(expression: Any) -> str:
    """An expression over one row: aggregates fall away, and so do the names of the tables."""
    bare = expression.unalias() if isinstance(expression, exp.Alias) else expression
    found = bare.copy().transform(_scalar).transform(_unqualified)
    return str(found.sql(dialect="duckdb"))


def _scalar(node: Any) -> Any:
    if isinstance(node, exp.Filter):
        inner, condition = _scalar(node.this), node.expression.this
        none = "CAST(0 AS BIGINT)" if isinstance(node.this, exp.Count) else "NULL"
        return exp.case().when(condition, inner).else_(none)
    if isinstance(node, exp.Count):
        counted = node.this
        if isinstance(counted, exp.Star):
            return sqlglot.parse_one("CAST(1 AS BIGINT)", read="duckdb")
        if isinstance(counted, exp.Distinct):
            (counted,) = counted.expressions
        return exp.case().when(counted.copy().is_(exp.null()), "CAST(0 AS BIGINT)").else_(
            "CAST(1 AS BIGINT)"
        )  # fmt: skip
    if isinstance(node, (exp.Sum, exp.Min, exp.Max, exp.BitwiseOrAgg)):
        return node.this
    if isinstance(node, exp.AggFunc):
        raise NotImplementedError(f"No value over one row is known of {node.sql()}.")
    return node


def _unqualified(node: Any) -> Any:
    return exp.column(node.name) if isinstance(node, exp.Column) and node.table else node


def apart(tables: Mapping[str, Any]) -> dict[str, Any]:
    """The tables with consignments of one item taken out of them into a table of their own.

    Where the items do not stand in the order of the consignments nothing is taken out.
    """
    heads, items = tables["consignments"], tables["items"]
    ids = items.column("consignment_id").combine_chunks()
    none = {**tables, ONES: ones_schema().empty_table()}
    if len(ids) == 0 or ids.null_count or heads.column("consignment_id").null_count:
        return none
    first = starts(ids)
    if not pa.chunked_array([ids.filter(first)]).equals(heads.column("consignment_id")):
        return none
    last = pa.concat_arrays([first.slice(1), pa.array([True])])
    single = pc.and_(first, last)
    alone = single.filter(first)
    head, item = heads.filter(alone), items.filter(single)
    beside = {name: item.column(name) for name in items.column_names if name != "consignment_id"}
    columns = {**{name: head.column(name) for name in heads.column_names}, **beside}
    return {
        **tables,
        "consignments": heads.filter(pc.invert(alone)),
        "items": items.filter(pc.invert(single)),
        ONES: pa.table(columns, schema=ones_schema()),
    }


def cut(tables: Mapping[str, Any], parts: int) -> list[dict[str, Any]]:
    """The tables in parts by ranges of consignments; one part where they are not in order."""
    heads, items = (tables[name].combine_chunks() for name in ("consignments", "items"))
    ids, owners = heads.column("consignment_id"), items.column("consignment_id")
    if not (_ascending(ids, strictly=True) and _ascending(owners)):
        return [dict(tables)]
    found, begin, item = [], 0, 0
    for part in range(1, parts + 1):
        end = heads.num_rows * part // parts
        last = items.num_rows
        if end < heads.num_rows:
            last = bisect_left(owners, ids[end].as_py(), key=lambda one: one.as_py())
        found.append(
            {
                **tables,
                "consignments": heads.slice(begin, end - begin),
                "items": items.slice(item, last - item),
            }
        )
        begin, item = end, last
    return found


def _ascending(ids: Any, *, strictly: bool = False) -> bool:
    if ids.null_count:
        return False
    compare = pc.less if strictly else pc.less_equal
    here, after = ids.slice(0, max(len(ids) - 1, 0)), ids.slice(1)
    return bool(pc.all(compare(here, after), min_count=0).as_py())


def starts(ids: Any) -> Any:
    """Where another consignment begins."""
    changes = pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1))
    return pa.concat_arrays([pa.array([True]), changes])


def ones_schema() -> Any:
    """Columns of a consignment, then those of its item."""
    heads, items = DUTY_FRAMES["consignments"].schema, DUTY_FRAMES["items"].schema
    return pa.schema([*heads, *(each for each in items if each.name != "consignment_id")])
