"""What a party fills in about a docket."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tidewaiter.base.docket.models import Evidence, Party
from tidewaiter.base.docket.rules.letters import LONGEST
from tidewaiter.base.docket.states import Secrecy


class PaperForm(forms.Form):
    """A paper, what it shows, and whether other parties may read it."""

    paper = forms.FileField(
        label=_("Paper"),
        help_text=_("PDF, JPEG, PNG, WebP, DOCX, XLSX or plain text, up to 25 MB."),
        error_messages={
            "required": _("Choose a file"),
            "empty": _("This file is empty"),
        },
    )
    about = forms.CharField(label=_("What it shows"), max_length=300, required=False)
    secrecy = forms.ChoiceField(
        label=_("Who may read it"),
        choices=[
            (Secrecy.PARTIES.value, _("The office and all parties")),
            (Secrecy.AUTHORITY.value, _("Only the office: it holds a business secret")),
        ],
        initial=Secrecy.PARTIES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, auto_id="id_paper_%s", **named)
        self.fields["paper"].widget.template_name = "django/forms/widgets/file.html"


class LetterForm(forms.Form):
    """A letter to the office."""

    party = forms.ChoiceField(label=_("For whom you write"))
    subject = forms.CharField(
        label=_("Subject"), max_length=200, error_messages={"required": _("Write a subject")}
    )
    body = forms.CharField(
        label=_("Letter"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 10}),
        error_messages={"required": _("Write the letter")},
    )
    enclosed = forms.MultipleChoiceField(
        label=_("Enclosed papers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        parties: Iterable[Party],
        papers: Iterable[Evidence],
        data: Any = None,
        *,
        subject: str = "",
    ) -> None:
        super().__init__(data, initial={"subject": subject})
        choices = [(str(party.pk), party.name) for party in parties]
        self.fields["party"].choices = choices
        if len(choices) == 1:
            self.fields["party"].widget = forms.HiddenInput()
            self.initial["party"] = choices[0][0]
        papers_there = [(str(paper.pk), paper.name) for paper in papers]
        self.fields["enclosed"].choices = papers_there
        if not papers_there:
            del self.fields["enclosed"]
