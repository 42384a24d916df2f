"""Priority areas: opened for a bounded time, given rules, ended, evaluated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.make_law import day_of
from tidewaiter.flows.run_campaigns import evaluate as evaluate_now
from tidewaiter.flows.run_campaigns import figures_of
from tidewaiter.risk.commands.book.campaigns import Aim, open_campaign, turn
from tidewaiter.risk.models import Campaign
from tidewaiter.risk.rules.performance import wilson
from tidewaiter.risk.states import CampaignStage
from tidewaiter.surfaces.desk.rules.forms import CampaignForm, VerdictForm
from tidewaiter.surfaces.desk.rules.words import (
    area_title,
    campaign_stage_name,
    deed_name,
    interval,
    percent,
    stage_name,
    title_of,
)
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Event, Fact
from tidewaiter.surfaces.kit.templatetags.kit import count, day, money
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class AreaRow:
    """A priority area at a glance."""

    pk: int
    reference: str
    title: str
    stage: str
    starts_on: date
    ends_on: date
    rules: int


@require_GET
@needs(Permission.RULE_SEE)
def areas(request: HttpRequest) -> HttpResponse:
    """Draw the list."""
    actor = request.user.actor
    rows = tuple(
        AreaRow(
            one.pk, one.reference, area_title(one), campaign_stage_name(one.stage),
            one.starts_on, one.ends_on, one.rules.count(),
        )
        for one in Campaign.objects.visible_to(actor)[:100]
    )  # fmt: skip
    context = {"rows": rows, "may_open": actor.may(Permission.CAMPAIGN_EDIT)}
    return render(request, "desk/rules/areas.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.CAMPAIGN_EDIT)
def open_area(request: HttpRequest) -> HttpResponse:
    """Ask what the area is for and when, then open it."""
    form = CampaignForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        given, now = form.cleaned_data, timezone.now()
        expected = Decimal(given["expected"]) / 100 if given["expected"] else None
        aim = Aim(
            given["title_en"], given["title_zh"], given["grounds"], given["starts_on"],
            given["ends_on"], expected,
        )  # fmt: skip
        try:
            made = open_campaign(aim, on=day_of(now), by=request.user.actor, at=now)
        except Refusal as refusal:
            _say(form, refusal)
            status = refusal.kind.status
        else:
            messages.success(request, _("The priority area is open. Now bind rules to it."))
            return redirect("desk:area", made.pk)
    elif form.is_bound:
        status = 422
    return render(request, "desk/rules/open_area.html", {"form": form}, status=status)


@require_GET
@needs(Permission.RULE_SEE)
def area(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a priority area."""
    return _draw(request, _fetch(request, pk), VerdictForm())


@require_POST
@needs(Permission.CAMPAIGN_EDIT)
def evaluate(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the evaluation."""
    found, form = _fetch(request, pk), VerdictForm(request.POST)
    if not form.is_valid():
        return _draw(request, found, form, status=422)
    try:
        evaluate_now(found, form.cleaned_data["verdict"], by=request.user.actor, at=timezone.now())
    except Refusal as refusal:
        _say(form, refusal)
        return _draw(request, found, form, status=refusal.kind.status)
    messages.success(request, _("Evaluated."))
    return redirect("desk:area", pk)


@require_POST
@needs(Permission.CAMPAIGN_EDIT)
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a planned area off."""
    turn(_fetch(request, pk), "call-off", by=request.user.actor, at=timezone.now())
    messages.success(request, _("Called off."))
    return redirect("desk:area", pk)


def _fetch(request: HttpRequest, pk: int) -> Campaign:
    found = Campaign.objects.visible_to(request.user.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest, found: Campaign, form: VerdictForm, status: int = 200
) -> HttpResponse:
    may = request.user.actor.may(Permission.CAMPAIGN_EDIT)
    over = found.stage == CampaignStage.EVALUATED
    figures = found.figures if over else figures_of(found, at=timezone.now())
    context = {
        "area": found,
        "title": area_title(found),
        "stage": campaign_stage_name(found.stage),
        "facts": _facts(found),
        "figures": _figures(found, figures),
        "rules": [(one, title_of(one), stage_name(one.stage)) for one in found.rules.all()],
        "form": form,
        "may_evaluate": may and found.stage == CampaignStage.ENDED,
        "may_call_off": may and found.stage == CampaignStage.PLANNED,
        "history": tuple(
            Event(entry.at, deed_name(entry.verb), entry.by_label)
            for entry in reversed(list(history_of(found)))
        ),
    }
    return render(request, "desk/rules/area.html", context, status=status)


def _facts(found: Campaign) -> tuple[Fact, ...]:
    return (
        Fact(_("From"), day(found.starts_on)),
        Fact(_("Until the end of"), day(found.ends_on)),
        Fact(_("Should be confirmed"), percent(found.expected)),
        Fact(_("Opened by"), found.owner_label),
    )


def _figures(found: Campaign, figures: dict[str, Any]) -> tuple[Fact, ...]:
    own = interval(wilson(figures["confirmed"], figures["inspected"]))
    before = interval(wilson(figures["before_confirmed"], figures["before_inspected"]))
    note = _("all inspections of as many days before: %(share)s of %(count)s") % {
        "share": before,
        "count": count(figures["before_inspected"]),
    }
    return (
        Fact(_("Parcels decided"), count(figures["parcels"])),
        Fact(_("Hit by the rules of the area"), count(figures["fired"])),
        Fact(_("Of these inspected"), count(figures["inspected"])),
        Fact(_("Something found"), own, note),
        Fact(
            _("Value found"),
            money(Decimal(figures["value_found"])),
            money(Decimal(figures["before_value_found"])),
        ),
    )


def _say(form: CampaignForm | VerdictForm, refusal: Refusal) -> None:
    told = refusal.render(language())
    form.add_error(None, f"{told['sentence']} {told['cure']}")
