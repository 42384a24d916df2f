"""The page before an application: what one needs, and the button with which it begins."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidewaiter.base.docket.commands.drafts import begin_draft
from tidewaiter.base.docket.models import Draft
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.applications.fetching import form_of_kind


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DOCKET_ANSWER)
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what is needed; begin, or go on with what was begun."""
    application, at = form_of_kind(kind).application, timezone.now()
    if request.method == "POST":
        made = begin_draft(
            kind,
            application,
            organisation=request.user.organisation,
            pack=settings.TIDEWAITER_PACK,
            by=request.user.actor,
            at=at,
        )
        return redirect("portal:draft", made.pk)
    under_way = Draft.objects.visible_to(request.user.actor).filter(kind=kind, lapses_at__gt=at)
    if begun := under_way.first():
        return redirect("portal:draft", begun.pk)
    spoken = language()
    context = {
        "title": application.title.in_language(spoken),
        "lead": application.lead.in_language(spoken),
        "pages": tuple(page.title.in_language(spoken) for page in application.pages),
    }
    return render(request, "portal/applications/begin.html", context)
