"""Say how persons differ between two documents without saying who they are."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from tidewaiter.base.privacy.masking import (
    mask_address,
    mask_identity_number,
    mask_name,
    mask_phone,
)
from tidewaiter.engine.book.loader import Book
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle
from tidewaiter.intake.sealing import MODELS, open_persons

MASKS = {
    "buyerIdNumber": mask_identity_number,
    "payerIdNumber": mask_identity_number,
    "buyerName": mask_name,
    "payerName": mask_name,
    "consignee": mask_name,
    "buyerTelephone": mask_phone,
    "telephone": mask_phone,
    "consigneeTelephone": mask_phone,
    "consigneeAddress": mask_address,
}
"""How each personal field is shown to somebody who has not said why they need it."""

_DOCUMENTS = {
    "OrderHead": (Kind.ORDER, "order"),
    "PaymentHead": (Kind.PAYMENT, "payment"),
    "LogisticsHead": (Kind.WAYBILL, "waybill"),
    "InventoryHead": (Kind.DECLARATION, "declaration"),
}


def mask_differences(
    reasons: Sequence[dict[str, Any]], bundles: Mapping[int, Bundle], book: Book
) -> list[dict[str, Any]]:
    """Add the two masked values to each reason that says that personal fields differ."""
    pairs = {
        rule.code: sides
        for rule in book.rules
        if len(sides := tuple(rule.fields.values())) == 2
        and all(side.split(".")[-1] in MASKS for side in sides)
    }
    told = []
    for reason in reasons:
        pair = pairs.get(reason["code"])
        bundle = bundles.get(reason["declaration_id"])
        if pair is not None and bundle is not None:
            evidence = msgspec.json.decode(reason["evidence"])
            evidence["left_masked"] = _value(bundle, pair[0])
            evidence["right_masked"] = _value(bundle, pair[1])
            reason = {**reason, "evidence": msgspec.json.encode(evidence).decode()}
        told.append(reason)
    return told


def _value(bundle: Bundle, path: str) -> str:
    group, field = path.split(".")
    kind, name = _DOCUMENTS[group]
    part = getattr(bundle, name)
    if part is None:
        return ""
    values = open_persons(kind, MODELS[kind].objects.get(pk=part.id))
    return MASKS[field](values[field]) if field in values else ""
