"""What `assess` writes of each part: queries over the step `decided`, in DuckDB's dialect."""

from collections.abc import Mapping
from types import MappingProxyType

from tidewaiter.engine.compile import Program
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.decisions import COLUMNS

RECORDED = ("context", "input_hash")
"""Columns that only a recorded program gives."""

_REASONS = """
SELECT p.declaration_id, CAST(p.place AS INTEGER) AS position, k.code,
    p.reasons[p.place].evidence AS evidence,
    CAST(CASE WHEN p.place > 1 AND p.reasons[greatest(p.place - 1, 1)].rank = k.rank THEN 0
        ELSE k.weight END AS DECIMAL(9,3)) AS weight
FROM (
    SELECT declaration_id, reasons, unnest(generate_series(1, len(reasons))) AS place
    FROM decided WHERE len(reasons) > 0
) AS p
JOIN rule_ranks AS k ON k.rank = p.reasons[p.place].rank
"""

_DUTIES = """
SELECT declaration_id, due.gnum AS gnum, due.gcode AS gcode, due.tax_price AS tax_price,
    CAST(due.customs_tax AS DECIMAL(17,2)) AS customs_tax,
    CAST(due.value_added_tax AS DECIMAL(17,2)) AS value_added_tax,
    CAST(due.consumption_tax AS DECIMAL(17,2)) AS consumption_tax
FROM (SELECT declaration_id, unnest(duties) AS due FROM decided WHERE len(duties) > 0) AS d
"""

_MOVES = """
SELECT declaration_id, buyer_ix, CAST(year AS INTEGER) AS year, '{measure}' AS measure,
    CAST({measure}_amount AS DECIMAL(17,5)) AS amount
FROM decided WHERE {measure}_amount > 0
"""

_AMOUNTS = ("dutiable_value", "duty", "vat", "consumption_tax", "tax_total", "quota_amount")

ORDER: Mapping[str, str] = MappingProxyType(
    {
        "decisions": "declaration_id",
        "reasons": "declaration_id, position",
        "duties": "declaration_id, gnum",
        "quota_moves": "declaration_id, measure",
    }
)
"""The order of the rows of each table."""


def queries(program: Program) -> dict[str, str]:
    """The queries by the table that each of them gives."""
    columns = [name for name in COLUMNS if program.recorded or name not in RECORDED]
    found = {
        "decisions": f"SELECT {', '.join(map(_typed, columns))} FROM decided",
        "reasons": _REASONS,
        "quota_moves": " UNION ALL ".join(
            _MOVES.format(measure=measure) for measure in program.measures
        ),
    }
    return found | ({"duties": _DUTIES} if program.recorded else {})


def _typed(column: str) -> str:
    """Amounts have one type, whatever the engine's expressions made of it."""
    return f"CAST({column} AS DECIMAL(17,5)) AS {column}" if column in _AMOUNTS else column


def rule_ranks(program: Program) -> str:
    """The rules of a program by their rank, as a query."""
    rows = ", ".join(
        f"({rank}, {literal(code)}, CAST({literal(weight)} AS DECIMAL(9,3)))"
        for rank, (code, weight) in enumerate(
            zip(program.codes, program.weights, strict=True), start=1
        )
    )
    return f"SELECT rank, code, weight FROM (VALUES {rows}) AS k(rank, code, weight)"
