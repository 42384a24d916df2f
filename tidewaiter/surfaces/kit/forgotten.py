"""Somebody forgot their password: an address, a link in a mail, another password."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.commands import choose_password
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.queries import account_numbered, account_of
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.post import post
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.dockets.asking import say
from tidewaiter.surfaces.kit.forms import email_field, new_password_field
from tidewaiter.surfaces.kit.links import HOURS, opened, over, sealed
from tidewaiter.surfaces.kit.throttle import Limit, address_of, attempts

MAILS = Limit("forgotten", most=5, per=timedelta(hours=1))
"""So many links are sent in that time at the request of one place."""
PURPOSE = "password"


class ForgottenForm(forms.Form):
    """The address with which somebody signs in."""

    email = email_field(gettext_lazy("E-mail address"), autocomplete="username")


class AnotherForm(forms.Form):
    """Another password."""

    password = new_password_field()


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for the address and send the link; the answer does not say whether it is known."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    status, sent = 200, False
    if form.is_bound and form.is_valid():
        by, at = system_actor("sign-in"), timezone.now()
        with attempts(MAILS, address_of(request), by=by, at=at) as tried:
            tried.note()
        person = account_of(form.cleaned_data["email"])
        try:
            if person is not None:
                _mail(request, person)
            sent = True
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
    elif form.is_bound:
        status = 422
    context = {"form": form, "sent": sent, "hours": HOURS}
    return render(request, "kit/forgotten.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@never_cache
@open_to_all
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """The link was followed: ask for another password; the link is worth nothing afterwards."""
    told = opened(PURPOSE, token)
    person = account_numbered(told["number"])
    if person is None or not constant_time_compare(told["mark"], _mark(person)):
        raise over()
    form = AnotherForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        by = system_actor("sign-in")
        try:
            choose_password(person, form.cleaned_data["password"], by=by, at=timezone.now())
        except Refusal as refusal:
            say(form, refusal)
            status = refusal.kind.status
        else:
            messages.success(request, _("The password is changed. Sign in with it."))
            return redirect("sign-in")
    elif form.is_bound:
        status = 422
    context = {"form": form, "email": person.email}
    return render(request, "kit/another_password.html", context, status=status)


def _mail(request: HttpRequest, person: Person) -> None:
    token = sealed(PURPOSE, number=person.pk, mark=_mark(person))
    post(
        person.email,
        _("Choose another password"),
        _("Follow this link within %(hours)s hours to choose another password:") % {"hours": HOURS},
        request.build_absolute_uri(reverse("another-password", args=[token])),
        "",
        _("If you did not ask for it, do nothing: your password stays as it is."),
    )


def _mark(person: Person) -> str:
    """What tells this password from the next one, so that a link is used once."""
    return salted_hmac("link password", person.password, algorithm="sha256").hexdigest()[:32]
