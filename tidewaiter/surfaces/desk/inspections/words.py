"""What inspections find and decide, in words."""

from django.utils.translation import gettext as _

from tidewaiter.risk.states import Disposal, Found


def found_name(code: str) -> str:
    """What was found."""
    return {
        Found.NOTHING: _("Nothing: the goods are as declared"),
        Found.VALUE: _("Value too low"),
        Found.QUANTITY: _("Another quantity"),
        Found.TARIFF: _("Another tariff code"),
        Found.DESCRIPTION: _("Other goods than described"),
        Found.ORIGIN: _("Another origin"),
        Found.UNDECLARED: _("Goods that were not declared"),
        Found.PROHIBITED: _("Prohibited goods"),
        Found.LICENCE: _("A licence is missing"),
        Found.COUNTERFEIT: _("Counterfeit goods"),
        Found.DANGEROUS: _("Dangerous goods"),
        Found.IDENTITY: _("The buyer is somebody else"),
        Found.SPLITTING: _("One order in several parcels"),
        Found.EMPTY: _("The parcel is empty or missing"),
        Found.OTHER: _("Something else"),
    }[Found(code)]


def disposal_name(disposal: str) -> str:
    """What an act decides."""
    return {
        Disposal.RELEASE: _("Release the parcel"),
        Disposal.AUDIT: _("Release it and audit the declarant later"),
        Disposal.DOCUMENTS: _("Ask for documents"),
        Disposal.HOLD: _("Hold the parcel"),
    }[Disposal(disposal)]


def act_stage_name(stage: str) -> str:
    """Where an act stands."""
    return {
        "drafted": _("Draft"),
        "filed": _("Filed"),
        "corrected": _("Corrected by a later act"),
        "dropped": _("Given up"),
    }[stage]
