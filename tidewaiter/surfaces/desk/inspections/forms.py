"""What an officer fills in who has opened a parcel."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.risk.rules.findings import Findings, LineFound
from tidewaiter.risk.states import Disposal, Found
from tidewaiter.surfaces.desk.inspections.words import disposal_name, found_name

NUMBER = {"inputmode": "decimal", "autocomplete": "off", "class": "govuk-input--width-5"}


class Photos(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """The photographs that are added, as bytes."""

    widget = Photos

    def clean(self, data: Any, initial: Any = None) -> list[bytes]:
        """Read each of the files."""
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(PhotosField, self).clean(one, initial) for one in given if one]
        return [one.read() for one in files]


class ActForm(forms.Form):
    """What was found, and what happens to the parcel."""

    code = forms.ChoiceField(
        label=_("What was found"),
        choices=lambda: [("", _("Choose")), *((one.value, found_name(one)) for one in Found)],
        error_messages={"required": _("Choose what was found")},
    )
    value_found = forms.DecimalField(
        label=_("Value of all goods as found, CNY"),
        help_text=_("Leave it empty where the declared value is right."),
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(NUMBER | {"class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Write a number such as 129.50")},
    )
    statement = forms.CharField(
        label=_("What was done and seen"),
        help_text=_("Which packages were opened, how the goods were looked at. No personal data."),
        min_length=10,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={
            "required": _("Say what was done and seen"),
            "min_length": _("Say what was done and seen in ten characters or more"),
        },
    )
    photos = PhotosField(
        label=_("Photographs"),
        help_text=_("JPEG, PNG or WebP, up to 5 MB each, twelve in all."),
        required=False,
        widget=Photos({"accept": "image/jpeg,image/png,image/webp", "class": "govuk-file-upload"}),
    )
    disposal = forms.ChoiceField(
        label=_("What happens to the parcel"),
        choices=lambda: [(one.value, disposal_name(one)) for one in Disposal],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what happens to the parcel")},
    )


class LineForm(forms.Form):
    """A line as it was found; empty fields are as declared."""

    gcode = forms.RegexField(
        r"^[0-9]{8,10}$",
        label=_("Tariff code found"),
        required=False,
        widget=forms.TextInput(NUMBER | {"class": "govuk-input--width-10"}),
        error_messages={"invalid": _("Write a tariff code of eight to ten digits")},
    )
    quantity = forms.DecimalField(
        label=_("Quantity found"),
        required=False,
        max_digits=14,
        decimal_places=5,
        widget=forms.TextInput(NUMBER),
        error_messages={"invalid": _("Write a number such as 2")},
    )
    unit = forms.ChoiceField(label=_("Unit found"), required=False)
    value = forms.DecimalField(
        label=_("Value found, CNY"),
        required=False,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(NUMBER),
        error_messages={"invalid": _("Write a number such as 129.50")},
    )

    def __init__(self, units: Sequence[tuple[str, str]], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["unit"].choices = [("", _("As declared")), *units]


def line_forms(
    lines: Sequence[Mapping[str, Any]],
    units: Sequence[tuple[str, str]],
    *,
    posted: Mapping[str, str] | None,
    found: Findings | None,
) -> list[tuple[Mapping[str, Any], LineForm]]:
    """A form for each line of the declaration, filled from the draft where there is one."""
    before = {line.gnum: line for line in found.lines} if found else {}
    forms_: list[tuple[Mapping[str, Any], LineForm]] = []
    for line in lines:
        number = int(line["gnum"])
        kept = before.get(number)
        initial = {
            name: _plain(getattr(kept, name)) for name in ("gcode", "quantity", "unit", "value")
        } if kept else {}  # fmt: skip
        named = {"prefix": f"line-{number}", "initial": initial, "auto_id": "id_%s"}
        forms_.append((line, LineForm(units, posted, **named)))
    return forms_


def findings(form: ActForm, lines: Sequence[tuple[Mapping[str, Any], LineForm]]) -> Findings:
    """What the valid forms say."""
    given = form.cleaned_data
    told = tuple(
        LineFound(
            int(line["gnum"]),
            one.cleaned_data["gcode"] or None,
            one.cleaned_data["quantity"],
            one.cleaned_data["unit"] or None,
            one.cleaned_data["value"],
        )
        for line, one in lines
        if any(value not in (None, "") for value in one.cleaned_data.values())
    )
    return Findings(
        Found(given["code"]),
        given["statement"],
        Disposal(given["disposal"]),
        given["value_found"],
        told,
    )


def _plain(value: object) -> object:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
