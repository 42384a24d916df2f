"""What was decided on a day that has passed, with the documents that the decisions saw."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from tidewaiter.base.rows import array, fetch

_DECIDED = """
    SELECT assessment.id, assessment.declaration_id, assessment.order_id, assessment.payment_id,
        assessment.waybill_id, assessment.ready_at, assessment.decided_at, assessment.outcome,
        assessment.status, assessment.lane, assessment.lane_by, assessment.draw,
        assessment.priority, assessment.propensity, assessment.score,
        assessment.dutiable_value, assessment.duty, assessment.vat,
        assessment.consumption_tax, assessment.tax_basis, assessment.context,
        assessment.input_hash, assessment.book, assessment.law, assessment.law_day,
        assessment.model, assessment.risk, assessment.recoverable, assessment.duties
    FROM risk_assessment assessment
    WHERE assessment.decided_at >= %(since)s AND assessment.decided_at < %(until)s
        AND assessment.id > %(after)s::bigint AND NOT assessment.id = ANY(%(without)s::bigint[])
    ORDER BY assessment.id LIMIT %(limit)s::int
"""


def superseded(*, since: datetime, until: datetime) -> list[int]:
    """The decisions of a stretch of time that another one of the same stretch replaced."""
    rows = fetch(
        "SELECT earlier.id FROM risk_assessment earlier JOIN risk_assessment later"
        " USING (declaration_id) WHERE earlier.id < later.id AND NOT earlier.current"
        " AND earlier.decided_at >= %(since)s AND earlier.decided_at < %(until)s"
        " AND later.decided_at >= %(since)s AND later.decided_at < %(until)s",
        {"since": since, "until": until},
    )
    return [number for (number,) in rows]


def decided_after(
    number: int, *, since: datetime, until: datetime, without: Sequence[int], limit: int
) -> list[tuple[Any, ...]]:
    """The next decisions of a stretch of time after one, in the order of their numbers.

    Each row: the assessment, its declaration, order, payment and waybill, ready_at, decided_at,
    outcome, status, lane, lane_by, draw, priority, propensity, score, dutiable_value, duty, vat,
    consumption_tax, tax_basis, context, input_hash, book, law, law_day, model, risk, recoverable,
    duties (JSON).
    """
    values = {
        "since": since, "until": until, "after": number, "without": array(without), "limit": limit,
    }  # fmt: skip
    return fetch(_DECIDED, values)


def reasons_of(assessments: Sequence[int]) -> list[tuple[Any, ...]]:
    """The reasons of decisions: declaration, position, code, evidence (JSON), weight."""
    return fetch(
        "SELECT assessment.declaration_id, reason.position, reason.code, reason.evidence,"
        " reason.weight FROM risk_reason reason JOIN risk_assessment assessment"
        " ON assessment.id = reason.assessment_id WHERE assessment.id = ANY(%s::bigint[])"
        " ORDER BY 1, 2",
        [array(assessments)],
    )


def quota_entries(*, since: datetime, until: datetime, after: int, limit: int) -> list[Any]:
    """The next movements of the ledger in a stretch of time after one.

    Each row: the entry, declaration, buyer, year, measure, kind, reserved, committed, at.
    """
    return fetch(
        "SELECT entry.id, entry.declaration_id, account.buyer_ix::text, account.year::int,"
        " account.measure, entry.kind, entry.reserved, entry.committed, entry.at"
        " FROM risk_quotaentry entry JOIN risk_quotaaccount account"
        " ON account.id = entry.account_id"
        " WHERE entry.at >= %(since)s AND entry.at < %(until)s AND entry.id > %(after)s::bigint"
        " ORDER BY entry.id LIMIT %(limit)s::int",
        {"since": since, "until": until, "after": after, "limit": limit},
    )


def inspection_findings(*, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    """The acts of inspection filed in a stretch of time; none where there is no such table.

    Each row: declaration, filed_at, code, whether something was found, value found, what was
    decided about the goods, whether the parcel had been drawn at random.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('risk_inspectionact')")
        if cursor.fetchone()[0] is None:
            return []
        cursor.execute(
            "SELECT assessment.declaration_id, act.filed_at, act.code, act.code <> 'nothing',"
            " act.value_found, act.disposal, act.by_draw FROM risk_inspectionact act"
            " JOIN risk_assessment assessment ON assessment.id = act.assessment_id"
            " WHERE act.stage = 'filed' AND act.filed_at >= %(since)s AND act.filed_at < %(until)s"
            " ORDER BY act.id",
            {"since": since, "until": until},
        )
        return cursor.fetchall()
