"""The overview: what happens now, what became of today's parcels, who keeps others waiting."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.intake.queries import owing, waiting_now
from tidewaiter.risk.queries.figures import for_an_officer
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.figures import Remembered, Today, lately, today
from tidewaiter.surfaces.kit.parts import STANDINGS, Chart, parcels_per_minute
from tidewaiter.surfaces.kit.words import firm_names, reason_title, standing_name

_MOST = 10


@dataclass(frozen=True)
class Bar:
    """A standing or a reason, and in how many of today's parcels."""

    key: str
    label: str
    count: int
    share: float
    url: str


@dataclass(frozen=True)
class Awaited:
    """A firm whose documents parcels wait for."""

    document: str
    party: str
    count: int
    oldest: datetime
    url: str


@dataclass(frozen=True)
class Overview:
    """Everything on the page."""

    at: datetime
    decided_today: int
    released_today: int
    rejected_today: int
    per_minute: int
    p99_ms: int | None
    waiting: int
    oldest_waiting: datetime | None
    to_officer: int
    next_url: str
    minutes: Chart
    lanes: tuple[Bar, ...]
    reasons: tuple[Bar, ...]
    partners: tuple[Awaited, ...]


staying = Remembered(for_an_officer)
waiting = Remembered(waiting_now)
debtors = Remembered(lambda: owing(limit=_MOST), least=5.0)


@require_GET
@needs(Permission.DESK_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """Draw the overview, or only its parts when the page renews itself."""
    template = "desk/_overview.html" if request.htmx else "desk/overview.html"
    live = request.GET.get("live") != "off"
    return render(request, template, {"overview": read_overview(timezone.now()), "live": live})


def read_overview(at: datetime) -> Overview:
    """Put the page together from what was read lately."""
    day, recent = today(), lately()
    count, oldest = waiting()
    to_officer, next_one = staying()
    return Overview(
        at=at,
        decided_today=day.decided,
        released_today=day.released,
        rejected_today=day.rejected,
        per_minute=recent.minutes[-1].decided,
        p99_ms=recent.p99_ms,
        waiting=count,
        oldest_waiting=oldest,
        to_officer=to_officer,
        next_url=reverse("desk:parcel", args=[next_one]) if next_one else "",
        minutes=parcels_per_minute(recent.minutes),
        lanes=_lanes(day),
        reasons=_reasons(day),
        partners=_partners(),
    )


def _list(**filters: str) -> str:
    return f"{reverse('desk:parcels')}?{urlencode(filters)}"


def _share(count: int, all_of_them: int) -> float:
    return count * 100 / max(all_of_them, 1)


def _lanes(day: Today) -> tuple[Bar, ...]:
    today_is = timezone.localdate().isoformat()
    return tuple(
        Bar(
            standing,
            standing_name(standing),
            day.standings[standing],
            _share(day.standings[standing], day.decided),
            _list(standing=standing, since=today_is),
        )
        for standing in STANDINGS
        if standing in day.standings
    )


def _reasons(day: Today) -> tuple[Bar, ...]:
    today_is = timezone.localdate().isoformat()
    most = sorted(day.reasons.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return tuple(
        Bar(
            code,
            reason_title(code),
            count,
            _share(count, day.decided),
            _list(reason=code, since=today_is),
        )
        for code, count in most
    )


def _partners() -> tuple[Awaited, ...]:
    found = debtors()
    names = firm_names(one.party for one in found)
    return tuple(
        Awaited(
            one.document,
            names.get(one.party, one.party),
            one.count,
            one.oldest,
            _list(waiting_for=one.document),
        )
        for one in found
    )


def forget_overview() -> None:
    """Read everything anew next time (tests roll back)."""
    for remembered in (staying, waiting, debtors):
        remembered.forget()
