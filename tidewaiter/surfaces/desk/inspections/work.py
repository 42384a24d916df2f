"""The work list: which parcels wait to be opened, and which acts were filed last."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import Assessment, InspectionAct, Reason
from tidewaiter.risk.queries.findings import latest_acts, to_inspect
from tidewaiter.risk.states import DRAWN
from tidewaiter.surfaces.desk.file import title_of
from tidewaiter.surfaces.desk.inspections.words import act_stage_name, disposal_name, found_name
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import reason_title

SHOWN = 25
LATEST = 10


@dataclass(frozen=True)
class Waiting:
    """A parcel that waits to be opened."""

    parcel: int
    title: str
    decided_at: datetime
    goods: str
    value: Decimal
    why: tuple[str, ...]
    by_draw: bool
    draft: int | None


@dataclass(frozen=True)
class Filed:
    """An act at a glance."""

    pk: int
    reference: str
    parcel: str
    at: datetime
    found: str
    confirms: bool
    disposal: str
    stage: str


@require_GET
@needs(Permission.PARCEL_SEE)
def work(request: HttpRequest) -> HttpResponse:
    """Draw the list."""
    actor = request.user.actor
    pages = Paginator(to_inspect(by=actor).select_related("declaration"), SHOWN)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "waiting": _rows(list(page.object_list)),
        "total": pages.count,
        "page": page,
        "acts": tuple(_filed(one) for one in latest_acts(by=actor)[:LATEST]),
        "may_write": actor.may(Permission.INSPECTION_WRITE),
    }
    answer = render(request, "desk/inspections/work.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _rows(assessments: list[Assessment]) -> tuple[Waiting, ...]:
    codes: dict[int, list[str]] = {}
    fired = Reason.objects.filter(assessment__in=assessments).order_by("assessment_id", "position")
    for number, code in fired.values_list("assessment_id", "code"):
        codes.setdefault(number, []).append(code)
    return tuple(_waiting(one, codes.get(one.pk, [])) for one in assessments)


def _waiting(assessment: Assessment, codes: list[str]) -> Waiting:
    declaration = assessment.declaration
    lines = msgspec.json.decode(declaration.content).get("lines") or []
    return Waiting(
        declaration.pk,
        title_of(declaration),
        assessment.decided_at,
        "; ".join(line.get("gname", "") for line in lines),
        assessment.dutiable_value,
        tuple(reason_title(code) for code in dict.fromkeys(codes)),
        assessment.lane_by in DRAWN,
        assessment.draft,
    )


def _filed(act: InspectionAct) -> Filed:
    return Filed(
        act.pk,
        act.reference,
        title_of(act.assessment.declaration),
        act.filed_at,
        found_name(act.code),
        act.confirms,
        disposal_name(act.disposal),
        act_stage_name(act.stage),
    )
