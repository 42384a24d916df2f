"""What the checks of a report have to know."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from tidewaiter.law.loader import Law, Unknown
from tidewaiter.provenance.formats.report_text import ReportText
from tidewaiter.provenance.models import Check, Laboratory, Product, Report
from tidewaiter.provenance.rules.laboratories import Accredited
from tidewaiter.provenance.rules.reports import FEWEST, Goods, Step
from tidewaiter.provenance.rules.standards import asked_of
from tidewaiter.provenance.states import WALKING
from tidewaiter.provenance.states import Report as State


def said_of(report: Report) -> ReportText:
    """What the text of a report says."""
    return msgspec.convert(report.said, ReportText)


def laboratories() -> list[Accredited]:
    """All listed laboratories with their scope."""
    return [_accredited(one) for one in Laboratory.objects.prefetch_related("scope")]


def laboratory(code: str) -> Laboratory:
    """A listed laboratory."""
    return Laboratory.objects.get(code=code)


def goods_of(report: Report, law: Law) -> Goods:
    """The product of a report, and what the law of the day asks of its report."""
    product = report.product
    return Goods(
        gtin=product.gtin,
        model=product.model,
        batch=report.batch,
        batches=tuple(product.batches.values_list("number", flat=True)),
        standards=standards_for(product, law),
    )


def standards_for(product: Product, law: Law) -> Sequence[str]:
    """By which standards the law of a day wants a product tested; none where it names none."""
    return asked_of(product.hs_code, law)


def accreditors(law: Law) -> frozenset[str]:
    """The accreditors whose accreditations count; none where the law names none."""
    try:
        return frozenset(law.codes("accreditors"))
    except Unknown:
        return frozenset()


def same_values(report: Report) -> Mapping[str, Sequence[str]]:
    """The results of reports of other products that share one with this, by reference."""
    if len(report.marks) < FEWEST:
        return {}
    others = (
        Report.objects.filter(marks__overlap=report.marks)
        .exclude(product=report.product_id)
        .exclude(docket__state__in=[State.UNREADABLE, State.INCOMPLETE])
        .select_related("docket")
        .order_by("id")[:500]
    )
    return {one.docket.reference: one.marks for one in others}


def found_genuine(report: Report) -> bool:
    """Whether an officer found the report to be genuine."""
    return Check.objects.filter(report=report, step=Step.PERSON).exists()


def to_go_on(*, at: datetime, asking: bool, limit: int = 200) -> list[Report]:
    """Reports whose checks go on: those that stand between two checks, and where `asking` those
    that wait for a register.
    """
    states = [State.UPLOADED, *sorted(WALKING)]
    if not asking:
        states.remove(State.UNCONFIRMED)
    return list(
        Report.objects.filter(docket__state__in=states, submitted_at__lte=at)
        .select_related("docket", "product", "paper")
        .order_by("id")[:limit]
    )


def _accredited(one: Laboratory) -> Accredited:
    return Accredited(
        code=one.code,
        name=one.name,
        names=tuple(one.names),
        accreditor=one.accreditor,
        number=one.number,
        mark=one.mark,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        scope={each.standard: (each.valid_from, each.valid_to) for each in one.scope.all()},
    )
