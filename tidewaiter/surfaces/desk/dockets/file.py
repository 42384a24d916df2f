"""The file of a docket: what it is about, what happened, and what one can do with it now."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.commands.assigning import assign
from tidewaiter.base.docket.commands.clocks import extend_clock, resume_clock, stop_clock
from tidewaiter.base.docket.models import Docket, Evidence, Happening, Letter
from tidewaiter.base.docket.queries.offers import offers
from tidewaiter.base.docket.states import Ticking
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.dockets import REGISTERED, kind_of
from tidewaiter.registry.dockets import ACCESS_REVIEW
from tidewaiter.surfaces.desk.dockets.around_forms import (
    ConsentForm,
    PartyForm,
    RelationForm,
    UnitForm,
)
from tidewaiter.surfaces.desk.dockets.forms import AssignForm, GroundsForm, PaperForm
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import Failed, say, steps_told
from tidewaiter.surfaces.kit.dockets.party import names_at_desk
from tidewaiter.surfaces.kit.dockets.taking import take_move
from tidewaiter.surfaces.kit.dockets.telling import (
    clocks_told,
    letters_told,
    papers_told,
    parties_told,
    relations_told,
    statement_facts,
    summary,
    timeline,
    title_of,
)
from tidewaiter.surfaces.kit.words import language

SHOWN = 200
"""So many of the last events are shown."""


@require_GET
@needs(Permission.DOCKET_SEE)
def docket(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the file."""
    return draw(request, fetch(pk, by=request.user.actor))


@require_POST
@needs(Permission.DOCKET_SEE)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Make a move."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    papers = Evidence.objects.visible_to(actor).filter(docket=found)
    return take_move(request, found, verb, papers, draw=draw, then="desk:docket")


@require_POST
@needs(Permission.DOCKET_WORK)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on it oneself."""
    found = fetch(pk, by=request.user.actor)
    assign(found, request.user, by=request.user.actor, at=timezone.now())
    messages.success(request, _("You work on it now."))
    return redirect("desk:docket", pk)


@require_POST
@needs(Permission.DOCKET_WORK)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to an officer, or back."""
    found, form = fetch(pk, by=request.user.actor), AssignForm(request.POST)
    if not form.is_valid():
        return draw(request, found, assign_form=form, status=422)
    try:
        assign(found, form.cleaned_data["officer"], by=request.user.actor, at=timezone.now())
    except Refusal as refusal:
        say(form, refusal)
        return draw(request, found, assign_form=form, status=refusal.kind.status)
    messages.success(request, _("It is assigned."))
    return redirect("desk:docket", pk)


@require_POST
@needs(Permission.DOCKET_WORK)
def clock(request: HttpRequest, pk: int, number: int, verb: str) -> HttpResponse:
    """Stop a clock, let it run on, or give it more time."""
    actor, at = request.user.actor, timezone.now()
    found = fetch(pk, by=actor)
    timer = found.timers.filter(pk=number).first()
    if timer is None or verb not in {"stop", "resume", "extend"}:
        raise Http404
    form = GroundsForm(request.POST)
    if verb == "extend" and not form.is_valid():
        return draw(request, found, clock_form=form, status=422)
    try:
        match verb:
            case "stop":
                stop_clock(timer, reason=request.POST.get("reason", ""), by=actor, at=at)
            case "resume":
                resume_clock(timer, by=actor, at=at)
            case "extend":
                extend_clock(timer, grounds=form.cleaned_data["grounds"], by=actor, at=at)
    except Refusal as refusal:
        form = GroundsForm({"grounds": "no grounds are asked for"})
        say(form, refusal)
        return draw(request, found, clock_form=form, status=refusal.kind.status)
    return redirect("desk:docket", pk)


def fetch(pk: int, *, by: Actor) -> Docket:
    """A docket that the reader may see and whose kind this installation knows; else not found."""
    found = Docket.objects.visible_to(by).select_related("officer", "unit").filter(pk=pk).first()
    if found is None or found.kind not in REGISTERED:
        raise Http404
    return found


