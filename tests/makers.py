"""Parcels that are right unless a test says otherwise, sent and decided like any other."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any
from uuid import UUID

import msgspec

from harbour.documents import Documents, documents
from harbour.frauds import Shares
from harbour.parcels import Parcel
from harbour.world import World
from tests.cast import CLERK, NOON, WAREHOUSE, signing_keys
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.flows.assess_arrivals import Tools, assess_arrivals, assess_overdue
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.flows.receive_message import Answer, Answered, receive_message
from tidewaiter.intake.formats.ceb.declarations import (
    Cancellation,
    CancellationHead,
    Inventory,
    Refund,
    RefundHead,
    RefundLine,
)
from tidewaiter.intake.formats.ceb.deliveries import Delivery, DeliveryHead, DeliveryLine
from tidewaiter.intake.formats.ceb.json import write_json
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.messages import BaseTransfer, Message
from tidewaiter.intake.formats.ceb.orders import Order
from tidewaiter.intake.formats.ceb.payments import Payment
from tidewaiter.intake.formats.ceb.signature import sign
from tidewaiter.intake.formats.ceb.waybills import Waybill, WaybillStatus, WaybillStatusHead
from tidewaiter.intake.formats.ceb.xml import write
from tidewaiter.intake.models import Awaited, Declaration, Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.models import Assessment

START = datetime(2026, 6, 1, 12)
"""`NOON` on the clock of the office, as documents write it."""

_numbers = count(1)
_KINDS = {
    Order: (Kind.ORDER, "ebpCode"),
    Payment: (Kind.PAYMENT, "payCode"),
    Waybill: (Kind.WAYBILL, "logisticsCode"),
    WaybillStatus: (Kind.WAYBILL_STATUS, "logisticsCode"),
    Inventory: (Kind.DECLARATION, "agentCode"),
    Cancellation: (Kind.CANCELLATION, "agentCode"),
    Refund: (Kind.REFUND, "agentCode"),
    Delivery: (Kind.DELIVERY, "operatorCode"),
}

_SIGNED = {Kind.DECLARATION, Kind.CANCELLATION, Kind.REFUND, Kind.DELIVERY}


def guid() -> str:
    """A number that nobody has used yet."""
    return str(UUID(int=next(_numbers) + (4 << 76) + (10 << 60))).upper()


def later(minutes: float = 1) -> str:
    """The appTime of something that happens after the parcel's own documents."""
    return f"{START + timedelta(minutes=minutes):%Y%m%d%H%M%S}"


def honest(n: int = 1, *, seed: int = 1) -> list[Parcel]:
    """Parcels of honest people."""
    return list(World(seed, Shares.honest()).parcels(n, start=START, rate=1000.0))


def a_parcel(*, seed: int = 1) -> Documents:
    """The four documents of an honest parcel of one line."""
    return documents(next(p for p in honest(50, seed=seed) if len(p.lines) == 1))


def several(parcel: Documents, qty: int) -> Documents:
    """The same parcel with more pieces of its only line."""
    line, declared = parcel.order.lines[0], parcel.inventory.lines[0]
    old, new = line.qty, Decimal(qty)
    total = line.price * new
    order = with_line(parcel.order, qty=new, totalPrice=total)
    head = parcel.order.head
    paid = total + head.freight + head.taxTotal - head.discount
    inventory = with_line(
        parcel.inventory,
        qty=new,
        totalPrice=total,
        qty1=declared.qty1 / old * new,
        **({"qty2": declared.qty2 / old * new} if declared.qty2 is not None else {}),
    )
    net = parcel.inventory.head.netWeight * new
    weight = net + parcel.inventory.head.grossWeight - parcel.inventory.head.netWeight
    return Documents(
        changed(order, goodsValue=total, acturalPaid=paid),
        changed(parcel.payment, amountPaid=paid),
        changed(parcel.waybill, weight=weight),
        changed(inventory, grossWeight=weight, netWeight=net),
    )


def a_parcel_of(prefix: str, *, qty: int = 1) -> Documents:
    """A parcel of one line of goods whose tariff code begins so."""
    for seed in range(1, 60):
        for parcel in honest(300, seed=seed):
            if len(parcel.lines) == 1 and parcel.lines[0].good.hs.startswith(prefix):
                return several(documents(parcel), qty)
    raise LookupError(prefix)


def four(parcel: Documents) -> list[Any]:
    """The documents of a parcel."""
    return [parcel.order, parcel.payment, parcel.waybill, parcel.inventory]


