"""What happened to a parcel, newest first."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Request, WaybillEvent
from tidewaiter.risk.models import Assessment
from tidewaiter.surfaces.desk.papers import Paper
from tidewaiter.surfaces.kit.parts import Event
from tidewaiter.surfaces.kit.words import document_name, standing_name


def history(
    papers: Mapping[str, Paper], assessment: Assessment | None, *, by: Actor
) -> tuple[Event, ...]:
    """Messages received, the decision, changes of lane, requests, signature, looks at persons."""
    events = [
        *_received(papers),
        *_decided(assessment, by),
        *_requested(papers["declaration"]),
        *_carried(papers["declaration"]),
        *_looked_at(papers["declaration"], by),
    ]
    return tuple(sorted(events[::-1], key=lambda event: event.at, reverse=True))


def _received(papers: Mapping[str, Paper]) -> Iterator[Event]:
    for paper in papers.values():
        if not paper.missing:
            title = _("%(document)s received") % {"document": document_name(paper.key)}
            yield Event(paper.row.received_at, title, by=paper.row.sender.name)


def _decided(assessment: Assessment | None, by: Actor) -> Iterator[Event]:
    if assessment is None:
        return
    changes = list(assessment.changes.order_by("at"))
    first = changes[0].before if changes else assessment.lane or "rejected"
    if assessment.outcome == "withdrawn" and not changes:
        yield Event(assessment.decided_at, _("Decided"), by=_("the system"))
    else:
        title = _("Decided: %(standing)s") % {"standing": standing_name(first)}
        yield Event(assessment.decided_at, title, by=_("the system"))
    names = _names([change.by_id for change in changes], by)
    for change in changes:
        title = _("Lane changed: %(before)s → %(after)s") % {
            "before": standing_name(change.before),
            "after": standing_name(change.after),
        }
        yield Event(change.at, title, names.get(change.by_id, change.by_label), change.grounds)


def _requested(declaration: Paper) -> Iterator[Event]:
    requests = Request.objects.filter(declaration=declaration.row).select_related("sender")
    for request in requests.order_by("id"):
        title = (
            _("Cancellation granted") if request.kind == Kind.CANCELLATION else _("Return granted")
        )
        yield Event(request.received_at, title, by=request.sender.name)


def _carried(declaration: Paper) -> Iterator[Event]:
    row = declaration.row
    events = WaybillEvent.objects.filter(
        logistics_no=row.logistics_no, logistics_code=row.logistics_code, current=True
    )
    for event in events.select_related("sender"):
        yield Event(event.happened_at, _("Signed for by the consignee"), by=event.sender.name)


def _looked_at(declaration: Paper, by: Actor) -> Iterator[Event]:
    """Who saw a person in full; for those who may read the trail, and each officer's own looks."""
    entries = list(history_of(declaration.row).filter(verb="person.revealed"))
    if not by.may(Permission.AUDIT_SEE):
        entries = [entry for entry in entries if entry.by_id == by.id]
    names = _names([entry.by_id for entry in entries], by)
    for entry in entries:
        name = names.get(entry.by_id, entry.by_label)
        purpose = str(entry.details.get("purpose", ""))
        yield Event(entry.at, _("A person's data were shown in full"), name, purpose)


def _names(numbers: list[str], by: Actor) -> dict[str, str]:
    known = Person.objects.visible_to(by).filter(pk__in=[one for one in numbers if one.isdigit()])
    return {str(person.pk): person.name for person in known}
