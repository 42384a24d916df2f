"""A test report: what its text says beside what the checks found, and the one next step."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.provenance.dockets import TEST_REPORT
from tidewaiter.provenance.models import Report
from tidewaiter.provenance.rules.reports_told import finding_told
from tidewaiter.surfaces.desk.products.words import check_names, outcome_names, part_names
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Found:
    """One entry of the check log."""

    step: str
    outcome: str
    key: str
    sentence: str
    law: str
    cure: str
    at: datetime


@require_GET
@needs(Permission.PRODUCT_SEE)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw the page; 404 for a stranger."""
    actor = request.user.actor
    found = (
        Report.objects.visible_to(actor)
        .select_related("docket", "product", "laboratory", "paper")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    docket = found.docket
    names = part_names()
    said = tuple(
        Fact(label, ", ".join(value) if isinstance(value, list) else value)
        for name, label in names.items()
        if (value := found.said.get(name))
    )
    paper = found.paper if actor.may(Permission.DOCKET_SEE) else None
    return render(
        request,
        "desk/products/report.html",
        {
            "report": found,
            "reference": docket.reference,
            "state": TEST_REPORT.state_name(docket.state).in_language(language()),
            "standing": docket.state,
            "docket_url": reverse("desk:docket", args=[docket.pk]),
            "paper_url": reverse("desk:docket-paper", args=[docket.pk, paper.pk]) if paper else "",
            "product_url": reverse("desk:product", args=[found.product.gtin]),
            "said": said,
            "results": tuple(mark.partition("=")[::2] for mark in found.marks),
            "checks": tuple(_told(one) for one in found.checks.all()),
        },
    )


def _told(one: object) -> Found:
    told = finding_told(one.code, one.values)
    return Found(
        check_names().get(one.step, one.step),
        outcome_names().get(one.outcome, one.outcome),
        one.outcome,
        told.sentence.in_language(language()),
        told.law,
        told.cure.in_language(language()),
        one.at,
    )
