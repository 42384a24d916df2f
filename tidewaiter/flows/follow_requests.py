"""What follows a declaration: cancellations, returns, arrival at the site, signature by the
consignee.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.receive_message import law_on, told
from tidewaiter.intake.commands.queue import settle
from tidewaiter.intake.commands.receipts import Outgoing
from tidewaiter.intake.commands.requests import attach, turn_down, withdraw_declaration
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.models import Awaited, Declaration, Delivery, Request, Waybill, WaybillEvent
from tidewaiter.intake.rules.faults import fault_of
from tidewaiter.intake.rules.numbers import customs_numbers, number_in
from tidewaiter.intake.sealing import MODELS
from tidewaiter.law.loader import Law
from tidewaiter.law.model.values import Code
from tidewaiter.risk.commands.decide import withdraw_decision
from tidewaiter.risk.commands.quota import MONEY, give_back
from tidewaiter.risk.models import Assessment, QuotaEntry
from tidewaiter.risk.rules.parcels import (
    Asked,
    Returned,
    why_not_cancel,
    why_not_return,
    why_not_signed_for,
)
from tidewaiter.risk.states import FREE

log = structlog.get_logger()


def follow_requests(
    arrived: Mapping[str, Sequence[int]], *, by: Actor, at: datetime
) -> list[Outgoing]:
    """Carry out what newly arrived requests ask, and answer each of them."""
    return [
        receipt
        for kind, act in _ACTS.items()
        for number in arrived.get(kind, ())
        for receipt in [_follow(kind, act, number, by, at)]
    ]


def _follow(
    kind: str, act: Callable[[int, Actor, datetime], Outgoing], number: int, by: Actor, at: datetime
) -> Outgoing:
    """Carry out one request. One that fails is turned down, so that it keeps no other waiting."""
    try:
        with transaction.atomic():
            return act(number, by, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("request.failed", kind=kind, number=number)
    document = MODELS[kind].objects.get(pk=number)
    head = msgspec.json.decode(document.content)["head"]
    failed = fault_of("TW-B00-FAILED")
    return _turned_down(document, FORMS[Kind(kind)].receipt, head, failed, by, at)


def hold_parcels(arrived: Mapping[str, Sequence[int]]) -> set[tuple[UUID, int]]:
    """Lock the parcels that newly arrived requests are about, and name the accounts they moved.

    Everywhere parcels are locked before accounts, and each kind of row in the order of its number:
    so whoever asks, decides or changes a lane at the same moment waits, and never in a circle.
    """
    asked = [*arrived.get(Kind.CANCELLATION, ()), *arrived.get(Kind.REFUND, ())]
    if not asked:
        return set()
    named = Request.objects.filter(pk__in=asked).values_list("invt_no", flat=True)
    numbers = {number for number in map(number_in, named) if number is not None}
    for rows in (
        Awaited.objects.filter(declaration__in=numbers).select_for_update(),
        Declaration.objects.filter(pk__in=numbers).select_for_update(no_key=True),
        Assessment.objects.filter(declaration__in=numbers).select_for_update(no_key=True),
    ):
        list(rows.order_by("pk").values_list("pk"))
    return set(
        QuotaEntry.objects.filter(declaration__in=numbers).values_list(
            "account__buyer_ix", "account__year"
        )
    )


def local_day(at: datetime) -> datetime:
    """A moment on the clock of the office."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE))


def numbers_of(number: int, received_at: datetime, customs_code: str) -> dict[str, str]:
    """The numbers that customs gives a declaration, as receipts repeat them."""
    pre_no, invt_no = customs_numbers(number, local_day(received_at), customs_code)
    return {"preNo": pre_no, "invtNo": invt_no}


def _cancel(number: int, by: Actor, at: datetime) -> Outgoing:
    request = Request.objects.get(pk=number)
    head = msgspec.json.decode(request.content)["head"]
    declaration, assessment, asked = _asked(request, at)
    wrong = why_not_cancel(asked)
    if wrong is not None:
        return _turned_down(request, Kind.CANCELLATION_RECEIPT, head, wrong, by, at)
    if assessment is not None:
        give_back(declaration.pk, at=at)
        withdraw_decision(assessment, by=by, at=at)
    settle([declaration.pk])
    withdraw_declaration(declaration, request, by=by, at=at)
    return _answer(request, Kind.CANCELLATION_RECEIPT, "399", head, [])


def _return(number: int, by: Actor, at: datetime) -> Outgoing:
    request = Request.objects.get(pk=number)
    content = msgspec.json.decode(request.content)
    declaration, assessment, asked = _asked(request, at)
    law = law_on(at)
    original = msgspec.json.decode(declaration.content)["lines"] if declaration else []
    lines = _returned(content["lines"], original, declaration)
    wrong = why_not_return(asked, lines, apply_days=law.number("cbec.return.apply_days"))
    if wrong is not None:
        return _turned_down(request, Kind.REFUND_RECEIPT, content["head"], wrong, by, at)
    attach(request, declaration, by=by, at=at)
    give_back(declaration.pk, at=at, amounts=_amounts(lines, original, assessment, law))
    return _answer(request, Kind.REFUND_RECEIPT, "399", content["head"], [])


