"""All dockets of an organisation."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.dockets import REGISTERED
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.portal.dockets.rows import rows

SHOWN = 25


@require_GET
@needs(Permission.DOCKET_OWN)
def dockets(request: HttpRequest) -> HttpResponse:
    """List them, the last opened first."""
    actor = request.user.actor
    there = Docket.objects.visible_to(actor).filter(kind__in=REGISTERED).select_related("unit")
    page = Paginator(there.order_by("-id"), SHOWN).get_page(request.GET.get("page"))
    context = {
        "rows": rows(page, by=actor, at=timezone.now()),
        "total": page.paginator.count,
        "newer": page.previous_page_number() if page.has_previous() else 0,
        "older": page.next_page_number() if page.has_next() else 0,
    }
    return render(request, "portal/dockets/list.html", context)
