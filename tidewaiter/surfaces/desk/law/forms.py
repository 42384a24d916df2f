"""What people at the desk of the law fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.law.sources import packs
from tidewaiter.surfaces.kit.lawmaking import PATH
from tidewaiter.surfaces.kit.words import pack_title


class ProposalForm(forms.Form):
    """How a proposal is called, why it is made, and of which pack it is."""

    pack = forms.ChoiceField(
        label=_("Law pack"), choices=lambda: [(name, pack_title(name)) for name in packs()]
    )
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=200)
    grounds_en = forms.CharField(
        label=_("Reasons in English"),
        help_text=_("Why the law is to be changed; published with the proposal."),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
    )
    grounds_zh = forms.CharField(
        label=_("Reasons in Chinese"), max_length=4000, widget=forms.Textarea({"rows": 4})
    )
    begin = forms.ChoiceField(
        label=_("What happens next"),
        choices=[
            ("draft", _("I write the text")),
            ("spot", _("I only note it; somebody else takes it up")),
        ],
        initial="draft",
        widget=forms.RadioSelect,
    )


class TextForm(forms.Form):
    """One file of the pack, as it is to be."""

    content = forms.CharField(
        label=_("Text of the file"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea({"rows": 30, "spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Write the text of the file")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class PathForm(forms.Form):
    """Which file is written."""

    path = forms.RegexField(
        PATH,
        label=_("File of the pack"),
        help_text=_("Choose one from the list or type the name of a new one."),
        max_length=120,
        error_messages={
            "required": _("Choose a file"),
            "invalid": _("Write the name of a file like values/limits.yaml"),
        },
    )
