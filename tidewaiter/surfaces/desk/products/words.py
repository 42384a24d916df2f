"""What the pages of products call things."""

from collections.abc import Mapping

from django.utils.translation import gettext as _


def grade_names() -> Mapping[str, str]:
    """What each grade says, in short."""
    return {
        "A": _("A: shown from maker to market"),
        "B": _("B: both ends shown, and tested"),
        "C": _("C: tested, way not shown"),
        "D": _("D: only the seller speaks"),
        "X": _("X: contradicts itself"),
    }


def step_names() -> Mapping[str, str]:
    """What happened in an event, for the steps that chains are made of."""
    return {
        "commissioning": _("Made"),
        "shipping": _("Shipped"),
        "receiving": _("Arrived"),
        "accepting": _("Taken over"),
        "storing": _("Stored"),
        "stocking": _("Put on stock"),
        "packing": _("Packed"),
        "inspecting": _("Inspected"),
        "retail_selling": _("Sold"),
        "void_shipping": _("Shipment taken back"),
        "destroying": _("Destroyed"),
    }


def check_names() -> Mapping[str, str]:
    """What each check of a report looks at."""
    return {
        "read": _("Compulsory parts"),
        "laboratory": _("Laboratory"),
        "duplicate": _("Other reports"),
        "number": _("Report number"),
        "match": _("This product"),
        "person": _("An officer"),
    }


def outcome_names() -> Mapping[str, str]:
    """What a check came out as."""
    return {
        "confirmed": _("Confirmed"),
        "unconfirmed": _("Unconfirmed"),
        "mismatch": _("Mismatch"),
        "forged": _("Looks forged"),
    }


def part_names() -> Mapping[str, str]:
    """What is read off a report."""
    return {
        "laboratory": _("Laboratory"),
        "accreditation": _("Accreditation number"),
        "mark": _("CMA number"),
        "number": _("Report number"),
        "sample": _("Sample"),
        "brand": _("Brand"),
        "model": _("Model"),
        "batch": _("Batch"),
        "gtin": _("Bar code"),
        "standards": _("Standards"),
        "conclusion": _("Conclusion"),
        "tested_on": _("Tested on"),
        "issued_on": _("Issued on"),
        "valid_until": _("Valid until"),
        "signed": _("Signed by"),
    }
