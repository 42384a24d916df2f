"""Whether the amounts of one document agree with each other (M-01, M-13, L-01)."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules.faults import fault_of


def _order_sums(document: Any) -> Iterator[Fault]:
    """What was paid is goods + freight + tax − discount; the lines add up to the goods (M-01,
    M-13).
    """
    head = document.head
    due = head.goodsValue + head.freight + head.taxTotal - head.discount
    if head.acturalPaid != due:
        yield _unequal("TW-M01", "OrderHead.acturalPaid", head.acturalPaid, due)
    yield from _line_sums("OrderList", document.lines)
    total = sum((line.totalPrice for line in document.lines), Decimal(0))
    if total != head.goodsValue:
        yield _unequal(
            "TW-M13", "Σ OrderList.totalPrice", total, head.goodsValue, sum="OrderHead.goodsValue"
        )


def _declaration_sums(document: Any) -> Iterator[Fault]:
    """A line's total is price × quantity; the net weight is not above the gross weight (M-13,
    L-01).
    """
    head = document.head
    yield from _line_sums("InventoryList", document.lines)
    if head.netWeight > head.grossWeight:
        yield _unequal("TW-L01", "InventoryHead.netWeight", head.netWeight, head.grossWeight)


def _line_sums(group: str, lines: Sequence[Any]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        product = line.price * line.qty
        if abs(line.totalPrice - product) >= _HALF_CENT:
            place = f"{group}[{number}]"
            total, sum_of = f"{place}.totalPrice", f"{place}.price × qty"
            yield _unequal("TW-M13", total, line.totalPrice, product, sum=sum_of)


_HALF_CENT = Decimal("0.005")
"""Unit prices are rounded; a line's total is right when it is nearest to price × quantity."""

SUMS: dict[str, Callable[[Any], Iterator[Fault]]] = {
    Kind.ORDER: _order_sums,
    Kind.DECLARATION: _declaration_sums,
}


def _unequal(code: str, path: str, found: Decimal, other: Decimal, **names: str) -> Fault:
    value, other_value = f"{found.normalize():f}", f"{other.normalize():f}"
    return fault_of(code, path=path, value=value, other=other_value, **names)
