"""What people fill in about budgets of inspections."""

from collections.abc import Mapping
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.risk.rules.budgets import (
    LEAST_EXPLORED,
    LEAST_UNIFORM,
    LONGEST_DELAY,
    MOST,
    MOST_DRAWN,
    MOST_EXPLORED,
    Limits,
)
from tidewaiter.surfaces.kit.forms import grounds_field

_SHARE = {"inputmode": "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}
_NUMBER = {"inputmode": "numeric", "class": "govuk-input--width-5", "autocomplete": "off"}


def _per_cent(label: str, hint: str, least: Decimal, most: Decimal) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=hint, min_value=least * 100, max_value=most * 100,
        decimal_places=2, widget=forms.TextInput(_SHARE),
        error_messages={"required": _("Write a share in per cent"),
                        "invalid": _("Write a share in per cent")},
    )  # fmt: skip


class BudgetForm(forms.Form):
    """What an office can inspect a day, and how it chooses."""

    office = forms.ChoiceField(
        label=_("Customs office"), error_messages={"required": _("Choose an office")}
    )
    inspections = forms.IntegerField(
        label=_("Inspections a day"),
        help_text=_("Beyond those that a rule demands."),
        min_value=1,
        max_value=MOST,
        widget=forms.TextInput(_NUMBER),
        error_messages={
            "required": _("Write how many parcels the office can open a day"),
            "invalid": _("Write a whole number"),
        },
    )
    explored = _per_cent(
        _("Of these drawn at random, in per cent"),
        _("Without them nobody learns what the rules miss. Usual: 10."),
        LEAST_EXPLORED,
        MOST_EXPLORED,
    )
    uniform = _per_cent(
        _("Of the drawn ones, from all parcels alike, in per cent"),
        _("The others are drawn among parcels of which little is known. Usual: 10."),
        LEAST_UNIFORM,
        Decimal(1),
    )
    documents = _per_cent(
        _("Parcels whose documents are looked at, in per cent"),
        _("What rules leave below this share is drawn from what would be released."),
        Decimal(0),
        MOST_DRAWN,
    )
    audit = _per_cent(
        _("Parcels that are audited after release, in per cent"),
        _("What rules leave below this share is drawn from what would be released."),
        Decimal(0),
        MOST_DRAWN,
    )
    audit_after = forms.IntegerField(
        label=_("Days after which documents that nobody looked at are audited later"),
        help_text=_("Leave it empty to keep such parcels until somebody looks."),
        required=False,
        min_value=1,
        max_value=90,
        widget=forms.TextInput(_NUMBER),
        error_messages={"invalid": _("Write a whole number")},
    )
    delay = forms.IntegerField(
        label=_("Minutes for which a released parcel waits"),
        help_text=_(
            "Until then an officer can still send it another way. Leave it empty for none."
        ),
        required=False,
        min_value=1,
        max_value=LONGEST_DELAY,
        widget=forms.TextInput(_NUMBER),
        error_messages={"invalid": _("Write a whole number")},
    )
    grounds = grounds_field()

    def __init__(
        self, offices: list[tuple[str, str]], data: Mapping[str, str] | None, **more: object
    ) -> None:
        super().__init__(data, **more)
        self.fields["office"].choices = [("", ""), *offices]

    def limits(self) -> Limits:
        """The budget that was filled in."""
        given = self.cleaned_data
        shares = (given[name] / 100 for name in ("explored", "uniform", "documents", "audit"))
        return Limits(given["inspections"], *shares, given["audit_after"], given["delay"])


USUAL = {"explored": 10, "uniform": 10, "documents": "0.5", "audit": 1}
"""What the form begins with."""
