"""What became of the parcels on which each rule fired."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import connection

from tidewaiter.risk.queries.figures import first_decision_from
from tidewaiter.risk.rules.performance import Record

_RECORDS = """
    SELECT fired.code, count(*), count(act.id), count(*) FILTER (WHERE act.code <> 'nothing'),
        count(*) FILTER (WHERE freed.assessment_id IS NOT NULL
            AND coalesce(act.code, 'nothing') = 'nothing'),
        coalesce(sum(act.value_found) FILTER (WHERE act.code <> 'nothing'), 0)
    FROM ({source}) fired
    JOIN risk_assessment assessment ON assessment.id = fired.assessment_id
    LEFT JOIN risk_inspectionact act ON act.assessment_id = assessment.id AND act.stage = 'filed'
    LEFT JOIN (SELECT DISTINCT assessment_id FROM risk_lanechange
        WHERE after IN ('release', 'audit') AND assessment_id >= %(first)s) freed
        ON freed.assessment_id = assessment.id
    WHERE assessment.decided_at < %(until)s
    GROUP BY fired.code
"""
_REASONS = """
    SELECT DISTINCT reason.code, reason.assessment_id FROM risk_reason reason
    WHERE reason.assessment_id >= %(first)s
        AND (%(codes)s::text[] IS NULL OR reason.code = ANY(%(codes)s::text[]))
"""
_SHADOWS = """
    SELECT DISTINCT rule.code || '~' || rule.number AS code, hit.assessment_id
    FROM risk_shadowhit hit JOIN risk_storedrule rule ON rule.id = hit.rule_id
    WHERE hit.assessment_id >= %(first)s
"""


def records(
    since: datetime, *, until: datetime, codes: Sequence[str] | None = None
) -> dict[str, Record]:
    """The record of each rule that fired in a period, by its code."""
    asked = None if codes is None else list(codes)
    return _counted(_REASONS, since, until, asked)


def shadow_records(since: datetime, *, until: datetime) -> dict[str, Record]:
    """The record of each version in shadow, by code and number as the engine names it: nothing
    happened because of it; what is counted happened for other reasons.
    """
    return _counted(_SHADOWS, since, until, None)


def _counted(
    source: str, since: datetime, until: datetime, codes: list[str] | None
) -> dict[str, Record]:
    values = {"first": first_decision_from(since), "until": until, "codes": codes}
    with connection.cursor() as cursor:
        cursor.execute(_RECORDS.format(source=source), values)
        return {
            code: Record(fired, inspected, confirmed, overridden, Decimal(found))
            for code, fired, inspected, confirmed, overridden, found in cursor.fetchall()
        }


def inspections(since: datetime, *, until: datetime, drawn: bool | None = None) -> Record:
    """All inspections whose acts were filed in a period; only those drawn at random, or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE code <> 'nothing'),"
            " coalesce(sum(value_found) FILTER (WHERE code <> 'nothing'), 0)"
            " FROM risk_inspectionact WHERE stage = 'filed' AND filed_at >= %(since)s"
            " AND filed_at < %(until)s AND (%(drawn)s::bool IS NULL OR by_draw = %(drawn)s::bool)",
            {"since": since, "until": until, "drawn": drawn},
        )
        inspected, confirmed, value = cursor.fetchone()
    return Record(inspected, inspected, confirmed, 0, Decimal(value))


def decided_between(since: datetime, *, until: datetime) -> int:
    """How many parcels were decided in a period."""
    first, last = first_decision_from(since), first_decision_from(until)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM risk_assessment WHERE id >= %s AND id < %s AND current",
            [first, last],
        )
        return int(cursor.fetchone()[0])


def together(codes: Sequence[str], since: datetime, *, until: datetime) -> Record:
    """The record of several rules taken together: each parcel counts once."""
    source = (
        "SELECT DISTINCT 'all' AS code, reason.assessment_id FROM risk_reason reason"
        " WHERE reason.assessment_id >= %(first)s AND reason.code = ANY(%(codes)s::text[])"
    )
    return _counted(source, since, until, list(codes)).get("all", Record())
