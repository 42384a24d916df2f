"""What people at the desk of the rule book fill in."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.engine.book.rules import RULE_CODE
from tidewaiter.engine.checking.checker import LONGEST_CODE
from tidewaiter.engine.checking.document import LARGEST
from tidewaiter.risk.models import Campaign
from tidewaiter.risk.rules.snoozes import Subject
from tidewaiter.surfaces.desk.rules.words import area_title, subject_name
from tidewaiter.surfaces.kit.forms import DateInput, grounds_field


class CodeForm(forms.Form):
    """Which rule is begun."""

    code = forms.RegexField(
        RULE_CODE,
        label=_("Code of the rule"),
        help_text=_("A new one such as R-20-phones, or that of a rule that is to be changed."),
        max_length=LONGEST_CODE,
        error_messages={
            "required": _("Write the code of a rule"),
            "invalid": _("Write a code like R-20 or R-20-phones"),
        },
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off", "list": "codes",
                                "class": "govuk-input--width-20"}),
    )  # fmt: skip


class RuleForm(forms.Form):
    """The text of a rule."""

    content = forms.CharField(
        label=_("Text of the rule"),
        max_length=LARGEST * 2,
        strip=False,
        widget=forms.Textarea({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Write the text of the rule")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ScheduleForm(forms.Form):
    """The day from which a rule holds."""

    enters_on = forms.DateField(
        label=_("First day"),
        help_text=_("Today: every assessor runs it within a second or two."),
        widget=DateInput,
        error_messages={
            "required": _("Choose a day"), "invalid": _("Write a day as 2026-01-31"),
        },
    )  # fmt: skip


class JoinForm(forms.Form):
    """The priority area whose days bound a rule."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label=_("Priority area"), required=False,
        empty_label=_("None: it holds until it is changed"),
    )  # fmt: skip

    def __init__(self, open_ones, *args, **named) -> None:
        super().__init__(*args, **named)
        field = self.fields["campaign"]
        field.queryset = open_ones
        field.label_from_instance = area_title


class CampaignForm(forms.Form):
    """What a priority area is called, why it is opened, and when it begins and ends."""

    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    grounds = grounds_field(_("What was seen, and what is expected to be found."), rows=4)
    starts_on = forms.DateField(label=_("First day"), widget=DateInput)
    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    expected = forms.IntegerField(
        label=_("Share of inspections that should find something, per cent"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


class VerdictForm(forms.Form):
    """What came of a priority area."""

    verdict = forms.CharField(
        label=_("Evaluation"),
        help_text=_("What was found, whether it was worth it, and what is to be done now."),
        min_length=40,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        error_messages={
            "required": _("Write the evaluation"),
            "min_length": _("Write the evaluation in forty characters or more"),
        },
    )


class SnoozeForm(forms.Form):
    """About whom a rule is kept quiet, until when, and why."""

    code = forms.ChoiceField(label=_("Rule"))
    subject = forms.ChoiceField(
        label=_("For whom"),
        choices=lambda: [(one.value, subject_name(one)) for one in Subject],
    )
    until = forms.DateField(
        label=_("Until the end of"),
        widget=DateInput,
        error_messages={
            "required": _("Choose a day"), "invalid": _("Write a day as 2026-01-31"),
        },
    )  # fmt: skip
    grounds = grounds_field()

    def __init__(self, rules: Iterable[tuple[str, str]], *args, **named) -> None:
        super().__init__(*args, **named)
        self.fields["code"].choices = list(rules)
