"""A parcel's page: why it stands where it stands, and everything that was known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import msgspec
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.intake.models import Declaration
from tidewaiter.intake.queries import missing_for
from tidewaiter.law.loader import Law
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.queries.findings import acts_about
from tidewaiter.risk.queries.networks import clusters_of_order
from tidewaiter.surfaces.desk.comparison import Comparison, compare
from tidewaiter.surfaces.desk.explained import Reason, explain
from tidewaiter.surfaces.desk.file import File, fetch, title_of
from tidewaiter.surfaces.desk.history import history
from tidewaiter.surfaces.desk.lanes import offered
from tidewaiter.surfaces.desk.money import Duties, Quota, duties_of, quota_of
from tidewaiter.surfaces.desk.networks.words import title_of as network_title
from tidewaiter.surfaces.desk.papers import Paper, papers_of
from tidewaiter.surfaces.desk.peers import PeerLine, peers_of
from tidewaiter.surfaces.desk.people import Person, RevealForm, people_of
from tidewaiter.surfaces.desk.screening.hits import hits_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Event, Fact
from tidewaiter.surfaces.kit.templatetags.kit import amount, money
from tidewaiter.surfaces.kit.words import coded, document_name, firm_names, law_on


@dataclass(frozen=True)
class Parcel:
    """Everything on the page."""

    id: int
    title: str
    standing: str
    received_at: datetime
    decided_at: datetime | None
    overdue: bool
    chosen_by: str
    score: Decimal | None
    waiting_for: tuple[str, ...]
    summary: tuple[Fact, ...]
    people: tuple[Person, ...]
    reasons: tuple[Reason, ...]
    documents: Comparison
    duties: Duties | None
    quota: tuple[Quota, ...]
    peers: tuple[PeerLine, ...]
    history: tuple[Event, ...]
    proof: tuple[Fact, ...]


@require_GET
@needs(Permission.PARCEL_SEE)
def parcel(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the page; when it asks whether anything is new, answer only that."""
    file = fetch(pk, by=request.user.actor)
    if request.htmx:
        if file.standing == request.GET.get("was"):
            return HttpResponse(status=204)
        return HttpResponseClientRefresh()
    return draw(request, file)