def draw(
    request: HttpRequest,
    found: Docket,
    *,
    failed: Failed = None,
    assign_form: AssignForm | None = None,
    clock_form: GroundsForm | None = None,
    paper_form: PaperForm | None = None,
    around: Mapping[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of the file, with the form in which something went wrong opened."""
    actor, at, kind = request.user.actor, timezone.now(), kind_of(found)
    papers = list(
        Evidence.objects.visible_to(actor).filter(docket=found).select_related("original")
    )
    happened = list(
        Happening.objects.visible_to(actor).filter(docket=found).order_by("-id")[:SHOWN]
    )
    letters = (
        Letter.objects.visible_to(actor).filter(docket=found).select_related("party")
    ).order_by("-id")
    statements = list(found.statements.exclude(standing="dropped").order_by("-id"))
    names = names_at_desk(found, (*happened, *papers), by=actor)
    works = actor.may(Permission.DOCKET_WORK)
    offered = offers(found, kind, by=actor, at=at)
    parties = found.parties.select_related("organisation", "acts_for", "authority")
    drafts = [one for one in statements if one.standing == "draft"]
    context = {
        "docket": found.pk,
        "reference": found.reference,
        "title": title_of(found, kind),
        "kind": kind.title.in_language(language()),
        "state": kind.state_name(found.state).in_language(language()),
        "closed": found.closed_at is not None,
        "steps": steps_told(
            offered, papers, failed, lambda verb: reverse("desk:docket-move", args=[found.pk, verb])
        ),
        "failed_form": next(
            (one for one in (failed and failed[1], assign_form, clock_form, paper_form,
                             *(around or {}).values()) if one), None,
        ),
        "party_form": PartyForm(found, kind, papers),
        "relation_form": RelationForm(),
        "consent_form": ConsentForm(),
        "unit_form": UnitForm(found),
        "facts": summary(found, kind),
        "clocks": clocks_told(found, kind, at=at, stoppable=_stoppable(found) if works else {}),
        "extendable": _extendable(found) if works else (),
        "parties": parties_told(parties, kind),
        "relations": relations_told(found, by=actor),
        "papers": papers_told(papers, names),
        "letters": letters_told(letters),
        "statements": tuple(
            (one.pk, one.reference, one.standing, one.issued_at, statement_facts(one, kind),
             tuple(
                 (fact.text, tuple(paper.name for paper in fact.evidence.all()))
                 for fact in one.facts.prefetch_related("evidence")
             ))
            for one in statements if one.standing != "draft"
        ),
        "draft": drafts[0].pk if drafts else 0,
        "may_reason": works and _decisions(found) and not any(one.step.decides for one in offered),
        "events": timeline(happened, kind, names),
        "own_page": _own_page(found) if works else "",
        "may_work": works,
        "mine": found.officer_id == request.user.pk,
        "nobodys": found.officer_id is None,
        "assign_form": assign_form or AssignForm(initial={"officer": found.officer_id}),
        "may_assign": actor.may(Permission.DOCKET_ASSIGN) and not found.closed_at,
        "paper_form": paper_form or PaperForm(initial={"secrecy": "parties"}),
        "clock_form": clock_form or GroundsForm(),
        **(around or {}),
    }  # fmt: skip
    answer = render(request, "desk/dockets/file.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


OWN_PAGES = {ACCESS_REVIEW.code: "desk:access-review"}
"""Kinds that have a page of their own beside the file, on which most of the work is done."""


def _own_page(found: Docket) -> str:
    name = OWN_PAGES.get(found.kind)
    return reverse(name, args=[found.pk]) if name else ""


def _stoppable(found: Docket) -> Mapping[int, tuple[str, ...]]:
    """For which reasons each running clock may be stopped; those that stand still have none."""
    return {
        timer.pk: tuple(_law_of(timer).stops)
        for timer in found.timers.filter(state=Ticking.RUNNING)
    }


def _extendable(found: Docket) -> tuple[int, ...]:
    running = found.timers.filter(state=Ticking.RUNNING, extended=False)
    return tuple(timer.pk for timer in running if _law_of(timer).extension is not None)


def _law_of(timer: Any) -> Any:
    law = clocks.load(timer.pack).on(clocks.day_of(timer.started_at))
    return law.timer(timer.timer)


def _decisions(found: Docket) -> bool:
    kind = kind_of(found)
    return any(kind.steps[verb].decides for verb in kind.life.verbs_from(found.state))
