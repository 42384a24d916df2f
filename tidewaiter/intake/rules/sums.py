"""Whether the amounts of one document agree with each other (M-01, M-13, L-01)."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules.shapes import LAW


def _order_sums(document: Any) -> Iterator[Fault]:
    """What was paid is goods + freight + tax − discount; the lines add up to the goods (M-01,
    M-13).
    """
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
    """A line's total is price × quantity; the net weight is not above the gross weight (M-13,
    L-01).
    """
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

SUMS: dict[str, Callable[[Any], Iterator[Fault]]] = {
    Kind.ORDER: _order_sums,
    Kind.DECLARATION: _declaration_sums,
}


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
        law=LAW,
    )