def draw(
    request: HttpRequest,
    file: File,
    *,
    override_form: forms.Form | None = None,
    reveal_form: RevealForm | None = None,
    who: str = "",
    clear: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw a parcel's page, perhaps with a form that was filled in, or with one person in full."""
    actor = request.user.actor
    papers = papers_of(file.declaration, file.assessment, by=actor)
    people = people_of(papers, who=who, clear=clear)
    offer, refused = offered(file, by=actor)
    if reveal_form is None and actor.may(Permission.PERSON_REVEAL) and people:
        reveal_form = RevealForm(people)
    answer = render(
        request,
        "desk/parcel.html",
        {
            "parcel": _parcel(file, papers, people, by=actor),
            "override_form": override_form or offer,
            "override_refused": refused,
            "reveal_form": reveal_form,
            "may_snooze": actor.may(Permission.RULE_SNOOZE),
            "may_write_act": actor.may(Permission.INSPECTION_WRITE),
            "hits": hits_of(file.declaration, by=actor),
            "live": file.standing == "waiting",
        },
        status=status,
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _parcel(
    file: File, papers: Mapping[str, Paper], people: tuple[Person, ...], *, by: Actor
) -> Parcel:
    declaration, assessment = file.declaration, file.assessment
    law = law_on(assessment.law_day if assessment else _day(declaration))
    fired = list(assessment.reasons.order_by("position")) if assessment else []
    evidence = [msgspec.json.decode(reason.evidence) for reason in fired]
    missing = missing_for([declaration.pk]).get(declaration.pk, []) if file.awaited else []
    return Parcel(
        id=declaration.pk,
        title=title_of(declaration),
        standing=file.standing,
        received_at=declaration.received_at,
        decided_at=assessment.decided_at if assessment else None,
        overdue=file.awaited is not None and file.awaited.due_at <= timezone.now(),
        chosen_by=_chosen_by(assessment),
        score=assessment.score if assessment else None,
        waiting_for=tuple(document_name(document) for document in missing),
        summary=_summary(file, papers, law, by) + _networks(assessment, by=by),
        people=people,
        reasons=tuple(explain(reason, law) for reason in fired),
        documents=compare(papers, law),
        duties=duties_of(assessment, papers["declaration"].lines) if assessment else None,
        quota=quota_of(assessment, evidence, law) if assessment else (),
        peers=peers_of(assessment, papers["declaration"].lines),
        history=history(papers, assessment, by=by),
        proof=_proof(assessment) if assessment else (),
    )


def _day(declaration: Declaration) -> date:
    return timezone.localdate(declaration.received_at)


def _chosen_by(assessment: Assessment | None) -> str:
    if assessment is None:
        return "none"
    return "officer" if assessment.changes.exists() else assessment.lane_by


def _summary(file: File, papers: Mapping[str, Paper], law: Law, by: Actor) -> tuple[Fact, ...]:
    declaration, assessment = file.declaration, file.assessment
    head, lines = papers["declaration"].head, papers["declaration"].lines
    names = firm_names([declaration.ebp_code, declaration.agent_code, declaration.logistics_code])
    value = (
        assessment.dutiable_value
        if assessment
        else sum((Decimal(str(line.get("totalPrice") or 0)) for line in lines), Decimal(0))
    )
    numbers = numbers_of(declaration.pk, declaration.received_at, declaration.customs_code)
    facts = [
        Fact(_("Goods"), "; ".join(line.get("gname", "") for line in lines)),
        Fact(_("Value"), money(value)),
        Fact(_("Merchant"), head.get("ebcName", ""), declaration.ebc_code),
        _firm(_("Platform"), names, declaration.ebp_code, head.get("ebpName", "")),
        _firm(_("Carrier"), names, declaration.logistics_code, head.get("logisticsName", "")),
        _firm(_("Declarant"), names, declaration.agent_code, head.get("agentName", "")),
        Fact(_("Customs office"), coded(law, "customs", declaration.customs_code)),
        Fact(_("List number"), numbers["invtNo"]),
        Fact(_("Order number"), declaration.order_no),
    ]
    if assessment:
        facts += [
            Fact(_("Inspection act"), act.reference, url=reverse("desk:act", args=[act.pk]))
            for act in acts_about(assessment, by=by)
        ]
    if assessment and assessment.score:
        facts.append(Fact(_("Risk score"), amount(assessment.score)))
    newer = _newer(declaration)
    if newer is not None:
        url = reverse("desk:parcel", args=[newer])
        facts.append(Fact(_("Replaced by"), _("a newer version"), url=url))
    return tuple(facts)


def _networks(assessment: Assessment | None, *, by: Actor) -> tuple[Fact, ...]:
    """The networks of the parcel's parties that hold more than this one parcel."""
    if assessment is None or assessment.order_id is None:
        return ()
    found = clusters_of_order(assessment.order_id, by=by)
    return tuple(
        Fact(
            _("Network"),
            network_title(one.kind, one.cluster),
            _("{identities} identity numbers, {parcels} parcels in thirty days").format(
                identities=one.identities, parcels=one.parcels_30
            ),
            url=reverse("desk:network", args=[one.kind, one.cluster]),
        )
        for one in found
        if one.nodes > 1 or one.identities > 1
    )


def _firm(label: str, names: Mapping[str, str], code: str, said: str) -> Fact:
    return Fact(label, names.get(code) or said or code, code)


def _newer(declaration: Declaration) -> int | None:
    """The declaration that took the place of this one."""
    if declaration.current:
        return None
    same = Declaration.objects.filter(
        cop_no=declaration.cop_no, agent_code=declaration.agent_code, current=True
    )
    return same.values_list("pk", flat=True).first()


def _proof(assessment: Assessment) -> tuple[Fact, ...]:
    chosen = {
        "rule": _("by a rule"),
        "score": _("by the risk score"),
        "budget": _("among the highest priorities that the office can inspect today"),
        "explored": _("random control among parcels of which little is known"),
        "random": _("random control"),
        "none": _("nothing stood against release"),
    }
    return (
        Fact(_("Lane chosen"), chosen.get(assessment.lane_by, assessment.lane_by)),
        Fact(_("Rule book"), assessment.book),
        Fact(_("Law"), assessment.law, assessment.law_day.isoformat()),
        Fact(_("Fingerprint of the input"), assessment.input_hash),
        Fact(_("Random number drawn"), f"{assessment.draw:.12f}"),
    )
