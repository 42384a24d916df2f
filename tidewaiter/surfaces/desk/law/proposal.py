"""A proposal: what it changes, its text, what was found, comments, history, and the next step."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import make_law
from tidewaiter.lawmaking.commands.comments import moderate as moderate_comment
from tidewaiter.lawmaking.commands.moving import withdraw
from tidewaiter.lawmaking.models import Comment, Proposal
from tidewaiter.lawmaking.states import COMMENT, PROPOSAL, Stage
from tidewaiter.surfaces.desk.law.forms import PathForm
from tidewaiter.surfaces.desk.law.steps import (
    BY_THE_SYSTEM,
    WITH_GROUNDS,
    may_write,
    next_hand,
    steps_of,
    verb_name,
)
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.forms import GroundsForm
from tidewaiter.surfaces.kit.lawmaking import (
    changes_told,
    files_told,
    grounds_of,
    reckoning_of,
    stage_name,
    title_of,
    tongue,
)
from tidewaiter.surfaces.kit.parts import Event, Fact
from tidewaiter.surfaces.kit.templatetags.kit import day
from tidewaiter.surfaces.kit.words import language, pack_title


@dataclass(frozen=True)
class Found:
    """What the checker says about a line."""

    path: str
    line: int
    message: str
    error: bool


@dataclass(frozen=True)
class CaseTold:
    """How a case of the test tables came out."""

    name: str
    on: date
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class CommentTold:
    """A comment, with what may be done with it."""

    id: int
    signed: str
    said: str
    at: object
    standing: str
    grounds: str
    verbs: tuple[str, ...]


def fetch(pk: int, *, by: Actor) -> Proposal:
    """A proposal that somebody may see; 404 for everything else."""
    found = Proposal.objects.visible_to(by).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_GET
@needs(Permission.LAW_SEE)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the page of a proposal."""
    return draw(request, fetch(pk, by=request.user.actor))


@require_POST
@needs(Permission.LAW_SEE)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Bring a proposal to its next stage; the command asks whether this person may."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    if verb not in PROPOSAL.moves or verb in BY_THE_SYSTEM:
        raise Http404
    grounds = ""
    if verb in WITH_GROUNDS:
        form = GroundsForm(request.POST, auto_id=f"id_{verb}_%s")
        if not form.is_valid():
            return draw(request, found, failed=verb, form=form, status=422)
        grounds = form.cleaned_data["grounds"]
    try:
        _moved(found, verb, grounds, actor)
    except Refusal as refusal:
        form = GroundsForm(request.POST, auto_id=f"id_{verb}_%s")
        told = refusal.render(language())
        form.errors.clear()
        form.add_error(None, f"{told['sentence']} {told['cure']}")
        return draw(request, found, failed=verb, form=form, status=refusal.kind.status)
    messages.success(request, _("Done: %(what)s") % {"what": verb_name(verb)})
    return redirect("desk:proposal", pk)


