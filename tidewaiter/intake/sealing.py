"""Turn a document into a row: keys and indexes in columns, persons sealed under their own keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

import msgspec

from tidewaiter.base.privacy.index import IndexKind, blind, link_token
from tidewaiter.base.privacy.vault import known_subject_keys, open_sealed, seal
from tidewaiter.engine.linking.tokens import normal_forms, packed
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.moments import moment
from tidewaiter.intake.formats.ceb.privacy import encode_public, personal
from tidewaiter.intake.models import (
    Declaration,
    Delivery,
    Order,
    Payment,
    Request,
    Waybill,
    WaybillEvent,
)

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, str]).decode

MODELS: Mapping[str, type] = {
    Kind.ORDER: Order,
    Kind.PAYMENT: Payment,
    Kind.WAYBILL: Waybill,
    Kind.WAYBILL_STATUS: WaybillEvent,
    Kind.DECLARATION: Declaration,
    Kind.CANCELLATION: Request,
    Kind.REFUND: Request,
    Kind.DELIVERY: Delivery,
}
"""The table that keeps each kind of document."""

COMMON = (
    "id",
    "message",
    "position",
    "sender",
    "received_at",
    "guid",
    "app_type",
    "app_time",
    "current",
    "content",
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    Kind.ORDER: (
        "ebp_code",
        "order_no",
        "ebc_code",
        "buyer_ix",
        "buyer_name_ix",
        "buyer_phone_ix",
        "consignee_ix",
        "consignee_phone_ix",
        "address_ix",
        "paid",
        "buyer_sealed",
        "consignee_sealed",
        "tokens",
    ),
    Kind.PAYMENT: (
        "pay_code",
        "pay_transaction_id",
        "ebp_code",
        "order_no",
        "payer_ix",
        "payer_name_ix",
        "payer_sealed",
    ),
    Kind.WAYBILL: (
        "logistics_code",
        "logistics_no",
        "consignee_ix",
        "consignee_phone_ix",
        "address_ix",
        "consignee_sealed",
    ),
    Kind.WAYBILL_STATUS: ("logistics_code", "logistics_no", "event", "happened_at"),
    Kind.DECLARATION: (
        "agent_code",
        "cop_no",
        "order_no",
        "ebp_code",
        "ebc_code",
        "logistics_no",
        "logistics_code",
        "customs_code",
        "buyer_ix",
        "buyer_name_ix",
        "buyer_phone_ix",
        "address_ix",
        "buyer_sealed",
    ),
    Kind.CANCELLATION: ("kind", "agent_code", "cop_no", "invt_no", "buyer_ix", "buyer_sealed"),
    Kind.REFUND: ("kind", "agent_code", "cop_no", "invt_no", "buyer_ix", "buyer_sealed"),
    Kind.DELIVERY: ("operator_code", "cop_no", "bill_no"),
}
"""What each kind of document adds to the common columns."""

_KEY_FIELDS: Mapping[str, tuple[str, str]] = {
    Kind.ORDER: ("order_no", "ebp_code"),
    Kind.PAYMENT: ("pay_transaction_id", "pay_code"),
    Kind.WAYBILL: ("logistics_no", "logistics_code"),
    Kind.WAYBILL_STATUS: ("logistics_no", "logistics_code"),
    Kind.DECLARATION: ("cop_no", "agent_code"),
    Kind.CANCELLATION: ("cop_no", "agent_code"),
    Kind.REFUND: ("cop_no", "agent_code"),
    Kind.DELIVERY: ("cop_no", "operator_code"),
}


def key_columns(kind: str) -> tuple[str, str]:
    """The two columns that make the business key of a kind of document (G-02)."""
    return _KEY_FIELDS[kind]


def business_key(kind: str, document: Any) -> tuple[str, str]:
    """The values of the business key: the number, and the firm that gave it."""
    head = document.head
    match kind:
        case Kind.ORDER:
            return head.orderNo, head.ebpCode
        case Kind.PAYMENT:
            return head.payTransactionId, head.payCode
        case Kind.WAYBILL | Kind.WAYBILL_STATUS:
            return head.logisticsNo, head.logisticsCode
        case Kind.DELIVERY:
            return head.copNo or head.billNo, head.operatorCode
        case Kind.DECLARATION:
            return head.copNo or head.orderNo, head.agentCode
    return head.copNo or head.invtNo, head.agentCode


@dataclass(slots=True)
class Persons:
    """The persons of one document: each with its index and the values to be sealed."""

    main: UUID | None
    main_values: dict[str, str]
    consignee: UUID | None
    consignee_values: dict[str, str]

    @property
    def subjects(self) -> tuple[UUID, ...]:
        """The data subjects whose keys are needed."""
        return tuple(index for index in (self.main, self.consignee) if index is not None)


_WITH_CONSIGNEE = frozenset({Kind.ORDER, Kind.WAYBILL})

_NOBODY = UUID(int=0)
"""Whose key seals values of a person without any number: a document must not stay unsealed."""


def persons(kind: str, document: Any) -> Persons:
    """Part the personal values of a document by data subject."""
    main: dict[str, str] = personal(document)
    consignee: dict[str, str] = {}
    head = document.head
    if kind in _WITH_CONSIGNEE:
        # elsewhere the consignee's address stands beside the buyer and goes under the buyer's key
        names = [name for name in main if name.startswith("consignee")]
        consignee = {name: main.pop(name) for name in names}
    identity = getattr(head, "buyerIdNumber", None) or getattr(head, "payerIdNumber", None)
    return Persons(
        main=(blind(IndexKind.IDENTITY_NUMBER, identity) or _NOBODY) if main else None,
        main_values=main,
        consignee=(
            blind(IndexKind.PHONE, getattr(head, "consigneeTelephone", None)) or _NOBODY
            if consignee
            else None
        ),
        consignee_values=consignee,
    )


def row(
    kind: str,
    document: Any,
    persons: Persons,
    keys: Mapping[UUID, bytes],
    common: Sequence[Any],
) -> tuple[Any, ...]:
    """The row of a document: the common columns, then those of its kind."""
    head = document.head
    number, firm = business_key(kind, document)
    context = _context(kind, firm, number)

    def main() -> bytes:
        if persons.main is None:
            return b""
        return seal(keys[persons.main], _encode(persons.main_values), context=context)

    def consignee() -> bytes:
        if persons.consignee is None:
            return b""
        return seal(keys[persons.consignee], _encode(persons.consignee_values), context=context)

    match kind:
        case Kind.ORDER:
            own: tuple[Any, ...] = (
                head.ebpCode,
                head.orderNo,
                head.ebcCode,
                blind(IndexKind.IDENTITY_NUMBER, head.buyerIdNumber),
                blind(IndexKind.NAME, head.buyerName),
                blind(IndexKind.PHONE, head.buyerTelephone),
                blind(IndexKind.NAME, head.consignee),
                blind(IndexKind.PHONE, head.consigneeTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
                head.acturalPaid,
                main(),
                consignee(),
                link_tokens(head.consignee, head.consigneeTelephone, head.consigneeAddress),
            )
        case Kind.PAYMENT:
            own = (
                head.payCode,
                head.payTransactionId,
                head.ebpCode,
                head.orderNo,
                blind(IndexKind.IDENTITY_NUMBER, head.payerIdNumber),
                blind(IndexKind.NAME, head.payerName),
                main(),
            )
        case Kind.WAYBILL:
            own = (
                head.logisticsCode,
                head.logisticsNo,
                blind(IndexKind.NAME, head.consignee),
                blind(IndexKind.PHONE, head.consigneeTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
                consignee(),
            )
        case Kind.DECLARATION:
            own = (
                head.agentCode,
                number,
                head.orderNo,
                head.ebpCode,
                head.ebcCode,
                head.logisticsNo,
                head.logisticsCode,
                head.customsCode,
                blind(IndexKind.IDENTITY_NUMBER, head.buyerIdNumber),
                blind(IndexKind.NAME, head.buyerName),
                blind(IndexKind.PHONE, head.buyerTelephone),
                blind(IndexKind.ADDRESS, head.consigneeAddress),
                main(),
            )
        case Kind.WAYBILL_STATUS:
            own = (firm, number, head.logisticsStatus, moment(head.logisticsTime))
        case Kind.DELIVERY:
            own = (firm, number, head.billNo)
        case _:
            own = (
                kind,
                firm,
                number,
                head.invtNo,
                blind(IndexKind.IDENTITY_NUMBER, head.buyerIdNumber),
                main(),
            )
    return (*common, *own)


@lru_cache(maxsize=20_000)
def link_tokens(name: str | None, phone: str | None, address: str | None) -> bytes:
    """What of a consignee can be linked, blinded: see `engine.linking.tokens`.

    It is made here, where the persons are open anyway, so that nobody has to open them for it.
    """
    return packed(normal_forms(name or "", phone or "", address or ""), link_token)


def content(document: Any) -> str:
    """Everything of a document that is not personal, as JSON."""
    return encode_public(document).decode()


def _context(kind: str, firm: str, number: str) -> bytes:
    """What a sealed block is bound to: moved to another document it cannot be opened."""
    return f"{kind}:{firm}:{number}".encode()


_BLOCKS: Mapping[str, tuple[tuple[str, str], ...]] = {
    Kind.ORDER: (("buyer_sealed", "buyer_ix"), ("consignee_sealed", "consignee_phone_ix")),
    Kind.PAYMENT: (("payer_sealed", "payer_ix"),),
    Kind.WAYBILL: (("consignee_sealed", "consignee_phone_ix"),),
    Kind.DECLARATION: (("buyer_sealed", "buyer_ix"),),
    Kind.CANCELLATION: (("buyer_sealed", "buyer_ix"),),
    Kind.REFUND: (("buyer_sealed", "buyer_ix"),),
}
"""The sealed blocks of each kind of document, and the index of the data subject of each."""


def open_persons(kind: str, document: Any) -> dict[str, str]:
    """The personal values of a stored document; those whose key was destroyed are left out."""
    return open_many([(kind, document)])[0]


def open_many(documents: Sequence[tuple[str, Any]]) -> list[dict[str, str]]:
    """The personal values of stored documents, whose keys are fetched all at once."""
    blocks = [
        [
            (bytes(getattr(document, block)), getattr(document, index) or _NOBODY)
            for block, index in _BLOCKS.get(kind, ())
        ]
        for kind, document in documents
    ]
    keys = known_subject_keys({subject for own in blocks for sealed, subject in own if sealed})
    opened = []
    for (kind, document), own in zip(documents, blocks, strict=True):
        number, firm = (getattr(document, column) for column in key_columns(kind))
        context = _context(kind, firm, number)
        values: dict[str, str] = {}
        for sealed, subject in own:
            if sealed and subject in keys:
                values |= _decode(open_sealed(keys[subject], sealed, context=context))
        opened.append(values)
    return opened
