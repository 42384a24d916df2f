"""What was decided lately, with what is needed to decide it again by another book."""

from datetime import datetime
from typing import NamedTuple

from tidewaiter.base.rows import fetch


class Decided(NamedTuple):
    """A decision in force, as the engine left it: an officer's change of lane does not count."""

    assessment: int
    declaration: int
    order: int | None
    payment: int | None
    waybill: int | None
    decided_at: datetime
    outcome: str
    context: str
    merchant: str
    platform: str
    buyer: str | None
    inspected: bool
    confirmed: bool


_LATEST = """
    SELECT assessment.id, assessment.declaration_id, assessment.order_id, assessment.payment_id,
        assessment.waybill_id, assessment.decided_at, assessment.outcome, assessment.context,
        declaration.ebc_code, declaration.ebp_code, declaration.buyer_ix::text,
        act.id IS NOT NULL, coalesce(act.code <> 'nothing', false)
    FROM risk_assessment assessment
    JOIN intake_declaration declaration ON declaration.id = assessment.declaration_id
    LEFT JOIN risk_inspectionact act ON act.assessment_id = assessment.id AND act.stage = 'filed'
"""
_BEFORE = """
    WHERE assessment.current AND assessment.outcome <> 'withdrawn' AND assessment.id < %(before)s
    ORDER BY assessment.id DESC LIMIT %(limit)s::int
"""


def decided_before(number: int | None, *, limit: int) -> list[Decided]:
    """The latest decisions in force before one, the latest first; the very latest without one."""
    before = 2**62 if number is None else number
    return [Decided(*row) for row in fetch(_LATEST + _BEFORE, {"before": before, "limit": limit})]


def decided_as(assessment: int) -> Decided:
    """One decision, as the engine left it."""
    [row] = fetch(f"{_LATEST} WHERE assessment.id = %(number)s", {"number": assessment})
    return Decided(*row)


def count_decided(*, most: int) -> int:
    """How many decisions in force there are, counted up to a number."""
    [(count,)] = fetch(
        "SELECT count(*) FROM (SELECT FROM risk_assessment WHERE current"
        " AND outcome <> 'withdrawn' LIMIT %s::int) counted",
        [most],
    )
    return int(count)
