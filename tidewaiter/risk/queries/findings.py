"""Which parcels wait for an inspection act, and what inspections have found."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from tidewaiter.base.identity.actors import Actor
from tidewaiter.risk.models import Assessment, InspectionAct
from tidewaiter.risk.states import ActStage, Found, Lane


class Finding(NamedTuple):
    """What one inspection found, as statistics and training take it."""

    declaration_id: int
    found: bool
    code: str
    value_found: Decimal | None
    at: datetime
    by_draw: bool


def to_inspect(*, by: Actor) -> QuerySet[Assessment]:
    """Parcels in the lane of inspection without a filed act, the longest waiting first; `draft` is
    the number of the draft that somebody has begun.
    """
    acts = InspectionAct.objects.filter(assessment=OuterRef("pk"))
    return (
        Assessment.objects.visible_to(by)
        .filter(current=True, lane=Lane.INSPECTION)
        .filter(~Exists(acts.filter(stage=ActStage.FILED)))
        .annotate(draft=Subquery(acts.filter(stage=ActStage.DRAFTED).values("pk")[:1]))
        .order_by("id")
    )


def latest_acts(*, by: Actor) -> QuerySet[InspectionAct]:
    """Filed acts, the latest first."""
    filed = InspectionAct.objects.visible_to(by).filter(
        stage__in=[ActStage.FILED, ActStage.CORRECTED]
    )
    return filed.select_related("assessment__declaration").order_by("-filed_at", "-id")


def acts_about(assessment: Assessment, *, by: Actor) -> QuerySet[InspectionAct]:
    """The acts about the parcel of a decision, dropped drafts left out, the latest first."""
    found = InspectionAct.objects.visible_to(by).filter(assessment=assessment)
    return found.exclude(stage=ActStage.DROPPED).order_by("-id")


def findings_since(since: datetime, *, until: datetime) -> Sequence[Finding]:
    """What the acts in force that were filed in a period found, in the order of filing."""
    rows = (
        InspectionAct.objects.filter(stage=ActStage.FILED, filed_at__gte=since, filed_at__lt=until)
        .order_by("filed_at", "id")
        .values_list(F("assessment__declaration_id"), "code", "value_found", "filed_at", "by_draw")
    )
    return [
        Finding(number, code != Found.NOTHING, code, value, at, drawn)
        for number, code, value, at, drawn in rows.iterator(chunk_size=10_000)
    ]
