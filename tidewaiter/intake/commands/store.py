"""Keep a message: the journal, its documents, the queue, and the receipts of what was refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.privacy.vault import seal_message
from tidewaiter.base.rows import copy, insert, next_ids
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.moments import moment
from tidewaiter.intake.models import Arrival, Awaited, Declaration, Message
from tidewaiter.intake.rules.repeats import Follow
from tidewaiter.intake.sealing import COLUMNS, COMMON, MODELS, Persons, row
from tidewaiter.registry.models import Operator

REPLACING = 0x7077_0002
"""The advisory lock between those who decide parcels (shared) and those who replace documents."""


class Raced(Exception):
    """Somebody stored a document of the same key a moment earlier: look again and decide anew."""


@dataclass(slots=True)
class Kept:
    """A document that is to be stored, and the one that it replaces."""

    position: int
    document: Any
    persons: Persons
    content: str
    follow: Follow
    replaces: int | None = None


@dataclass(slots=True)
class Delivered:
    """A message as it was received and read."""

    raw: bytes
    digest: bytes
    media_type: str
    kind: str
    guid: str
    documents: int
    kept: Sequence[Kept]
    refused: Sequence[Outgoing]
    answer: bytes
    withdrawn: Sequence[Outgoing] = ()
    """The receipts of documents that deleted another one."""


def store_message(
    delivered: Delivered,
    *,
    sender: Operator,
    keys: Mapping[UUID, bytes],
    deadline: timedelta,
    unchanged: Callable[[], bool] = lambda: True,
    by: Actor,
    at: datetime,
) -> int:
    """Journal a message and keep its documents in one transaction; return the journal number.

    ``unchanged`` says whether what is replaced still stands where it did; it is asked when nobody
    can decide any more. Raises Raced when it does not, or when another message brought the same
    message or the same key at the same moment.
    """
    kept = [item for item in delivered.kept if item.follow in {Follow.ADD, Follow.REPLACE}]
    replaced = [item for item in delivered.kept if item.replaces is not None]
    try:
        with transaction.atomic():
            number = insert(
                Message,
                received_at=at,
                sender=sender.pk,
                client=by.label[:40],
                kind=delivered.kind,
                guid=delivered.guid,
                digest=delivered.digest,
                size=len(delivered.raw),
                media_type=delivered.media_type,
                documents=delivered.documents,
                sealed=seal_message(delivered.raw, context=delivered.digest),
                answer=delivered.answer,
            )
            if replaced:
                _make_room(delivered.kind, replaced, unchanged=unchanged, at=at, deadline=deadline)
            if kept:
                _keep(delivered.kind, kept, number, sender.pk, keys, at=at, deadline=deadline)
            record(
                verb="message.received",
                thing=Message(pk=number),
                by=by,
                at=at,
                kind=delivered.kind,
                documents=delivered.documents,
                kept=len(kept),
                refused=len(delivered.refused),
            )
            issue_receipts(
                [
                    receipt._replace(message=number)
                    for receipt in (*delivered.refused, *delivered.withdrawn)
                ],
                at=at,
            )
    except IntegrityError as error:
        raise Raced from error
    return number


def _keep(
    kind: str,
    kept: Sequence[Kept],
    message: int,
    sender: int,
    keys: Mapping[UUID, bytes],
    *,
    at: datetime,
    deadline: timedelta,
) -> None:
    model = MODELS[kind]
    numbers = next_ids(model, len(kept))
    rows = []
    for number, item in zip(numbers, kept, strict=True):
        head = item.document.head
        common = (
            number,
            message,
            item.position,
            sender,
            at,
            head.guid,
            head.appType,
            moment(head.appTime),
            True,
            item.content,
        )
        rows.append(row(kind, item.document, item.persons, keys, common))
    copy(model, (*COMMON, *COLUMNS[kind]), rows)
    if kind == Kind.DECLARATION:
        due = at + deadline
        copy(
            Awaited,
            ("declaration", "due_at", "again"),
            [(number, due, False) for number in numbers],
        )
    insert(Arrival, message=message, kind=kind, documents=numbers)


def _make_room(
    kind: str,
    replaced: Sequence[Kept],
    *,
    unchanged: Callable[[], bool],
    at: datetime,
    deadline: timedelta,
) -> None:
    """Take older versions out of force, and open again what was rejected because of them.

    The lock keeps assessors from deciding a parcel by a document that is being replaced.
    """
    table = MODELS[kind]._meta.db_table
    numbers = [item.replaces for item in replaced]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPLACING])
        if not unchanged():
            raise Raced
        cursor.execute(
            f'UPDATE "{table}" SET current = false WHERE id = ANY(%s) AND current', [numbers]
        )
        if cursor.rowcount != len(numbers):
            raise Raced
        if kind == Kind.DECLARATION:
            cursor.execute("DELETE FROM intake_awaited WHERE declaration_id = ANY(%s)", [numbers])
            return
        join = {
            Kind.ORDER: "d.order_no = x.order_no AND d.ebp_code = x.ebp_code",
            Kind.PAYMENT: "d.order_no = x.order_no AND d.ebp_code = x.ebp_code",
            Kind.WAYBILL: "d.logistics_no = x.logistics_no AND d.logistics_code = x.logistics_code",
        }.get(Kind(kind))
        # a number that may be used again begins a new parcel and opens no old one
        opened = [item.replaces for item in replaced if item.follow is not Follow.ADD]
        if join is None or not opened:
            return
        cursor.execute(
            f"""
            INSERT INTO intake_awaited (declaration_id, due_at, again)
            SELECT d.id, %s, true FROM "{table}" x JOIN "{Declaration._meta.db_table}" d ON {join}
            WHERE x.id = ANY(%s) AND d.current
            ON CONFLICT (declaration_id) DO NOTHING
            """,
            [at + deadline, opened],
        )
