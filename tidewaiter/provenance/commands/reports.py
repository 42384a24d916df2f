"""Open the file of a test report, note what its text says and what checks found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.commands.opening import Matter, Paper, Side, open_docket
from tidewaiter.base.docket.models import Docket, Evidence, Unit
from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.dockets import SUBMITTER, TEST_REPORT
from tidewaiter.provenance.formats.report_text import ReportText
from tidewaiter.provenance.models import Check, Laboratory, Product, Report
from tidewaiter.provenance.rules.reports import Finding, Step
from tidewaiter.provenance.states import Binding, Outcome


@transaction.atomic
def open_report(
    product: Product,
    *,
    batch: str,
    pack: str,
    via: str,
    unit: Unit | None,
    by: Actor,
    at: datetime,
) -> Report:
    """Open the file of a report about a product; the firm that placed it on the market is told."""
    firm = product.operator
    docket = open_docket(
        TEST_REPORT,
        Paper(
            pack=pack,
            via=via,
            title=str(product)[:200],
            parties=[Side(SUBMITTER, firm.name, firm.organisation, firm.contact)],
            matters=[Matter("product", product.gtin, str(product)[:200])],
        ),
        unit=unit,
        by=by,
        at=at,
    )
    report = Report.objects.create(docket=docket, product=product, batch=batch, submitted_at=at)
    record(
        verb="report.opened", thing=report, by=by, at=at,
        docket=docket.reference, product=product.gtin,
    )  # fmt: skip
    return report


@transaction.atomic
def note_text(
    report: Report, paper: Evidence, said: ReportText | None, *, by: Actor, at: datetime
) -> Report:
    """Keep what the text of the paper says; nothing where it has no text."""
    found = Report.objects.select_for_update().get(pk=report.pk)
    found.paper = paper
    if said is not None:
        found.said = msgspec.to_builtins(said)
        found.number = said.number
        found.standards = list(said.standards)
        found.marks = list(said.marks)
        found.tested_on = said.tested_on
        found.issued_on = said.issued_on
        found.valid_until = said.valid_until
    found.save()
    record(verb="report.read", thing=found, by=by, at=at, results=len(found.marks))
    return found


@transaction.atomic
def note_finding(
    report: Report,
    finding: Finding,
    *,
    laboratory: Laboratory | None = None,
    binding: Binding = Binding.NONE,
    by: Actor,
    at: datetime,
) -> Check:
    """Write into the check log what a check found."""
    found = Report.objects.select_for_update().get(pk=report.pk)
    if laboratory is not None:
        found.laboratory = laboratory
    if binding:
        found.binding = binding
    found.save()
    check = Check.objects.create(
        report=found,
        step=finding.step,
        outcome=finding.outcome,
        code=finding.code,
        values=dict(finding.values),
        at=at,
    )
    record(
        verb="report.checked", thing=found, by=by, at=at,
        step=finding.step.value, outcome=finding.outcome.value, code=finding.code,
    )  # fmt: skip
    return check


@transaction.atomic
def accept_report(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """From now the report counts for its product."""
    report = Report.objects.select_for_update().get(docket=docket)
    report.accepted_at = at
    report.ended_at = None
    report.binding = report.binding or Binding.MODEL
    report.save()
    record(verb="report.accepted", thing=report, by=by, at=at, binding=report.binding)


@transaction.atomic
def end_report(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """From now the report counts no longer: it expired, or is suspected to be forged."""
    report = Report.objects.select_for_update().get(docket=docket)
    if report.accepted_at is not None and report.ended_at is None:
        report.ended_at = at
        report.save()
        record(verb="report.ended", thing=report, by=by, at=at, state=docket.state)


@transaction.atomic
def note_genuine(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """An officer found the report to be genuine: the checks do not suspect it again."""
    report = Report.objects.select_for_update().get(docket=docket)
    note_finding(
        report,
        Finding(
            Step.PERSON,
            Outcome.CONFIRMED,
            "report.genuine",
            {"grounds": str(given.get("grounds", ""))[:500]},
        ),
        by=by,
        at=at,
    )
