"""Write down what an inspection found, and file the act."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import Assessment, FoundLine, InspectionAct, LaneChange, Photo
from tidewaiter.risk.rules.findings import (
    Findings,
    LineFound,
    Opened,
    complete,
    few_enough,
    may_have_an_act,
    photo_type,
    taken_for_this,
)
from tidewaiter.risk.states import ACT, DRAWN, ActStage, Disposal, Found, Lane


def opened(assessment: Assessment, declared: Sequence[int]) -> Opened:
    """A parcel as the rules of acts see it."""
    return Opened(
        assessment.lane, was_inspected(assessment), filed_acts(assessment), frozenset(declared)
    )


def was_inspected(assessment: Assessment) -> bool:
    """Whether a parcel is, or was at any time, in the lane of inspection."""
    left = LaneChange.objects.filter(assessment=assessment, before=Lane.INSPECTION)
    return assessment.lane == Lane.INSPECTION or left.exists()


def filed_acts(assessment: Assessment) -> int:
    """How many acts about the parcel of a decision are filed."""
    return InspectionAct.objects.filter(assessment=assessment, stage=ActStage.FILED).count()


@transaction.atomic
def write_act(
    assessment: Assessment,
    found: Findings,
    *,
    declared: Sequence[int],
    photos: Sequence[bytes] = (),
    by: Actor,
    at: datetime,
) -> InspectionAct:
    """Write the draft of an act, or write it anew; photographs are added to those it has."""
    by.must(Permission.INSPECTION_WRITE)
    assessment = _locked(assessment, by)
    parcel = opened(assessment, declared)
    may_have_an_act(parcel)
    complete(found, parcel)
    act, made = InspectionAct.objects.update_or_create(
        assessment=assessment,
        stage=ActStage.DRAFTED,
        defaults={
            "code": found.code,
            "statement": found.statement.strip(),
            "value_found": found.value_found,
            "disposal": found.disposal,
            "by_draw": assessment.lane_by in DRAWN,
            "written_by": by.id,
            "written_label": by.label,
            "written_at": at,
        },
    )
    act.lines.all().delete()
    FoundLine.objects.bulk_create(_line(act, line) for line in found.lines)
    added = [_added(act, content) for content in photos]
    few_enough(act.photos.count())
    record(
        verb="act.written",
        thing=act,
        by=by,
        at=at,
        code=found.code.value,
        disposal=found.disposal.value,
        photos=added,
        first=made,
    )
    return act


@transaction.atomic
def take_photo_out(photo: Photo, *, by: Actor, at: datetime) -> InspectionAct:
    """Take a photograph out of a draft."""
    by.must(Permission.INSPECTION_WRITE)
    act = InspectionAct.objects.select_for_update().get(pk=photo.act_id)
    ACT.next(act.stage, "drop")
    record(verb="act.photo-removed", thing=act, by=by, at=at, sha256=photo.sha256)
    photo.delete()
    return act


@transaction.atomic
def file_act(
    act: InspectionAct, *, declared: Sequence[int], by: Actor, at: datetime
) -> InspectionAct:
    """File an act: from now on it is never written over; an earlier one is corrected by it."""
    by.must(Permission.INSPECTION_FILE)
    assessment = _locked(act.assessment, by)
    act = InspectionAct.objects.select_for_update().get(pk=act.pk)
    stage = ACT.next(act.stage, "file")
    parcel = opened(assessment, declared)
    may_have_an_act(parcel)
    complete(findings_of(act), parcel)
    earlier = InspectionAct.objects.filter(assessment=assessment, stage=ActStage.FILED).first()
    if earlier is not None:
        earlier.stage = ACT.next(earlier.stage, "correct")
        earlier.save(update_fields=["stage"])
        act.corrects = earlier
    act.stage, act.filed_by, act.filed_label, act.filed_at = stage, by.id, by.label, at
    act.save()
    record(
        verb="act.filed",
        thing=act,
        by=by,
        at=at,
        code=act.code,
        disposal=act.disposal,
        corrects=earlier.pk if earlier else None,
        photos=list(act.photos.values_list("sha256", flat=True)),
    )
    return act


@transaction.atomic
def drop_act(act: InspectionAct, *, by: Actor, at: datetime) -> InspectionAct:
    """Give a draft up; it is kept, and another may be written."""
    by.must(Permission.INSPECTION_WRITE)
    act = InspectionAct.objects.select_for_update().get(pk=act.pk)
    act.stage = ACT.next(act.stage, "drop")
    act.save(update_fields=["stage"])
    record(verb="act.dropped", thing=act, by=by, at=at)
    return act


def findings_of(act: InspectionAct) -> Findings:
    """What an act says, as the rules read it."""
    return Findings(
        Found(act.code),
        act.statement,
        Disposal(act.disposal),
        act.value_found,
        tuple(
            LineFound(line.gnum, line.gcode, line.quantity, line.unit, line.value)
            for line in act.lines.all()
        ),
    )


def _locked(assessment: Assessment, by: Actor) -> Assessment:
    return (
        Assessment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .get(pk=assessment.pk, current=True)
    )


def _line(act: InspectionAct, line: LineFound) -> FoundLine:
    return FoundLine(
        act=act,
        gnum=line.gnum,
        gcode=line.gcode,
        quantity=line.quantity,
        unit=line.unit,
        value=line.value,
    )


def _added(act: InspectionAct, content: bytes) -> str:
    kind, digest = photo_type(content), sha256(content).hexdigest()
    elsewhere = (
        Photo.objects.filter(sha256=digest)
        .exclude(act__assessment=act.assessment_id)
        .select_related("act")
        .first()
    )
    taken_for_this(elsewhere.act.reference if elsewhere else None)
    if not act.photos.filter(sha256=digest).exists():
        Photo.objects.create(
            act=act, sha256=digest, media_type=kind, size=len(content), content=content
        )
    return digest
