"""The mailbox of a demonstration: whoever tries it out reads the mails that went nowhere."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidewaiter.adapters.mail import lately
from tidewaiter.surfaces.kit.access import open_to_all


@require_GET
@open_to_all
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the last mails; outside of a demonstration there is no such page."""
    if not settings.TIDEWAITER_DEMO or settings.EMAIL_HOST:
        raise Http404
    answer = render(request, "portal/mailbox.html", {"mails": lately(settings.EMAIL_FILE_PATH)})
    answer["Cache-Control"] = "no-store"
    return answer
