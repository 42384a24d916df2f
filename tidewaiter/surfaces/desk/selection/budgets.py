"""The offices' budgets: what each can inspect, what it chose today, and what is proposed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.keep_budgets import settle, still_coming
from tidewaiter.flows.receive_message import law_on
from tidewaiter.risk.commands.budgets import propose_budget
from tidewaiter.risk.models import Budget, Cut
from tidewaiter.risk.queries.budgets import Office, budgets_in_force, limits_of, offices
from tidewaiter.risk.states import BUDGET, BudgetStage
from tidewaiter.surfaces.desk.selection.forms import USUAL, BudgetForm
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import count
from tidewaiter.surfaces.kit.words import coded, language


@dataclass(frozen=True)
class OfficeRow:
    """An office with what it chose today."""

    name: str
    reference: str
    inspections: int
    by_priority: int
    explored: int
    drawn: int
    by_rule: int
    share: str
    cut: Decimal | None
    coming: int


@dataclass(frozen=True)
class Proposed:
    """A budget that waits for a second person."""

    pk: int
    name: str
    facts: tuple[Fact, ...]
    grounds: str
    by: str
    at: datetime
    own: bool


@require_GET
@needs(Permission.RULE_SEE)
def budgets(request: HttpRequest) -> HttpResponse:
    """Draw the list."""
    return _draw(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BUDGET_PROPOSE)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask what an office can inspect, then propose it."""
    now = timezone.now()
    law = law_on(now)
    listed = [(code, coded(law, "customs", code)) for code in sorted(law.codes("customs"))]
    form = BudgetForm(listed, request.POST if request.method == "POST" else None, initial=USUAL)
    status = 200
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            propose_budget(
                given["office"], form.limits(), grounds=given["grounds"],
                by=request.user.actor, at=now,
            )  # fmt: skip
        except Refusal as refusal:
            told = refusal.render(language())
            form.add_error(None, f"{told['sentence']} {told['cure']}")
            status = refusal.kind.status
        else:
            messages.success(request, _("Proposed. Somebody else puts the budget in force."))
            return redirect("desk:selection")
    elif form.is_bound:
        status = 422
    return render(request, "desk/selection/propose.html", {"form": form}, status=status)


@require_POST
@needs(Permission.BUDGET_CONFIRM)
def move(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Put a proposed budget in force, or decline it."""
    actor = request.user.actor
    found = Budget.objects.visible_to(actor).filter(pk=pk).first()
    if found is None or verb not in BUDGET.verbs_from(BudgetStage.PROPOSED):
        raise Http404
    try:
        settle(found, verb, by=actor, at=timezone.now())
    except Refusal as refusal:
        return _draw(request, refusal)
    told = {"confirm": _("The budget is in force."), "decline": _("The budget is declined.")}
    messages.success(request, told[verb])
    return redirect("desk:selection")


def _draw(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    actor, now = request.user.actor, timezone.now()
    law = law_on(now)
    found = offices(at=now, zone=ZoneInfo(settings.TIME_ZONE))
    force = budgets_in_force()
    cuts = dict(Cut.objects.values_list("office", "cut"))
    proposed = Budget.objects.visible_to(actor).filter(stage=BudgetStage.PROPOSED)
    context = {
        "rows": tuple(
            _row(one, coded(law, "customs", one.code), force[one.code], cuts.get(one.code), now)
            for one in found
        ),
        "proposed": tuple(
            _proposed(one, coded(law, "customs", one.office), actor.id) for one in proposed
        ),
        "may_propose": actor.may(Permission.BUDGET_PROPOSE),
        "may_settle": actor.may(Permission.BUDGET_CONFIRM),
        "problem": refusal.render(language()) if refusal else None,
    }
    status = refusal.kind.status if refusal else 200
    return render(request, "desk/selection/budgets.html", context, status=status)


def _row(office: Office, name: str, budget: Budget, cut: Decimal | None, at: datetime) -> OfficeRow:
    today = office.today
    spent = today.by_priority + today.explored + today.drawn
    return OfficeRow(
        name,
        budget.reference,
        budget.inspections,
        today.by_priority,
        today.explored,
        today.drawn,
        today.by_rule,
        f"{min(spent / budget.inspections, 1):.0%}",
        cut,
        round(still_coming(office, at=at)),
    )


def _proposed(budget: Budget, name: str, reader: str) -> Proposed:
    limits = limits_of(budget)
    after = _("after %(days)s days") % {"days": limits.audit_after} if limits.audit_after else "–"
    waits = _("%(minutes)s minutes") % {"minutes": limits.delay} if limits.delay else "–"
    facts = (
        Fact(_("Inspections a day"), count(limits.inspections)),
        Fact(_("Of these drawn at random"), _share(limits.explored)),
        Fact(_("Of the drawn ones, from all parcels alike"), _share(limits.uniform)),
        Fact(_("Documents looked at"), _share(limits.documents)),
        Fact(_("Audited after release"), _share(limits.audit)),
        Fact(_("Documents that nobody looked at: audit later"), after),
        Fact(_("A released parcel waits"), waits),
    )
    return Proposed(
        budget.pk, name, facts, budget.grounds, budget.proposed_label, budget.proposed_at,
        budget.proposed_by == reader,
    )  # fmt: skip


def _share(part: Decimal) -> str:
    return f"{(part * 100).normalize():f} %"
