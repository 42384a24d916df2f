"""An inspection act is written and filed, and the parcel goes where the act says."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.send_another_way import send_another_way
from tidewaiter.risk.commands import findings
from tidewaiter.risk.models import Assessment, InspectionAct
from tidewaiter.risk.rules.findings import Findings
from tidewaiter.risk.states import FREE, Lane


def declared_lines(assessment: Assessment) -> list[dict[str, object]]:
    """The lines of the declaration that was decided."""
    content = msgspec.json.decode(assessment.declaration.content)
    return list(content.get("lines") or ())


def write_act(
    assessment: Assessment,
    found: Findings,
    *,
    photos: Sequence[bytes] = (),
    by: Actor,
    at: datetime,
) -> InspectionAct:
    """Write what was found into the draft of the parcel's act."""
    declared = _numbers(assessment)
    return findings.write_act(assessment, found, declared=declared, photos=photos, by=by, at=at)


@transaction.atomic
def file_act(act: InspectionAct, *, by: Actor, at: datetime) -> InspectionAct:
    """File an act and send the parcel where it says; the declarant is told by a new receipt.

    An act that corrects an earlier one about a parcel that has left changes no lane.
    """
    filed = findings.file_act(act, declared=_numbers(act.assessment), by=by, at=at)
    assessment = Assessment.objects.get(pk=filed.assessment_id)
    target = Lane(filed.disposal)
    if assessment.lane != target and Lane(assessment.lane) not in FREE:
        grounds = f"{filed.reference}: {filed.statement}"[:2000]
        send_another_way(assessment, target, grounds=grounds, by=by, at=at)
    return filed


def _numbers(assessment: Assessment) -> list[int]:
    return [int(str(line["gnum"])) for line in declared_lines(assessment)]
