"""How many parcels went which way, counted from where a day begins."""

from datetime import datetime
from typing import NamedTuple

from django.db import connection

from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.risk.states import FREE, Lane, Outcome


def first_decision_from(moment: datetime) -> int:
    """The number of the first decision taken at a moment or later; numbers and times grow
    together.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM risk_assessment")
        low, high = 1, cursor.fetchone()[0]
        while low < high:
            middle = (low + high) // 2
            cursor.execute(
                "SELECT id, decided_at FROM risk_assessment WHERE id >= %s ORDER BY id LIMIT 1",
                [middle],
            )
            number, at = cursor.fetchone() or (high, moment)
            if at < moment:
                low = number + 1
            else:
                high = middle
    return low


def decided_since(first: int) -> dict[str, int]:
    """How many decisions with this number or a later one ended in each lane; the others were
    rejected.

    Reads the index of lanes alone. Declarations that were cancelled afterwards count as rejected
    here.
    """
    lanes = " UNION ALL ".join(
        "SELECT %s, count(*) FROM risk_assessment WHERE lane = %s AND id >= %s" for _ in Lane
    )
    values = [value for lane in Lane for value in (lane.value, lane.value, first)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{lanes} UNION ALL SELECT %s, count(*) FROM risk_assessment"
            " WHERE lane IS NULL AND id >= %s",
            [*values, Outcome.REJECTED.value, first],
        )
        return dict(cursor.fetchall())


def withdrawn_since(first: int) -> int:
    """How many of the decisions with this number or a later one were withdrawn with their
    declarations.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM intake_request request JOIN risk_assessment assessment"
            " ON assessment.declaration_id = request.declaration_id AND assessment.current"
            " WHERE request.kind = %s AND assessment.outcome = %s AND assessment.id >= %s",
            [Kind.CANCELLATION.value, Outcome.WITHDRAWN.value, first],
        )
        return cursor.fetchone()[0]


def reasons_since(first: int) -> dict[str, int]:
    """In how many of the decisions with this number or a later one each reason was given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code, count(DISTINCT assessment_id) FROM risk_reason"
            " WHERE assessment_id >= %s GROUP BY code",
            [first],
        )
        return dict(cursor.fetchall())


class Tally(NamedTuple):
    """Decisions of one minute with one standing that took about the same time."""

    minute: datetime
    standing: str
    step: int
    """The time from the last document to the decision: e to the power of a twentieth of this, in
    ms.
    """
    count: int


def tallies(since: datetime, until: datetime) -> list[Tally]:
    """Count the decisions of a period by minute, standing and time taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT date_trunc('minute', decided_at), coalesce(lane, outcome),"
            " ceil(20 * ln(greatest(extract(epoch FROM decided_at - ready_at) * 1000, 1)))::int,"
            " count(*) FROM risk_assessment WHERE decided_at >= %s AND decided_at < %s"
            " GROUP BY 1, 2, 3",
            [since, until],
        )
        return [Tally(*row) for row in cursor.fetchall()]


_UNSEEN = (
    " FROM risk_assessment assessment WHERE lane = %s AND current AND NOT EXISTS"
    " (SELECT FROM risk_lanechange change WHERE change.assessment_id = assessment.id)"
)


def for_an_officer() -> tuple[int, int | None]:
    """How many parcels stay until an officer decides, and which has waited longest."""
    count, oldest = 0, []
    with connection.cursor() as cursor:
        for lane in sorted(frozenset(Lane) - FREE - {Lane.DELAYED}):
            cursor.execute(f"SELECT count(*){_UNSEEN}", [lane.value])
            count += cursor.fetchone()[0]
            cursor.execute(f"SELECT id, declaration_id{_UNSEEN} ORDER BY id LIMIT 1", [lane.value])
            oldest += cursor.fetchall()
    return count, min(oldest)[1] if oldest else None
