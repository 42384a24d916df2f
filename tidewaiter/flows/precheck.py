"""A dry run: the documents of a parcel go the whole way, and nothing is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pyarrow as pa

from tidewaiter.base.privacy.index import IndexKind, blind
from tidewaiter.engine.assess import assess
from tidewaiter.engine.frames import Documents
from tidewaiter.engine.linking.keys import key_of
from tidewaiter.engine.reasons import official, render
from tidewaiter.flows.assess_arrivals import Tools
from tidewaiter.flows.find_clusters import OrderNodes, party_frames
from tidewaiter.flows.parcel_frames import (
    document_frames,
    history_frames,
    party_frame,
    quota_frame,
    read_content,
    tiles_frame,
)
from tidewaiter.flows.receive_message import law_on, told
from tidewaiter.flows.tell_receipts import law_of
from tidewaiter.flows.trace_parcels import traced_frame
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle, DocumentRow
from tidewaiter.intake.rules.documents import broken_by
from tidewaiter.intake.rules.senders import Sender, sent_by_another
from tidewaiter.intake.sealing import content, link_tokens
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.quota import Used
from tidewaiter.risk.queries.beforehand import quota_used

_PARTS = {
    "declaration": Kind.DECLARATION,
    "order": Kind.ORDER,
    "payment": Kind.PAYMENT,
    "waybill": Kind.WAYBILL,
}
"""What a draft may hold, and the kind of each part."""


def precheck(
    documents: Mapping[str, Any], tools: Tools, *, sender: Operator, at: datetime
) -> dict[str, Any]:
    """Say what would be decided about a draft parcel now, and why; nothing is stored or reserved.

    ``documents`` has any of "order", "payment", "waybill" and "declaration" as typed documents.
    Without a declaration only what each document breaks by itself is told. Partners that are
    missing are told as the parcel's deadline would.
    """
    law = law_on(at)
    tools.shelf.look(at=at)
    speaker = Sender(sender.code, frozenset(sender.roles), sender.standing)
    parts = {}
    for name, kind in _PARTS.items():
        document = documents.get(name)
        if document is None:
            continue
        faults = broken_by(kind, document, at=at, codes=law.lists)
        stranger = sent_by_another(kind, document, speaker)
        parts[name] = {
            "reasons": [told(fault) for fault in faults],
            "sender": told(stranger) if stranger is not None else None,
        }
    answer: dict[str, Any] = {
        "law_day": law.day.isoformat(),
        "law": law.version[:16],
        "book": tools.book.version[:16],
        "documents": parts,
    }
    if documents.get("declaration") is not None:
        answer |= _judged(documents, tools, at=at)
    return answer


def _judged(documents: Mapping[str, Any], tools: Tools, *, at: datetime) -> dict[str, Any]:
    law = law_on(at)
    bundle = _draft(documents, at)
    paper = bundle.declaration
    contents = [read_content(part.content) for part in bundle.documents]
    buyers = [paper.indexes[0]] if paper.indexes[0] else []
    frames = {
        **document_frames([bundle], at=at),
        "parties": party_frame(code for part in contents for code in part.head.firms),
        "quota": quota_frame(Used(*row) for row in quota_used(buyers, year=law.day.year)),
        **history_frames([paper.indexes[0]], [paper.indexes[3]], [paper.indexes[2]], at=at),
        **party_frames(_nodes(documents.get("order")), at=at),
        **tools.knowledge(at=at),
    }
    read = read_content(paper.content)
    if tools.tiled(law):
        frames["tiles"] = tiles_frame([(paper, read)], at=at)
    traced = traced_frame([(paper, read)], at=at)
    if traced is not None:
        frames["lists"] = pa.concat_tables([frames["lists"], traced])
    decided = assess(
        Documents(frames),
        law,
        tools.book,
        seed=tools.seed,
        policy=tools.policy,
        model=tools.rack.look(at=at),
        assessor=tools.engine,
    )
    [decision] = decided.decisions.to_pylist()
    open_rules = {rule.code for rule in tools.book.rules if rule.severity in {"reject", "notify"}}
    reasons = []
    for reason in decided.reasons.to_pylist():
        if reason["code"] not in open_rules:
            continue
        english = render(tools.book, reason["code"], reason["evidence"], "en")
        chinese = render(tools.book, reason["code"], reason["evidence"], "zh")
        reasons.append(
            {
                "code": reason["code"],
                "official": official(tools.book, reason["code"], reason["evidence"]),
                "message": {"en": english.message, "zh": chinese.message},
                "cure": {"en": english.cure, "zh": chinese.cure},
                "law": law_of(tools.book.rule(reason["code"])),
                "evidence": msgspec.json.decode(reason["evidence"]),
            }
        )
    accepted = decision["outcome"] == "accepted"
    return {
        "outcome": decision["outcome"],
        "reasons": reasons,
        "tax": {
            "basis": decision["tax_basis"],
            "dutiable_value": decision["dutiable_value"],
            "duty": decision["duty"],
            "vat": decision["vat"],
            "consumption_tax": decision["consumption_tax"],
            "total": decision["tax_total"],
            "lines": [
                {name: value for name, value in line.items() if name != "declaration_id"}
                for line in decided.duties.to_pylist()
            ],
        }
        if accepted
        else None,
    }


def _draft(documents: Mapping[str, Any], at: datetime) -> Bundle:
    """A parcel as if it had been stored; partners that are missing count as overdue."""
    rows = {
        name: _row(name, documents[name], at) for name in _PARTS if documents.get(name) is not None
    }
    missing = len(rows) < len(_PARTS)
    return Bundle(
        declaration=rows["declaration"],
        due_at=at if missing else at + timedelta(days=1),
        again=False,
        order=rows.get("order"),
        payment=rows.get("payment"),
        waybill=rows.get("waybill"),
    )


def _nodes(order: Any | None) -> list[OrderNodes]:
    """The parties of a draft's order, as those of a stored order are found."""
    if order is None:
        return []
    head = order.head
    name, phone, address = (
        blind(IndexKind.NAME, head.consignee),
        blind(IndexKind.PHONE, head.consigneeTelephone),
        blind(IndexKind.ADDRESS, head.consigneeAddress),
    )
    return [
        OrderNodes(
            1,
            key_of(address),
            key_of(name, phone, address),
            key_of(head.ebcCode),
            link_tokens(head.consignee, head.consigneeTelephone, head.consigneeAddress),
        )
    ]


def _row(name: str, document: Any, at: datetime) -> DocumentRow:
    head = document.head
    match name:
        case "declaration":
            found = (
                blind(IndexKind.IDENTITY_NUMBER, head.buyerIdNumber),
                blind(IndexKind.NAME, head.buyerName),
                blind(IndexKind.PHONE, head.buyerTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
            )
        case "order":
            found = (
                blind(IndexKind.IDENTITY_NUMBER, head.buyerIdNumber),
                blind(IndexKind.NAME, head.buyerName),
                blind(IndexKind.PHONE, head.buyerTelephone),
                blind(IndexKind.NAME, head.consignee),
                blind(IndexKind.PHONE, head.consigneeTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
            )
        case "payment":
            found = (
                blind(IndexKind.IDENTITY_NUMBER, head.payerIdNumber),
                blind(IndexKind.NAME, head.payerName),
            )
        case _:
            found = (
                blind(IndexKind.NAME, head.consignee),
                blind(IndexKind.PHONE, head.consigneeTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
            )
    indexes = tuple(str(index) if index is not None else None for index in found)
    return DocumentRow(1, at, content(document).encode(), 0, 0, 0, indexes)
