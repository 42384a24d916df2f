"""Parcels for the engine's tests: everything in order unless a test says otherwise."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from tidewaiter.engine.frames import FRAMES, LINES, PAPERS, STORED, Documents, Frames
from tidewaiter.law.loader import Law, load

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, 0)
PLATFORM, MERCHANT, INSTITUTION, CARRIER, AGENT = "EBP", "EBC", "PAY", "LOG", "AGENT"
CREAM = "3304990029"
TOY = "9503002900"
RICE = "1006302001"
SUGAR = "1701991090"

Rows = dict[str, list[dict[str, Any]]]


def the_law(day: date = DAY) -> Law:
    """The shipped law of a day."""
    return load("cn").on(day)


def a_line(gcode: str = TOY, *, gnum: int = 1, price: str = "100", qty: str = "1",
           qty1: str | None = None, qty2: str | None = "0.5", unit: str = "007",
           name: str = "wooden train", country: str = "116") -> dict[str, Any]:  # fmt: skip
    """A line of goods, in the units that the tariff asks for."""
    tariff = next(line for line in the_law().tariff if line.gcode == gcode)
    return {
        "gnum": gnum, "item_no": f"SKU{gnum}", "item_record_no": None, "gcode": gcode,
        "gname": name, "gmodel": "one model", "bar_code": None, "country": country,
        "currency": "142", "qty": Decimal(qty), "unit": unit,
        "qty1": Decimal(qty1 or qty), "unit1": tariff.unit1,
        "qty2": Decimal(qty2) if tariff.unit2 and qty2 else None, "unit2": tariff.unit2,
        "price": Decimal(price), "total_price": Decimal(price) * Decimal(qty),
    }  # fmt: skip


def a_parcel(number: int = 1, *, lines: Iterable[dict[str, Any]] | None = None,
             buyer: str = "ann", address: str | None = None, phone: str | None = None,
             freight: str = "0", insured: str = "0", minutes: int | None = None
             ) -> Rows:  # fmt: skip
    """One parcel with its four documents, in agreement with each other and with the law."""
    goods = [line | {"gnum": place} for place, line in enumerate(lines or [a_line()], 1)]
    value = sum((line["total_price"] for line in goods), Decimal(0))
    received = NOON + timedelta(minutes=number if minutes is None else minutes)
    order_no, waybill_no = f"O{number}", f"W{number}"
    phone, address = phone or f"phone of {buyer}", address or f"home of {buyer}"
    paid = value + Decimal(freight)
    declaration = {
        "declaration_id": number, "received_at": received, "digest": f"d{number}",
        "overdue": False, "declared_on": DAY, "app_type": "1", "order_no": order_no,
        "ebp_code": PLATFORM, "ebc_code": MERCHANT, "logistics_no": waybill_no,
        "logistics_code": CARRIER, "agent_code": AGENT, "cop_no": f"C{number}",
        "assure_code": PLATFORM, "ems_no": None, "area_code": None, "trade_mode": "9610",
        "traf_mode": "5", "traf_no": "MU501", "voyage_no": "501", "bill_no": "B1",
        "customs_code": "0100", "port_code": "0100", "country": "116", "currency": "142",
        "freight": Decimal(freight), "insured_fee": Decimal(insured), "wrap_type": None,
        "pack_no": 1, "gross_weight": Decimal("1.2"), "net_weight": Decimal(1),
        "buyer_id_type": "1", "buyer_ix": buyer, "buyer_name_ix": f"name of {buyer}",
        "buyer_phone_ix": phone, "address_ix": address,
    }  # fmt: skip
    order = {
        "order_id": number, "received_at": received, "digest": f"o{number}",
        "order_no": order_no, "ebp_code": PLATFORM, "ebc_code": MERCHANT, "goods_value": value,
        "freight": Decimal(freight), "discount": Decimal(0), "tax_total": Decimal(0),
        "actural_paid": paid, "currency": "142", "buyer_id_type": "1", "pay_code": INSTITUTION,
        "pay_transaction_id": f"T{number}", "buyer_ix": buyer,
        "buyer_name_ix": f"name of {buyer}", "buyer_phone_ix": phone,
        "consignee_ix": f"name of {buyer}", "consignee_phone_ix": phone, "address_ix": address,
    }  # fmt: skip
    payment = {
        "payment_id": number, "received_at": received, "digest": f"p{number}",
        "pay_code": INSTITUTION, "pay_transaction_id": f"T{number}", "order_no": order_no,
        "ebp_code": PLATFORM, "payer_id_type": "1", "amount_paid": paid, "currency": "142",
        "payer_ix": buyer, "payer_name_ix": f"name of {buyer}",
    }  # fmt: skip
    waybill = {
        "waybill_id": number, "received_at": received, "digest": f"w{number}",
        "logistics_code": CARRIER, "logistics_no": waybill_no, "order_no": order_no,
        "bill_no": "B1", "freight": Decimal(freight), "insured_fee": Decimal(insured),
        "currency": "142", "weight": Decimal("1.2"), "pack_no": 1, "goods_info": None,
        "consignee_ix": f"name of {buyer}", "consignee_phone_ix": phone, "address_ix": address,
    }  # fmt: skip
    return {
        "declarations": [declaration],
        "declaration_lines": [{"declaration_id": number} | line for line in goods],
        "orders": [order],
        "order_lines": [_ordered(number, line) for line in goods],
        "payments": [payment],
        "waybills": [waybill],
    }


def _ordered(number: int, line: Mapping[str, Any]) -> dict[str, Any]:
    same = ("gnum", "item_no", "gmodel", "bar_code", "unit", "qty", "price", "total_price",
            "currency", "country")  # fmt: skip
    return {"order_id": number, "item_name": line["gname"]} | {name: line[name] for name in same}


def some_parties(**changes: Any) -> list[dict[str, Any]]:
    """The five firms of `a_parcel`, registered long ago; `merchant={…}` changes one of them."""
    codes = {"platform": PLATFORM, "merchant": MERCHANT, "payment": INSTITUTION,
             "carrier": CARRIER, "agent": AGENT}  # fmt: skip
    return [
        {"code": code, "role": role, "status": "active", "registered_on": date(2020, 1, 1),
         "first_seen": date(2020, 2, 1), "verifies_identity": False} | changes.get(role, {})
        for role, code in codes.items()
    ]  # fmt: skip


def together(*parcels: Rows, **context: list[dict[str, Any]]) -> Rows:
    """One batch of parcels with its context; the firms are registered unless given."""
    rows: Rows = {name: [] for name in FRAMES}
    for parcel in parcels:
        for name, part in parcel.items():
            rows[name].extend(deepcopy(part))
    rows["parties"] = some_parties()
    return rows | context


def frames(rows: Rows) -> Frames:
    """The batch as typed tables."""
    return Frames(
        {
            name: pa.Table.from_pylist(part, schema=FRAMES[name].schema)
            for name, part in rows.items()
        }
    )


def documents(rows: Rows) -> Documents:
    """The batch as JSON documents beside their typed columns."""
    tables = {
        name: pa.Table.from_pylist(part, schema=FRAMES[name].schema)
        for name, part in rows.items()
        if name not in PAPERS
    }
    for name, schema in STORED.items():
        tables[name] = pa.Table.from_pylist(
            [_stored(name, row, rows) for row in rows[name]], schema=schema
        )
    return Documents(tables)


def _stored(name: str, row: Mapping[str, Any], rows: Rows) -> dict[str, Any]:
    key = FRAMES[name].columns[0].name
    content: dict[str, Any] = {"head": _json(name, row)}
    if name in LINES:
        lines = [line for line in rows[LINES[name]] if line[key] == row[key]]
        content["lines"] = [_json(LINES[name], line) for line in lines]
    beside = {column: row[column] for column in STORED[name].names if column in row}
    return {"id": row[key], "content": json.dumps(content, ensure_ascii=False)} | beside


def _json(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found = {}
    for column in FRAMES[name].columns:
        value = row[column.name]
        if column.source and value is not None:
            if isinstance(value, Decimal):
                value = f"{value:f}"
            elif isinstance(value, date):
                value = f"{value:%Y%m%d}"
            found[column.source.split(".")[1]] = value
    return found
