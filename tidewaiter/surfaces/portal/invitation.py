"""Somebody comes into an organisation by the link of an invitation."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.commands import take_up_invitation
from tidewaiter.base.identity.queries import invitation_numbered
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.links import opened
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.forms import PersonForm

PURPOSE = "invitation"


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
@open_to_all
def take_up(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name and password and let them in."""
    found = invitation_numbered(opened(PURPOSE, token)["number"])
    if found is None:
        raise Http404
    form = PersonForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            person = take_up_invitation(
                found,
                name=form.cleaned_data["person"],
                password=form.cleaned_data["password"],
                language=language(),
                by=system_actor("sign-up"),
                at=timezone.now(),
            )
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            login(request, person)
            messages.success(request, _("Welcome. You are in."))
            return redirect("portal:home")
    elif form.is_bound:
        status = 422
    context = {"form": form, "organisation": found.organisation.name, "email": found.email}
    return render(request, "portal/invitation.html", context, status=status)
