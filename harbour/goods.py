"""The goods that the invented merchants sell, read from goods.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("goods.yaml")
_KILOGRAM = "035"
_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Good:
    """A kind of goods: what the tariff says of it and what the market asks for it.

    Quantities in statutory units are thousandths per piece sold, weights are grams, prices fen,
    rates ten-thousandths.
    """

    sku: str
    family: str
    name: str
    name_en: str
    model: str
    hs: str
    unit: str
    unit1: str
    milli1: int
    unit2: str | None
    milli2: int
    price_low: int
    price_high: int
    grams: int
    origins: tuple[str, ...]
    vat: int
    consumption: int
    duty: int
    untaxed_below: int  # fen per piece sold from which the consumption tax is due
    measure: str | None
    costly: bool
    bland: bool


def _milli(unit: str | None, row: dict[str, Any]) -> int:
    """Thousandths of a statutory unit that one piece holds."""
    if unit is None:
        return 0
    amount: float | None = row.get("per", {}).get(unit)
    if amount is not None:
        return round(amount * 1000)
    return int(row["grams"]) if unit == _KILOGRAM else 1000


def _untaxed_below(row: dict[str, Any], thresholds: dict[str, dict[str, int]]) -> int:
    kind = row.get("threshold")
    if kind is None:
        return 0
    fen: int = thresholds[row["consumption"]][kind] * 100
    if kind == "gram_ml":
        return fen * int(row["grams"])
    pieces: int = max(row.get("per", {}).values(), default=1)
    return fen * pieces


def _good(
    row: dict[str, Any],
    rates: dict[str, dict[str, float]],
    thresholds: dict[str, dict[str, int]],
) -> Good:
    grams = row["grams"]
    unit1, unit2 = [*row["units"], None][:2]
    return Good(
        sku=row["sku"],
        family=row["family"],
        name=row["zh"],
        name_en=row["en"],
        model=row["model"],
        hs=row["hs"],
        unit=row["unit"],
        unit1=unit1,
        milli1=_milli(unit1, row),
        unit2=unit2,
        milli2=_milli(unit2, row),
        price_low=row["price"][0] * 100,
        price_high=row["price"][1] * 100,
        grams=grams,
        origins=tuple(row["origins"]),
        vat=round(rates["vat"][row["vat"]] * _WHOLE),
        consumption=round(rates["consumption"][row["consumption"]] * _WHOLE)
        if "consumption" in row
        else 0,
        duty=round(row["duty"] * _WHOLE),
        untaxed_below=_untaxed_below(row, thresholds),
        measure=row.get("measure"),
        costly=row.get("costly", False),
        bland=row.get("bland", False),
    )


@cache
def goods() -> tuple[Good, ...]:
    """All goods of the catalogue."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    catalogue = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=loader)
    return tuple(
        _good(row, catalogue["rates"], catalogue["thresholds"]) for row in catalogue["goods"]
    )
