"""The list of risk models, the page of one, and the steps between their stages."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.risk.commands.learned import put_back, put_in_force, retire_model, run_in_shadow
from tidewaiter.risk.models import LearnedModel
from tidewaiter.risk.states import MODEL, ModelStage
from tidewaiter.surfaces.desk.models.charts import charts_of, live_figures
from tidewaiter.surfaces.desk.models.words import STAGES
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.forms import GroundsForm
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import count, day, moment, share
from tidewaiter.surfaces.kit.words import language

BACK = timedelta(days=90)
"""So far back inspections are held against scores."""

_STEPS = {
    "shadow": (Permission.MODEL_TRAIN, gettext_lazy("Run it in shadow")),
    "enter-into-force": (Permission.MODEL_RELEASE, gettext_lazy("Put it in force")),
    "restore": (Permission.MODEL_RELEASE, gettext_lazy("Put it back in force")),
    "retire": (Permission.MODEL_RELEASE, gettext_lazy("Retire it")),
}
_WITH_GROUNDS = frozenset({"restore", "retire"})


@require_GET
@needs(Permission.MODEL_SEE)
def models(request: HttpRequest) -> HttpResponse:
    """Draw the list."""
    found = LearnedModel.objects.visible_to(request.user.actor).defer("content", "card")
    rows = [
        {
            "model": one,
            "stage": STAGES[ModelStage(one.stage)],
            "quality": one.facts["quality"],
            "alarms": next(iter(one.days.values_list("alarms", flat=True)), []),
        }
        for one in found
    ]
    return render(request, "desk/models/models.html", {"rows": rows})


@require_GET
@needs(Permission.MODEL_SEE)
def model(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the page of a model."""
    return _draw(request, _found(request.user.actor, pk))


@require_POST
@needs(Permission.MODEL_SEE)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Bring a model to another stage."""
    actor, at = request.user.actor, timezone.now()
    found = _found(actor, pk)
    if verb not in _STEPS or verb not in MODEL.verbs_from(ModelStage(found.stage)):
        raise Http404
    form = GroundsForm(request.POST)
    grounds = form.cleaned_data["grounds"] if form.is_valid() else ""
    try:
        if verb == "shadow":
            run_in_shadow(found, by=actor, at=at)
        elif verb == "enter-into-force":
            put_in_force(found, by=actor, at=at)
        elif verb == "restore":
            put_back(found, grounds=grounds, by=actor, at=at)
        else:
            retire_model(found, grounds=grounds, by=actor, at=at)
    except Refusal as refusal:
        return _draw(request, _found(actor, pk), refusal)
    messages.success(request, _("Done. Assessors follow within a second."))
    return redirect("desk:model", pk=pk)


def _found(actor: Actor, pk: int) -> LearnedModel:
    found = LearnedModel.objects.visible_to(actor).defer("content").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _draw(
    request: HttpRequest, found: LearnedModel, refusal: Refusal | None = None
) -> HttpResponse:
    actor = request.user.actor
    verbs = [
        (verb, _STEPS[verb][1], verb in _WITH_GROUNDS)
        for verb in MODEL.verbs_from(ModelStage(found.stage))
        if verb in _STEPS and actor.may(_STEPS[verb][0])
        if verb != "restore" or found.entered_at is not None
    ]
    days = list(found.days.all()[:30])
    context = {
        "model": found,
        "stage": STAGES[ModelStage(found.stage)],
        "facts": _facts(found),
        "charts": charts_of(found, days),
        "live": live_figures(found.pk, since=timezone.now() - BACK),
        "latest": days[0] if days else None,
        "verbs": verbs,
        "form": GroundsForm(),
        "problem": refusal.render(language()) if refusal else None,
    }
    status = refusal.kind.status if refusal else 200
    return render(request, "desk/models/model.html", context, status=status)


def _facts(found: LearnedModel) -> tuple[Fact, ...]:
    facts, quality = found.facts, found.facts["quality"]
    told = [
        Fact(_("Mark"), found.mark),
        Fact(_("Stage"), str(STAGES[ModelStage(found.stage)])),
        Fact(
            _("Learned from"),
            _("{labels} inspections, {found} with a finding").format(
                labels=count(facts["labels"]), found=count(facts["found"])
            ),
        ),
        Fact(
            _("Period"),
            " – ".join(day(date.fromisoformat(facts[one])) for one in ("first_day", "last_day")),
        ),
        Fact(_("Learned"), f"{day(timezone.localdate(found.trained_at))}, {found.trained_label}"),
    ]
    if found.entered_at is not None:
        told.append(Fact(_("In force since"), moment(found.entered_at)))
    if quality:
        told.append(Fact(_("Calibration error"), share(quality["ece"])))
    return tuple(told)
