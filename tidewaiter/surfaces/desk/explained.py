"""The reasons of a decision, with evidence, law and cure in the reader's language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from django.urls import reverse
from django.utils.translation import gettext as _

from tidewaiter.engine.book.rules import SNOOZED, UNKNOWN, Rule
from tidewaiter.engine.reasons import render
from tidewaiter.flows.book_in_force import book_to_publish, book_to_tell
from tidewaiter.intake.formats.ceb.declarations import InventoryHead, InventoryLine
from tidewaiter.intake.formats.ceb.fields import fields_of
from tidewaiter.intake.formats.ceb.orders import OrderHead, OrderLine
from tidewaiter.intake.formats.ceb.payments import PaymentHead
from tidewaiter.intake.formats.ceb.waybills import WaybillHead
from tidewaiter.law.loader import Law
from tidewaiter.risk.models import Reason as Fired
from tidewaiter.risk.queries.book import edition
from tidewaiter.surfaces.kit import parts
from tidewaiter.surfaces.kit.words import GROUPS, cited, document_name, language, reason_title

_FIELDS = {
    "OrderHead": OrderHead,
    "OrderList": OrderLine,
    "PaymentHead": PaymentHead,
    "LogisticsHead": WaybillHead,
    "InventoryHead": InventoryHead,
    "InventoryList": InventoryLine,
}
_FIRST_PART = re.compile(r"[:;,.：；，。（(]")


@dataclass(frozen=True)
class Evidence:
    """A value that made a rule fire."""

    document: str
    field: str
    label: str
    value: str


@dataclass(frozen=True)
class Reason:
    """Why a parcel went where it went."""

    code: str
    official: str
    title: str
    message: str
    severity: str
    weight: Decimal | None
    evidence: tuple[Evidence, ...]
    law: tuple[parts.Law, ...]
    cure: str
    url: str


def explain(fired: Fired, law: Law) -> Reason:
    """Say one reason; a rule that is no longer in the book is told by its evidence."""
    evidence = msgspec.json.decode(fired.evidence)
    book = edition(fired.assessment.book) or book_to_tell()
    rule = book.by_code.get(fired.code)
    if rule is None:
        facts = tuple(Evidence("", "", name, str(value)) for name, value in evidence.items())
        gone = _("The rule is no longer in the book.")
        return Reason(fired.code, "", fired.code, gone, "notify", None, facts, (), "", "")
    said = render(book, fired.code, evidence, language())
    return Reason(
        code=fired.code,
        official=rule.answer if not rule.answer.startswith("TW-") else "",
        title=reason_title(rule.code),
        message=said.message,
        severity="snoozed" if rule.code.endswith(SNOOZED) else rule.severity.value,
        weight=fired.weight or None,
        evidence=_evidence(rule, evidence),
        law=cited(law, rule.law.reference, rule.law.article),
        cure=said.cure,
        url=_url(rule),
    )


def _url(rule: Rule) -> str:
    """Where the rule is explained: to everybody, or, where it is not published, at the desk."""
    code = rule.code.rstrip(SNOOZED + UNKNOWN)
    page = "public:reason" if code in book_to_publish().by_code else "desk:rule"
    return reverse(page, args=[code])


def field_label(path: str) -> str:
    """The first words of what the interface specification says about a field."""
    group, name = path.split(".")
    found = next((one for one in fields_of(_FIELDS[group]) if one.name == name), None)
    if found is None:
        return name
    text = found.zh if language().startswith("zh") else found.en
    return _FIRST_PART.split(text)[0]


def _evidence(rule: Rule, evidence: Mapping[str, Any]) -> tuple[Evidence, ...]:
    facts, sides = [], list(rule.fields.items())
    masked = [evidence.get("left_masked"), evidence.get("right_masked")]
    for place, (column, path) in enumerate(sides):
        if column.endswith("_ix"):
            value = masked[place] if place < len(masked) else None
        else:
            value = evidence.get(column)
        if value is None and column not in evidence and not column.endswith("_ix"):
            continue
        group, name = path.split(".")
        facts.append(Evidence(document_name(GROUPS[group]), name, field_label(path), shown(value)))
    told = {column for column, _path in sides} | {"left_masked", "right_masked"}
    for column, value in evidence.items():
        if column not in told and not column.endswith("_ix"):
            facts.append(Evidence("", "", computed_label(column), shown(value)))
    return tuple(facts)


def shown(value: Any) -> str:
    """A value of the evidence as a reader writes it."""
    if value is None:
        return _("not given")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    text = str(value)
    if re.fullmatch(r"-?\d+\.\d+", text):
        text = text.rstrip("0").rstrip(".")
    return text


def computed_label(column: str) -> str:
    """What a computed value is called."""
    return {
        "gnum": _("Line"),
        "gcode": _("Tariff code"),
        "country": _("Country of origin"),
        "currency": _("Currency"),
        "trade_mode": _("Regime"),
        "ebc_code": _("Merchant"),
        "unit_price": _("Price per statutory unit"),
        "peer_typical_price": _("Usual price of the same goods"),
        "peer_n": _("Lines compared with"),
        "expected_weight": _("Usual weight of such goods, kg"),
        "address_orders": _("Parcels to this address"),
        "address_buyers": _("Buyers at this address"),
        "address_amount": _("Value of the parcels to this address"),
        "phone_buyers": _("Buyers with this telephone"),
        "parcels": _("Parcels to this consignee"),
        "buyers": _("Buyers for this consignee"),
        "merchants": _("Merchants that sold to this consignee"),
        "platforms": _("Platforms that sold to this consignee"),
        "amount": _("Value of the parcels to this consignee"),
        "identities": _("Identity numbers used for this consignee"),
        "spellings": _("Spellings of this consignee"),
        "identity_phones": _("Telephones of this identity number"),
        "identity_addresses": _("Addresses of this identity number"),
        "phone_names": _("Names with this telephone"),
        "fallen": _("Other registrations of the seller, suspended or closed"),
        "merchant_days": _("Days since the merchant's first parcel"),
        "lists": _("Lists"),
        "quota_used": _("Used before"),
        "quota_amount": _("This parcel"),
        "quota_limit": _("Limit"),
        "measure": _("What is limited"),
        "limit": _("Limit"),
        "total": _("Together"),
        "items": _("Items"),
        "dutiable_value": _("Dutiable value"),
        "duty": _("Duty"),
        "vat": _("VAT"),
        "consumption_tax": _("Consumption tax"),
        "tax_total": _("Tax due"),
        "luxury_lines": _("Lines with consumption tax"),
        "exact_price": _("Price times quantity"),
        "expected": _("What the parts make"),
        "line_count": _("Lines of the declaration"),
        "order_line_count": _("Lines of the order"),
        "required": _("Required"),
        "home": _("Required"),
        "standing": _("Standing of the firm"),
        "tariff_unit1": _("First unit of the tariff"),
        "tariff_unit2": _("Second unit of the tariff"),
    }.get(column, column.replace("_", " "))
