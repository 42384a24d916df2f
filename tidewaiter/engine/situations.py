"""Runs the test tables of a law pack: a situation goes in, what the engine says comes out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

import pyarrow as pa

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.frames import FRAMES, Frames
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law, Pack
from tidewaiter.law.tables import Case, SituationLine

FIRMS = {"platform": "EBP", "merchant": "EBC", "payment": "PAY", "carrier": "LOG", "agent": "AGT"}

LONG_AGO = date(1990, 1, 1)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case came out: `differences` gives, by name, what the table says and what was said."""

    en: str
    zh: str
    day: date
    differences: Mapping[str, tuple[str, str]]

    @property
    def passed(self) -> bool:
        """Whether the engine says what the table says."""
        return not self.differences


def outcomes(pack: Pack, cases: Iterable[Case], book: Book) -> tuple[Outcome, ...]:
    """How each case comes out under a pack; those of one day are run as one batch."""
    ordered = sorted(cases, key=lambda case: case.day)
    assessor = Assessor()
    try:
        return tuple(
            outcome
            for day, group in groupby(ordered, lambda case: case.day)
            for outcome in _of_one_day(pack.on(day), list(group), book, assessor)
        )
    finally:
        assessor.close()


def _of_one_day(law: Law, cases: list[Case], book: Book, assessor: Assessor) -> Iterator[Outcome]:
    program = assessor.prepare(law, book, policy=Policy(), seed="tables")
    said = assessor.run(program, _frames(law, cases))
    decisions = {row["declaration_id"]: row for row in said.decisions.to_pylist()}
    for number, case in enumerate(cases, 1):
        differences = dict(_differences(case, decisions[number], number, said))
        yield Outcome(case.name.en, case.name.zh, case.day, differences)


def _differences(
    case: Case, decision: Row, number: int, said: Decisions
) -> Iterator[tuple[str, tuple[str, str]]]:
    answer = case.answer
    stated: dict[str, tuple[Any, Any]] = {
        "outcome": (answer.outcome, decision["outcome"]),
        "tax_basis": (answer.tax_basis, decision["tax_basis"]),
        "dutiable_value": (answer.dutiable_value, decision["dutiable_value"]),
        "duty": (answer.duty, decision["duty"]),
        "vat": (answer.vat, decision["vat"]),
        "consumption": (answer.consumption, decision["consumption_tax"]),
        "total": (answer.total, decision["tax_total"]),
    }
    for name, (wanted, found) in stated.items():
        if wanted is not None and wanted != found:
            yield name, (str(wanted), str(found))
    if answer.outcome == "rejected":
        codes = {row["code"][:4] for row in said.reasons.to_pylist() if _of(row, number)}
        if codes != set(answer.reasons):
            yield "reasons", (", ".join(answer.reasons), ", ".join(sorted(codes)))
    moved = {
        row["measure"]: row["amount"] for row in said.quota_moves.to_pylist() if _of(row, number)
    }
    for measure, amount in answer.quota.items():
        if moved.get(measure, Decimal(0)) != amount:
            yield f"quota {measure}", (str(amount), str(moved.get(measure, 0)))


def _of(row: Row, number: int) -> bool:
    return bool(row["declaration_id"] == number)


def _frames(law: Law, cases: list[Case]) -> Frames:
    rows: dict[str, list[Row]] = {name: [] for name in FRAMES}
    units = {line.gcode: (line.unit1, line.unit2) for line in law.tariff}
    for number, case in enumerate(cases, 1):
        _parcel(rows, number, case, units)
    rows["parties"] = [
        {"code": code, "role": role, "status": "active", "registered_on": LONG_AGO,
         "first_seen": LONG_AGO, "verifies_identity": False}
        for role, code in FIRMS.items()
    ]  # fmt: skip
    return Frames(
        {
            name: pa.Table.from_pylist(part, schema=FRAMES[name].schema)
            for name, part in rows.items()
        }
    )


