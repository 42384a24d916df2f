"""The four documents side by side: what means the same stands in one row, odd values are marked."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.law.loader import Law
from tidewaiter.surfaces.desk.papers import INDEXES, KEYS, Paper
from tidewaiter.surfaces.kit.words import coded, document_name

_AMOUNTS = frozenset(
    {"acturalPaid", "amountPaid", "goodsValue", "totalPrice", "price", "qty", "packNo"}
)


@dataclass(frozen=True)
class Column:
    """One document."""

    key: str
    title: str
    number: str
    received_at: datetime | None
    sender: str
    missing: bool


@dataclass(frozen=True)
class Cell:
    """What one document says in one field."""

    value: str = ""
    field: str = ""
    differs: bool = False
    absent: bool = True


@dataclass(frozen=True)
class Row:
    """Fields that mean the same."""

    label: str
    cells: tuple[Cell, ...]
    differs: bool


@dataclass(frozen=True)
class Group:
    """Rows that belong together."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Comparison:
    """The whole table."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    differing: int


@dataclass(frozen=True)
class Same:
    """The names under which the documents carry one thing, and whether they must agree on it."""

    label: str
    order: str = ""
    payment: str = ""
    waybill: str = ""
    declaration: str = ""
    agree: bool = True
    codes: str = ""


def _groups() -> tuple[tuple[str, tuple[Same, ...]], ...]:
    """What stands in the rows; what must agree is what the rules of matching compare."""
    number, firm, paid = "orderNo", "ebpCode", "acturalPaid"
    return (
        (
            _("Numbers and firms"),
            (
                Same(_("Order number"), number, number, number, number),
                Same(_("Platform"), firm, firm, "", firm),
                Same(_("Merchant"), "ebcCode", "", "", "ebcCode"),
                Same(_("Payment institution"), "payCode", "payCode"),
                Same(_("Payment number"), "payTransactionId", "payTransactionId"),
                Same(_("Carrier"), "", "", "logisticsCode", "logisticsCode"),
                Same(_("Waybill number"), "", "", "logisticsNo", "logisticsNo"),
                Same(_("Bill of lading"), "", "", "billNo", "billNo", agree=False),
                Same(_("Declarant"), declaration="agentCode"),
                Same(_("Guarantor"), declaration="assureCode"),
            ),
        ),
        (
            _("People"),
            (
                Same(_("Buyer or payer"), "buyerName", "payerName", "", "buyerName"),
                Same(_("Identity number"), "buyerIdNumber", "payerIdNumber", "", "buyerIdNumber"),
                Same(_("Buyer's phone"), "buyerTelephone", "", "", "buyerTelephone"),
                Same(_("Payer's phone"), payment="telephone"),
                Same(_("Consignee"), "consignee", "", "consignee"),
                Same(_("Consignee's phone"), "consigneeTelephone", "", "consigneeTelephone"),
                Same(_("Address"), "consigneeAddress", "", "consigneeAddress", "consigneeAddress"),
            ),
        ),
        (
            _("Money"),
            (
                Same(_("Amount paid"), paid, "amountPaid"),
                Same(_("Price of the goods"), "goodsValue", "", "", "totalPrice"),
                Same(_("Freight"), "freight", "", "freight", "freight", agree=False),
                Same(_("Insurance"), "", "", "insuredFee", "insuredFee", agree=False),
                Same(_("Discount"), "discount"),
                Same(_("Tax withheld"), "taxTotal"),
                Same(
                    _("Currency"), "currency", "currency", "currency", "currency", codes="currency"
                ),
            ),
        ),
        (
            _("Carriage and customs"),
            (
                Same(_("Packages"), "", "", "packNo", "packNo"),
                Same(_("Gross weight, kg"), "", "", "weight", "grossWeight", agree=False),
                Same(_("Net weight, kg"), declaration="netWeight"),
                Same(_("Regime"), declaration="tradeMode", codes="trade_mode"),
                Same(_("Transport"), declaration="trafMode", codes="transport"),
                Same(_("Customs office"), declaration="customsCode", codes="customs"),
                Same(_("Port of entry"), declaration="portCode", codes="customs"),
                Same(_("Country of departure"), declaration="country", codes="country"),
            ),
        ),
    )


def _line_rows() -> tuple[Same, ...]:
    return (
        Same(_("Name"), "itemName", "", "", "gname"),
        Same(_("Tariff code"), declaration="gcode"),
        Same(_("Specification"), "gmodel", "", "", "gmodel", agree=False),
        Same(_("Quantity"), "qty", "", "", "qty"),
        Same(_("Unit"), "unit", "", "", "unit", codes="unit"),
        Same(_("Price of one"), "price", "", "", "price"),
        Same(_("Price"), "totalPrice", "", "", "totalPrice"),
        Same(_("Country of origin"), "country", "", "", "country", agree=False, codes="country"),
    )


def compare(papers: Mapping[str, Paper], law: Law) -> Comparison:
    """Lay the documents side by side."""
    groups = [
        Group(title, tuple(_row(same, papers, law, lambda paper: paper.head) for same in rows))
        for title, rows in _groups()
    ]
    for number in sorted({line["gnum"] for paper in papers.values() for line in paper.lines}):
        title = _("Line %(number)s") % {"number": number}

        def line(paper: Paper, number: int = number) -> Mapping[str, Any]:
            return next((one for one in paper.lines if one["gnum"] == number), {})

        groups.append(Group(title, tuple(_row(same, papers, law, line) for same in _line_rows())))
    differing = sum(row.differs for group in groups for row in group.rows)
    return Comparison(tuple(_column(paper) for paper in papers.values()), tuple(groups), differing)


def _column(paper: Paper) -> Column:
    row, head = paper.row, paper.head
    number = {
        "order": head.get("orderNo", ""),
        "payment": head.get("payTransactionId", ""),
        "waybill": head.get("logisticsNo", ""),
        "declaration": "",
    }[paper.key]
    if paper.key == "declaration":
        number = numbers_of(row.pk, row.received_at, row.customs_code)["invtNo"]
    return Column(
        key=paper.key,
        title=document_name(paper.key),
        number=number,
        received_at=row.received_at if row else None,
        sender=row.sender.name if row else "",
        missing=row is None,
    )


def _row(
    same: Same, papers: Mapping[str, Paper], law: Law, part: Callable[[Paper], Mapping[str, Any]]
) -> Row:
    cells: dict[str, Cell] = {}
    compared: dict[str, object] = {}
    for key in KEYS:
        name, paper = getattr(same, key), papers[key]
        if not name or paper.missing:
            cells[key] = Cell(field=name)
            continue
        if name in INDEXES[key] or name in paper.masked:
            value: Any = paper.masked.get(name, "")
            if name in INDEXES[key]:
                compared[key] = paper.index(name)
        else:
            value = _sum(paper) if (same.order, name) == ("goodsValue", "totalPrice") else None
            value = part(paper).get(name) if value is None else value
            compared[key] = _comparable(name, value)
        shown = coded(law, same.codes, str(value)) if same.codes and value else value
        cells[key] = Cell("" if shown is None else str(shown), name, absent=False)
    odd = _odd(compared) if same.agree else set()
    marked = tuple(
        Cell(cell.value, cell.field, key in odd, cell.absent) for key, cell in cells.items()
    )
    return Row(same.label, marked, bool(odd))


def _sum(paper: Paper) -> Decimal:
    """What the lines of a declaration cost together; its head has no such field."""
    return sum((Decimal(str(line.get("totalPrice") or 0)) for line in paper.lines), Decimal(0))


def _comparable(name: str, value: Any) -> object:
    """Amounts compare as numbers, whatever zeros they end in; everything else as it is written."""
    if value is None:
        return None
    return Decimal(str(value)) if name in _AMOUNTS else str(value).strip()


def _odd(compared: Mapping[str, object]) -> set[str]:
    """Who disagrees with the others: the smaller part, or all where there is no majority."""
    given = {key: value for key, value in compared.items() if value is not None}
    counted = Counter(given.values())
    if len(counted) < 2:
        return set()
    (first, most), (_second, next_most) = counted.most_common(2)
    if most == next_most:
        return set(given)
    return {key for key, value in given.items() if value != first}
