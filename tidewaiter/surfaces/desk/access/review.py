"""The review of an application: papers and words on the left, the check log beside them."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.queries.offers import offers
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.decide_application import Finding, Sitting, sit
from tidewaiter.flows.dockets import kind_of
from tidewaiter.law.loader import Law
from tidewaiter.registry.commands.applying import law_of, open_dossier
from tidewaiter.registry.models import Application, Item, Likeness
from tidewaiter.surfaces.desk.access.forms import SittingForm, beginnings
from tidewaiter.surfaces.desk.access.telling import (
    checks_told,
    items_told,
    likenesses_told,
    said_lines,
)
from tidewaiter.surfaces.desk.dockets.file import fetch
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.dockets.telling import clocks_told, title_of
from tidewaiter.surfaces.kit.registered import roles_named
from tidewaiter.surfaces.kit.templatetags.kit import day
from tidewaiter.surfaces.kit.words import language


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_WORK)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an application with its checks; keep what the reviewer finds, and decide."""
    actor, at = request.user.actor, timezone.now()
    docket = fetch(pk, by=actor)
    application = Application.objects.visible_to(actor).filter(docket=docket).first()
    if application is None:
        raise Http404
    kind = kind_of(docket)
    verbs = [
        one.verb
        for one in offers(docket, kind, by=actor, at=at)
        if one.verb in {"approve", "admit-within-limits", "ask", "refuse"}
    ]
    items = list(application.items.select_related("paper").order_by("id"))
    likenesses = list(application.likenesses.select_related("other"))
    if request.method != "POST":
        first = day(timezone.localdate())
        form = SittingForm(items, likenesses, verbs=verbs, initial=beginnings(first))
        return _draw(request, docket, application, form, verbs)
    form = SittingForm(items, likenesses, request.POST, verbs=verbs)
    if not form.is_valid():
        return _draw(request, docket, application, form, verbs, status=422)
    sitting = Sitting(
        verdicts=form.verdicts,
        findings=_findings(form, likenesses),
        verb=form.cleaned_data["decision"],
        reasons=form.reasons(
            basis=_basis(law_of(application, at=at), items),
            on=timezone.localdate(),
            papers=[item.paper_id for item in items if item.paper_id],
            appeal_form=request.build_absolute_uri("/portal/"),
        ),
        said=form.said,
    )
    try:
        moved = sit(application, sitting, by=actor, at=at)
    except Refusal as refusal:
        say(form, refusal)
        return _draw(request, docket, application, form, verbs, status=refusal.kind.status)
    if not sitting.verb:
        messages.success(request, _("What you found is kept."))
        return redirect("desk:access-review", pk)
    state = kind.state_name(moved.state).in_language(language())
    messages.success(request, _("Done: %(what)s") % {"what": state})
    return redirect("desk:docket", pk)


def _findings(form: SittingForm, likenesses: Sequence[Likeness]) -> tuple[Finding, ...]:
    said = form.cleaned_data
    return tuple(
        Finding(one, said[f"like_{one.pk}"], said[f"grounds_{one.pk}"])
        for one in likenesses
        if said[f"like_{one.pk}"]
        and (said[f"like_{one.pk}"], said[f"grounds_{one.pk}"]) != (one.finding, one.grounds)
    )


def _basis(law: Law, items: Sequence[Item]) -> object:
    """The law behind the first paper that was asked for."""
    return next(
        law.obligations[item.obligation].reference
        for item in items
        if item.obligation in law.obligations
    )


def _draw(
    request: HttpRequest,
    docket: Docket,
    application: Application,
    form: SittingForm,
    verbs: Sequence[str],
    *,
    status: int = 200,
) -> HttpResponse:
    actor, at = request.user.actor, timezone.now()
    kind = kind_of(docket)
    said = open_dossier(application, by=actor, at=at)
    rows = items_told(
        application,
        said_lines(said, code=application.code, on=timezone.localdate()),
        law_of(application, at=at),
    )
    context = {
        "docket": docket.pk,
        "reference": docket.reference,
        "title": title_of(docket, kind),
        "state": kind.state_name(docket.state).in_language(language()),
        "roles": roles_named(application.roles),
        "goods": tuple(application.goods),
        "rows": tuple(
            replace(row, choice=form[f"item_{row.id}"], note=form[f"note_{row.id}"]) for row in rows
        ),
        "checks": checks_told(application),
        "likenesses": tuple(
            replace(one, choice=form[f"like_{one.id}"], said=form[f"grounds_{one.id}"])
            for one in likenesses_told(application)
        ),
        "clocks": tuple(one for one in clocks_told(docket, kind, at=at, stoppable={}) if one.left),
        "form": form,
        "verbs": tuple(verbs),
        "file_url": reverse("desk:docket", args=[docket.pk]),
    }
    answer = render(request, "desk/access/review.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
