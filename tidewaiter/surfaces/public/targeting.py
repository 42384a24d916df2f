"""How targeting works, and how well: the figures of the last quarter, for everybody."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.effect import Effect, effect_of
from tidewaiter.surfaces.kit.figures import Remembered


@require_GET
@open_to_all
def targeting(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    first, last = last_quarter(timezone.localdate())
    context = {"effect": quarter(), "first": first, "last": last}
    return render(request, "public/targeting.html", context)


def last_quarter(today: date) -> tuple[date, date]:
    """The first and the last day of the quarter that ended last."""
    this = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = this - timedelta(days=1)
    return date(last.year, (last.month - 1) // 3 * 3 + 1, 1), last


def _read() -> Effect:
    zone = ZoneInfo(settings.TIME_ZONE)
    first, last = last_quarter(timezone.localdate())
    since = datetime.combine(first, time(), zone)
    return effect_of(since, until=datetime.combine(last + timedelta(days=1), time(), zone))


quarter = Remembered(_read, least=60.0)
