"""The list of parcels."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.intake.commands.people import search_people
from tidewaiter.intake.queries import declarations_numbered
from tidewaiter.risk.queries.parcels import FoundParcel, Place, Wanted, count_parcels, find_parcels
from tidewaiter.risk.rules.parcels import search_words
from tidewaiter.surfaces.desk.filters import Filters, chosen, looks_personal, wanted_by
from tidewaiter.surfaces.desk.rows import rows_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Pages

ON_A_PAGE = 50
COUNTED = 10_000
"""Longer lists are not counted to their end."""
_PERSON_LASTS = 3600
_SALT = "desk person search"


class Search(NamedTuple):
    """What the search box was taken for."""

    wanted: Wanted
    person: bool = False
    personal: str = ""
    """The signed indexes of a person who was searched for just now."""


@require_GET
@needs(Permission.PARCEL_SEE)
def parcels(request: HttpRequest) -> HttpResponse:
    """Draw a page of the list. A person's number does not stay in the address of the page."""
    actor = request.user.actor
    form = Filters(request.GET)
    if not form.is_valid():
        context = {"form": form, "chosen": (), "clear_url": request.path, "parcels": ()}
        return render(
            request, "desk/parcels.html", {**context, "pages": Pages(0, 0, 0)}, status=422
        )
    search = _search(form, actor, first="older" not in request.GET and "newer" not in request.GET)
    if search.personal:
        asked = request.GET.copy()
        asked.pop("q")
        asked["person"] = search.personal
        return redirect(f"{request.path}?{asked.urlencode()}")
    found, pages = _page(request, search.wanted, actor)
    answer = render(
        request,
        "desk/parcels.html",
        {
            "form": form,
            "chosen": chosen(form, request.GET, request.path),
            "clear_url": reverse("desk:parcels"),
            "parcels": rows_of([one.declaration for one in found], by=actor),
            "pages": pages,
            "person_search": search.person,
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _search(form: Filters, actor: Actor, *, first: bool) -> Search:
    """A number if it is one, else a person, else words; on later pages only number or words."""
    found = form.cleaned_data
    text = found.get("q", "").strip()
    if found.get("person") and not text:
        return Search(wanted_by(found, person=_read(found["person"], actor)), person=True)
    if not text:
        return Search(wanted_by(found))
    actor.must(Permission.PARCEL_SEARCH)
    numbered = declarations_numbered(text)
    if numbered:
        return Search(wanted_by(found, declarations=frozenset(numbered)))
    if first:
        person = search_people(text, by=actor, at=timezone.now())
        if person or looks_personal(text):
            return Search(wanted_by(found), personal=_sign(person, actor))
    words = search_words(text)
    if not words:
        return Search(wanted_by(found, declarations=frozenset()))
    return Search(wanted_by(found, words=words))


def _sign(person: dict[str, UUID], actor: Actor) -> str:
    indexes = {column: index.hex for column, index in person.items()}
    return signing.dumps([actor.id, indexes], salt=_SALT, compress=True)


def _read(signed: str, actor: Actor) -> dict[str, UUID]:
    """The indexes of a person; those that another officer asked for, or long ago, find nobody."""
    nobody = {"buyer_ix": UUID(int=0)}
    try:
        owner, indexes = signing.loads(signed, salt=_SALT, max_age=_PERSON_LASTS)
    except signing.BadSignature:
        return nobody
    if owner != actor.id:
        return nobody
    return {column: UUID(index) for column, index in indexes.items()} or nobody


def _page(request: HttpRequest, wanted: Wanted, actor: Actor) -> tuple[list[FoundParcel], Pages]:
    asked = request.GET
    at = _place(asked.get("newer") or asked.get("older") or "")
    newer = "newer" in asked and at is not None
    found = find_parcels(wanted, by=actor, limit=ON_A_PAGE + 1, place=at, newer=newer)
    more = len(found) > ON_A_PAGE
    if newer:
        found = found[-ON_A_PAGE:]
        has_newer, has_older = more, True
    else:
        found = found[:ON_A_PAGE]
        has_newer, has_older = at is not None, more
    first = _first(asked) if at is not None and has_newer else 1
    total = count_parcels(wanted, by=actor, most=COUNTED + 1)
    last = first + len(found) - 1
    return found, Pages(
        first=first if found else 0,
        last=last if found else 0,
        total=min(max(total, last), max(COUNTED, last)),
        more=total > COUNTED and total > last,
        newer_url=_url(asked, "newer", found[0].place, max(first - ON_A_PAGE, 1))
        if found and has_newer
        else "",
        older_url=_url(asked, "older", found[-1].place, last + 1) if found and has_older else "",
    )


def _place(text: str) -> Place | None:
    part, _, number = text.partition(".")
    if part.isdecimal() and number.isdecimal() and len(number) < 19:
        return Place(int(part), int(number))
    return None


def _first(asked: QueryDict) -> int:
    text = asked.get("from", "")
    return int(text) if text.isdecimal() and len(text) < 12 and text != "0" else 1


def _url(asked: QueryDict, way: str, place: Place, first: int) -> str:
    rest = [
        (name, value)
        for name, values in asked.lists()
        if name not in {"older", "newer", "from"}
        for value in values
        if value
    ]
    return "?" + urlencode([*rest, (way, f"{place.part}.{place.number}"), ("from", first)])
