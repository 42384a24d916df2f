"""Rows of the list: what a glance must tell about each parcel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec
from django.urls import reverse

from tidewaiter.base.identity.actors import Actor
from tidewaiter.intake.models import Awaited, Declaration
from tidewaiter.intake.queries import missing_for, wholly_returned
from tidewaiter.risk.models import Assessment, Reason
from tidewaiter.risk.states import Outcome
from tidewaiter.surfaces.kit.words import document_name, reason_title


@dataclass(frozen=True)
class ParcelRow:
    """One parcel of the list."""

    url: str
    title: str
    received_at: datetime
    goods: str
    value: Decimal | None
    merchant: str
    standing: str
    reason: str
    more: int
    waiting_for: tuple[str, ...]


class _Line(msgspec.Struct):
    gname: str = ""
    totalPrice: Decimal = Decimal(0)


class _Head(msgspec.Struct):
    ebcName: str = ""


class _Content(msgspec.Struct):
    head: _Head
    lines: list[_Line] = []


_read = msgspec.json.Decoder(_Content).decode


def standing_of(assessment: Assessment | None, *, waits: bool, returned: bool) -> str:
    """Where a parcel stands, in one word."""
    if waits or assessment is None:
        return "waiting"
    if assessment.outcome == Outcome.WITHDRAWN:
        return "cancelled"
    if returned:
        return "returned"
    return assessment.lane or "rejected"


def rows_of(numbers: Sequence[int], *, by: Actor) -> tuple[ParcelRow, ...]:
    """The rows of these declarations, in their order."""
    found = Declaration.objects.visible_to(by).defer("buyer_sealed").in_bulk(numbers)
    assessments = {
        one.declaration_id: one
        for one in Assessment.objects.visible_to(by)
        .filter(declaration_id__in=numbers, current=True)
        .only("declaration_id", "outcome", "lane", "dutiable_value")
    }
    waits = set(Awaited.objects.filter(pk__in=numbers).values_list("declaration_id", flat=True))
    missing = missing_for(sorted(waits)) if waits else {}
    reasons: dict[int, list[str]] = {}
    for assessment, code in (
        Reason.objects.filter(assessment__in=assessments.values())
        .order_by("assessment_id", "position")
        .values_list("assessment_id", "code")
    ):
        reasons.setdefault(assessment, []).append(code)
    returned = wholly_returned(numbers) if numbers else set()
    rows = []
    for number in numbers:
        if number in found:
            assessment = assessments.get(number)
            standing = standing_of(assessment, waits=number in waits, returned=number in returned)
            codes = reasons.get(assessment.pk, []) if assessment and standing != "waiting" else []
            rows.append(_row(found[number], assessment, standing, codes, missing.get(number, [])))
    return tuple(rows)


def _row(
    declaration: Declaration,
    assessment: Assessment | None,
    standing: str,
    codes: Sequence[str],
    missing: Sequence[str],
) -> ParcelRow:
    content = _read(declaration.content)
    names = [line.gname for line in content.lines]
    goods = names[0] if names else ""
    if len(names) > 1:
        goods = f"{goods} +{len(names) - 1}"
    titles = [reason_title(code) for code in dict.fromkeys(codes)]
    return ParcelRow(
        url=reverse("desk:parcel", args=[declaration.pk]),
        title=declaration.logistics_no or declaration.order_no,
        received_at=declaration.received_at,
        goods=goods,
        value=assessment.dutiable_value
        if assessment and standing != "waiting"
        else sum((line.totalPrice for line in content.lines), Decimal(0)),
        merchant=content.head.ebcName,
        standing=standing,
        reason=titles[0] if titles else "",
        more=max(len(titles) - 1, 0),
        waiting_for=tuple(document_name(one) for one in missing),
    )