def changed(document: Any, **fields: Any) -> Any:
    """A document with other values in its head."""
    return msgspec.structs.replace(document, head=msgspec.structs.replace(document.head, **fields))


def newer(document: Any, *, minutes: float = 1, **fields: Any) -> Any:
    """A later version of a document: a change (appType 2) with its own guid and time."""
    return changed(
        document, **{"guid": guid(), "appType": "2", "appTime": later(minutes), **fields}
    )


def with_line(document: Any, number: int = 1, **fields: Any) -> Any:
    """A document with other values in one of its lines."""
    lines = list(document.lines)
    lines[number - 1] = msgspec.structs.replace(lines[number - 1], **fields)
    return msgspec.structs.replace(document, lines=lines)


def a_cancellation(declaration: Declaration, inventory: Inventory, **fields: Any) -> Cancellation:
    """The wish to withdraw a declaration."""
    head = {
        **_asking(declaration, inventory),
        "logisticsNo": inventory.head.logisticsNo,
        "reason": "订单取消",
        **fields,
    }
    return Cancellation(head=CancellationHead(**head))


def a_refund(
    declaration: Declaration, inventory: Inventory, *, qty: Decimal | None = None, **fields: Any
) -> Refund:
    """The return of goods of the first line; all of it unless told."""
    line = inventory.lines[0]
    head = {
        **_asking(declaration, inventory),
        "logisticsNo": inventory.head.logisticsNo,
        "reason": "不想要了",
        **{name: value for name, value in fields.items() if name not in {"gnum", "gcode"}},
    }
    return Refund(
        head=RefundHead(**head),
        lines=[
            RefundLine(
                gnum=fields.get("gnum", line.gnum),
                gcode=fields.get("gcode", line.gcode),
                gname=line.gname,
                qty=line.qty if qty is None else qty,
                unit=line.unit,
            )
        ],
    )


def _asking(declaration: Declaration, inventory: Inventory) -> dict[str, Any]:
    head = inventory.head
    numbers = numbers_of(declaration.pk, declaration.received_at, declaration.customs_code)
    same = (
        "customsCode", "orderNo", "ebpCode", "ebpName", "ebcCode", "ebcName", "logisticsCode",
        "logisticsName", "buyerIdType", "buyerIdNumber", "buyerName", "buyerTelephone",
        "agentCode", "agentName",
    )  # fmt: skip
    return {
        "guid": guid(),
        "appType": "1",
        "appTime": later(),
        "appStatus": "2",
        "copNo": f"ASK{next(_numbers):08d}",
        "invtNo": numbers["invtNo"],
        **{name: getattr(head, name) for name in same},
    }


def a_signature(waybill: Waybill, **fields: Any) -> WaybillStatus:
    """The news that the consignee signed for a parcel."""
    head = waybill.head
    values = {
        "guid": guid(),
        "appType": "1",
        "appTime": later(),
        "appStatus": "2",
        "logisticsCode": head.logisticsCode,
        "logisticsName": head.logisticsName,
        "logisticsNo": head.logisticsNo,
        "logisticsStatus": "S",
        "logisticsTime": later(),
        **fields,
    }
    return WaybillStatus(head=WaybillStatusHead(**values))


def a_delivery(*waybills: Waybill) -> Delivery:
    """The entry of parcels into a supervised site."""
    first = waybills[0].head
    return Delivery(
        head=DeliveryHead(
            guid=guid(),
            appType="1",
            appTime=later(),
            appStatus="2",
            customsCode="2244",
            copNo=f"IN{next(_numbers):08d}",
            operatorCode=WAREHOUSE,
            operatorName="潮港监管作业场所",
            ieFlag="I",
            trafMode="5",
            trafNo="MU501",
            voyageNo="501",
            billNo="11200001111",
            logisticsCode=first.logisticsCode,
            logisticsName=first.logisticsName,
        ),
        lines=[
            DeliveryLine(gnum=number, logisticsNo=waybill.head.logisticsNo)
            for number, waybill in enumerate(waybills, 1)
        ],
    )


def sender_of(document: Any) -> str:
    """The firm that sends such a document."""
    return getattr(document.head, _KINDS[type(document)][1])


def kind_of(document: Any) -> Kind:
    """The kind of message that carries such a document."""
    return _KINDS[type(document)][0]


