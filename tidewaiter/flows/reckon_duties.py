"""What would be due on a consignment: declared in plain words, answered with worked arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa

from tidewaiter.engine.duties.compile import PACKS
from tidewaiter.engine.duties.frames import DUTY_FRAMES
from tidewaiter.engine.duties.reckon import (
    CURRENCY,
    LIMIT_CURRENCY,
    Consignment,
    Item,
    Reckoner,
)
from tidewaiter.engine.duties.working import Worked, worked
from tidewaiter.law.loader import load

COUNTRIES = {"GB": "uk", "AU": "au", "KR": "kr", "US": "us"}
"""The regime of a country of destination; China has two, the Union's states share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A consignment as somebody tells of it.

    `to` is a country, or CN with `mode` 9610 or 1210; without `rate` the amounts must be stated in
    the currency of the tax. `rate` and `limit_rate` say what one unit of the stated currency is in
    the currency of the tax and of the limit.
    """

    to: str
    items: Sequence[Item]
    mode: str = "9610"
    origin: str = ""
    currency: str = ""
    freight: Decimal = Decimal(0)
    insurance: Decimal = Decimal(0)
    rate: Decimal | None = None
    limit_rate: Decimal | None = None
    scheme: bool = False
    scheme_no: str | None = None
    ioss_valid_from: date | None = None
    ioss_valid_to: date | None = None
    gift: bool = False
    channel: str = "courier"
    vat_kind: str = "standard"
    used: dict[str, Decimal] = field(default_factory=dict)


@cache
def _reckoner() -> Reckoner:
    return Reckoner()


def regime_of(to: str, mode: str = "9610") -> str:
    """The regime that answers for a country of destination."""
    if to == "CN":
        return f"cn-{mode}"
    return COUNTRIES.get(to, "eu")


def member_states(on: date) -> tuple[str, ...]:
    """The member states whose rates of value-added tax the law knows on a day."""
    prefix = "vat.standard."
    found = (name for name in load("eu").on(on).values if name.startswith(prefix))
    return tuple(sorted(name.removeprefix(prefix).upper() for name in found))


def currency_of(to: str, mode: str = "9610") -> str:
    """The currency in which a country of destination takes its taxes."""
    return CURRENCY[regime_of(to, mode)]


def reckon_duties(declared: Sequence[Declared], *, on: date) -> list[Worked]:
    """Say what is due on each consignment by the law of a day, or why it is not said."""
    asked = [_asked(one) for one in declared]
    answers = _reckoner().answers(asked, on)
    return [
        worked(answer, currency=one.currency) for one, answer in zip(declared, answers, strict=True)
    ]


def _asked(one: Declared) -> Consignment:
    regime = regime_of(one.to, one.mode)
    own = CURRENCY[regime]
    limit = LIMIT_CURRENCY.get(regime, own)
    stated = one.currency or own
    return Consignment(
        regime=regime,
        items=one.items,
        place=one.to,
        origin=one.origin,
        freight=one.freight,
        insurance=one.insurance,
        rate=Decimal(1) if stated == own else one.rate,
        limit_rate=Decimal(1) if stated == limit or limit == own else one.limit_rate,
        scheme=one.scheme,
        scheme_no=one.scheme_no or None,
        ioss_valid_from=one.ioss_valid_from,
        ioss_valid_to=one.ioss_valid_to,
        gift=one.gift,
        channel=one.channel,
        vat_kind=one.vat_kind,
        used=one.used,
    )


def tax_bill(answer: Worked) -> dict[str, Any] | None:
    """The tax bill of a consignment to China as message 816 states it; None where there is none."""
    if PACKS[answer.regime] != "cn" or answer.refused is not None:
        return None
    law = load("cn").on(answer.day)
    lines = [
        {
            "gnum": line["gnum"],
            "gcode": line["gcode"],
            "taxPrice": line["tax_price"],
            "customsTax": line["customs_tax"],
            "valueAddedTax": line["value_added_tax"],
            "consumptionTax": line["consumption_tax"],
        }
        for line in answer.lines
    ]
    return {
        "customsTax": answer.amounts["duty"],
        "valueAddedTax": answer.amounts["vat"],
        "consumptionTax": answer.amounts["consumption_tax"],
        "status": law.text("cbec.bill.issued"),
        "lines": lines,
    }


def sum_up(bills: Sequence[tuple[str, dict[str, Any]]], *, on: date) -> list[dict[str, Any]]:
    """The tax bills of a day's consignments summed up for each guarantor."""
    rows = [
        {
            "bill_id": number,
            "guarantor": guarantor,
            "month": f"{on:%Y-%m}",
            "status": bill["status"],
            "customs_tax": bill["customsTax"],
            "value_added_tax": bill["valueAddedTax"],
            "consumption_tax": bill["consumptionTax"],
        }
        for number, (guarantor, bill) in enumerate(bills, 1)
    ]
    if not rows:
        return []
    table = pa.Table.from_pylist(rows, schema=DUTY_FRAMES["bills"].schema)
    return _reckoner().sums(table, on)
