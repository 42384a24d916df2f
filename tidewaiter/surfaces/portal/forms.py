"""What organisations fill in about themselves and their people."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.base.identity.models import OrganisationKind
from tidewaiter.base.identity.roles import PARTY_ROLES, ROLES
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.registry.rules.identifiers import Scheme, checked
from tidewaiter.surfaces.kit.dockets.asking import said
from tidewaiter.surfaces.kit.forms import email_field, new_password_field
from tidewaiter.surfaces.kit.words import language

LONG_CODE = 18
"""Codes of that length are unified social credit codes (GB 32100-2015)."""

KINDS = {
    OrganisationKind.MERCHANT: _("Merchant"),
    OrganisationKind.PLATFORM: _("Platform"),
    OrganisationKind.PAYMENT: _("Payment institution"),
    OrganisationKind.CARRIER: _("Carrier"),
    OrganisationKind.WAREHOUSE: _("Warehouse"),
    OrganisationKind.DECLARANT: _("Declarant"),
    OrganisationKind.OTHER: _("Another organisation, such as a laboratory or a right holder"),
}


class AddressForm(forms.Form):
    """The address to which the link goes."""

    email = email_field(
        _("Your e-mail address"),
        _("We send a link to it. You sign in with this address later."),
        autocomplete="email",
    )


class PersonForm(forms.Form):
    """Who somebody is, and the password that they choose."""

    person = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    password = new_password_field()


class OrganisationForm(PersonForm):
    """An organisation and its first person."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        help_text=_("As it stands in the trade register."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": _("Write the name of the organisation.")},
    )
    code = forms.CharField(
        label=_("Its registration code"),
        help_text=_(
            "The unified social credit code of 18 characters, or the customs registration code."
        ),
        max_length=40,
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Write the registration code.")},
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=[(one.value, title) for one, title in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    field_order = ("name", "code", "kind", "person", "password")

    def clean_code(self) -> str:
        """Codes are written without spaces and in capitals; a credit code has a check digit."""
        code = "".join(self.cleaned_data["code"].split()).upper()
        if len(code) == LONG_CODE:
            try:
                return checked(Scheme.USCC, code)
            except Refusal as refusal:
                raise forms.ValidationError(said(refusal)) from refusal
        return code


def role_choices() -> list[tuple[str, str]]:
    """The roles of an organisation's people, each with what it means."""
    spoken = language()
    return [
        (name, f"{ROLES[name].title.in_language(spoken)}: "
               f"{ROLES[name].description.in_language(spoken)}")
        for name in PARTY_ROLES
    ]  # fmt: skip


class InviteForm(forms.Form):
    """Whom to ask in, and what they may do."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Write an e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )
    role = forms.ChoiceField(
        label=_("What they may do"), widget=forms.RadioSelect, initial=PARTY_ROLES[1]
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_invite_%s")
        self.fields["role"].choices = role_choices()