def in_message(*papers: Any, sender: str | None = None, as_json: bool = False) -> bytes:
    """One message with documents of one kind, signed where the sender can sign."""
    code = sender or sender_of(papers[0])
    message = Message(
        kind=kind_of(papers[0]),
        guid=guid(),
        documents=papers,
        transfer=BaseTransfer(copCode=code, copName="企业", dxpMode="DXP", dxpId="DXPENT000001"),
    )
    if as_json:
        return write_json(message)
    raw = write(message)
    keys = signing_keys()
    if code in keys and message.kind in _SIGNED:
        raw = sign(raw, key=keys.private[code], certificate=keys.certificates[code])
    return raw


def send_raw(
    raw: bytes, sender: str, *, at: datetime = NOON, media_type: str = "application/xml"
) -> Answer:
    """A firm sends bytes."""
    return receive_message(
        raw,
        media_type=media_type,
        sender=Operator.objects.get(code=sender),
        by=CLERK,
        at=at,
    )


def send(*papers: Any, at: datetime = NOON, sender: str | None = None) -> list[Answered]:
    """Documents arrive, each kind and sender in one message; their answers, in the same order."""
    groups: dict[tuple[Any, str], list[int]] = {}
    for place, paper in enumerate(papers):
        groups.setdefault((kind_of(paper), sender or sender_of(paper)), []).append(place)
    answers: dict[int, Answered] = {}
    for (_, code), places in groups.items():
        for start in range(0, len(places), 100):
            part = places[start : start + 100]
            answer = send_raw(
                in_message(*(papers[place] for place in part), sender=code), code, at=at
            )
            assert not answer.refused, answer
            answers |= dict(zip(part, answer.documents, strict=True))
    return [answers[place] for place in range(len(papers))]


NOTHING_DRAWN = Policy(random={}, scores={})
"""Every sound parcel is released."""


def all_to(lane: Lane) -> Policy:
    """Every sound parcel goes to one lane."""
    return Policy(random={lane: Decimal(1)}, scores={})


@cache
def _tools() -> Tools:
    return Tools(seed="tests", policy=NOTHING_DRAWN)


def tools(policy: Policy = NOTHING_DRAWN) -> Tools:
    """What an assessor works with; the compiled engine is kept for the whole run."""
    kept = _tools()
    return Tools(seed=kept.seed, policy=policy, engine=kept.engine)


@cache
def several_tools(number: int, policy: Policy = NOTHING_DRAWN) -> list[Tools]:
    """Tools of several assessors who work at the same time, each with an engine of its own."""
    made = [Tools(seed="tests", policy=policy) for _ in range(number)]
    for one in made:
        one.prepare(at=NOON)
    return made


def decide(*, at: datetime = NOON, policy: Policy = NOTHING_DRAWN) -> int:
    """An assessor works until nothing is left to be looked at; the number of parcels decided."""
    kept, decided = tools(policy), 0
    while True:
        looked_at, parcels = assess_arrivals(kept, by=CLERK, at=at)
        decided += parcels
        if not looked_at:
            return decided


def decide_overdue(*, at: datetime) -> int:
    """The deadline passes."""
    return assess_overdue(tools(), by=CLERK, at=at)


def arrive(*papers: Any, at: datetime = NOON, policy: Policy = NOTHING_DRAWN) -> None:
    """Documents arrive, are all kept, and what is complete is decided."""
    for answer in send(*papers, at=at):
        assert answer.status == "2", answer
    decide(at=at, policy=policy)


def declaration_of(inventory: Inventory) -> Declaration:
    """The stored declaration in force."""
    return Declaration.objects.get(
        cop_no=inventory.head.copNo, agent_code=inventory.head.agentCode, current=True
    )


def decision_about(inventory: Inventory) -> Assessment:
    """The decision in force about a declaration."""
    return Assessment.objects.get(declaration=declaration_of(inventory), current=True)


def codes_of(assessment: Assessment) -> list[str]:
    """The reasons of a decision."""
    return list(assessment.reasons.order_by("position").values_list("code", flat=True))


def receipts_for(document: Any) -> list[Receipt]:
    """The receipts that repeat the guid of a document, in the order of commits."""
    return [
        receipt
        for receipt in Receipt.objects.order_by("id")
        if json.loads(receipt.content)["fields"].get("guid") == document.head.guid
    ]


def reasons_in(receipt: Receipt) -> list[dict[str, Any]]:
    """The reasons of a receipt, as they are stored."""
    return json.loads(receipt.content)["reasons"]


def waits(inventory: Inventory) -> bool:
    """Whether a declaration still waits for its decision."""
    return Awaited.objects.filter(declaration=declaration_of(inventory)).exists()


def all_four(parcels: Iterable[Parcel]) -> Sequence[Any]:
    """The documents of many parcels."""
    return [paper for parcel in parcels for paper in four(documents(parcel))]
