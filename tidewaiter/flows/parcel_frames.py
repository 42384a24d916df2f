"""Lay the documents of parcels, and what is known about their parties, on the engine's table."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa
from django.conf import settings

from tidewaiter.engine import tiles
from tidewaiter.engine.frames import FRAMES, STORED
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle, DocumentRow
from tidewaiter.registry.queries.operators import standings
from tidewaiter.risk.commands.quota import Used
from tidewaiter.risk.queries.beforehand import (
    listed,
    peer_prices,
    seen_at_addresses,
    seen_with_phones,
    snoozed,
)
from tidewaiter.risk.queries.budgets import cuts
from tidewaiter.risk.queries.recent import seen_names, seen_of_identities
from tidewaiter.risk.queries.tiles import Past, tiles_before


class Line(msgspec.Struct):
    """What the stories read of a line."""

    gname: str = ""
    gcode: str | None = None
    country: str | None = None
    barCode: str | None = None
    itemRecordNo: str | None = None


class Head(msgspec.Struct):
    """What the stories read of a document's head; the engine reads the rest."""

    guid: str = ""
    ebpCode: str | None = None
    ebcCode: str | None = None
    ebcName: str | None = None
    orderNo: str | None = None
    payCode: str | None = None
    payTransactionId: str | None = None
    logisticsCode: str | None = None
    logisticsNo: str | None = None
    agentCode: str | None = None
    copNo: str | None = None
    assureCode: str | None = None
    customsCode: str | None = None

    @property
    def firms(self) -> tuple[str | None, ...]:
        """The customs registration numbers that the document names."""
        return (
            self.ebpCode,
            self.ebcCode,
            self.payCode,
            self.logisticsCode,
            self.agentCode,
            self.assureCode,
        )


class Content(msgspec.Struct):
    """A document as it is stored, as far as the stories read it."""

    head: Head
    lines: list[Line] = []


read_content = msgspec.json.Decoder(Content).decode

BESIDE = {
    "declarations": ("buyer_ix", "buyer_name_ix", "buyer_phone_ix", "address_ix"),
    "orders": (
        "buyer_ix",
        "buyer_name_ix",
        "buyer_phone_ix",
        "consignee_ix",
        "consignee_phone_ix",
        "address_ix",
    ),
    "payments": ("payer_ix", "payer_name_ix"),
    "waybills": ("consignee_ix", "consignee_phone_ix", "address_ix"),
}
"""The blind indexes beside each kind of document, in the order in which a document row has them."""


def document_frames(bundles: Sequence[Bundle], *, at: datetime) -> dict[str, pa.Table]:
    """The stored documents of parcels as the engine takes them; late ones are marked as overdue."""
    parts = {
        "declarations": [bundle.declaration for bundle in bundles],
        "orders": _distinct(bundle.order for bundle in bundles),
        "payments": _distinct(bundle.payment for bundle in bundles),
        "waybills": _distinct(bundle.waybill for bundle in bundles),
    }
    frames = {}
    for name, rows in parts.items():
        columns: dict[str, list[Any]] = {
            "id": [row.id for row in rows],
            "content": [row.content for row in rows],
            "received_at": [row.received_at.astimezone(UTC).replace(tzinfo=None) for row in rows],
        }
        for place, column in enumerate(BESIDE[name]):
            columns[column] = [row.indexes[place] for row in rows]
        if name == "declarations":
            columns["overdue"] = [bundle.due_at <= at for bundle in bundles]
        frames[name] = pa.table(
            {
                column: pa.array(values, STORED[name].field(column).type)
                for column, values in columns.items()
            }
        )
    return frames


def _distinct(rows: Iterable[Any]) -> list[Any]:
    """Documents that are there, each once: two declarations may name one order."""
    return list({row.id: row for row in rows if row is not None}.values())


def party_frame(codes: Iterable[str | None]) -> pa.Table:
    """The registrations of these firms, one row for each role."""
    return _frame("parties", standings(codes))


def quota_frame(used: Iterable[Used]) -> pa.Table:
    """What the buyers have used."""
    return _frame("quota", [(str(row.buyer_ix), row.year, row.measure, row.used) for row in used])


def history_frames(
    buyers: Iterable[str | None],
    addresses: Iterable[str | None],
    phones: Iterable[str | None],
    *,
    at: datetime,
) -> dict[str, pa.Table]:
    """Who ordered lately in these names, at these addresses and with these telephones, and how."""
    phones = sorted({ix for ix in phones if ix})
    return {
        "seen_address": _frame(
            "seen_address", seen_at_addresses(sorted({ix for ix in addresses if ix}), at=at)
        ),
        "seen_phone": _frame("seen_phone", seen_with_phones(phones, at=at)),
        "seen_name": _frame("seen_name", seen_names(phones, at=at)),
        "seen_identity": _frame(
            "seen_identity", seen_of_identities(sorted({ix for ix in buyers if ix}), at=at)
        ),
    }


def tiles_frame(
    declarations: Iterable[tuple[DocumentRow, Content]], *, at: datetime, past: Past | None = None
) -> pa.Table:
    """What is known of the sellers, platforms and goods of declarations before the batch.

    A day is open for an hour longer than it lasts: batches that began in it may not be through.
    """
    today, opened = (
        moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        for moment in (at, at - timedelta(hours=1))
    )
    wanted: set[tuple[tiles.Kind, str]] = set()
    for row, content in declarations:
        head = content.head
        goods = [(line.gcode, line.country) for line in content.lines]
        hour = row.received_at.astimezone(UTC).hour
        wanted |= tiles.wanted(head.ebcCode, head.ebpCode, head.logisticsCode, hour, goods)
    return _frame("tiles", tiles_before(sorted(wanted), today=today, opened=opened, past=past))


def knowledge_frames(*, at: datetime) -> dict[str, pa.Table]:
    """What peers cost, the named lists that hold on the day, about whom rules are quiet, and what
    offices can inspect.
    """
    day = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    return {
        "peers": _frame("peers", peer_prices()),
        "lists": _frame("lists", listed(on=at.date())),
        "snoozes": _frame("snoozes", snoozed(on=day)),
        "budgets": _frame("budgets", cuts()),
    }


def _frame(name: str, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows as the engine's table of that name, whose columns they follow in order."""
    return typed(FRAMES[name].schema, rows)


def typed(schema: pa.Schema, rows: Sequence[Sequence[Any]]) -> pa.Table:
    """Rows as a table whose columns they follow in order."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table(
        [pa.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def parts_of(bundle: Bundle) -> list[tuple[Kind, DocumentRow]]:
    """The documents of a parcel that are there, with their kinds."""
    parts = (
        (Kind.DECLARATION, bundle.declaration),
        (Kind.ORDER, bundle.order),
        (Kind.PAYMENT, bundle.payment),
        (Kind.WAYBILL, bundle.waybill),
    )
    return [(kind, part) for kind, part in parts if part is not None]
