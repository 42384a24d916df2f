"""Who may open a page: each view says which permission it needs, or that it is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission

View = Callable[..., HttpResponse]

OPEN = "open to all"


def home_of(actor: Actor) -> str:
    """Where somebody begins: people of organisations in the portal, everybody else at the desk."""
    return "portal:home" if actor.may(Permission.DOCKET_OWN) else "desk:overview"


def open_to_all(view: View) -> View:
    """Say that everybody may open the page."""
    view.access = OPEN
    return view


def needs(permission: Permission) -> Callable[[View], View]:
    """Let in whoever has the permission; ask strangers to sign in and refuse the others."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.user.actor.must(permission)
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return guard
