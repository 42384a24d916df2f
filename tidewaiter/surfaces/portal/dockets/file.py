"""The file of a docket as its party sees it: the same page for every kind."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.docket.models import Docket, Happening, Letter
from tidewaiter.base.docket.queries.offers import offers
from tidewaiter.base.docket.queries.who import roles_of
from tidewaiter.base.docket.states import OPEN
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.flows.dockets import kind_of
from tidewaiter.registry.dockets import ACCESS_REVIEW
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import Failed, steps_told
from tidewaiter.surfaces.kit.dockets.party import (
    decisions_for_party,
    names_for_party,
    parties_for_party,
    summary_for_party,
)
from tidewaiter.surfaces.kit.dockets.taking import take_move
from tidewaiter.surfaces.kit.dockets.telling import (
    clocks_told,
    letters_told,
    papers_told,
    relations_told,
    timeline,
    title_of,
)
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.dockets.fetching import fetch, papers_of
from tidewaiter.surfaces.portal.dockets.forms import PaperForm

SHOWN = 200
"""So many of the last events are shown."""


@require_GET
@needs(Permission.DOCKET_OWN)
def docket(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the file."""
    return draw(request, fetch(pk, by=request.user.actor))


@require_POST
@needs(Permission.DOCKET_OWN)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make a move."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    papers = papers_of(found, by=actor)
    return take_move(request, found, verb, papers, draw=draw, then="portal:docket")


OWN_PAGES = {ACCESS_REVIEW.code: "portal:access"}
"""Kinds of which a party has a page of its own beside the file."""


def _own_page(found: Docket) -> str:
    name = OWN_PAGES.get(found.kind)
    return reverse(name, args=[found.pk]) if name else ""


def _due(found: Docket, *, by: Actor) -> tuple[str, date] | None:
    """What the reader has to do first by a deadline, and its last day."""
    mine = found.timers.filter(
        state__in=OPEN, against__in=roles_of(found, by), due_on__isnull=False
    )
    timer = mine.order_by("due_at").first()
    if timer is None or timer.due_on is None:
        return None
    return Text(timer.title_en, timer.title_zh).in_language(language()), timer.due_on


def draw(
    request: HttpRequest,
    found: Docket,
    *,
    failed: Failed = None,
    paper_form: PaperForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the file, with the form in which something went wrong opened."""
    actor, at, kind = request.user.actor, timezone.now(), kind_of(found)
    papers = papers_of(found, by=actor)
    happened = list(
        Happening.objects.visible_to(actor).filter(docket=found).order_by("-id")[:SHOWN]
    )
    there = Letter.objects.visible_to(actor).filter(docket=found).select_related("party")
    letters = letters_told(there.order_by("-id"))
    names = names_for_party(found, (*happened, *papers), by=actor)
    steps = steps_told(
        offers(found, kind, by=actor, at=at), papers, failed,
        lambda verb: reverse("portal:docket-move", args=[found.pk, verb]),
    )  # fmt: skip
    context = {
        "docket": found.pk,
        "reference": found.reference,
        "title": title_of(found, kind),
        "kind": kind.title.in_language(language()),
        "state": kind.state_name(found.state).in_language(language()),
        "closed": found.closed_at is not None,
        "steps": steps,
        "own_page": _own_page(found),
        "unread": tuple(one for one in letters if one.outgoing and one.read_at is None),
        "due": _due(found, by=actor),
        "failed_form": failed[1] if failed else paper_form,
        "facts": summary_for_party(found, kind),
        "clocks": clocks_told(found, kind, at=at, stoppable={}),
        "parties": parties_for_party(found, kind, by=actor),
        "relations": relations_told(found, by=actor),
        "papers": papers_told(papers, names),
        "letters": letters,
        "decisions": decisions_for_party(found, kind, papers),
        "events": timeline(happened, kind, names, openly=True),
        "may_answer": actor.may(Permission.DOCKET_ANSWER),
        "paper_form": paper_form or PaperForm(),
    }
    answer = render(request, "portal/dockets/file.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
