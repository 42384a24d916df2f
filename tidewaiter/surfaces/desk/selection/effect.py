"""How well targeting works: what was found, by what had chosen it, and what was missed."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.effect import effect_of

PERIODS = (7, 30, 90)
"""Days that the page can look back."""
USUAL = 30


@require_GET
@needs(Permission.RULE_SEE)
def effect(request: HttpRequest) -> HttpResponse:
    """Draw the page for the days asked for."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else USUAL
    now = timezone.now()
    context = {
        "effect": effect_of(now - timedelta(days=days), until=now),
        "days": days,
        "periods": PERIODS,
    }
    return render(request, "desk/selection/effect.html", context)
