"""The law's tables in the form the engine's SQL joins: exact fractions, and what a unit holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import pyarrow as pa

from tidewaiter.law.loader import Law

PRECISION = 5
"""Decimals of the amounts that the engine counts in whole units."""

_GRAM_ML = frozenset({"mass", "volume"})


class UnknownRounding(Exception):
    """The law rounds taxes in a way the engine does not know."""


@dataclass(frozen=True)
class Rates:
    """The rates of one tariff line."""

    gcode: str
    duty: Fraction
    vat: Fraction
    consumption: Fraction


def law_frames(law: Law) -> dict[str, Any]:
    """The tables `law_goods` and `law_taxes`."""
    _check_rounding(law)
    rows = law.tables()["law_tariff"].to_pylist()
    return {"law_goods": _goods(law, rows), "law_taxes": _taxes(law, rows)}


def smallest_step(law: Law) -> Decimal:
    """The amount to which taxes are rounded."""
    return Decimal(1).scaleb(-law.number("cbec.tax.rounding.decimals"))


def _check_rounding(law: Law) -> None:
    mode, level = law.text("cbec.tax.rounding.mode"), law.text("cbec.tax.rounding.level")
    if (mode, level) != ("half_up", "line"):
        raise UnknownRounding(f"Taxes are rounded {mode} per {level}, not half_up per line.")


def _goods(law: Law, rows: list[dict[str, Any]]) -> Any:
    """One row per tariff line: units, positive list, named goods, threshold of consumption tax.

    `measure1` and `measure2` turn the first or second statutory quantity into the unit of the
    named goods' quota; `portion1` and `portion2` into grams, millilitres or pieces.
    """
    units = {row["unit"]: row for row in law.tables()["law_units"].to_pylist()}
    goods: list[dict[str, Any]] = []
    for row in rows:
        measure = _measure(law, row["gcode"])
        kind = row["consumption_threshold"]
        threshold = row["per_gram_ml"] if kind == "gram_ml" else row["per_piece"]
        counted = _GRAM_ML if kind == "gram_ml" else frozenset({"count"})
        goods.append(
            {
                "gcode": row["gcode"],
                "unit1": row["unit1"],
                "unit2": row["unit2"],
                "positive": row["positive"],
                "measure": measure.id if measure else None,
                "measure1": _ratio(units, row["unit1"], measure.unit) if measure else None,
                "measure2": _ratio(units, row["unit2"], measure.unit) if measure else None,
                "threshold_kind": kind,
                "threshold": threshold if kind in {"gram_ml", "piece"} else None,
                "portion1": _portion(units, row["unit1"], counted),
                "portion2": _portion(units, row["unit2"], counted),
            }
        )
    return pa.Table.from_pylist(goods, schema=_GOODS)


_GOODS = pa.schema(
    [
        ("gcode", pa.string()),
        ("unit1", pa.string()),
        ("unit2", pa.string()),
        ("positive", pa.bool_()),
        ("measure", pa.string()),
        ("measure1", pa.decimal128(12, 6)),
        ("measure2", pa.decimal128(12, 6)),
        ("threshold_kind", pa.string()),
        ("threshold", pa.decimal128(17, 5)),
        ("portion1", pa.decimal128(12, 3)),
        ("portion2", pa.decimal128(12, 3)),
    ]
)


def _measure(law: Law, gcode: str) -> Any:
    for measure in law.measures:
        if any(gcode.startswith(prefix) for prefix in measure.prefixes):
            return measure
    return None


def _ratio(units: Mapping[str, Any], unit: str | None, target: str) -> Decimal | None:
    """How many of the target unit are in one unit; None when they count different things."""
    if unit is None or unit not in units or target not in units:
        return None
    given, wanted = units[unit], units[target]
    if given["quantity"] != wanted["quantity"] or given["factor"] is None:
        return None
    exact = Fraction(given["factor"]) / Fraction(wanted["factor"])
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.000001"))


def _portion(units: Mapping[str, Any], unit: str | None, counted: frozenset[str]) -> Decimal | None:
    known = units.get(unit or "")
    if known is None or known["quantity"] not in counted or not known["factor"]:
        return None
    return Decimal(known["factor"]).quantize(Decimal("0.001"))


def _taxes(law: Law, rows: list[dict[str, Any]]) -> Any:
    """One row per tariff line, basis and whether consumption tax applies.

    A tax in the smallest step is (units * numerator + half) // denominator, where units counts
    the dutiable value in 0.00001.
    """
    duty_share = Fraction(law.amount("cbec.duty.share"))
    tax_share = Fraction(law.amount("cbec.tax.share"))
    shares = {"reduced": (duty_share, tax_share), "full": (Fraction(1), Fraction(1))}
    scale = Fraction(1) / Fraction(smallest_step(law)) / 10**PRECISION
    fractions = []
    for row in rows:
        duty, vat = Fraction(row["duty_rate"]), Fraction(row["vat_rate"])
        for basis, (of_duty, of_tax) in shares.items():
            for due in (False, True):
                consumption = Fraction(row["consumption_rate"]) if due else Fraction(0)
                landed = (1 + duty * of_duty) / (1 - consumption)
                taxes = (
                    duty * of_duty * scale,
                    landed * consumption * of_tax * scale,
                    landed * vat * of_tax * scale,
                )
                fractions.append(
                    {"gcode": row["gcode"], "tax_basis": basis, "consumption_due": due}
                    | _whole(taxes)
                )
    return pa.Table.from_pylist(fractions, schema=_TAXES)


_TAXES = pa.schema(
    [
        ("gcode", pa.string()),
        ("tax_basis", pa.string()),
        ("consumption_due", pa.bool_()),
        ("duty", pa.int64()),
        ("consumption", pa.int64()),
        ("vat", pa.int64()),
        ("half", pa.int64()),
        ("denominator", pa.int64()),
    ]
)


def _whole(taxes: tuple[Fraction, Fraction, Fraction]) -> dict[str, int]:
    """Three fractions over one even denominator, as small as can be."""
    denominator = lcm(2, *(tax.denominator for tax in taxes))
    duty, consumption, vat = (int(tax * denominator) for tax in taxes)
    shared = gcd(duty, consumption, vat, denominator // 2)
    return {
        "duty": duty // shared,
        "consumption": consumption // shared,
        "vat": vat // shared,
        "half": denominator // shared // 2,
        "denominator": denominator // shared,
    }


def widest(taxes: Any, limit: Decimal) -> int:
    """The largest number that the tax formula can form for a value within the limit."""
    units = int(limit * 10**PRECISION) + 1
    return max(
        (
            units * max(row["duty"], row["consumption"], row["vat"]) + row["half"]
            for row in taxes.to_pylist()
        ),
        default=0,
    )
