"""The list of proposals, and a new one."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows import make_law
from tidewaiter.lawmaking.commands.writing import Named
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.lawmaking.states import Stage
from tidewaiter.surfaces.desk.law.forms import ProposalForm
from tidewaiter.surfaces.desk.law.steps import next_hand
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.lawmaking import stage_name, title_of
from tidewaiter.surfaces.kit.words import pack_title

ORDER = (
    Stage.CONFLICT,
    Stage.DRAFTED,
    Stage.REVIEWED,
    Stage.CONSULTED,
    Stage.SPOTTED,
    Stage.SCHEDULED,
    Stage.IN_FORCE,
    Stage.SUPERSEDED,
    Stage.WITHDRAWN,
)
SHOWN = 50
"""Of one stage; what is older is found by its number."""


@dataclass(frozen=True)
class Row:
    """A proposal at a glance."""

    pk: int
    title: str
    reference: str
    pack: str
    hand: str
    until: date | None
    late: bool


@dataclass(frozen=True)
class Group:
    """The proposals of one stage."""

    title: str
    rows: tuple[Row, ...]


@require_GET
@needs(Permission.LAW_SEE)
def proposals(request: HttpRequest) -> HttpResponse:
    """Draw the list: by stage, with who has to act and until when."""
    actor, on = request.user.actor, timezone.localdate()
    groups = []
    for stage in ORDER:
        found = Proposal.objects.visible_to(actor).filter(stage=stage)[:SHOWN]
        rows = tuple(_row(one, on) for one in found)
        if rows:
            groups.append(Group(stage_name(stage), rows))
    may_propose = actor.may(Permission.LAW_DRAFT)
    context = {"groups": tuple(groups), "may_propose": may_propose}
    return render(request, "desk/law/proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.LAW_DRAFT)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask for title and reasons, then begin the proposal."""
    form = ProposalForm(request.POST if request.method == "POST" else None)
    if not form.is_bound:
        return render(request, "desk/law/propose.html", {"form": form})
    if not form.is_valid():
        return render(request, "desk/law/propose.html", {"form": form}, status=422)
    given = form.cleaned_data
    made = make_law.propose(
        given["pack"],
        Named(given["title_en"], given["title_zh"], given["grounds_en"], given["grounds_zh"]),
        drafting=given["begin"] == "draft",
        by=request.user.actor,
        at=timezone.now(),
    )
    return redirect("desk:proposal", made.pk)


def _row(proposal: Proposal, on: date) -> Row:
    due = proposal.due_on
    return Row(
        proposal.pk,
        title_of(proposal),
        proposal.reference,
        pack_title(proposal.pack),
        next_hand(proposal, on=on),
        due,
        due is not None and due < on and proposal.stage != Stage.SCHEDULED,
    )
