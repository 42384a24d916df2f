"""An organisation comes in: an address, a link in a mail, then who it is and who its owner is."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.commands import sign_up as let_in
from tidewaiter.base.identity.models import OrganisationKind
from tidewaiter.base.identity.queries import has_account
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.post import post
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.links import HOURS, opened, sealed
from tidewaiter.surfaces.kit.throttle import Limit, address_of, attempts
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.forms import AddressForm, OrganisationForm

MAILS = Limit("sign-up", most=10, per=timedelta(hours=1))
"""So many links are sent in that time at the request of one place."""
PURPOSE = "sign-up"


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def sign_up(request: HttpRequest) -> HttpResponse:
    """Ask for an address and send the link; the answer does not say whether it is known."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        by, at = system_actor("sign-up"), timezone.now()
        with attempts(MAILS, address_of(request), by=by, at=at) as tried:
            tried.note()
        try:
            _mail(request, email)
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            return render(request, "portal/mailed.html", {"email": email, "hours": HOURS})
    elif form.is_bound:
        status = 422
    return render(request, "portal/sign_up.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
@open_to_all
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link was followed: ask who the organisation and its owner are, and let them in."""
    email = opened(PURPOSE, token)["email"]
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            person = let_in(
                code=given["code"],
                name=given["name"],
                kind=OrganisationKind(given["kind"]),
                email=email,
                person=given["person"],
                password=given["password"],
                language=language(),
                by=system_actor("sign-up"),
                at=timezone.now(),
            )
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            login(request, person)
            messages.success(request, _("Your organisation is signed up."))
            return redirect("portal:home")
    elif form.is_bound:
        status = 422
    context = {"form": form, "email": email}
    return render(request, "portal/organisation.html", context, status=status)


def _mail(request: HttpRequest, email: str) -> None:
    if has_account(email):
        post(
            email,
            _("You have an account already"),
            _("Somebody wanted to sign up with this address. Sign in with it instead:"),
            request.build_absolute_uri(reverse("sign-in")),
        )
        return
    path = reverse("portal:sign-up-confirm", args=[sealed(PURPOSE, email=email)])
    post(
        email,
        _("Confirm your e-mail address"),
        _("Follow this link within %(hours)s hours to sign your organisation up:")
        % {"hours": HOURS},
        request.build_absolute_uri(path),
        "",
        _("If you did not ask for it, do nothing: nothing was kept."),
    )