@require_POST
@needs(Permission.LAW_MODERATE)
def moderate(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Publish a comment or keep it back."""
    actor = request.user.actor
    given = Comment.objects.visible_to(actor).filter(pk=pk).first()
    if given is None or verb not in COMMENT.moves:
        raise Http404
    grounds = request.POST.get("grounds", "").strip()[:2000]
    if verb == "keep-back" and len(grounds) < 10:
        messages.error(request, _("Give your reasons in ten characters or more"))
    else:
        moderate_comment(given, verb, grounds=grounds, by=actor, at=timezone.now())
    return redirect("desk:proposal", given.proposal_id)


def draw(
    request: HttpRequest,
    found: Proposal,
    *,
    failed: str = "",
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a proposal, also with a form that was not filled in well."""
    actor, on = request.user.actor, timezone.localdate()
    steps = [
        (step, form if step.verb == failed else GroundsForm(auto_id=f"id_{step.verb}_%s"))
        for step in steps_of(found, by=actor, on=on)
    ]
    context = {
        "proposal": found.pk,
        "reference": found.reference,
        "title": title_of(found),
        "grounds": grounds_of(found),
        "stage": stage_name(found.stage),
        "hand": next_hand(found, on=on),
        "facts": tuple(_facts(found)),
        "steps": steps,
        "failed_form": form,
        "may_write": may_write(found, by=actor),
        "path_form": PathForm(),
        "paths": make_law.paths_of(found.pack) if may_write(found, by=actor) else (),
        "changes": changes_told(found.verdict),
        "files": files_told(found),
        "findings": findings_told(found.verdict),
        "cases": _cases(found.verdict),
        "failed_cases": tuple(one for one in _cases(found.verdict) if one.differences),
        "comments": tuple(_comments(found, actor)),
        "may_moderate": actor.may(Permission.LAW_MODERATE),
        "history": _history(found, actor),
    }
    return render(request, "desk/law/proposal.html", context, status=status)


def findings_told(verdict: Mapping[str, Any], path: str = "") -> tuple[Found, ...]:
    """What was found, errors first; about one file where it is named."""
    told = [
        Found(
            each["path"],
            each["line"],
            each.get("message_zh", each["message"]) if tongue() == "zh" else each["message"],
            each["severity"] == "error",
        )
        for each in verdict.get("findings", ())
        if not path or each["path"].partition("/")[2] == path
    ]
    return tuple(sorted(told, key=lambda one: not one.error))


def _moved(found: Proposal, verb: str, grounds: str, by: Actor) -> None:
    at = timezone.now()
    match verb:
        case "take-up":
            make_law.take_up(found, by=by, at=at)
        case "resolve":
            make_law.resolve(found, grounds=grounds, by=by, at=at)
        case "review":
            make_law.review(found, by=by, at=at)
        case "send-back":
            make_law.send_back(found, grounds=grounds, by=by, at=at)
        case "consult":
            make_law.consult(found, by=by, at=at)
        case "schedule":
            make_law.schedule(found, by=by, at=at)
        case "call-off":
            make_law.call_off(found, grounds=grounds, by=by, at=at)
        case "withdraw":
            withdraw(found, grounds=grounds, by=by, at=at)


def _facts(found: Proposal) -> Iterator[Fact]:
    yield Fact(_("Law pack"), pack_title(found.pack))
    if found.due_on:
        yield Fact(_("Until"), day(found.due_on))
    if found.comments_until:
        until = day(found.comments_until)
        yield Fact(_("Comments until the end of"), until, reckoning_of(found))
    if found.enters_on and found.stage != Stage.WITHDRAWN:
        yield Fact(_("Applies from"), day(found.enters_on))


def _cases(verdict: Mapping[str, Any]) -> tuple[CaseTold, ...]:
    return tuple(
        CaseTold(
            each[tongue()],
            date.fromisoformat(each["day"]),
            tuple((name, *both) for name, both in each["differences"].items()),
        )
        for each in verdict.get("cases", ())
    )


def _comments(found: Proposal, by: Actor) -> Iterator[CommentTold]:
    for one in Comment.objects.visible_to(by).filter(proposal=found):
        verbs = COMMENT.verbs_from(one.standing)
        yield CommentTold(one.pk, one.signed, one.said, one.at, one.standing, one.grounds, verbs)


def _history(found: Proposal, by: Actor) -> tuple[Event, ...]:
    entries = list(history_of(found))
    numbers = {entry.by_id for entry in entries if entry.by_id.isdigit()}
    known = {
        str(person.pk): person.name
        for person in Person.objects.visible_to(by).filter(pk__in=numbers)
    }
    words = {
        "proposal.made": _("Proposed"),
        "proposal.written": _("Text saved and checked"),
        "proposal.take-up": _("Taken up"),
        "proposal.resolve": _("Conflict resolved"),
        "proposal.review": _("Text approved by a second person"),
        "proposal.send-back": _("Sent back"),
        "proposal.consult": _("Consultation opened"),
        "proposal.schedule": _("Scheduled"),
        "proposal.enter-into-force": _("In force"),
        "proposal.supersede": _("Superseded"),
        "proposal.withdraw": _("Withdrawn"),
        "proposal.call-off": _("Called off before its day"),
        "notice.given": _("Operators told"),
    }
    return tuple(
        Event(
            entry.at,
            words.get(entry.verb, entry.verb),
            known.get(entry.by_id, entry.by_label),
            str(entry.details.get("grounds", "")),
        )
        for entry in reversed(entries)
    )
