"""A message arrives: read it, check who speaks, refuse what is wrong, keep the rest, answer each
document.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.privacy.vault import subject_keys
from tidewaiter.flows.check_signature import signature_faults
from tidewaiter.intake.commands.receipts import Outgoing
from tidewaiter.intake.commands.store import Delivered, Kept, Raced, store_message
from tidewaiter.intake.formats.ceb.failures import schema_failure
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.json import parse_json
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.messages import Limits, Parsed
from tidewaiter.intake.formats.ceb.moments import moment
from tidewaiter.intake.formats.ceb.privacy import personal
from tidewaiter.intake.formats.ceb.xml import parse
from tidewaiter.intake.queries import answer_to, documents_with_keys
from tidewaiter.intake.rules.documents import all_broken
from tidewaiter.intake.rules.faults import fault_of
from tidewaiter.intake.rules.repeats import Earlier, Follow, Standing, follow
from tidewaiter.intake.rules.senders import Sender, sent_by_another
from tidewaiter.intake.rules.shapes import SHAPES
from tidewaiter.intake.sealing import MODELS, business_key, content, open_persons, persons
from tidewaiter.law.loader import Law, load
from tidewaiter.registry.models import Operator
from tidewaiter.risk.queries.beforehand import standing_of

_TRIES = 6


class Answered(msgspec.Struct, omit_defaults=True):
    """The answer to one document of a message: status 2 (kept), or why it was not."""

    position: int
    guid: str | None
    key: str | None
    status: str
    repeat: bool = False
    reasons: list[dict[str, Any]] = []


class Answer(msgspec.Struct, omit_defaults=True):
    """The answer to a message: its journal number and one answer for each document."""

    message: int
    kind: str
    guid: str | None
    refused: bool
    documents: list[Answered]
    reasons: list[dict[str, Any]] = []


@dataclass(slots=True)
class _Reading:
    """What became of one document while it was read."""

    position: int
    document: Any
    guid: str | None
    key: str | None
    faults: list[Fault] = field(default_factory=list)


def law_on(at: datetime) -> Law:
    """The law of the day on which a moment falls where the office is."""
    return load(settings.TIDEWAITER_PACK).on(at.astimezone(ZoneInfo(settings.TIME_ZONE)).date())


def receive_message(
    raw: bytes, *, media_type: str, sender: Operator, by: Actor, at: datetime
) -> Answer:
    """Receive a message and answer each of its documents.

    The same bytes again get the same answer and change nothing. What is refused is journalled all
    the same and gets a receipt; the other documents of the message go on.
    """
    digest = hashlib.sha256(raw).digest()
    for attempt in range(_TRIES):
        earlier = answer_to(sender=sender.pk, digest=digest)
        if earlier is not None:
            answer = msgspec.json.decode(earlier[1], type=Answer)
            answer.message = earlier[0]
            return answer
        try:
            return _receive(raw, digest, media_type, sender, by, at)
        except Raced:
            time.sleep(0.01 * 2**attempt)
    raise Raced


def _receive(
    raw: bytes, digest: bytes, media_type: str, sender: Operator, by: Actor, at: datetime
) -> Answer:
    law = law_on(at)
    parsed = _read(raw, media_type, law)
    kind = parsed.kind
    if not parsed.faults and kind not in SHAPES:
        parsed.faults.append(fault_of("TW-G01-NOT-RECEIVED", path="MessageType", value=str(kind)))
    if parsed.faults:
        return _refuse_whole(parsed, raw, digest, media_type, sender, by, at)
    shared = signature_faults(parsed, law, sender, at=at)
    readings = [
        _Reading(part.position, part.document, part.guid, part.key, [*part.faults, *shared])
        for part in parsed.documents
    ]
    speaker = Sender(sender.code, frozenset(sender.roles), sender.standing)
    read = [reading for reading in readings if reading.document is not None]
    broken = all_broken(kind, [reading.document for reading in read], at=at, codes=law.lists)
    for reading, faults in zip(read, broken, strict=True):
        reading.faults += faults
        stranger = sent_by_another(kind, reading.document, speaker)
        if stranger is not None:
            reading.faults.append(stranger)
    kept, repeats, standings = _follow(kind, readings, law, at)
    documents = [
        Answered(
            position=reading.position,
            guid=reading.guid,
            key=reading.key,
            status="100" if reading.faults else "2",
            repeat=reading.position in repeats,
            reasons=[told(fault) for fault in reading.faults],
        )
        for reading in readings
    ]
    answer = Answer(0, kind, parsed.guid, False, documents)
    wanted = {index for item in kept for index in item.persons.subjects}
    delivered = Delivered(
        raw=raw,
        digest=digest,
        media_type=media_type,
        kind=kind,
        guid=parsed.guid or "",
        documents=len(readings),
        kept=kept,
        refused=[_receipt(kind, item, sender) for item in readings if item.faults],
        withdrawn=[
            _receipt(kind, readings[item.position], sender)
            for item in kept
            if item.follow is Follow.WITHDRAW
        ],
        answer=msgspec.json.encode(answer),
    )
    answer.message = store_message(
        delivered,
        unchanged=lambda: standing_of(kind, list(standings)) == standings,
        sender=sender,
        keys=subject_keys(wanted, at=at),
        deadline=timedelta(hours=law.number("match.deadline_hours")),
        by=by,
        at=at,
    )
    return answer


def _read(raw: bytes, media_type: str, law: Law) -> Parsed:
    limits = Limits(
        documents=law.number("intake.documents_per_message"),
        lines=law.number("intake.lines_per_document"),
    )
    return (parse_json if media_type == "application/json" else parse)(raw, limits=limits)


def _follow(
    kind: str, readings: Sequence[_Reading], law: Law, at: datetime
) -> tuple[list[Kept], set[int], dict[int, Standing]]:
    """Decide what each sound document does beside what is stored already.

    Returns what is kept, the positions of repeats, and where the stored documents stand.
    """
    sound = [reading for reading in readings if not reading.faults]
    keys = [business_key(kind, reading.document) for reading in sound]
    known = documents_with_keys(kind, keys) if keys else {}
    standings = standing_of(kind, [found.id for found in known.values()]) if known else {}
    kept, repeats, seen, guids = [], set(), set(), set()
    for reading, key in zip(sound, keys, strict=True):
        head = reading.document.head
        text = content(reading.document)
        found = known.get(key)
        app_time = moment(head.appTime)
        if key in seen:
            reading.faults.append(fault_of("TW-G02-TWICE", path="guid", value="/".join(key)))
            continue
        if head.guid in guids:
            reading.faults.append(fault_of("TW-G02-GUID", path="guid", value=head.guid))
            continue
        seen.add(key)
        guids.add(head.guid)
        earlier = Earlier(Standing.NONE)
        if found is not None:
            earlier = Earlier(
                standings[found.id],
                found.app_time,
                same=found.content == text and _same_persons(kind, found.id, reading.document),
                expired=kind == Kind.WAYBILL and _reusable(found.received_at, at, law),
            )
        step, fault = follow(kind, "/".join(key), head.appType, app_time, earlier)
        if fault is not None:
            reading.faults.append(fault)
        elif step is Follow.REPEAT:
            repeats.add(reading.position)
        else:
            kept.append(
                Kept(
                    reading.position,
                    reading.document,
                    persons(kind, reading.document),
                    text,
                    step,
                    found.id if found is not None else None,
                )
            )
    return kept, repeats, standings


def _same_persons(kind: str, number: int, document: Any) -> bool:
    """Whether a document names the same persons as a stored one that is like it otherwise."""
    return open_persons(kind, MODELS[kind].objects.get(pk=number)) == personal(document)


def _reusable(received_at: datetime, at: datetime, law: Law) -> bool:
    """Whether the period is over after which a waybill number may be used again (G-02)."""
    months = law.number("waybill.reuse_months")
    then = at.year * 12 + at.month - months
    limit = at.replace(year=(then - 1) // 12, month=(then - 1) % 12 + 1, day=min(at.day, 28))
    return received_at < limit


def _refuse_whole(
    parsed: Parsed,
    raw: bytes,
    digest: bytes,
    media_type: str,
    sender: Operator,
    by: Actor,
    at: datetime,
) -> Answer:
    """Journal a message that cannot be read, and answer it with 900."""
    kind = parsed.kind or "000"
    guid = parsed.guid or ""
    reasons = [told(fault) for fault in parsed.faults]
    failure = schema_failure(parsed, raw, guid=guid or "0" * 36, at=at)
    answer = Answer(0, kind, parsed.guid, True, [], reasons)
    body = {
        "fields": {"guid": failure.guid, "oriCopMsgId": failure.oriCopMsgId},
        "reasons": reasons,
    }
    delivered = Delivered(
        raw=raw,
        digest=digest,
        media_type=media_type,
        kind=kind[:3],
        guid=guid[:36],
        documents=len(parsed.documents),
        kept=(),
        refused=[
            Outgoing(
                sender.pk,
                0,
                0,
                Kind.SCHEMA_FAILURE,
                (parsed.faults[0].official or "0002")[:10],
                msgspec.json.encode(body).decode(),
            )
        ],
        answer=msgspec.json.encode(answer),
    )
    answer.message = store_message(
        delivered, sender=sender, keys={}, deadline=timedelta(0), by=by, at=at
    )
    return answer


def _receipt(kind: str, reading: _Reading, sender: Operator) -> Outgoing:
    """The receipt of a document that needs no decision: it was refused, or it deletes another."""
    official = next((fault.official for fault in reading.faults if fault.official), None)
    head = reading.document.head if reading.document is not None else None
    body = {
        "fields": receipt_fields(kind, head, reading.guid, reading.key),
        "reasons": [told(fault) for fault in reading.faults],
    }
    receipt = FORMS[kind].receipt
    return Outgoing(
        sender.pk,
        0,
        reading.position,
        receipt.value,
        (official or "100")[:10] if reading.faults else _DONE.get(Kind(kind), "120"),
        msgspec.json.encode(body).decode(),
    )


_DONE = {Kind.DECLARATION: "399"}
"""The status of a deletion that was carried out; 120 where nothing else is said."""

_RECEIPT_FIELDS = {
    Kind.ORDER: ("ebpCode", "ebcCode", "orderNo"),
    Kind.PAYMENT: ("payCode", "payTransactionId"),
    Kind.WAYBILL: ("logisticsCode", "logisticsNo"),
    Kind.WAYBILL_STATUS: ("logisticsCode", "logisticsNo", "logisticsStatus"),
    Kind.DECLARATION: ("customsCode", "ebpCode", "ebcCode", "agentCode", "copNo"),
    Kind.CANCELLATION: ("customsCode", "ebpCode", "ebcCode", "agentCode", "copNo", "invtNo"),
    Kind.REFUND: ("customsCode", "ebpCode", "ebcCode", "agentCode", "copNo", "invtNo"),
    Kind.DELIVERY: ("customsCode", "operatorCode", "copNo"),
}


def receipt_fields(kind: str, head: Any, guid: str | None, key: str | None) -> dict[str, Any]:
    """The fields of a document that its receipt repeats."""
    fields = {"guid": guid, "key": key}
    if head is not None:
        for name in _RECEIPT_FIELDS[Kind(kind)]:
            value = head.get(name) if isinstance(head, dict) else getattr(head, name)
            if value is not None:
                fields[name] = value
    return fields


def told(fault: Fault) -> dict[str, Any]:
    """A fault as a receipt tells it."""
    return {
        "code": fault.code,
        "official": fault.official,
        "rule": fault.rule,
        "path": fault.path,
        "value": fault.value,
        "message": dict(fault.message),
        "cure": dict(fault.cure),
        "law": dict(fault.law),
    }
