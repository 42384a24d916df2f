"""The duties once more, slow and obvious: one consignment after another, in exact fractions."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from tidewaiter.engine.duties.reckon import Consignment
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.loader import Law

Said = tuple[str | None, Fraction, Fraction, Fraction]
"""Refusal, duty, tax, consumption tax."""

ZERO = Fraction(0)


def said(asked: Consignment, law: Law) -> Said:
    """What is due on a consignment, or why it is not said."""
    for wrong, code in (
        (asked.rate is None, "currency-without-rate"),
        (any(item.value is None for item in asked.items), "value-missing"),
    ):
        if wrong:
            return code, ZERO, ZERO, ZERO
    return {"eu": union, "uk": kingdom, "au": australia, "kr": korea}[asked.regime](asked, law)


def union(asked: Consignment, law: Law) -> Said:
    value, extra = _value(asked), _extra(asked)
    found = _common(asked, law)
    rate = law.values.get(f"vat.{asked.vat_kind}.{asked.place.lower()}")
    if found is None and rate is None:
        found = "no-vat-rate"
    if found is None and asked.scheme and asked.gift:
        found = "scheme-for-sales-only"
    if found is None and asked.scheme and value > law.amount("eu.ioss.limit"):
        found = "scheme-over-limit"
    gift = asked.gift and value <= law.amount("eu.duty.relief.gift_limit")
    if gift or value <= law.amount("eu.duty.relief.limit"):
        duty = ZERO
    elif value < law.amount("eu.duty.item.limit") and asked.scheme:
        duty = len({item.code[:6] for item in asked.items}) * Fraction(
            law.amount("eu.duty.item.amount")
        )
    else:
        if found is None and any(item.duty_rate is None for item in asked.items):
            found = "duty-rate-unknown"
        duty = ZERO if found else _round(_by_tariff(asked, extra), law, "eu")
    if found:
        return found, ZERO, ZERO, ZERO
    base = value + extra + (ZERO if asked.scheme else duty)
    if asked.gift and value <= law.amount("eu.vat.gift_limit"):
        base = ZERO
    return None, duty, _round(base * Fraction(rate.value), law, "eu"), ZERO  # type: ignore[union-attr,arg-type]


def kingdom(asked: Consignment, law: Law) -> Said:
    found = _common(asked, law) or ("gift-not-covered" if asked.gift else None)
    if found is None and (asked.place != "GB" or asked.vat_kind not in {"standard", "reduced"}):
        found = "no-vat-rate"
    duty, found = _above(asked, law, "uk", law.amount("uk.duty.relief.limit"), found, _extra(asked))
    if found:
        return found, ZERO, ZERO, ZERO
    rate = Fraction(law.amount(f"uk.vat.{asked.vat_kind}"))
    return None, duty, _round((_value(asked) + _extra(asked) + duty) * rate, law, "uk"), ZERO


def australia(asked: Consignment, law: Law) -> Said:
    found = _common(asked, law)
    if found is None and (asked.place != "AU" or asked.vat_kind != "standard"):
        found = "no-vat-rate"
    limit = law.amount("au.low_value.limit")
    duty, found = _above(asked, law, "au", limit, found, ZERO)
    if found:
        return found, ZERO, ZERO, ZERO
    base = _value(asked) + _extra(asked) + duty
    if _value(asked) <= limit and not (asked.scheme and not asked.gift):
        base = ZERO
    return None, duty, _round(base * Fraction(law.amount("au.gst.rate")), law, "au"), ZERO


def korea(asked: Consignment, law: Law) -> Said:
    found = _common(asked, law)
    if found is None and asked.limit_rate is None:
        found = "currency-without-rate"
    if found is None and (asked.place != "KR" or asked.vat_kind != "standard"):
        found = "no-vat-rate"
    if found:
        return found, ZERO, ZERO, ZERO
    name = "kr.duty.relief.limit"
    if asked.origin == "US" and asked.channel == "courier":
        name += ".us"
    rate = Fraction(asked.limit_rate or 0)
    if sum((_cut(item.value, rate) for item in asked.items), ZERO) <= law.amount(name):
        return None, ZERO, ZERO, ZERO
    if any(item.duty_rate is None for item in asked.items):
        return "duty-rate-unknown", ZERO, ZERO, ZERO
    duty = _round(_by_tariff(asked, _extra(asked)), law, "kr")
    vat = (_value(asked) + _extra(asked) + duty) * Fraction(law.amount("kr.vat.standard"))
    return None, duty, _round(vat, law, "kr"), ZERO


def _common(asked: Consignment, law: Law) -> str | None:
    if any(item.value < 0 for item in asked.items) or _value(asked) <= 0:  # type: ignore[operator]
        return "value-negative"
    if any(not nomenclature().has(item.code) for item in asked.items):
        return "unknown-tariff-line"
    group = law.product_groups["excise-goods"]
    if any(group.holds(item.code) for item in asked.items):
        return "excise-goods"
    return None


def _above(
    asked: Consignment, law: Law, regime: str, limit: Decimal, found: str | None, extra: Fraction
) -> tuple[Fraction, str | None]:
    if found or _value(asked) <= limit:
        return ZERO, found
    if any(item.duty_rate is None for item in asked.items):
        return ZERO, "duty-rate-unknown"
    return _round(_by_tariff(asked, extra), law, regime), None


def _cut(amount: Decimal | None, rate: Fraction) -> Fraction:
    """An amount in another currency, to five decimals, half away from zero."""
    exact = Fraction(amount or 0) * rate * 10**5
    return Fraction(floor(exact + Fraction(1, 2)), 10**5)


def _value(asked: Consignment) -> Fraction:
    return sum((_cut(item.value, Fraction(asked.rate or 0)) for item in asked.items), ZERO)


def _extra(asked: Consignment) -> Fraction:
    rate = Fraction(asked.rate or 0)
    return _cut(asked.freight, rate) + _cut(asked.insurance, rate)


def _by_tariff(asked: Consignment, extra: Fraction) -> Fraction:
    """Each item bears freight and insurance by its value."""
    value, rate = _value(asked), Fraction(asked.rate or 0)
    return sum(
        (
            _cut(item.value, rate) * (1 + extra / value) * Fraction(item.duty_rate or 0)
            for item in asked.items
        ),
        ZERO,
    )


def _round(amount: Fraction, law: Law, regime: str) -> Fraction:
    step = Fraction(10) ** -law.number(f"{regime}.tax.rounding.decimals")
    half = Fraction(1, 2) if law.text(f"{regime}.tax.rounding.mode") == "half_up" else ZERO
    return floor(amount / step + half) * step
