"""Rules that one document can break by itself, and what a repeated document means.

What several documents must agree on (M-, L-, T-rules) is judged by the engine when the last one is there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.moments import day, moment

_HALF_WIDTH = re.compile(r"[!-~]+").fullmatch
_PLACEHOLDERS = frozenset({"none", "/", "empty", "null", "-", "n/a", "无", "空", "."})
_LAW = "GACC single window, cross-border edition 202205"
_CLOCK_SKEW = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields of one kind of document a rule looks at."""

    document: str
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    line_amounts: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    line_codes: tuple[tuple[str, str], ...] = ()
    firms: tuple[tuple[str, str], ...] = ()


SHAPES: Mapping[str, Shape] = {
    Kind.ORDER: Shape(
        document="Order",
        numbers=("orderNo", "ebpCode", "ebcCode"),
        texts=("buyerName", "consignee", "consigneeAddress"),
        amounts=("goodsValue", "freight", "discount", "taxTotal", "acturalPaid"),
        line_amounts=("qty", "price", "totalPrice"),
        moments=("appTime",),
        codes=(("currency", "currency"),),
        line_codes=(("currency", "currency"), ("unit", "unit"), ("country", "country")),
        firms=(("ebpCode", "platform"), ("ebcCode", "merchant")),
    ),
    Kind.PAYMENT: Shape(
        document="Payment",
        numbers=("payCode", "payTransactionId", "orderNo", "ebpCode"),
        texts=("payerName",),
        amounts=("amountPaid",),
        moments=("appTime", "payTime"),
        codes=(("currency", "currency"),),
        firms=(("payCode", "payment"),),
    ),
    Kind.WAYBILL: Shape(
        document="Logistics",
        numbers=("logisticsCode", "logisticsNo"),
        texts=("consignee", "consigneeAddress"),
        amounts=("freight", "insuredFee", "weight"),
        moments=("appTime",),
        codes=(("currency", "currency"),),
        firms=(("logisticsCode", "carrier"),),
    ),
    Kind.WAYBILL_STATUS: Shape(
        document="LogisticsStatus",
        numbers=("logisticsCode", "logisticsNo"),
        moments=("appTime", "logisticsTime"),
        firms=(("logisticsCode", "carrier"),),
    ),
    Kind.DECLARATION: Shape(
        document="Inventory",
        numbers=("orderNo", "ebpCode", "ebcCode", "logisticsNo", "logisticsCode", "agentCode"),
        texts=("buyerName", "consigneeAddress"),
        amounts=("freight", "insuredFee", "grossWeight", "netWeight"),
        line_amounts=("qty", "qty1", "qty2", "price", "totalPrice"),
        moments=("appTime",),
        days=("declTime",),
        codes=(
            ("currency", "currency"),
            ("country", "country"),
            ("trafMode", "transport"),
            ("wrapType", "packing"),
            ("customsCode", "customs"),
            ("portCode", "customs"),
            ("tradeMode", "trade_mode"),
        ),
        line_codes=(
            ("currency", "currency"),
            ("country", "country"),
            ("unit", "unit"),
            ("unit1", "unit"),
            ("unit2", "unit"),
        ),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.CANCELLATION: Shape(
        document="InvtCancel",
        numbers=("orderNo", "invtNo", "agentCode"),
        moments=("appTime",),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.REFUND: Shape(
        document="InvtRefund",
        numbers=("orderNo", "invtNo", "agentCode"),
        line_amounts=("qty",),
        moments=("appTime",),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.DELIVERY: Shape(
        document="Delivery",
        numbers=("operatorCode", "billNo"),
        moments=("appTime",),
        firms=(("operatorCode", "warehouse"),),
    ),
}
"""The kinds of document that firms send, and what is looked at in each."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The operator that a message came from."""

    code: str
    roles: frozenset[str]
    standing: str


def broken_by(kind: str, document: Any, *, at: datetime, codes: Mapping[str, Any]) -> list[Fault]:
    """All rules that one document breaks by itself, with the values that break them."""
    shape, head = SHAPES[kind], document.head
    found: list[Fault] = []
    found.extend(_half_width(shape, head))
    found.extend(_placeholders(shape, head))
    found.extend(_amounts(shape, head, document))
    found.extend(_future(shape, head, at))
    found.extend(_codes(shape, head, document, codes))
    if kind in _SUMS:
        found.extend(_SUMS[kind](document))
    return found


def _half_width(shape: Shape, head: Any) -> Iterator[Fault]:
    """Numbers and codes are written in half-width letters, digits and signs (G-09)."""
    for name in shape.numbers:
        value = getattr(head, name)
        if value and not _HALF_WIDTH(value):
            yield Fault(
                code="TW-G09-HALF-WIDTH",
                official=None,
                path=f"{shape.document}Head.{name}",
                value=value[:200],
                rule="G-09",
                message={
                    "en": f"{name} is “{value[:60]}”: it has characters that are not half-width.",
                    "zh": f"{name}为“{value[:60]}”，含有非半角字符。",
                },
                cure={
                    "en": "Write it in half-width letters, digits and signs, without spaces.",
                    "zh": "请使用半角字母、数字和符号，不含空格。",
                },
                law=_LAW,
            )


def _placeholders(shape: Shape, head: Any) -> Iterator[Fault]:
    """Names and addresses are real, not “none”, “/” or “empty” (G-09)."""
    for name in shape.texts:
        value = getattr(head, name)
        if value is not None and value.strip().lower() in _PLACEHOLDERS:
            yield Fault(
                code="TW-G09-PLACEHOLDER",
                official=None,
                path=f"{shape.document}Head.{name}",
                value=value[:200],
                rule="G-09",
                message={
                    "en": f"{name} is “{value}”, which is no name or address.",
                    "zh": f"{name}为“{value}”，不是真实的姓名或地址。",
                },
                cure={
                    "en": "Write the real name or address.",
                    "zh": "请填写真实的姓名或地址。",
                },
                law=_LAW,
            )


def _amounts(shape: Shape, head: Any, document: Any) -> Iterator[Fault]:
    """No amount, price, quantity or weight is below zero (L-01)."""
    for name in shape.amounts:
        value = getattr(head, name)
        if value is not None and value < 0:
            yield _below_zero(f"{shape.document}Head.{name}", name, value)
    if shape.line_amounts:
        for number, line in enumerate(document.lines, 1):
            for name in shape.line_amounts:
                value = getattr(line, name)
                if value is not None and value < 0:
                    yield _below_zero(f"{shape.document}List[{number}].{name}", name, value)


def _below_zero(path: str, name: str, value: Decimal) -> Fault:
    return Fault(
        code="TW-L01-BELOW-ZERO",
        official=None,
        path=path,
        value=f"{value:f}",
        rule="L-01",
        message={
            "en": f"{name} is {value:f}, which is below zero.",
            "zh": f"{name}为{value:f}，小于零。",
        },
        cure={"en": "Write zero or more.", "zh": "请填写零或正数。"},
        law=_LAW,
    )


def _future(shape: Shape, head: Any, at: datetime) -> Iterator[Fault]:
    """A document is not dated later than the day after it arrives (G-01)."""
    latest = at + _CLOCK_SKEW
    for name in shape.moments:
        value = getattr(head, name)
        if value is not None and moment(value) > latest:
            yield _dated_later(f"{shape.document}Head.{name}", name, value, at)
    for name in shape.days:
        value = getattr(head, name)
        if value is not None and day(value) > latest.date():
            yield _dated_later(f"{shape.document}Head.{name}", name, value, at)


def _dated_later(path: str, name: str, value: str, at: datetime) -> Fault:
    return Fault(
        code="TW-G01-FUTURE",
        official=None,
        path=path,
        value=value,
        rule="G-01",
        message={
            "en": f"{name} is {value}, but the document arrived on {at:%Y-%m-%d %H:%M}.",
            "zh": f"{name}为{value}，晚于收到单证的时间{at:%Y-%m-%d %H:%M}。",
        },
        cure={
            "en": "Write the time at which it happened; check the clock of the sending system.",
            "zh": "请填写实际发生时间，并检查发送系统的时钟。",
        },
        law=_LAW,
    )


def _codes(shape: Shape, head: Any, document: Any, codes: Mapping[str, Any]) -> Iterator[Fault]:
    """Currency, country, unit, transport, packing and office codes exist (L-03)."""
    for name, listing in shape.codes:
        value = getattr(head, name)
        if value is not None and value not in codes[listing]:
            yield _unknown(f"{shape.document}Head.{name}", name, value, listing)
    if shape.line_codes:
        for number, line in enumerate(document.lines, 1):
            for name, listing in shape.line_codes:
                value = getattr(line, name)
                if value is not None and value not in codes[listing]:
                    yield _unknown(f"{shape.document}List[{number}].{name}", name, value, listing)


def _unknown(path: str, name: str, value: str, listing: str) -> Fault:
    return Fault(
        code="TW-L03-UNKNOWN-CODE",
        official=None,
        path=path,
        value=value[:200],
        rule="L-03",
        message={
            "en": f"{name} is “{value}”, which is not in the code list “{listing}”.",
            "zh": f"{name}为“{value}”，不在代码表“{listing}”中。",
        },
        cure={
            "en": "Use a code of the customs code list that is valid on the day.",
            "zh": "请使用当日有效的海关代码。",
        },
        law="JGS-20 customs code tables",
    )


def _order_sums(document: Any) -> Iterator[Fault]:
    """What was paid is goods + freight + tax − discount; the lines add up to the goods (M-01, M-13)."""
    head = document.head
    due = head.goodsValue + head.freight + head.taxTotal - head.discount
    if head.acturalPaid != due:
        yield _unequal(
            "TW-M01",
            "M-01",
            ("OrderHead.acturalPaid", head.acturalPaid),
            ("OrderHead.goodsValue + freight + taxTotal − discount", due),
        )
    yield from _line_sums("OrderList", document.lines)
    total = sum((line.totalPrice for line in document.lines), Decimal(0))
    if total != head.goodsValue:
        yield _unequal(
            "TW-M13",
            "M-13",
            ("Σ OrderList.totalPrice", total),
            ("OrderHead.goodsValue", head.goodsValue),
        )


def _declaration_sums(document: Any) -> Iterator[Fault]:
    """A line's total is price × quantity; the net weight is not above the gross weight (M-13, L-01)."""
    head = document.head
    yield from _line_sums("InventoryList", document.lines)
    if head.netWeight > head.grossWeight:
        yield _unequal(
            "TW-L01",
            "L-01",
            ("InventoryHead.netWeight", head.netWeight),
            ("InventoryHead.grossWeight", head.grossWeight),
            sign=">",
        )


def _line_sums(group: str, lines: Sequence[Any]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        product = line.price * line.qty
        if abs(line.totalPrice - product) >= _HALF_CENT:
            yield _unequal(
                "TW-M13",
                "M-13",
                (f"{group}[{number}].totalPrice", line.totalPrice),
                (f"{group}[{number}].price × qty", product),
            )


_HALF_CENT = Decimal("0.005")
"""Unit prices are rounded; a line's total is right when it is nearest to price × quantity."""

_SUMS = {Kind.ORDER: _order_sums, Kind.DECLARATION: _declaration_sums}


def _unequal(
    code: str, rule: str, left: tuple[str, Decimal], right: tuple[str, Decimal], sign: str = "≠"
) -> Fault:
    one, other = f"{left[1].normalize():f}", f"{right[1].normalize():f}"
    return Fault(
        code=code,
        official=None,
        path=left[0],
        value=one,
        rule=rule,
        message={
            "en": f"{left[0]} is {one}, {right[0]} is {other}: {one} {sign} {other}.",
            "zh": f"{left[0]}为{one}，{right[0]}为{other}，两者不符（{one} {sign} {other}）。",
        },
        cure={
            "en": "Correct the amounts and send the document again.",
            "zh": "请更正金额后重新发送。",
        },
        law=_LAW,
    )


def sent_by_another(kind: str, document: Any, sender: Sender) -> Fault | None:
    """A document is sent by a firm that it names, registered for that role and not suspended (G-08)."""
    shape, head = SHAPES[kind], document.head
    named = [(name, getattr(head, name), role) for name, role in shape.firms]
    if sender.standing != "active":
        return Fault(
            code="TW-G08-SUSPENDED",
            official="-10102",
            path="BaseTransfer.copCode",
            value=sender.code,
            rule="G-08",
            message={
                "en": f"The registration of {sender.code} is {sender.standing}.",
                "zh": f"企业{sender.code}的注册登记状态为{sender.standing}，不得申报。",
            },
            cure={
                "en": "Ask the customs office where the firm is registered.",
                "zh": "请联系注册地海关。",
            },
            law="GACC Announcement 194/2018, II",
        )
    if any(code == sender.code and role in sender.roles for _, code, role in named):
        return None
    names = " / ".join(f"{name} {code} ({role})" for name, code, role in named)
    return Fault(
        code="TW-G08-SENDER",
        official="-10102",
        path=f"{shape.document}Head.{named[0][0]}",
        value=str(named[0][1])[:200],
        rule="G-08",
        message={
            "en": f"The document names {names}; the sender is {sender.code}, "
            f"registered as {', '.join(sorted(sender.roles)) or 'nothing'}.",
            "zh": f"单证所列企业为{names}，发送企业为{sender.code}，"
            f"登记类型为{'、'.join(sorted(sender.roles)) or '无'}。",
        },
        cure={
            "en": "Send it with the key of the firm that the document names, registered for that role.",
            "zh": "请由单证所列并具备相应登记类型的企业发送。",
        },
        law="GACC Announcement 194/2018, II",
    )


class Follow(StrEnum):
    """What happens to a document whose business key is known already."""

    ADD = "add"
    REPEAT = "repeat"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"


class Standing(StrEnum):
    """Where the document stands that has the same business key."""

    NONE = "none"
    WAITING = "2"
    REJECTED = "100"
    ACCEPTED = "120"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The document that has the same business key."""

    standing: Standing
    app_time: datetime | None = None
    same: bool = False
    expired: bool = False


_OFFICIAL: Mapping[str, tuple[str, str, str]] = {
    # kind → already exists · status does not allow · stale
    Kind.ORDER: ("-301010", "-301011", "-301014"),
    Kind.PAYMENT: ("-401007", "-401008", "-401012"),
    Kind.DECLARATION: ("-621004", "-621012", ""),
    Kind.CANCELLATION: ("-623009", "-623013", ""),
    Kind.REFUND: ("-625022", "-625022", ""),
}


def follow(
    kind: str, key: str, app_type: str, app_time: datetime, earlier: Earlier
) -> tuple[Follow, Fault | None]:
    """What a document does when its key is new, repeated, stale, changed or deleted (G-02, G-03, G-04).

    A repeat of the same content is idempotent. A key in status 2 or 120 is refused as a repeat; in status
    100 it is replaced and checked again. A change or deletion is possible until the parcel is accepted. A
    document older than the stored one is ignored with an answer that says so. A waybill number may be used
    again after the period of the law.
    """
    exists, closed, stale = _OFFICIAL.get(kind, ("", "", ""))
    if earlier.standing is Standing.NONE or earlier.expired:
        if app_type == "1":
            return Follow.ADD, None
        return Follow.REFUSE, _refusal(
            "TW-G03-NOTHING-TO-CHANGE",
            {Kind.ORDER: "-301009", Kind.PAYMENT: "-401006"}.get(Kind(kind)),
            "G-03",
            key,
            f"There is no document {key} that could be changed or deleted.",
            f"没有可变更或删除的单证{key}。",
            "Send it as new (appType 1).",
            "请以新增（appType 1）发送。",
        )
    if earlier.same:
        return Follow.REPEAT, None
    if earlier.app_time is not None and app_time < earlier.app_time:
        return Follow.REFUSE, _refusal(
            "TW-G04-STALE",
            stale or None,
            "G-04",
            key,
            f"The document {key} of {app_time:%Y-%m-%d %H:%M:%S} is older than the stored one of "
            f"{earlier.app_time:%Y-%m-%d %H:%M:%S}; it was ignored.",
            f"单证{key}的报送时间{app_time:%Y-%m-%d %H:%M:%S}早于已存单证的"
            f"{earlier.app_time:%Y-%m-%d %H:%M:%S}，不做处理。",
            "Nothing needs to be done; to change the stored document send a newer one.",
            "无需处理；如需变更，请发送较新的单证。",
        )
    if earlier.standing is Standing.ACCEPTED:
        return Follow.REFUSE, _refusal(
            "TW-G03-ACCEPTED",
            (exists if app_type == "1" else closed) or None,
            "G-03",
            key,
            f"The document {key} was accepted into customs (status 120) and cannot be changed.",
            f"单证{key}已入海关（状态120），不能变更。",
            "Cancel the declaration (message 623), then send the documents anew.",
            "请先发送撤销申请单（623），再重新发送单证。",
        )
    if earlier.standing is Standing.WAITING and app_type == "1":
        return Follow.REFUSE, _refusal(
            "TW-G03-REPEAT",
            exists or None,
            "G-03",
            key,
            f"There is a document {key} already (status 2), with other contents.",
            f"已存在相同编号的单证{key}（状态2），内容不同。",
            "Send it as a change (appType 2) with a later appTime, or use another number.",
            "请以变更（appType 2）并使用较晚的报送时间发送，或更换编号。",
        )
    return (Follow.WITHDRAW if app_type == "3" else Follow.REPLACE), None


def _refusal(
    code: str, official: str | None, rule: str, key: str, en: str, zh: str, cure_en: str, cure_zh: str
) -> Fault:
    return Fault(
        code=code,
        official=official,
        path="appType",
        value=key[:200],
        rule=rule,
        message={"en": en, "zh": zh},
        cure={"en": cure_en, "zh": cure_zh},
        law=_LAW,
    )


def customs_numbers(number: int, received_at: datetime, customs_code: str) -> tuple[str, str]:
    """The numbers that customs gives a declaration: pre-entry number, and number of the list.

    B, the date and nine digits; office, year, I and nine digits. ``received_at`` is local time.
    """
    serial = f"{number % 10**9:09d}"
    return f"B{received_at:%Y%m%d}{serial}", f"{customs_code}{received_at:%Y}I{serial}"


def number_in(invt_no: str) -> int | None:
    """The nine digits of a list number, or nothing if it has not that shape."""
    found = re.fullmatch(r"\d{4}\d{4}I(\d{9})", invt_no)
    return int(found[1]) if found else None
