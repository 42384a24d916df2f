"""What a hit says in words: which facts are shared, and how the names match."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tidewaiter.engine.screening.entries import Entry, NameKind, Sort, Strength
from tidewaiter.engine.screening.explanation import Feature
from tidewaiter.engine.screening.facts import FactKind
from tidewaiter.risk.models import ScreeningHit
from tidewaiter.surfaces.kit.parts import Fact

_read_entry = msgspec.json.Decoder(Entry).decode


def role_name(role: str) -> str:
    """Who a party is in its parcel."""
    return {
        "buyer": _("Buyer"),
        "payer": _("Payer"),
        "order-consignee": _("Consignee, on the order"),
        "consignee": _("Consignee, on the waybill"),
        "merchant": _("Merchant"),
        "platform": _("Platform"),
        "carrier": _("Carrier"),
        "declarant": _("Declarant"),
    }[role]


def fact_name(kind: str) -> str:
    """What a fact is about."""
    return {
        FactKind.PAPER: _("Number of a document"),
        FactKind.BORN: _("Date of birth"),
        FactKind.TELEPHONE: _("Telephone"),
        FactKind.ADDRESS: _("Address"),
        FactKind.YEAR: _("Year of birth"),
    }[FactKind(kind)]


def features_of(hit: ScreeningHit) -> tuple[str, ...]:
    """How the names match, one sentence for each feature."""
    return tuple(_feature(told) for told in msgspec.json.decode(hit.features))


def _feature(told: Mapping[str, Any]) -> str:
    words = {"words": told["listed"], "count": told["count"]}
    match Feature(told["feature"]):
        case Feature.SAME:
            return _("“%(words)s” is the same") % words
        case Feature.SPELLING:
            return _("“%(words)s” is spelled a little otherwise") % words
        case Feature.SOUND:
            return _("“%(words)s” sounds the same and is spelled otherwise") % words
        case Feature.JOINED:
            return _("“%(words)s” is joined or parted") % words
        case Feature.INITIAL:
            return _("“%(words)s” agrees with an initial") % words
        case Feature.CUT:
            return _("“%(words)s” agrees as far as the field is long") % words
        case Feature.ORDER:
            return _("The order of the words differs")
        case Feature.SCRIPT:
            return _("The names are written in different scripts")
        case Feature.MISSING:
            return _("The party's name lacks “%(words)s”") % words
        case Feature.EXTRA:
            return (
                ngettext(
                    "The party's name has %(count)s more word",
                    "The party's name has %(count)s more words",
                    told["count"],
                )
                % words
            )
        case Feature.FORM:
            return _("The legal forms differ")
        case Feature.WEAK:
            return _("The list marks this name as weak: many bear it")


def facts_of(hit: ScreeningHit) -> tuple[Fact, ...]:
    """The facts that the party and the entry share, as the list gives them."""
    return tuple(
        Fact(fact_name(told["kind"]), told["listed"]) for told in msgspec.json.decode(hit.facts)
    )


def entry_of(text: str) -> tuple[Fact, ...]:
    """Everything that a list says of an entry."""
    entry = _read_entry(text)
    born = "; ".join(
        one.earliest.isoformat()
        if one.exact
        else f"{one.earliest.isoformat()} – {one.latest.isoformat()}"
        for one in entry.born
    )
    places = "; ".join(
        ", ".join(filter(None, (one.street, one.city, one.country))) for one in entry.addresses
    )
    papers = "; ".join(
        f"{one.kind} {one.number}".strip() + (f" ({one.country})" if one.country else "")
        for one in entry.papers
    )
    facts = [
        Fact(_("Kind"), _sort(entry.sort)),
        *(Fact(_name_kind(one.kind, one.strength), one.text) for one in entry.names),
        Fact(_("Date of birth"), born),
        Fact(_("Identity documents"), papers),
        Fact(_("Addresses"), places),
        Fact(_("Countries"), ", ".join(entry.countries)),
        Fact(_("Telephones"), ", ".join(entry.telephones)),
        Fact(_("Programmes"), ", ".join(entry.programmes)),
    ]
    return tuple(fact for fact in facts if fact.value)


def _sort(sort: Sort) -> str:
    return {
        Sort.PERSON: _("person"),
        Sort.FIRM: _("firm"),
        Sort.VESSEL: _("vessel"),
        Sort.AIRCRAFT: _("aircraft"),
        Sort.UNKNOWN: "",
    }[sort]


def _name_kind(kind: NameKind, strength: Strength) -> str:
    if strength is Strength.WEAK:
        return _("Weak alias")
    return {
        NameKind.PRIMARY: _("Listed name"),
        NameKind.ALIAS: _("Alias"),
        NameKind.FORMER: _("Former name"),
        NameKind.NOW: _("Name now"),
        NameKind.ORIGINAL: _("Name in its own script"),
    }[kind]
