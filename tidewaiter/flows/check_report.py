"""A test report comes in and is checked: read, laboratory, number, product; step by step.

Each check is written into the log of the report and moves its docket. What a check cannot find out
stays unconfirmed; what looks forged is frozen until a person decides.
"""

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from tidewaiter.adapters.pdf_text import text_of
from tidewaiter.adapters.report_register import look_up
from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.papers import Received, keep_paper, opened
from tidewaiter.base.docket.models import Unit
from tidewaiter.base.docket.rules.papers.kinds import PDF
from tidewaiter.base.identity.actors import Actor, ActorKind, system_actor
from tidewaiter.flows.dockets import make_move
from tidewaiter.flows.grade_products import grade
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.receive_paper import checked
from tidewaiter.provenance.commands.reports import note_finding, note_text, open_report
from tidewaiter.provenance.formats.report_text import ReportText, read_report
from tidewaiter.provenance.models import Product, Report
from tidewaiter.provenance.queries.reports import (
    accreditors,
    found_genuine,
    goods_of,
    laboratories,
    laboratory,
    said_of,
    same_values,
    to_go_on,
)
from tidewaiter.provenance.rules.reports import (
    Finding,
    Known,
    Registered,
    Step,
    binding_of,
    laboratory_of,
    laboratory_qualifies,
    no_copy,
    number_confirmed,
    of_this_product,
    read_whole,
)
from tidewaiter.provenance.states import Outcome
from tidewaiter.provenance.states import Report as State

UNIT = "products"
"""The unit of the office that looks after test reports, where there is one."""
CHECKER = system_actor("report-checks")


def receive_report(
    product: Product,
    name: str,
    content: bytes,
    *,
    batch: str = "",
    via: str,
    by: Actor,
    at: datetime,
) -> Report:
    """Take a test report in and check it as far as it goes; refused is what is no paper at all."""
    paper = checked(name, content)
    with transaction.atomic():
        report = open_report(
            product,
            batch=batch,
            pack=settings.TIDEWAITER_PACK,
            via=via,
            unit=Unit.objects.filter(code=UNIT).first(),
            by=by,
            at=at,
        )
        _keep(report, paper, by=by, at=at)
    return check_report(report, by=CHECKER, at=at)


def check_report(report: Report, *, by: Actor, at: datetime) -> Report:
    """Go on with the checks of a report from where it stands, until one needs somebody; then its
    product is graded anew.
    """
    moved = False
    while True:
        found = Report.objects.select_related("docket", "product", "paper", "laboratory").get(
            pk=report.pk
        )
        before = found.docket.state
        _step(found, by=by, at=at)
        found.docket.refresh_from_db()
        if found.docket.state == before:
            break
        moved = True
    if moved:
        grade({found.product.gtin}, by=by, at=at)
    return found


def go_on_checking(*, by: Actor, at: datetime, asking: bool = True) -> int:
    """Go on with reports that wait, such as for a match after an officer confirmed the number, and
    where `asking` for a register that was down; return how many moved.
    """
    moved = 0
    for report in to_go_on(at=at, asking=asking):
        before = report.docket.state
        moved += check_report(report, by=by, at=at).docket.state != before
    return moved


def _keep(report: Report, paper: Received, *, by: Actor, at: datetime) -> None:
    # a machine may hand papers in, and works on no docket
    keeper = CHECKER if by.kind is ActorKind.CLIENT else by
    kept = keep_paper(report.docket, paper, by=keeper, at=at)
    said = _read(paper.content, paper.media_type)
    note_text(report, kept, said, by=by, at=at)


def _read(content: bytes, media_type: str) -> ReportText | None:
    text = text_of(content) if media_type == PDF else ""
    return read_report(text) if text.strip() else None


def _step(report: Report, *, by: Actor, at: datetime) -> None:
    match report.docket.state:
        case State.UPLOADED:
            _whole(report, by=by, at=at)
        case State.PARSED:
            _laboratory(report, by=by, at=at)
        case State.LABORATORY_PASSED | State.UNCONFIRMED:
            _number(report, by=by, at=at)
        case State.CONFIRMED:
            _match(report, day_of(at), by=by, at=at)


def _whole(report: Report, *, by: Actor, at: datetime) -> None:
    if not report.said:
        nothing = Finding(Step.READ, Outcome.UNCONFIRMED, "report.unreadable")
        _note(report, nothing, "leave-unread", by=by, at=at)
        return
    found = read_whole(said_of(report))
    whole = found.outcome is Outcome.CONFIRMED
    _note(report, found, "parse" if whole else "find-incomplete", by=by, at=at)


def _laboratory(report: Report, *, by: Actor, at: datetime) -> None:
    said, law = said_of(report), law_on(at)
    listed = laboratory_of(said, laboratories())
    found = laboratory_qualifies(
        said, listed, accreditors=accreditors(law), public_proof=law.pack == "cn"
    )
    verb = {Outcome.CONFIRMED: "pass-laboratory", Outcome.FORGED: "suspect"}.get(
        found.outcome, "fail-laboratory"
    )
    code = listed.code if listed is not None else ""
    _note(report, found, verb, laboratory_code=code, by=by, at=at)


def _number(report: Report, *, by: Actor, at: datetime) -> None:
    copy = no_copy(said_of(report), same_values(report))
    if copy.outcome is Outcome.FORGED and not found_genuine(report):
        _note(report, copy, "suspect", by=by, at=at)
        return
    found = number_confirmed(said_of(report), _asked(report), sha256=_sha256(report))
    waits = report.docket.state == State.UNCONFIRMED
    if found.outcome is Outcome.UNCONFIRMED and waits:
        return
    verb = {Outcome.CONFIRMED: "confirm-number", Outcome.FORGED: "suspect"}.get(
        found.outcome, "leave-unconfirmed"
    )
    with transaction.atomic():
        if not waits:
            note_finding(report, copy, by=by, at=at)
        _note(report, found, verb, by=by, at=at)


def _match(report: Report, day: date, *, by: Actor, at: datetime) -> None:
    said, goods = said_of(report), goods_of(report, law_on(at))
    found = of_this_product(said, goods, on=day)
    accepted = found.outcome is Outcome.CONFIRMED
    with transaction.atomic():
        binding = binding_of(said, goods)
        note_finding(report, found, binding=binding, by=by, at=at)
        make_move(report.docket, "accept" if accepted else "find-mismatch", {}, by=by, at=at)


def _note(
    report: Report,
    found: Finding,
    verb: str,
    *,
    laboratory_code: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write down what a check found, and make the move that follows; both or neither."""
    with transaction.atomic():
        listed = laboratory(laboratory_code) if laboratory_code else None
        note_finding(report, found, laboratory=listed, by=by, at=at)
        make_move(report.docket, verb, {}, by=by, at=at)


def _asked(report: Report) -> Registered:
    where = settings.TIDEWAITER_REPORT_REGISTER
    if not where or report.laboratory is None:
        return Registered(known=Known.SILENT)
    said = look_up(report.laboratory.code, report.number, where=where)
    issued = said["issued_on"]
    try:
        issued_on = date.fromisoformat(issued) if issued else None
    except ValueError:
        return Registered(known=Known.SILENT)
    return Registered(
        known=Known(said["standing"]),
        register=report.laboratory.name,
        model=said["model"],
        issued_on=issued_on,
        sha256=said["sha256"],
    )


def _sha256(report: Report) -> str:
    if report.paper is None:
        return ""
    return hashlib.sha256(opened(report.paper.original)).hexdigest()
