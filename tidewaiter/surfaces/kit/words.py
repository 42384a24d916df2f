"""Words that several surfaces say: standings, documents, names of firms, entries of code lists."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tidewaiter.engine.book.rules import SNOOZED, UNKNOWN, Severity
from tidewaiter.flows.book_in_force import book_to_tell
from tidewaiter.law.loader import Law, load
from tidewaiter.registry.queries.operators import operators_named
from tidewaiter.surfaces.kit import parts


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def standing_name(standing: str) -> str:
    """Where a parcel stands, in words."""
    return {
        "release": _("Released"),
        "documents": _("Document check"),
        "inspection": _("Inspection"),
        "audit": _("Released, audit later"),
        "hold": _("Held"),
        "delayed": _("Released after a while"),
        "rejected": _("Rejected"),
        "waiting": _("Waiting"),
        "cancelled": _("Cancelled"),
        "returned": _("Returned"),
    }[standing]


def document_name(document: str) -> str:
    """One of the four documents, in words."""
    return {
        "order": _("Order"),
        "payment": _("Payment"),
        "waybill": _("Waybill"),
        "declaration": _("Declaration"),
    }[document]


def reason_title(code: str) -> str:
    """Why a parcel was not simply released; rules that reject are titled by what they demand."""
    rule = book_to_tell().by_code.get(code)
    if rule is None:
        return code
    title = rule.title[language()]
    if code.endswith(UNKNOWN):
        return _("Could not run: %(rule)s") % {"rule": title}
    if code.endswith(SNOOZED):
        return _("%(rule)s (kept quiet)") % {"rule": title}
    if rule.severity is Severity.REJECT:
        return _("Not met: %(rule)s") % {"rule": title}
    return title


GROUPS: Mapping[str, str] = {
    "OrderHead": "order",
    "OrderList": "order",
    "PaymentHead": "payment",
    "LogisticsHead": "waybill",
    "InventoryHead": "declaration",
    "InventoryList": "declaration",
}
"""The document of each group of fields of the messages."""


def law_on(day: date | None = None) -> Law:
    """The law of a day; today's without one."""
    return load(settings.TIDEWAITER_PACK).on(day or timezone.localdate())


def pack_title(pack: str) -> str:
    """What a law pack is called."""
    return load(pack).title[language()]


def cited(law: Law, reference: str, article: str = "") -> tuple[parts.Law, ...]:
    """A legal text as pages show it; free text where the law pack does not know it."""
    if not reference:
        return ()
    if not law.has_text(reference):
        return (parts.Law(reference, article),)
    text = law.reference(reference, article)
    if article:
        article = _("article %(number)s") % {"number": article}
    return (parts.Law(f"{text.instrument} {text.title[language()]}", article, text.address),)


def coded(law: Law, codes: str, code: str | None) -> str:
    """An entry of a code list with its name: “142 China”."""
    if not code:
        return ""
    entry = law.codes(codes).get(code)
    return f"{code} {entry.title[language()]}" if entry else code


def firm_names(codes: Iterable[str | None]) -> dict[str, str]:
    """The names of registered firms by their codes."""
    found = operators_named(code for code in codes if code)
    return {code: operator.name for code, operator in found.items()}
