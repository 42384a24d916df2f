"""Signing in and out."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from tidewaiter.surfaces.kit.access import open_to_all


class Credentials(AuthenticationForm):
    """An address and a password; the answer does not say which of them was wrong."""

    username = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )
    error_messages = {
        "invalid_login": _(
            "The e-mail address or the password is wrong, or the account is closed."
        ),
        "inactive": _("The e-mail address or the password is wrong, or the account is closed."),
    }


@method_decorator(open_to_all, name="dispatch")
class SignIn(LoginView):
    """Ask for address and password; a demo also lists its accounts (`as_view(accounts=…)`)."""

    template_name = "kit/sign_in.html"
    authentication_form = Credentials
    accounts: Iterable[object] = ()

    def get_context_data(self, **kwargs):
        """Add the accounts of the demo."""
        return super().get_context_data(accounts=tuple(self.accounts), **kwargs)


@open_to_all
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and show the first page."""
    logout(request)
    return redirect("public:home")
