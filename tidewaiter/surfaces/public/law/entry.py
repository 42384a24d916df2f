"""The page of one entry: plain words and the exact source side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from tidewaiter.law.loader import Unknown
from tidewaiter.law.model.clocks import Timer
from tidewaiter.law.model.values import Value
from tidewaiter.law.register.kinds import BY_SLUG, Kind, entries
from tidewaiter.law.register.kinds import entry as known_entry
from tidewaiter.law.register.links import used_by
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.linked import MEDIA_TYPE, as_html, graph, machine
from tidewaiter.surfaces.public.law.reckoning import Example, example
from tidewaiter.surfaces.public.law.rows import lead, measured, rows
from tidewaiter.surfaces.public.law.sources import Source, source, source_of
from tidewaiter.surfaces.public.law.steps import Step, drawn
from tidewaiter.surfaces.public.law.where import Where, title, where

SHOWN = 30
"""So many of those that refer to an entry are listed; the others are counted."""


@dataclass(frozen=True)
class Period:
    """What a value was, or how an entry stood, for a while."""

    said: str
    since: date
    until: date | None
    source: Source | None
    verified: bool
    note: str
    url: str
    current: bool


@dataclass(frozen=True)
class Users:
    """Entries of one kind that refer to another one."""

    kind: str
    listed: tuple[tuple[str, str], ...]
    more: int


@require_GET
@vary_on_headers("Accept")
@open_to_all
def entry(request: HttpRequest, pack: str, slug: str, name: str) -> HttpResponse:
    """Draw an entry as it stands on the day; to machines that ask for it, as linked data."""
    at = where(request, pack)
    kind = BY_SLUG.get(slug)
    found = entries(at.law, kind).get(name) if kind else None
    if kind is None or found is None:
        return _elsewhere(request, at, kind, name)
    if _asks_for_data(request):
        return machine(graph(request, at, kind, found))
    context = {
        "at": at,
        "kind": kind.many[language()],
        "one": kind.one[language()],
        "slug": slug,
        "id": name,
        "title": title(found),
        "lead": lead(found),
        "figure": measured(found) if isinstance(found, Value) else "",
        "rows": tuple(rows(at, found)),
        "source": source_of(at, found),
        "text": slug == "texts",
        "verified": found.verified,
        "note": getattr(found, "note", ""),
        "since": getattr(found, "since", None),
        "until": getattr(found, "until", None),
        "periods": (periods := tuple(_periods(at, kind, name))),
        "chart": drawn(_steps(at, periods, name)) if isinstance(found, Value) else None,
        "example": _example(request, at, found),
        "users": tuple(_users(at, slug, name)),
        "list_url": at.url("law", pack=at.pack.name, kind=slug),
        "data_url": at.url("law-entry-data", at.pack.name, slug, name),
        "linked": as_html(graph(request, at, kind, found)),
    }
    return render(request, "public/law/entry.html", context)


@require_GET
@open_to_all
def entry_data(request: HttpRequest, pack: str, slug: str, name: str) -> HttpResponse:
    """Give an entry as linked data."""
    at = where(request, pack)
    kind = BY_SLUG.get(slug)
    try:
        found = known_entry(at.law, slug, name)
    except Unknown:
        return _elsewhere(request, at, kind, name)
    assert kind is not None
    return machine(graph(request, at, kind, found))


def _asks_for_data(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", MEDIA_TYPE]) == MEDIA_TYPE


def _elsewhere(request: HttpRequest, at: Where, kind: Kind | None, name: str) -> HttpResponse:
    """Say that an entry does not apply on the day, and on which days it does."""
    periods = tuple(_periods(at, kind, name)) if kind else ()
    if kind is None or not periods:
        return render(request, "404.html", status=404)
    context = {
        "at": at,
        "kind": kind.many[language()],
        "title": periods[-1].said,
        "periods": periods,
        "later": at.day < periods[0].since,
        "list_url": at.url("law", pack=at.pack.name, kind=kind.slug),
    }
    return render(request, "public/law/absent.html", context, status=404)


def _periods(at: Where, kind: Kind, name: str) -> Iterator[Period]:
    """How an entry stood from its beginning on, the oldest first."""
    if kind.slug == "texts":
        return
    for since in at.pack.versions(kind.file, name):
        found = entries(at.pack.on(since), kind).get(name)
        if found is None:
            continue
        began, ended = found.since or since, found.until
        yield Period(
            said=measured(found) if isinstance(found, Value) else title(found),
            since=began,
            until=ended,
            source=source(at, found.reference),
            verified=found.verified,
            note=getattr(found, "note", ""),
            url=at.entry_url(kind, name, on=began.isoformat()),
            current=began <= at.day and (ended is None or at.day <= ended),
        )


def _steps(at: Where, periods: tuple[Period, ...], name: str) -> list[Step]:
    """The numbers that a value was, for a drawing; nothing for words."""
    found = []
    for period in periods:
        told = at.pack.on(period.since).values[name].value
        if isinstance(told, bool | str | date):
            return []
        found.append(Step(period.said, float(told), period.since, period.until, period.current))
    return found


def _example(request: HttpRequest, at: Where, found: Any) -> Example | None:
    if not isinstance(found, Timer):
        return None
    return example(at, found, request.GET.get("start", ""))


def _users(at: Where, slug: str, name: str) -> Iterator[Users]:
    found = used_by(at.law, slug, name)
    for kind, group in groupby(found, lambda each: each[0]):
        listed = [(title(each), at.entry_url(kind, each.id)) for _kind, each in group]
        yield Users(kind.many[language()], tuple(listed[:SHOWN]), max(len(listed) - SHOWN, 0))
