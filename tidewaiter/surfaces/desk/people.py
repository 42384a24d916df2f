"""The persons of a parcel: masked until an officer has said what for."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.surfaces.desk.papers import Paper
from tidewaiter.surfaces.kit.parts import Fact


@dataclass(frozen=True)
class Person:
    """One person in one document."""

    who: str
    role: str
    items: tuple[Fact, ...]
    revealed: bool


@dataclass(frozen=True)
class Part:
    """A person's fields in one document."""

    document: str
    role: str
    fields: tuple[str, ...]


def parts_by_who() -> Mapping[str, Part]:
    """Who stands where in the four documents."""
    buyer = ("buyerName", "buyerIdNumber", "buyerTelephone")
    consignee = ("consignee", "consigneeTelephone", "consigneeAddress")
    return {
        "buyer": Part("declaration", _("Buyer, on the declaration"), (*buyer, "consigneeAddress")),
        "order-buyer": Part("order", _("Buyer, on the order"), buyer),
        "payer": Part(
            "payment", _("Payer, on the payment"), ("payerName", "payerIdNumber", "telephone")
        ),
        "order-consignee": Part("order", _("Consignee, on the order"), consignee),
        "consignee": Part("waybill", _("Consignee, on the waybill"), consignee),
    }


def _label(field: str) -> str:
    return {
        "buyerName": _("Full name"),
        "payerName": _("Full name"),
        "consignee": _("Full name"),
        "buyerIdNumber": _("Identity number"),
        "payerIdNumber": _("Identity number"),
        "consigneeAddress": _("Address"),
    }.get(field, _("Phone"))


def people_of(
    papers: Mapping[str, Paper], *, who: str = "", clear: Mapping[str, str] | None = None
) -> tuple[Person, ...]:
    """Everybody in the documents, masked, but for the one who is shown in full this once."""
    people = []
    for name, part in parts_by_who().items():
        values = clear if name == who and clear is not None else papers[part.document].masked
        items = tuple(
            Fact(_label(field), values[field]) for field in part.fields if field in values
        )
        if items:
            people.append(Person(name, part.role, items, revealed=values is clear))
    return tuple(people)


class RevealForm(forms.Form):
    """Whose data an officer needs, and what for."""

    who = forms.ChoiceField(
        label=gettext_lazy("Whose data"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a person")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy(
            "Which check or proceeding needs it, in ten characters or more. No names, no numbers."
        ),
        max_length=500,
        error_messages={"required": gettext_lazy("Say what you need the data for")},
    )

    def __init__(self, people: tuple[Person, ...], data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.fields["who"].choices = [(person.who, person.role) for person in people]
