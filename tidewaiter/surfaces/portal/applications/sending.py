"""The end of an application: read it over and send it, or forget it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import drop_draft
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.apply import send as send_draft
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import said
from tidewaiter.surfaces.kit.steps.telling import answers_told, asked_told, lacks_told
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.applications.fetching import fetch


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_ANSWER)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that was answered, and send it."""
    at, actor = timezone.now(), request.user.actor
    found, applied = fetch(pk, by=actor, at=at)
    application = applied.application
    wrong, status = "", 200
    if request.method == "POST":
        try:
            docket = send_draft(found, applied, by=actor, at=at)
        except Refusal as refusal:
            wrong, status = said(refusal), refusal.kind.status
        else:
            messages.success(
                request,
                _("It is sent. Its number is %(reference)s.") % {"reference": docket.reference},
            )
            return redirect("portal:docket", docket.pk)
    answers = answers_of(found, application)
    context = {
        "draft": pk,
        "title": application.title.in_language(language()),
        "pages": answers_told(application, answers),
        "asked": asked_told(application, answers, found.papers.all(), on=day_of(at)),
        "lacks": lacks_told(lacking_in(found, application, at=at)),
        "wrong": wrong,
    }
    answer = render(request, "portal/applications/send.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(Permission.DOCKET_ANSWER)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget it."""
    found, _applied = fetch(pk, by=request.user.actor, at=timezone.now())
    drop_draft(found, by=request.user.actor, at=timezone.now())
    messages.success(request, _("The application is forgotten."))
    return redirect("portal:home")
