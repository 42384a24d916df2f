"""Filters and parts for the kit's templates."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


@register.filter
def count(value: int | float) -> str:
    """Write 1234567 as 1,234,567."""
    return f"{value:,}"


@register.filter
def amount(value: Decimal | None) -> str:
    """Write a quantity with separators and without needless zeros."""
    if value is None:
        return ""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def money(value: Decimal | None) -> str:
    """Write an amount of money with two decimals, in the reader's order of currency and number."""
    if value is None:
        return ""
    if (get_language() or "").startswith("zh"):
        return f"{value:,.2f} 元"
    return f"CNY {value:,.2f}"


@register.filter
def measured(value: Decimal, unit: str) -> str:
    """Write a quantity in its unit; money as money."""
    return money(value) if unit == "CNY" else f"{amount(value)} {unit}"


@register.filter
def percent(value: float) -> str:
    """Write a share with one decimal."""
    return f"{value:.1f} %"


@register.filter
def share(value: float) -> str:
    """Write a part of one in per cent, small parts with more digits."""
    return f"{value * 100:.{2 if value < 0.01 else 1}f} %"


@register.filter
def of_hundred(value: float) -> str:
    """Write a part of one as a length in a drawing."""
    return f"{min(max(value, 0.0), 1.0):.2%}"


@register.filter
def whole(value: float) -> int:
    """Round to a whole number."""
    return round(value)


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment in local time, to the second."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    if (get_language() or "").startswith("zh"):
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M:%S}"
    return f"{date_format(local, 'j M Y')}, {local:%H:%M:%S}"


@register.filter
def day(value: date | None) -> str:
    """Write a day."""
    if value is None:
        return ""
    if (get_language() or "").startswith("zh"):
        return f"{value.year}年{value.month}月{value.day}日"
    return date_format(value, "j M Y")


@register.inclusion_tag("kit/bar.html")
def bar(share: float, key: str = "") -> dict[str, str]:
    """Draw a share of a hundred beside its number."""
    return {"width": f"{min(max(float(share), 0.0), 100.0):.1f}%", "key": key}


@register.inclusion_tag("kit/quota_bar.html")
def quota_bar(quota: object) -> dict[str, object]:
    """Draw what was used before and what this parcel adds, against the limit."""
    scale = max(quota.limit, quota.before + quota.this) or Decimal(1)
    return {
        "quota": quota,
        "remaining": max(quota.limit - quota.after, Decimal(0)),
        "before": f"{quota.before / scale * 100:.2f}%",
        "this": f"{quota.this / scale * 100:.2f}%",
        "limit": f"{quota.limit / scale * 100:.2f}%",
    }
