"""Words of the register: roles, standings, reasons, and the code of a certificate."""

from django.utils.translation import gettext as _

from tidewaiter.base.privacy.signing import signed_content
from tidewaiter.registry.rules.attestations import Claims, read
from tidewaiter.registry.rules.reasons import STANDING_REASONS
from tidewaiter.surfaces.kit.words import language

LONGEST = 4000


def role_name(role: str) -> str:
    """What an operator does, in words."""
    return {
        "platform": _("Platform"),
        "merchant": _("Merchant"),
        "payment": _("Payment institution"),
        "carrier": _("Carrier"),
        "agent": _("Declarant"),
        "guarantor": _("Guarantor"),
        "warehouse": _("Warehouse"),
        "laboratory": _("Laboratory"),
        "right_holder": _("Right holder"),
    }.get(role, role)


def roles_named(roles: list[str] | tuple[str, ...]) -> str:
    """Several roles, in words."""
    return _(", ").join(role_name(role) for role in roles)


def registration_name(standing: str) -> str:
    """How a registration stands, in words."""
    return {
        "active": _("May trade"),
        "suspended": _("Suspended"),
        "closed": _("Closed"),
        "struck-off": _("Struck off"),
    }.get(standing, standing)


def registration_lane(standing: str) -> str:
    """The colour that a standing is shown in."""
    return {"active": "release", "suspended": "hold", "struck-off": "rejected"}.get(
        standing, "cancelled"
    )


def standing_reason(code: str) -> str:
    """Why a standing changed, in words."""
    known = STANDING_REASONS.get(code)
    return known.in_language(language()) if known else code


def limits_named(value: object, parcels: int | None, chapters: list[str] | tuple[str, ...]) -> str:
    """The limits of a conditional admission, in words; empty where there is none."""
    parts = []
    if value:
        parts.append(_("parcels of up to CNY %(value)s") % {"value": value})
    if parcels:
        parts.append(_("%(count)s parcels a day") % {"count": parcels})
    if chapters:
        parts.append(_("chapters %(chapters)s of the tariff") % {"chapters": " ".join(chapters)})
    return _("; ").join(parts)


def claims_of(code: str) -> Claims | None:
    """What the certificate says whose code, or address with the code in it, was given; None where
    this office did not sign it.
    """
    content = signed_content(plain_code(code))
    return read(content) if content is not None else None


def plain_code(text: str) -> str:
    """The code alone, out of an address or a text broken into lines."""
    plain = "".join(text.split())[:LONGEST]
    return plain.rpartition("code=")[2] if "code=" in plain else plain
