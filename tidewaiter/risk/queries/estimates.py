"""What was chosen in a period, by what, and what was found in it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import connection

from tidewaiter.risk.queries.figures import first_decision_from
from tidewaiter.risk.rules.estimates import Control, Estimate, estimated
from tidewaiter.risk.rules.performance import Record

CHOOSERS = ("rule", "budget", "score", "explored", "random")
"""What can choose a parcel to be opened."""
TARGETED = frozenset({"rule", "budget", "score"})
"""Of these, what chooses a parcel because of what is known of it."""

_OPENED = """
    SELECT assessment.lane_by, count(*), count(*) FILTER (WHERE act.code <> 'nothing'),
        coalesce(sum(act.value_found) FILTER (WHERE act.code <> 'nothing'), 0)
    FROM risk_inspectionact act JOIN risk_assessment assessment
        ON assessment.id = act.assessment_id
    WHERE act.stage = 'filed' AND assessment.id >= %(first)s AND assessment.id < %(last)s
    GROUP BY assessment.lane_by
"""
_CONTROLS = """
    SELECT assessment.propensity, act.code <> 'nothing', assessment.lane_by
    FROM risk_assessment assessment JOIN risk_inspectionact act
        ON act.assessment_id = assessment.id AND act.stage = 'filed'
    WHERE assessment.propensity IS NOT NULL AND assessment.lane_by <> 'explored'
        AND assessment.id >= %(first)s AND assessment.id < %(last)s
"""
_ORIGINS = """
    SELECT line ->> 'country', count(DISTINCT act.id),
        count(DISTINCT act.id) FILTER (WHERE act.code <> 'nothing')
    FROM risk_inspectionact act JOIN risk_assessment assessment ON assessment.id = act.assessment_id
    JOIN intake_declaration declaration ON declaration.id = assessment.declaration_id
    CROSS JOIN LATERAL jsonb_array_elements(declaration.content::jsonb -> 'lines') line
    WHERE act.stage = 'filed' AND assessment.id >= %(first)s AND assessment.id < %(last)s
        AND line ->> 'country' IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1
"""
_ACCEPTED = """
    SELECT count(*), count(*) FILTER (WHERE lane_by IN ('rule', 'budget', 'score')
        AND (lane IN ('inspection', 'hold') OR EXISTS (SELECT FROM risk_lanechange change
            WHERE change.assessment_id = assessment.id AND change.before IN ('inspection', 'hold')
        )))
    FROM risk_assessment assessment
    WHERE id >= %(first)s AND id < %(last)s AND current AND outcome = 'accepted'
"""


def opened(since: datetime, *, until: datetime) -> Mapping[str, Record]:
    """What the parcels decided in a period held that were opened, by what had chosen them."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, _bounds(since, until))
        return {
            chooser: Record(count, count, confirmed, 0, Decimal(value))
            for chooser, count, confirmed, value in cursor.fetchall()
        }


def estimate(records: Mapping[str, Record], since: datetime, *, until: datetime) -> Estimate | None:
    """What random controls say of all parcels decided in a period; `records` are those `opened`."""
    bounds = _bounds(since, until)
    with connection.cursor() as cursor:
        cursor.execute(_CONTROLS, bounds)
        controls = [
            Control(propensity, confirmed, chooser in TARGETED)
            for propensity, confirmed, chooser in cursor.fetchall()
        ]
        cursor.execute(_ACCEPTED, bounds)
        accepted, chosen = cursor.fetchone()
    found = sum(record.confirmed for by, record in records.items() if by in TARGETED)
    return estimated(controls, accepted=accepted, chosen=chosen, found=found)


def origins(since: datetime, *, until: datetime) -> list[tuple[str, int, int]]:
    """Countries of origin of goods in the parcels decided in a period that were opened: code, how
    many parcels, in how many something was found; most parcels first.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ORIGINS, _bounds(since, until))
        return list(cursor.fetchall())


def drawn(since: datetime, *, until: datetime) -> int:
    """How many parcels decided in a period were drawn from all, opened or not yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM risk_assessment WHERE propensity IS NOT NULL"
            " AND lane_by <> 'explored' AND id >= %(first)s AND id < %(last)s",
            _bounds(since, until),
        )
        return int(cursor.fetchone()[0])


def _bounds(since: datetime, until: datetime) -> dict[str, int]:
    return {"first": first_decision_from(since), "last": first_decision_from(until)}
