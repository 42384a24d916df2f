"""The first page of the portal: the one thing to do next, and all that is under way."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.models import Docket, Draft, Letter
from tidewaiter.base.docket.queries.drafts import lacking_in
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.dockets import REGISTERED, applied_for
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.dockets.rows import Row, rows

OPEN_SHOWN = 30
"""So many open dockets are looked through for what waits; the list has the others."""


@dataclass(frozen=True)
class Next:
    """The one thing to do next."""

    title: str
    url: str
    button: str
    due: date | None = None
    left: str = ""


@dataclass(frozen=True)
class Unread:
    """A letter of the office that nobody has opened yet."""

    docket: int
    id: int
    subject: str
    reference: str
    at: datetime


@dataclass(frozen=True)
class Begun:
    """An application under way."""

    id: int
    title: str
    lacks: int
    until: date


@dataclass(frozen=True)
class Offered:
    """Something that one can apply for."""

    kind: str
    title: str
    lead: str


@require_GET
@needs(Permission.DOCKET_OWN)
def home(request: HttpRequest) -> HttpResponse:
    """Draw the page."""
    actor, at = request.user.actor, timezone.now()
    there = Docket.objects.visible_to(actor).filter(closed_at=None, kind__in=REGISTERED)
    open_ = rows(
        there.select_related("unit").order_by("due_at", "id")[:OPEN_SHOWN], by=actor, at=at
    )
    letters = _unread(actor)
    drafts = _drafts(actor, at)
    offered = _offered(drafts) if actor.may(Permission.DOCKET_ANSWER) else ()
    context = {
        "organisation": request.user.organisation.name,
        "next": _next(open_, letters, drafts, offered),
        "letters": letters,
        "rows": open_,
        "drafts": drafts,
        "offered": offered,
    }
    return render(request, "portal/home.html", context)


def _unread(actor: Actor) -> tuple[Unread, ...]:
    waiting = Letter.objects.visible_to(actor).filter(
        outgoing=True, read_at=None, docket__kind__in=REGISTERED
    )
    return tuple(
        Unread(one.docket_id, one.pk, one.subject, one.docket.reference, one.at)
        for one in waiting.select_related("docket").order_by("-id")[:10]
    )


def _drafts(actor: Actor, at: datetime) -> tuple[Begun, ...]:
    spoken, forms = language(), {kind.code: applied for kind, applied in applied_for()}
    there = Draft.objects.visible_to(actor).filter(kind__in=forms, lapses_at__gt=at)
    return tuple(
        Begun(
            one.pk,
            forms[one.kind].application.title.in_language(spoken),
            len(lacking_in(one, forms[one.kind].application, at=at)),
            day_of(one.last_moment),
        )
        for one in there
    )


def _offered(drafts: tuple[Begun, ...]) -> tuple[Offered, ...]:
    spoken, begun = language(), {one.title for one in drafts}
    told = ((kind.code, applied.application) for kind, applied in applied_for())
    return tuple(
        Offered(code, form.title.in_language(spoken), form.lead.in_language(spoken))
        for code, form in told
        if form.title.in_language(spoken) not in begun
    )


def _next(
    open_: tuple[Row, ...],
    letters: tuple[Unread, ...],
    drafts: tuple[Begun, ...],
    offered: tuple[Offered, ...],
) -> Next | None:
    """What has a deadline comes first, then letters, then what was begun, then a beginning."""
    asked = sorted(
        (one for one in open_ if one.moves and one.due), key=lambda one: one.due or date.max
    )
    if asked:
        first = asked[0]
        return Next(
            f"{first.moves[0]} · {first.title}", reverse("portal:docket", args=[first.id]),
            _("Open %(reference)s") % {"reference": first.reference}, first.due, first.left,
        )  # fmt: skip
    if letters:
        letter = letters[0]
        return Next(
            _("Read the letter “%(subject)s”") % {"subject": letter.subject},
            reverse("portal:docket-letter", args=[letter.docket, letter.id]),
            _("Read it"),
        )
    if drafts:
        begun = drafts[0]
        return Next(
            _("Go on with: %(title)s") % {"title": begun.title},
            reverse("portal:draft", args=[begun.id]),
            _("Go on"),
        )
    if offered and not open_:
        first_offer = offered[0]
        return Next(first_offer.title, reverse("portal:apply", args=[first_offer.kind]), _("Begin"))
    return None
