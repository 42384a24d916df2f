"""Answer everybody who sent a document of a decided parcel."""

from collections.abc import Sequence
from typing import Any

import msgspec

from tidewaiter.engine.book.loader import Book
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.flows.parcel_frames import Content, parts_of
from tidewaiter.intake.commands.receipts import Outgoing
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle
from tidewaiter.risk.states import Outcome

_write = msgspec.json.Encoder().encode


def told_reasons(reasons: Sequence[dict[str, Any]], book: Book) -> dict[int, list[dict[str, Any]]]:
    """The reasons that senders are told: why it was rejected, and notices; never what risk rules
    saw.
    """
    open_codes = {rule.code for rule in book.rules if rule.severity in {"reject", "notify"}}
    told: dict[int, list[dict[str, Any]]] = {}
    for reason in reasons:
        if reason["code"] in open_codes:
            told.setdefault(reason["declaration_id"], []).append(
                {"code": reason["code"], "evidence": msgspec.Raw(reason["evidence"].encode())}
            )
    return told


def receipts_of(
    bundle: Bundle,
    contents: dict[tuple[Kind, int], Content],
    decision: dict[str, Any],
    told: dict[int, list[dict[str, Any]]],
) -> list[Outgoing]:
    """One receipt for each document of a decided parcel, to whoever sent it."""
    reasons = told.get(decision["declaration_id"], [])
    status = "120" if decision["outcome"] == Outcome.ACCEPTED else "100"
    receipts = []
    for kind, part in parts_of(bundle):
        head = contents[kind, part.id].head
        fields: dict[str, Any]
        match kind:
            case Kind.ORDER:
                receipt, fields = (
                    Kind.ORDER_RECEIPT,
                    {
                        "guid": head.guid,
                        "ebpCode": head.ebpCode,
                        "ebcCode": head.ebcCode,
                        "orderNo": head.orderNo,
                    },
                )
            case Kind.PAYMENT:
                receipt, fields = (
                    Kind.PAYMENT_RECEIPT,
                    {
                        "guid": head.guid,
                        "payCode": head.payCode,
                        "payTransactionId": head.payTransactionId,
                    },
                )
            case Kind.WAYBILL:
                receipt, fields = (
                    Kind.WAYBILL_RECEIPT,
                    {
                        "guid": head.guid,
                        "logisticsCode": head.logisticsCode,
                        "logisticsNo": head.logisticsNo,
                    },
                )
            case _:
                receipt, fields = (
                    Kind.DECLARATION_RECEIPT,
                    {
                        "guid": head.guid,
                        "customsCode": head.customsCode,
                        "ebpCode": head.ebpCode,
                        "ebcCode": head.ebcCode,
                        "agentCode": head.agentCode,
                        "copNo": head.copNo,
                        **numbers_of(part.id, part.received_at, head.customsCode or ""),
                    },
                )
        receipts.append(
            Outgoing(
                part.sender,
                part.message,
                part.position,
                receipt.value,
                decision["status"] if kind is Kind.DECLARATION else status,
                _write({"fields": fields, "reasons": reasons}).decode(),
            )
        )
    return receipts
