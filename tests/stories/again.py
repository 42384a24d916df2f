"""Decide parcels again from their stored documents and the stored context of their decisions."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pyarrow as pa

from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.frames import FRAMES, Documents
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.parcel_frames import document_frames
from tidewaiter.intake.models import Declaration, Order, Payment, Waybill
from tidewaiter.intake.queries import Bundle, DocumentRow
from tidewaiter.law.loader import load
from tidewaiter.risk.models import Assessment

_BESIDE = {
    Declaration: ("buyer_ix", "buyer_name_ix", "buyer_phone_ix", "address_ix"),
    Order: (
        "buyer_ix",
        "buyer_name_ix",
        "buyer_phone_ix",
        "consignee_ix",
        "consignee_phone_ix",
        "address_ix",
    ),
    Payment: ("payer_ix", "payer_name_ix"),
    Waybill: ("consignee_ix", "consignee_phone_ix", "address_ix"),
}
_SAME = (
    "outcome", "status", "lane", "lane_by", "draw", "priority", "propensity", "model", "risk",
    "recoverable", "score",
    "dutiable_value", "duty", "vat",
    "consumption_tax", "tax_basis", "context", "input_hash",
)  # fmt: skip
_MASKED = {"left_masked", "right_masked"}


def differences(
    assessments: Iterable[Assessment], *, seed: str, policy: Policy, assessor: Assessor
) -> list[str]:
    """What is otherwise when the same parcels are decided again; nothing, if all is well."""
    stored = list(assessments)
    found: list[str] = []
    for day in {one.law_day for one in stored}:
        part = [one for one in stored if one.law_day == day]
        law, book = load("cn").on(day), load_book()
        known = {(one.law, one.book) for one in part}
        if known != {(law.version[:16], book.version[:16])}:
            found.append(f"decided by {known}, now by {law.version[:16]}, {book.version[:16]}")
        frames = document_frames([_bundle(one) for one in part], at=part[0].decided_at)
        frames["recalled"] = pa.table(
            {
                "declaration_id": pa.array([one.declaration_id for one in part], pa.int64()),
                "context": pa.array([one.context for one in part], pa.string()),
            },
            schema=FRAMES["recalled"].schema,
        )
        again = assess(Documents(frames), law, book, seed=seed, policy=policy, assessor=assessor)
        rows = {row["declaration_id"]: row for row in again.decisions.to_pylist()}
        reasons = _by_declaration(again.reasons.to_pylist())
        duties = _by_declaration(again.duties.to_pylist())
        for one in part:
            found += _compare(one, rows[one.declaration_id], reasons, duties)
    return found


def _bundle(one: Assessment) -> Bundle:
    missing = None in (one.order_id, one.payment_id, one.waybill_id)
    return Bundle(
        declaration=_row(one.declaration),
        due_at=one.decided_at if missing else one.decided_at + timedelta(days=1),
        again=False,
        order=_row(one.order),
        payment=_row(one.payment),
        waybill=_row(one.waybill),
    )


def _row(document: Any) -> DocumentRow | None:
    if document is None:
        return None
    indexes = (getattr(document, name) for name in _BESIDE[type(document)])
    return DocumentRow(
        document.pk,
        document.received_at,
        document.content,
        document.message_id,
        document.position,
        document.sender_id,
        tuple(str(index) if index is not None else None for index in indexes),
    )


def _by_declaration(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("declaration_id"), []).append(row)
    return found


def _compare(
    one: Assessment,
    row: dict[str, Any],
    reasons: dict[int, list[dict[str, Any]]],
    duties: dict[int, list[dict[str, Any]]],
) -> list[str]:
    found = []
    number = one.declaration_id
    for name in _SAME:
        before, after = getattr(one, name), row[name]
        # amounts of a rejected parcel are stored as zero
        if before != after and not (after is None and before == 0):
            found.append(f"{number} {name}: {before!r} → {after!r}")
    before = [
        (reason.code, reason.position, _seen(reason.evidence), reason.weight)
        for reason in one.reasons.all()
    ]
    after = [
        (reason["code"], reason["position"], _seen(reason["evidence"]), reason["weight"])
        for reason in reasons.get(number, [])
    ]
    if sorted(before, key=str) != sorted(after, key=str):
        found.append(f"{number} reasons: {before} → {after}")
    before_duties = [
        {name: str(value) for name, value in line.items()} for line in json.loads(one.duties)
    ]
    after_duties = [
        {name: str(value) for name, value in line.items()} for line in duties.get(number, [])
    ]
    if before_duties != after_duties:
        found.append(f"{number} duties: {before_duties} → {after_duties}")
    return found


def _seen(evidence: str) -> dict[str, Any]:
    return {name: value for name, value in json.loads(evidence).items() if name not in _MASKED}
