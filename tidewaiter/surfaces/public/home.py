"""The first page."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.figures import lately, today


@dataclass(frozen=True)
class Figures:
    """What the day adds up to so far."""

    decided_today: int
    released_share: float
    p99_ms: int | None


@require_GET
@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Say what can be done here, and how the day goes."""
    day = today()
    figures = None
    if day.decided:
        share = day.released * 100 / day.decided
        figures = Figures(day.decided, share, lately().p99_ms)
    return render(request, "public/home.html", {"figures": figures})
