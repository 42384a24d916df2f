"""The four documents of a parcel as they are stored, with their persons masked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import QuerySet

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.mask_differences import MASKS
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Declaration, Order, Payment, Waybill
from tidewaiter.intake.models.documents import Document
from tidewaiter.intake.sealing import open_persons
from tidewaiter.risk.models import Assessment

KEYS: Mapping[str, Kind] = {
    "order": Kind.ORDER,
    "payment": Kind.PAYMENT,
    "waybill": Kind.WAYBILL,
    "declaration": Kind.DECLARATION,
}
"""The four documents, in the order in which they are shown."""

INDEXES: Mapping[str, Mapping[str, str]] = {
    "order": {
        "buyerIdNumber": "buyer_ix",
        "buyerName": "buyer_name_ix",
        "buyerTelephone": "buyer_phone_ix",
        "consignee": "consignee_ix",
        "consigneeTelephone": "consignee_phone_ix",
        "consigneeAddress": "address_ix",
    },
    "payment": {"payerIdNumber": "payer_ix", "payerName": "payer_name_ix"},
    "waybill": {
        "consignee": "consignee_ix",
        "consigneeTelephone": "consignee_phone_ix",
        "consigneeAddress": "address_ix",
    },
    "declaration": {
        "buyerIdNumber": "buyer_ix",
        "buyerName": "buyer_name_ix",
        "buyerTelephone": "buyer_phone_ix",
        "consigneeAddress": "address_ix",
    },
}
"""The column that tells whether two personal fields agree, without telling what they say."""


@dataclass(frozen=True)
class Paper:
    """One document: its row, what it says, and its persons as far as anybody may see them."""

    key: str
    row: Any = None
    head: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[Mapping[str, Any], ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> bool:
        """Whether it has not been received."""
        return self.row is None

    def index(self, name: str) -> UUID | None:
        """The blind index of a personal field; equal for equal values."""
        column = INDEXES[self.key].get(name)
        found: UUID | None = getattr(self.row, column) if column and self.row else None
        return found


def papers_of(
    declaration: Declaration, assessment: Assessment | None, *, by: Actor
) -> dict[str, Paper]:
    """The documents by which a parcel was decided; for an undecided one those that are there."""
    rows: dict[str, Document | None] = {"declaration": declaration}
    if assessment is not None:
        rows["order"] = _one(Order.objects.visible_to(by), pk=assessment.order_id)
        rows["payment"] = _one(Payment.objects.visible_to(by), pk=assessment.payment_id)
        rows["waybill"] = _one(Waybill.objects.visible_to(by), pk=assessment.waybill_id)
    else:
        order = {"order_no": declaration.order_no, "ebp_code": declaration.ebp_code}
        carried = {
            "logistics_no": declaration.logistics_no,
            "logistics_code": declaration.logistics_code,
        }
        rows["order"] = _one(Order.objects.visible_to(by), current=True, **order)
        rows["payment"] = _one(Payment.objects.visible_to(by), current=True, **order)
        rows["waybill"] = _one(Waybill.objects.visible_to(by), current=True, **carried)
    return {key: _paper(key, rows[key]) for key in KEYS}


def _one(rows: QuerySet[Any], **which: Any) -> Any:
    if which.get("pk", 0) is None:
        return None
    return rows.filter(**which).select_related("sender").order_by("id").first()


def _paper(key: str, row: Any) -> Paper:
    if row is None:
        return Paper(key)
    content = msgspec.json.decode(row.content)
    persons = open_persons(KEYS[key], row)
    masked = {name: MASKS[name](value) for name, value in persons.items() if name in MASKS}
    return Paper(key, row, content["head"], tuple(content.get("lines") or ()), masked)