def _sign(number: int, by: Actor, at: datetime) -> Outgoing:
    event = WaybillEvent.objects.get(pk=number)
    head = msgspec.json.decode(event.content)["head"]
    waybill = Waybill.objects.filter(
        logistics_no=event.logistics_no, logistics_code=event.logistics_code, current=True
    ).first()
    decided = Assessment.objects.filter(
        declaration__logistics_no=event.logistics_no,
        declaration__logistics_code=event.logistics_code,
        declaration__current=True,
        current=True,
    ).first()
    wrong = why_not_signed_for(
        event.logistics_no,
        known=waybill is not None,
        free=decided is not None and decided.lane in FREE,
    )
    if wrong is not None:
        return _turned_down(event, Kind.WAYBILL_STATUS_RECEIPT, head, wrong, by, at)
    return _answer(event, Kind.WAYBILL_STATUS_RECEIPT, "120", head, [])


def _deliver(number: int, by: Actor, at: datetime) -> Outgoing:
    delivery = Delivery.objects.get(pk=number)
    head = msgspec.json.decode(delivery.content)["head"]
    return _answer(delivery, Kind.DELIVERY_RECEIPT, "120", head, [])


_ACTS: Mapping[str, Callable[[int, Actor, datetime], Outgoing]] = {
    Kind.CANCELLATION: _cancel,
    Kind.REFUND: _return,
    Kind.WAYBILL_STATUS: _sign,
    Kind.DELIVERY: _deliver,
}


def _asked(request: Request, at: datetime) -> tuple[Declaration | None, Assessment | None, Asked]:
    """The declaration that a request names, its decision (`hold_parcels` has locked both), and the
    facts of the rules.
    """
    declaration = None
    number = number_in(request.invt_no)
    if number is not None:
        found = Declaration.objects.filter(pk=number, current=True).first()
        if (
            found
            and numbers_of(found.pk, found.received_at, found.customs_code)["invtNo"]
            == request.invt_no
        ):
            declaration = found
    assessment = None
    if declaration is not None:
        assessment = Assessment.objects.filter(declaration=declaration, current=True).first()
    free = assessment is not None and assessment.lane in FREE
    released = None
    if free:
        change = assessment.changes.filter(after__in=FREE).order_by("at").first()
        released = local_day(change.at if change else assessment.decided_at).date()
    return (
        declaration,
        assessment,
        Asked(
            invt_no=request.invt_no,
            found=declaration is not None,
            same_firm=declaration is not None and declaration.agent_code == request.agent_code,
            outcome=assessment.outcome if assessment else None,
            free=free,
            released_on=released,
            today=local_day(at).date(),
        ),
    )


def _returned(
    lines: Sequence[dict[str, Any]],
    original: Sequence[dict[str, Any]],
    declaration: Declaration | None,
) -> list[Returned]:
    declared = {line["gnum"]: line for line in original}
    before: dict[int, Decimal] = {}
    if declaration is not None:
        for earlier in declaration.requests.filter(kind=Kind.REFUND, current=True):
            for line in msgspec.json.decode(earlier.content)["lines"]:
                before[line["gnum"]] = before.get(line["gnum"], Decimal(0)) + Decimal(line["qty"])
    return [
        Returned(
            gnum=line["gnum"],
            gcode=line["gcode"],
            quantity=Decimal(line["qty"]),
            original_gcode=declared.get(line["gnum"], {}).get("gcode"),
            original_quantity=Decimal(declared.get(line["gnum"], {}).get("qty", 0)),
            returned_before=before.get(line["gnum"], Decimal(0)),
        )
        for line in lines
    ]


def _amounts(
    lines: Sequence[Returned],
    original: Sequence[dict[str, Any]],
    assessment: Assessment,
    law: Law,
) -> dict[str, Decimal]:
    """What a return gives back of each measure: the returned share of each line (B-02)."""
    taxed = {
        line["gnum"]: Decimal(line["tax_price"]) for line in msgspec.json.decode(assessment.duties)
    }
    declared = {line["gnum"]: line for line in original}
    units = law.codes("unit")
    step = Decimal("0.00001")
    given: dict[str, Decimal] = {}
    for line in lines:
        share = line.quantity / line.original_quantity
        given[MONEY] = given.get(MONEY, Decimal(0)) + (taxed[line.gnum] * share).quantize(step)
        for measure in law.measures:
            if measure.money or not line.gcode.startswith(measure.prefixes):
                continue
            amount = _measured(declared[line.gnum], units, units[measure.unit])
            given[measure.id] = given.get(measure.id, Decimal(0)) + (amount * share).quantize(step)
    return given


def _measured(line: dict[str, Any], units: Mapping[str, Code], wanted: Code) -> Decimal:
    """How much of named goods a line declares, in the unit of their measure."""
    for quantity, unit in (("qty1", "unit1"), ("qty2", "unit2")):
        given = units.get(line.get(unit) or "")
        if given is not None and given.quantity is wanted.quantity and given.factor:
            return Decimal(line[quantity]) * given.factor / (wanted.factor or Decimal(1))
    return Decimal(0)


def _turned_down(
    document: Any, kind: Kind, head: dict[str, Any], wrong: Fault, by: Actor, at: datetime
) -> Outgoing:
    turn_down(document, code=wrong.code, by=by, at=at)
    return _answer(document, kind, wrong.official or "100", head, [told(wrong)])


_FIELDS = (
    "guid",
    "customsCode",
    "ebpCode",
    "ebcCode",
    "agentCode",
    "copNo",
    "preNo",
    "invtNo",
    "logisticsCode",
    "logisticsNo",
    "logisticsStatus",
    "operatorCode",
    "rkdNo",
)


def _answer(
    document: Any, kind: Kind, status: str, head: dict[str, Any], reasons: list[dict[str, Any]]
) -> Outgoing:
    fields = {name: head[name] for name in _FIELDS if name in head}
    body = msgspec.json.encode({"fields": fields, "reasons": reasons}).decode()
    return Outgoing(
        document.sender_id, document.message_id, document.position, kind.value, status, body
    )
