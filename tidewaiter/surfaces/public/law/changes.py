"""What is different between two days, and the feed of all days on which something changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.law.changes import Change, Turn, changes
from tidewaiter.law.register.feed import days_of_change
from tidewaiter.law.register.kinds import BY_NAME
from tidewaiter.law.show.text import LABELS, spoken
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.templatetags.kit import day as worded_day
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.linked import site
from tidewaiter.surfaces.public.law.rows import measured
from tidewaiter.surfaces.public.law.where import Where, day_of, where

LISTED = 100
"""So many entries of one turn are listed; the others are counted."""
DAYS = 60
"""So many days of change the feed tells of."""
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Told:
    """A change in words."""

    title: str
    kind: str
    on: date
    url: str
    lines: tuple[tuple[str, str, str], ...]
    said: str


@dataclass(frozen=True)
class TurnGroup:
    """What began, ended or changed."""

    title: str
    listed: tuple[Told, ...]
    count: int
    more: int


@dataclass(frozen=True)
class DayLink:
    """A day on which the law changed, and what is different since the day before."""

    day: date
    count: int
    url: str
    coming: bool


@require_GET
@open_to_all
def differences(request: HttpRequest) -> HttpResponse:
    """Draw what began, ended and changed between two days."""
    at = where(request)
    since, until = _days(request, at)
    found = changes(at.pack, since, until)
    context = {
        "at": at,
        "since": since,
        "until": until,
        "groups": tuple(_groups(at, found, since, until)),
        "count": len(found),
        "days": tuple(_links(at)),
        "feed_url": at.url("law-feed", pack=at.pack.name),
        "register_url": at.url("law", pack=at.pack.name),
    }
    return render(request, "public/law/changes.html", context)


@require_GET
@open_to_all
def feed(request: HttpRequest) -> HttpResponse:
    """Give the days of change, past and to come, as an Atom feed."""
    at = where(request)
    days = []
    for one in days_of_change(at.pack, at_most=DAYS):
        yesterday = one.day - timedelta(days=1)
        groups = tuple(_groups(at, one.changes, yesterday, one.day, listed=20))
        url = _between(at, yesterday, one.day)
        headline = _("The law changes on %(day)s") % {"day": worded_day(one.day)}
        told = {"title": headline, "at": _midnight(one.day), "groups": groups, "url": url}
        days.append(told)
    updated = max((one["at"] for one in days), default=_midnight(at.day))
    context = {"at": at, "site": site(request), "days": days, "updated": updated}
    text = render_to_string("public/law/changes.atom", context, request)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _days(request: HttpRequest, at: Where) -> tuple[date, date]:
    """The two days asked for; without them, a year back and the day of the page."""
    until = day_of(request.GET["to"]) if request.GET.get("to") else at.day
    since = day_of(request.GET["from"]) if request.GET.get("from") else until - A_YEAR
    if since > until:
        raise Refusal(
            "law.days-order",
            Text(
                "The first day ({since}) lies after the second ({until}).",
                "起始日（{since}）晚于终止日（{until}）。",
            ),
            values={"since": since, "until": until},
            cure=Text("Write the earlier day first.", "请先填写较早的日期。"),
        )
    return since, until


def _groups(
    at: Where, found: Iterable[Change], since: date, until: date, *, listed: int = LISTED
) -> Iterator[TurnGroup]:
    titles = {
        Turn.CHANGED: _("Changed"),
        Turn.BEGAN: _("Began to apply"),
        Turn.ENDED: _("Ceased to apply"),
    }
    found = list(found)
    for turn, title in titles.items():
        mine = [each for each in found if each.turn is turn]
        if mine:
            told = tuple(_told(at, each, since, until) for each in mine[:listed])
            yield TurnGroup(title, told, len(mine), len(mine) - len(told))


def _told(at: Where, change: Change, since: date, until: date) -> Told:
    lang, kind = language(), BY_NAME.get(change.kind)
    on = since if change.turn is Turn.ENDED else until
    return Told(
        title=change.title[lang],
        kind=kind.one[lang] if kind else _("Code or tariff line"),
        on=change.on,
        url=at.entry_url(kind, change.id, on=on.isoformat()) if kind else "",
        lines=tuple(_lines(at, change, since, until)),
        said=_said(at, change, on),
    )


def _lines(at: Where, change: Change, since: date, until: date) -> Iterator[tuple[str, str, str]]:
    """Each field that changed: its name, before, and after."""
    lang = language()
    for name, (before, after) in change.fields.items():
        label = LABELS[name][lang] if name in LABELS else name
        if change.kind == "value" and name == "value":
            old, new = (at.pack.on(day).values[change.id] for day in (since, until))
            yield label, measured(old), measured(new)
        else:
            yield label, spoken(before, lang), spoken(after, lang)


def _said(at: Where, change: Change, on: date) -> str:
    """What a value is that began or ended."""
    if change.kind != "value" or change.turn is Turn.CHANGED:
        return ""
    return measured(at.pack.on(on).values[change.id])


def _links(at: Where) -> Iterator[DayLink]:
    for one in days_of_change(at.pack, at_most=12):
        url = _between(at, one.day - timedelta(days=1), one.day)
        yield DayLink(one.day, len(one.changes), url, one.day > timezone.localdate())


def _between(at: Where, since: date, until: date) -> str:
    asked = {"from": since.isoformat(), "to": until.isoformat()}
    return at.url("law-changes", pack=at.pack.name, **asked)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