def _parcel(
    rows: dict[str, list[Row]], number: int, case: Case, units: Mapping[str, tuple[str, str | None]]
) -> None:
    """The four documents of one parcel, in agreement with each other; a buyer for each case."""
    told, buyer = case.situation, f"buyer {number}"
    goods = [_line(place, line, units) for place, line in enumerate(told.lines, 1)]
    value = sum((line.total_price for line in told.lines), Decimal(0))
    received = datetime.combine(case.day, time(12)) + timedelta(minutes=number)
    order_no, paid = f"O{number}", value + told.freight
    person = {"buyer_ix": buyer, "buyer_name_ix": buyer, "buyer_phone_ix": buyer}
    consignee = {"consignee_ix": buyer, "consignee_phone_ix": buyer, "address_ix": buyer}
    same = {"received_at": received, "order_no": order_no, "currency": "142"}
    rows["declarations"].append(
        same | person | {
            "declaration_id": number, "digest": f"d{number}", "overdue": False,
            "declared_on": case.day, "app_type": "1", "ebp_code": FIRMS["platform"],
            "ebc_code": FIRMS["merchant"], "logistics_no": f"W{number}",
            "logistics_code": FIRMS["carrier"], "agent_code": FIRMS["agent"],
            "cop_no": f"C{number}", "assure_code": FIRMS["platform"], "ems_no": None,
            "area_code": None, "trade_mode": "9610", "traf_mode": "5", "traf_no": "1",
            "voyage_no": "1", "bill_no": "B1", "customs_code": "0100", "port_code": "0100",
            "country": "116", "freight": told.freight, "insured_fee": told.insured,
            "wrap_type": None, "pack_no": 1, "gross_weight": Decimal("1.2"),
            "net_weight": Decimal(1), "buyer_id_type": "1", "address_ix": buyer,
        }
    )  # fmt: skip
    rows["declaration_lines"] += [{"declaration_id": number} | line for line in goods]
    rows["orders"].append(
        same | person | consignee | {
            "order_id": number, "digest": f"o{number}", "ebp_code": FIRMS["platform"],
            "ebc_code": FIRMS["merchant"], "goods_value": value, "freight": told.freight,
            "discount": Decimal(0), "tax_total": Decimal(0), "actural_paid": paid,
            "buyer_id_type": "1", "pay_code": FIRMS["payment"], "pay_transaction_id": f"T{number}",
        }
    )  # fmt: skip
    rows["order_lines"] += [_ordered(number, line) for line in goods]
    rows["payments"].append(
        same | {
            "payment_id": number, "digest": f"p{number}", "pay_code": FIRMS["payment"],
            "pay_transaction_id": f"T{number}", "ebp_code": FIRMS["platform"],
            "payer_id_type": "1", "amount_paid": paid, "payer_ix": buyer, "payer_name_ix": buyer,
        }
    )  # fmt: skip
    rows["waybills"].append(
        same | consignee | {
            "waybill_id": number, "digest": f"w{number}", "logistics_code": FIRMS["carrier"],
            "logistics_no": f"W{number}", "bill_no": "B1", "freight": told.freight,
            "insured_fee": told.insured, "weight": Decimal("1.2"), "pack_no": 1,
            "goods_info": None,
        }
    )  # fmt: skip
    rows["quota"] += [
        {"buyer_ix": buyer, "year": case.day.year, "measure": measure, "used": amount}
        for measure, amount in told.used.items()
    ]


def _line(place: int, line: SituationLine, units: Mapping[str, tuple[str, str | None]]) -> Row:
    unit1, unit2 = units.get(line.gcode, ("035", None))
    return {
        "gnum": place, "item_no": None, "item_record_no": None, "gcode": line.gcode,
        "gname": "goods of a case", "gmodel": "any", "bar_code": None, "country": "116",
        "currency": "142", "qty": line.qty, "unit": line.unit, "qty1": line.qty1, "unit1": unit1,
        "qty2": line.qty2, "unit2": unit2,
        "price": (line.total_price / line.qty).quantize(Decimal("0.00001")),
        "total_price": line.total_price,
    }  # fmt: skip


def _ordered(number: int, line: Row) -> Row:
    kept = ("gnum", "item_no", "gmodel", "bar_code", "unit", "qty", "price", "total_price",
            "currency", "country")  # fmt: skip
    return {"order_id": number, "item_name": line["gname"]} | {name: line[name] for name in kept}
