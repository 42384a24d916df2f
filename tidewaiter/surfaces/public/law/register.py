"""The rule register: browse and search the law of a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.law.model.duties import MATTERS
from tidewaiter.law.model.values import Value
from tidewaiter.law.model.words import Title
from tidewaiter.law.register.kinds import KINDS, Kind, entries
from tidewaiter.law.register.search import Wanted, find, routes
from tidewaiter.law.register.walk import COUNTRIES
from tidewaiter.law.register.words import WHO
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Choice, PageLink, Pages
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.law.rows import measured, penalty_range
from tidewaiter.surfaces.public.law.where import Where, title, where

PER_PAGE = 50
FILTERS = ("kind", "who", "model", "product", "route", "matter")


@dataclass(frozen=True)
class Shelf:
    """A kind of entry: how many there are, and where they are."""

    title: str
    text: str
    count: int
    url: str


@dataclass(frozen=True)
class Found:
    """An entry that was looked for."""

    title: str
    kind: str
    told: str
    url: str
    verified: bool


@dataclass(frozen=True)
class Filter:
    """Something to choose from."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]


@require_GET
@open_to_all
def register(request: HttpRequest) -> HttpResponse:
    """Draw the shelves of the register, or what of it is wanted."""
    at = where(request)
    wanted = Wanted(
        words=request.GET.get("q", "").strip()[:100],
        **{name: request.GET.get(name, "")[:80] for name in FILTERS},
    )
    offered = _offered(at)
    context = {
        "at": at,
        "q": wanted.words,
        "filters": tuple(_filters(offered, wanted)),
        "changes_url": at.url("law-changes", pack=at.pack.name),
    }
    if not wanted.anything:
        return render(request, "public/law/register.html", context | {"shelves": _shelves(at)})
    found = list(find(at.law, wanted))
    number = request.GET.get("page", "1")
    first = (max(int(number), 1) - 1) * PER_PAGE if number.isdecimal() and len(number) < 6 else 0
    context |= {
        "found": tuple(_found(at, *each) for each in islice(found, first, first + PER_PAGE)),
        "pages": _pages(at, wanted, len(found), first),
        "count": len(found),
        "chosen": tuple(_chosen(at, wanted, offered)),
        "clear_url": at.url("law", pack=at.pack.name),
    }
    return render(request, "public/law/register.html", context)


def _shelves(at: Where) -> tuple[Shelf, ...]:
    lang = language()
    return tuple(
        Shelf(
            kind.many[lang],
            kind.text[lang],
            len(entries(at.law, kind)),
            at.url("law", pack=at.pack.name, kind=kind.slug),
        )
        for kind in KINDS
        if entries(at.law, kind)
    )


def _offered(at: Where) -> Mapping[str, tuple[str, Mapping[str, Title]]]:
    """The filters, each with its label and what can be chosen."""
    law = at.law
    whos = {each.who for each in law.obligations.values()}
    matters = {each.matter for each in law.competences.values()}
    return {
        "kind": (_("Kind of entry"), {kind.slug: kind.many for kind in KINDS}),
        "who": (_("Who has the duty"), {who: WHO[who] for who in WHO if who in whos}),
        "model": (_("Business model"), {m.id: m.title for m in law.models.values()}),
        "product": (_("Goods"), {g.id: g.title for g in law.product_groups.values()}),
        "route": (
            _("Other country"),
            {code: _country(at, code) for code in routes(law)},
        ),
        "matter": (_("Matter"), {m.value: t for m, t in MATTERS.items() if m in matters}),
    }


def _country(at: Where, code: str) -> Title:
    listed = (each for each in at.law.lists.get("country", {}).values() if each.iso == code)
    return next((each.title for each in listed), COUNTRIES.get(code, Title(code, code)))


def _filters(
    offered: Mapping[str, tuple[str, Mapping[str, Title]]], wanted: Wanted
) -> Iterator[Filter]:
    for name, (label, choices) in offered.items():
        if choices:
            chosen = getattr(wanted, name)
            listed = ((code, said[language()], code == chosen) for code, said in choices.items())
            yield Filter(name, label, tuple(listed))


def _chosen(
    at: Where, wanted: Wanted, offered: Mapping[str, tuple[str, Mapping[str, Title]]]
) -> Iterator[Choice]:
    asked = _asked(at, wanted)
    for name in FILTERS:
        code = getattr(wanted, name)
        if code:
            label, choices = offered[name]
            said = choices[code][language()] if code in choices else code
            rest = {key: value for key, value in asked.items() if key != name}
            yield Choice(f"{label}{_(': ')}{said}", at.url("law", **rest))


def _asked(at: Where, wanted: Wanted) -> dict[str, str]:
    asked = {name: getattr(wanted, name) for name in FILTERS}
    return {"pack": at.pack.name, "q": wanted.words, **asked}


def _pages(at: Where, wanted: Wanted, total: int, first: int) -> Pages:
    asked, here, last = _asked(at, wanted), first // PER_PAGE + 1, -(-total // PER_PAGE)

    def url(page: int) -> str:
        return at.url("law", **asked, page=page)

    return Pages(
        first=min(first + 1, total),
        last=min(first + PER_PAGE, total),
        total=total,
        newer_url=url(here - 1) if here > 1 else "",
        older_url=url(here + 1) if here < last else "",
        links=tuple(PageLink(str(n), url(n), n == here) for n in range(1, last + 1)),
    )


def _found(at: Where, kind: Kind, entry: object) -> Found:
    return Found(
        title=title(entry),
        kind=kind.one[language()],
        told=_told(entry),
        url=at.entry_url(kind, entry.id),
        verified=entry.verified,
    )


def _told(entry: object) -> str:
    """What stands beside the name of an entry in a list."""
    lang = language()
    if isinstance(entry, Value):
        return measured(entry)
    who = getattr(entry, "who", "")
    if who:
        return WHO[who][lang]
    if hasattr(entry, "severity"):
        return MATTERS[entry.matter][lang]
    if hasattr(entry, "instrument"):
        return str(entry.instrument)
    return penalty_range(entry) if hasattr(entry, "minimum") and hasattr(entry, "base") else ""
