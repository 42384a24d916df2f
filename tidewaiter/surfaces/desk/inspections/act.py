"""The act of an inspection: written as a draft, looked at, then filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.file_act import declared_lines, write_act
from tidewaiter.flows.file_act import file_act as file_and_send
from tidewaiter.law.loader import Law
from tidewaiter.risk.commands.findings import drop_act, findings_of, take_photo_out
from tidewaiter.risk.models import Assessment, InspectionAct, Photo
from tidewaiter.risk.queries.findings import acts_about
from tidewaiter.risk.states import ActStage
from tidewaiter.surfaces.desk.file import fetch, title_of
from tidewaiter.surfaces.desk.inspections.forms import ActForm, LineForm, findings, line_forms
from tidewaiter.surfaces.desk.inspections.words import act_stage_name, disposal_name, found_name
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import amount, moment, money
from tidewaiter.surfaces.kit.words import coded, language, law_on

Lines = Sequence[tuple[Mapping[str, Any], LineForm]]


@dataclass(frozen=True)
class LineTold:
    """A line as declared and as found."""

    gnum: int
    name: str
    rows: tuple[tuple[str, str, str], ...]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.INSPECTION_WRITE)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what was found; keep it as a draft and show it."""
    actor = request.user.actor
    file = fetch(pk, by=actor)
    if file.assessment is None:
        raise Http404
    draft = acts_about(file.assessment, by=actor).filter(stage=ActStage.DRAFTED).first()
    kept = findings_of(draft) if draft else None
    posted = request.POST if request.method == "POST" else None
    lines = line_forms(
        declared_lines(file.assessment), _units(law_on(file.assessment.law_day)),
        posted=posted, found=kept,
    )  # fmt: skip
    if posted is None:
        initial = {} if draft is None else _initial(draft)
        return _form(request, file.assessment, ActForm(initial=initial), lines)
    form = ActForm(posted, request.FILES)
    if not all([form.is_valid(), *(one.is_valid() for _line, one in lines)]):
        return _form(request, file.assessment, form, lines, status=422)
    try:
        act = write_act(
            file.assessment,
            findings(form, lines),
            photos=form.cleaned_data["photos"],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        _say(form, refusal)
        return _form(request, file.assessment, form, lines, status=refusal.kind.status)
    return redirect("desk:act", act.pk)


@require_GET
@needs(Permission.PARCEL_SEE)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the act."""
    return _draw(request, _fetch(pk, by=request.user.actor))


@require_POST
@needs(Permission.INSPECTION_FILE)
def file_act(request: HttpRequest, pk: int) -> HttpResponse:
    """File the act; the parcel goes where it says."""
    found = _fetch(pk, by=request.user.actor)
    try:
        filed = file_and_send(found, by=request.user.actor, at=timezone.now())
    except Refusal as refusal:
        return _draw(request, found, refusal=refusal)
    messages.success(request, _("The act is filed: %(number)s") % {"number": filed.reference})
    return redirect("desk:act", pk)


@require_POST
@needs(Permission.INSPECTION_WRITE)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    found = _fetch(pk, by=request.user.actor)
    drop_act(found, by=request.user.actor, at=timezone.now())
    messages.success(request, _("The draft is given up."))
    return redirect("desk:parcel", found.assessment.declaration_id)


@require_GET
@needs(Permission.PARCEL_SEE)
def photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a photograph as it was taken."""
    kept = _photo(pk, number, by=request.user.actor)
    answer = HttpResponse(bytes(kept.content), content_type=kept.media_type)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = f'inline; filename="{kept.sha256[:16]}"'
    return answer


@require_POST
@needs(Permission.INSPECTION_WRITE)
def remove_photo(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a photograph out of a draft."""
    take_photo_out(
        _photo(pk, number, by=request.user.actor), by=request.user.actor, at=timezone.now()
    )
    return redirect("desk:act", pk)


def _fetch(pk: int, *, by: Actor) -> InspectionAct:
    found = InspectionAct.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _photo(pk: int, number: int, *, by: Actor) -> Photo:
    kept = _fetch(pk, by=by).photos.filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def _form(
    request: HttpRequest, assessment: Assessment, form: ActForm, lines: Lines, status: int = 200
) -> HttpResponse:
    law = law_on(assessment.law_day)
    context = {
        "parcel": assessment.declaration_id,
        "title": title_of(assessment.declaration),
        "form": form,
        "lines": [
            (line, coded(law, "unit", line.get("unit")), _decimal(line, "qty"),
             _decimal(line, "totalPrice"), one)
            for line, one in lines
        ],
        "failed_lines": [one for _line, one in lines if one.errors],
    }  # fmt: skip
    answer = render(request, "desk/inspections/write.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _draw(
    request: HttpRequest, found: InspectionAct, *, refusal: Refusal | None = None
) -> HttpResponse:
    actor, assessment = request.user.actor, found.assessment
    drafted = found.stage == ActStage.DRAFTED
    form = forms.Form({})
    if refusal is not None:
        form.is_valid()
        _say(form, refusal)
    context = {
        "act": found.pk,
        "reference": found.reference,
        "stage": act_stage_name(found.stage),
        "drafted": drafted,
        "parcel": assessment.declaration_id,
        "title": title_of(assessment.declaration),
        "facts": _facts(found, by=actor),
        "statement": found.statement,
        "lines": _lines(found),
        "photos": list(found.photos.defer("content")),
        "form": form,
        "may_write": drafted and actor.may(Permission.INSPECTION_WRITE),
        "may_file": drafted and actor.may(Permission.INSPECTION_FILE),
        "disposal": disposal_name(found.disposal),
        "may_correct": found.stage == ActStage.FILED and actor.may(Permission.INSPECTION_WRITE),
    }
    status = refusal.kind.status if refusal else 200
    answer = render(request, "desk/inspections/act.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _facts(found: InspectionAct, *, by: Actor) -> tuple[Fact, ...]:
    numbers = [one for one in (found.written_by, found.filed_by) if one.isdigit()]
    names = {
        str(person.pk): person.name
        for person in Person.objects.visible_to(by).filter(pk__in=numbers)
    }
    declared = found.assessment.dutiable_value
    facts = [
        Fact(_("What was found"), found_name(found.code)),
        Fact(_("What happens to the parcel"), disposal_name(found.disposal)),
        Fact(_("Declared value"), money(declared)),
    ]
    if found.value_found is not None:
        facts.append(Fact(_("Value found"), money(found.value_found)))
    chosen = _("drawn at random") if found.by_draw else _("by rules, score or an officer")
    facts.append(Fact(_("How the parcel was chosen"), chosen))
    written = names.get(found.written_by, found.written_label)
    facts.append(Fact(_("Written by"), written, moment(found.written_at)))
    if found.filed_at:
        filed = names.get(found.filed_by, found.filed_label)
        facts.append(Fact(_("Filed by"), filed, moment(found.filed_at)))
    if found.corrects is not None:
        url = reverse("desk:act", args=[found.corrects_id])
        facts.append(Fact(_("Corrects"), found.corrects.reference, url=url))
    later = found.corrections.first()
    if later is not None:
        url = reverse("desk:act", args=[later.pk])
        facts.append(Fact(_("Corrected by"), later.reference, url=url))
    return tuple(facts)


def _lines(found: InspectionAct) -> tuple[LineTold, ...]:
    law = law_on(found.assessment.law_day)
    declared = {int(str(line["gnum"])): line for line in declared_lines(found.assessment)}
    told = []
    for line in found.lines.all():
        before = declared.get(line.gnum, {})
        rows = []
        if line.gcode is not None:
            rows.append((_("Tariff code"), str(before.get("gcode", "")), line.gcode))
        if line.quantity is not None:
            rows.append((_("Quantity"), amount(_decimal(before, "qty")), amount(line.quantity)))
        if line.unit is not None:
            was = coded(law, "unit", str(before.get("unit") or ""))
            rows.append((_("Unit"), was, coded(law, "unit", line.unit)))
        if line.value is not None:
            rows.append((_("Value"), money(_decimal(before, "totalPrice")), money(line.value)))
        told.append(LineTold(line.gnum, str(before.get("gname", "")), tuple(rows)))
    return tuple(told)


def _initial(draft: InspectionAct) -> dict[str, Any]:
    return {
        "code": draft.code,
        "statement": draft.statement,
        "disposal": draft.disposal,
        "value_found": None if draft.value_found is None else f"{draft.value_found:.2f}",
    }


def _units(law: Law) -> list[tuple[str, str]]:
    spoken = language()
    return [
        (code, f"{code} {entry.title[spoken]}") for code, entry in sorted(law.codes("unit").items())
    ]


def _decimal(line: Mapping[str, Any], name: str) -> Decimal | None:
    return Decimal(str(line[name])) if line.get(name) is not None else None


def _say(form: forms.Form, refusal: Refusal) -> None:
    told = refusal.render(language())
    form.add_error(None, f"{told['sentence']} {told['cure']}")
