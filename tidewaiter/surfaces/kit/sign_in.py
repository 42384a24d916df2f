"""People sign in and out; who is wrong too often has to wait."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.base.identity.roles import ROLES
from tidewaiter.surfaces.kit.access import home_of, open_to_all
from tidewaiter.surfaces.kit.demo_accounts import ACCOUNTS
from tidewaiter.surfaces.kit.throttle import Limit, address_of, attempts

FAILURES = Limit("sign-in", most=5, per=timedelta(minutes=15))
"""So often somebody at one address may be wrong about one account."""


@dataclass(frozen=True)
class DemoAccount:
    """An account that everybody may use, where everything is invented."""

    name: str
    role: str
    email: str
    password: str


class Credentials(forms.Form):
    """An address and a password; the answer does not say which of them was wrong."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput({"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


class SignIn(View):
    """Ask for address and password; lead on to where somebody wanted to go."""

    @method_decorator([sensitive_post_parameters("password"), never_cache])
    @open_to_all
    def dispatch(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Draw the form."""
        return self._page(request, Credentials())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Let somebody in, or say that address and password do not fit."""
        form = Credentials(request.POST)
        if not form.is_valid():
            return self._page(request, form)
        email, now = form.cleaned_data["email"].strip().lower(), timezone.now()
        who = f"{email} {address_of(request)}"
        with attempts(FAILURES, who, by=system_actor("sign-in"), at=now) as tried:
            person = authenticate(request, username=email, password=form.cleaned_data["password"])
            if person is None:
                tried.note()
            else:
                login(request, person)
                record(verb="person.signed-in", thing=person, by=person.actor, at=now)
        if person is None:
            form.add_error(
                None, _("The e-mail address or the password is wrong, or the account is closed.")
            )
            return self._page(request, form)
        answer = redirect(self._next(request) or home_of(person.actor))
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and person.language != "en":
            answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, samesite="Lax")
        return answer

    def _next(self, request: HttpRequest) -> str:
        wanted = request.POST.get("next") or request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return wanted if safe else ""

    def _page(self, request: HttpRequest, form: Credentials) -> HttpResponse:
        context = {"form": form, "next": self._next(request), "accounts": _demo_accounts()}
        return render(request, "kit/sign_in.html", context, status=422 if form.errors else 200)


def _demo_accounts() -> tuple[DemoAccount, ...]:
    """The accounts of a demonstration; none elsewhere."""
    if not settings.TIDEWAITER_DEMO:
        return ()
    language = get_language() or "en"
    return tuple(
        DemoAccount(one.name, ROLES[one.role].title.in_language(language), one.email, one.password)
        for one in ACCOUNTS
    )


@require_POST
@open_to_all
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and show the first page."""
    if request.user.is_authenticated:
        with transaction.atomic():
            person = request.user
            record(verb="person.signed-out", thing=person, by=person.actor, at=timezone.now())
            logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)
