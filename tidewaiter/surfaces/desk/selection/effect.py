"""How well targeting works: what was found, by what had chosen it, and what was missed."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.receive_message import law_on
from tidewaiter.law.loader import Law
from tidewaiter.risk.queries.estimates import origins
from tidewaiter.risk.rules.performance import wilson
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.effect import effect_of
from tidewaiter.surfaces.kit.words import coded
from tidewaiter.surfaces.kit.world import Amount, world_of

PERIODS = (7, 30, 90)
"""Days that the page can look back."""
USUAL = 30
MOST = 10
"""Countries that the table has; the map has all."""


@require_GET
@needs(Permission.RULE_SEE)
def effect(request: HttpRequest) -> HttpResponse:
    """Draw the page for the days asked for."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else USUAL
    now = timezone.now()
    since, law = now - timedelta(days=days), law_on(now)
    found = origins(since, until=now)
    context = {
        "effect": effect_of(since, until=now),
        "origins": [
            (coded(law, "country", code), opened, confirmed, wilson(confirmed, opened))
            for code, opened, confirmed in found[:MOST]
        ],
        "world": world_of(
            Amount(iso_of(law, code), coded(law, "country", code), opened, confirmed)
            for code, opened, confirmed in found
        ),
        "days": days,
        "periods": PERIODS,
    }
    return render(request, "desk/selection/effect.html", context)


def iso_of(law: Law, code: str) -> str:
    """The ISO 3166 alpha-3 code of a customs code of a country; nothing where it has none."""
    entry = law.codes("country").get(code)
    return (entry.iso or "") if entry else ""
