"""How forms are drawn: labels, hints and errors that every reader and screen reader finds."""

from pathlib import Path

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

CLASSES = {
    forms.Textarea: "govuk-textarea",
    forms.Select: "govuk-select",
    forms.CheckboxInput: "govuk-checkboxes__input",
    forms.RadioSelect: "",
    forms.CheckboxSelectMultiple: "",
    widgets.Input: "govuk-input",
}


class Field(BoundField):
    """A field whose control carries the classes of the design system."""

    def build_widget_attrs(self, attrs, widget=None):
        """Add the control's class, and the error's when there is one."""
        attrs = super().build_widget_attrs(attrs, widget)
        kind = widget or self.field.widget
        if kind.is_hidden:
            return attrs
        named = next((CLASSES[each] for each in type(kind).__mro__ if each in CLASSES), "")
        if named:
            error = f"{named}--error" if self.errors else ""
            given = attrs.get("class", kind.attrs.get("class", ""))
            attrs["class"] = " ".join(filter(None, (named, error, given)))
        return attrs

    @property
    def error_target(self) -> str:
        """The id that a link in the error summary jumps to: the control, or its first choice."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class Renderer(DjangoTemplates):
    """Draw fields and widgets from the kit's templates, whatever else is installed."""

    form_template_name = "kit/forms/form.html"
    field_template_name = "kit/forms/field.html"
    bound_field_class = Field

    @cached_property
    def engine(self):
        """Look into the kit first, then into Django's own widgets, then into the apps."""
        own = Path(__file__).parent / "templates" / "kit" / "forms"
        return self.backend(
            {
                "APP_DIRS": True,
                "DIRS": [own, Path(forms.__file__).parent / "templates"],
                "NAME": "kit-forms",
                "OPTIONS": {},
            }
        )


def email_field(label: object, help_text: object = "", *, autocomplete: str) -> forms.EmailField:
    """An e-mail address."""
    return forms.EmailField(
        label=label,
        help_text=help_text,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": autocomplete, "spellcheck": "false"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address such as name@example.org."),
        },
    )


def new_password_field() -> forms.CharField:
    """A password that somebody chooses; the command judges how good it is."""
    return forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 15 characters. Four words that have nothing to do with each other."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )


def grounds_field(help_text: object = None, *, most: int = 2000, rows: int = 3) -> forms.CharField:
    """Why somebody does something: ten characters or more."""
    return forms.CharField(
        label=_("Your reasons"),
        help_text=_("In ten characters or more. No personal data.")
        if help_text is None
        else help_text,
        min_length=10,
        max_length=most,
        widget=forms.Textarea({"rows": rows}),
        error_messages={
            "required": _("Give your reasons"),
            "min_length": _("Give your reasons in ten characters or more"),
        },
    )


class GroundsForm(forms.Form):
    """Why something is done."""

    grounds = grounds_field()


class DateInput(forms.DateInput):
    """A day, picked or typed."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(
            attrs={"class": "govuk-input--width-10"} | (attrs or {}), format="%Y-%m-%d"
        )


class SearchInput(forms.TextInput):
    """A search box."""

    input_type = "search"
