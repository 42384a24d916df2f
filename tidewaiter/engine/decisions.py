"""What the engine gives back: decisions, reasons, duties and moves of the quota."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.engine.compile import Program

COLUMNS = (
    "declaration_id", "order_id", "payment_id", "waybill_id", "outcome", "status", "lane",
    "lane_by", "draw", "priority", "propensity",
    "little_known", "model", "risk", "recoverable", "score", "dutiable_value", "duty", "vat",
    "consumption_tax", "tax_total", "tax_basis", "quota_amount", "waiting_for", "context",
    "input_hash",
)  # fmt: skip


_TAX = pa.decimal128(17, 2)
_DUTIES = pa.list_(
    pa.struct(
        [("gnum", pa.int32()), ("gcode", pa.string()), ("tax_price", pa.decimal128(17, 5)),
         ("customs_tax", _TAX), ("value_added_tax", _TAX), ("consumption_tax", _TAX)]
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions about a batch, as Arrow tables.

    - `decisions`: one row per declaration, ordered by declaration_id
    - `reasons`: declaration_id, position (from 1), code, evidence (JSON), weight
    - `duties`: declaration_id, gnum, gcode, tax_price, customs_tax, value_added_tax,
      consumption_tax
    - `quota_moves`: declaration_id, buyer_ix, year, measure, amount
    """

    decisions: Any
    reasons: Any
    duties: Any
    quota_moves: Any


def laid_out(table: Any, program: Program) -> Decisions:
    """The tables of a batch from the rows of the last step, which nest reasons and duties."""
    if not program.recorded:
        nothing = pa.nulls(table.num_rows, pa.string())
        table = table.append_column("context", nothing).append_column("input_hash", nothing)
        table = table.append_column("duties", pa.nulls(table.num_rows, _DUTIES))
    return Decisions(
        table.select(list(COLUMNS)),
        _reasons(table, program),
        _duties(table),
        _moves(table, program),
    )


def _reasons(table: Any, program: Program) -> Any:
    parents, rows = _unnested(table, "reasons")
    ranks = rows.field("rank")
    places = pc.subtract(ranks, 1)
    position = _position(parents)
    same = pc.and_kleene(_equals_previous(parents), _equals_previous(ranks))
    weights = pa.array(program.weights, pa.decimal128(9, 3)).take(places)
    none = pa.scalar(0, pa.decimal128(9, 3))
    return pa.table(
        {
            "declaration_id": table.column("declaration_id").combine_chunks().take(parents),
            "position": position,
            "code": pa.array(program.codes, pa.string()).take(places),
            "evidence": rows.field("evidence"),
            "weight": pc.if_else(same, none, weights),
        }
    )


def _duties(table: Any) -> Any:
    parents, rows = _unnested(table, "duties")
    ids = table.column("declaration_id").combine_chunks().take(parents)
    columns = {field.name: rows.field(field.name) for field in rows.type}
    unsorted = pa.table({"declaration_id": ids} | columns)
    return unsorted.sort_by([("declaration_id", "ascending"), ("gnum", "ascending")])


def _moves(table: Any, program: Program) -> Any:
    parts = []
    for measure in program.measures:
        part = table.filter(pc.greater(table.column(f"{measure}_amount"), 0))
        parts.append(
            pa.table(
                {
                    "declaration_id": part.column("declaration_id"),
                    "buyer_ix": part.column("buyer_ix"),
                    "year": pc.cast(part.column("year"), pa.int32()),
                    "measure": pa.array([measure] * part.num_rows, pa.string()),
                    "amount": pc.cast(part.column(f"{measure}_amount"), pa.decimal128(17, 5)),
                }
            )
        )
    order = [("declaration_id", "ascending"), ("measure", "ascending")]
    return pa.concat_tables(parts).sort_by(order)


def _unnested(table: Any, name: str) -> tuple[Any, Any]:
    """The rows inside a list column, and the row of the table that each belongs to."""
    lists = table.column(name).combine_chunks()
    return pc.list_parent_indices(lists), pc.list_flatten(lists)


def _position(parents: Any) -> Any:
    """Running numbers from 1 within each parent."""
    numbers, last, number = [], None, 0
    for parent in parents.to_pylist():
        number = number + 1 if parent == last else 1
        numbers.append(number)
        last = parent
    return pa.array(numbers, pa.int32())


def _equals_previous(values: Any) -> Any:
    if not len(values):
        return pa.array([], pa.bool_())
    same = pc.equal(values.slice(1), values.slice(0, len(values) - 1))
    return pa.concat_arrays([pa.array([False]), same])
