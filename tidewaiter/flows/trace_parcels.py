"""Goods of parcels are recognised as products, and the grades of their chains reach the engine.

A parcel stands on the list of the worst grade of its goods, as `chain-X`; the column `chain_grade`
is read off it, so that a decision knows for ever which grade it knew.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from tidewaiter.engine.frames import FRAMES
from tidewaiter.flows.parcel_frames import Content
from tidewaiter.intake.queries import DocumentRow
from tidewaiter.provenance.queries.matching import Line, any_grades, grades_of

_LASTS = timedelta(seconds=5)
_known: tuple[datetime, bool] | None = None


def traced_frame(
    declarations: Sequence[tuple[DocumentRow, Content]], *, at: datetime
) -> pa.Table | None:
    """The parcels whose goods are known products, as rows of the engine's table of lists.

    None where no chain is graded, at the cost of one look in some seconds.
    """
    if not declarations or not _graded(at=at):
        return None
    lines, parcels = [], []
    for row, content in declarations:
        merchant = content.head.ebcCode or ""
        for line in content.lines:
            lines.append(
                Line(
                    len(parcels), merchant, line.gname, line.barCode or "", line.itemRecordNo or ""
                )
            )
            parcels.append(row.id)
    found = grades_of(lines)
    rows = sorted(
        {(f"chain-{grade}", f"parcel:{parcels[place]}") for place, grade in found.items()}
    )
    return _table(rows)


def forget() -> None:
    """Look again whether any chain is graded."""
    global _known
    _known = None


def _graded(*, at: datetime) -> bool:
    global _known
    if _known is None or not timedelta() <= at - _known[0] <= _LASTS:
        _known = (at, any_grades())
    return _known[1]


def _table(rows: Sequence[tuple[str, str]]) -> Any:
    schema: Mapping[str, Any] = FRAMES["lists"].schema
    columns = [pa.array([row[place] for row in rows], pa.string()) for place in (0, 1)]
    return pa.table(columns, schema=schema)
