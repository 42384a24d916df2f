"""Keep trace events as they are reported; note which of them their reporters say are wrong."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.provenance.formats.epcis.reading import Read, Refused
from tidewaiter.provenance.formats.epcis.vocabulary import bare
from tidewaiter.provenance.models import Capture, EventItem, TraceEvent
from tidewaiter.provenance.rules.events import no_such_event, own_mistake, same_content
from tidewaiter.registry.models import Operator


@transaction.atomic
def keep_events(
    events: Iterable[Read | Refused],
    *,
    operator: Operator | None,
    digest: str,
    by: Actor,
    at: datetime,
) -> Capture:
    """Keep the events that can be kept; the others are refused one by one, with their reasons.

    What was told before is not kept again. An event with an error declaration makes the one with
    the same identifier void.
    """
    by.must(Permission.PRODUCT_SUBMIT if by.kind is ActorKind.CLIENT else Permission.PRODUCT_EDIT)
    capture = Capture.objects.create(operator=operator, received_at=at, digest=digest)
    given = list(events)
    ids = [one.event_id for one in given if isinstance(one, Read)]
    held = {
        one.event_id: one
        for one in TraceEvent.objects.select_for_update(of=("self",)).filter(event_id__in=ids)
    }
    refused = [_told(one) for one in given if isinstance(one, Refused)]
    kept: list[tuple[TraceEvent, Read]] = []
    known = 0
    for index, one in enumerate(given):
        if isinstance(one, Refused):
            continue
        try:
            there = held.get(one.event_id)
            if one.event.error is not None:
                _declare(one, there, operator=operator, by=by, at=at)
            elif there is not None:
                same_content(one.event_id, held=there.hash, given=one.hash)
                known += 1
            else:
                held[one.event_id] = _row(one, operator, capture, at)
                kept.append((held[one.event_id], one))
        except Refusal as refusal:
            refused.append(_told(Refused(index, one.event_id, refusal)))
    _write(kept)
    capture.taken, capture.known = len(given) - known - len(refused), known
    capture.refused = sorted(refused, key=lambda one: one["index"])
    capture.save()
    record(
        verb="events.captured", thing=capture, by=by, at=at,
        taken=capture.taken, known=known, refused=len(refused),
    )  # fmt: skip
    return capture


def _declare(
    one: Read, there: TraceEvent | None, *, operator: Operator | None, by: Actor, at: datetime
) -> None:
    assert one.event.error is not None
    if there is None or there.pk is None:
        raise no_such_event(one.event_id)
    own = by.kind is not ActorKind.CLIENT or (
        operator is not None and there.operator_id == operator.pk
    )
    own_mistake(one.event_id, own=own)
    if there.void_at is None:
        there.void_at = at
        there.void_reason = bare(one.event.error.reason, "reason")[:40] or "incorrect_data"
        there.save(update_fields=["void_at", "void_reason"])
        record(
            verb="event.declared-wrong", thing=there, by=by, at=at,
            reason=there.void_reason, instead=one.event.error.corrective,
        )  # fmt: skip


def _row(one: Read, operator: Operator | None, capture: Capture, at: datetime) -> TraceEvent:
    event = one.event
    return TraceEvent(
        event_id=one.event_id,
        hash=one.hash,
        kind=event.type,
        action=event.action or "",
        biz_step=bare(event.step or "", "bizStep")[:40],
        disposition=bare(event.disposition or "", "disposition")[:40],
        happened_at=event.at,
        zone=event.zone,
        recorded_at=at,
        place=one.place,
        source=one.source,
        destination=one.destination,
        transactions=list(one.transactions),
        operator=operator,
        capture=capture,
        content=dict(one.content),
    )


def _write(kept: Sequence[tuple[TraceEvent, Read]]) -> None:
    TraceEvent.objects.bulk_create([row for row, _ in kept], batch_size=1000)
    EventItem.objects.bulk_create(
        [
            EventItem(
                event=row,
                role=item.role,
                link=item.named.link[:250],
                gtin=item.named.gtin,
                batch=item.named.batch[:40],
                piece=item.named.piece,
                quantity=item.quantity,
                unit=item.unit,
            )
            for row, read in kept
            for item in read.items
        ],
        batch_size=2000,
    )


def _told(one: Refused) -> dict[str, Any]:
    said, chinese = one.refusal.render("en"), one.refusal.render("zh")
    return {
        "index": one.index,
        "eventID": one.event_id,
        "code": said["code"],
        "sentence": {"en": said["sentence"], "zh": chinese["sentence"]},
        "law": said["law"],
        "cure": {"en": said["cure"], "zh": chinese["cure"]},
        "values": said["values"],
    }
