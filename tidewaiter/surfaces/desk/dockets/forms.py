"""What officers fill in about dockets."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Evidence, Party
from tidewaiter.base.docket.queries.worklist import Due, Wanted, Whose
from tidewaiter.base.docket.rules.letters import LONGEST
from tidewaiter.base.docket.rules.reasons import AUTOMATED, GROUNDS, RESTRICTIONS, SOURCES
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.docket.words import SECRECY
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.roles import ROLES
from tidewaiter.flows.dockets import kinds
from tidewaiter.law.loader import load
from tidewaiter.surfaces.kit.dockets.names import automated_name, restriction_name, source_name
from tidewaiter.surfaces.kit.forms import DateInput, SearchInput, grounds_field
from tidewaiter.surfaces.kit.words import language


class WorkFilters(forms.Form):
    """What the work list can be narrowed down to; every field may stay empty."""

    q = forms.CharField(
        label=_("Find a docket"),
        help_text=_("Its reference, or exactly the number of what it is about."),
        required=False,
        max_length=120,
        widget=SearchInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[
            (Whose.MINE, _("Mine")),
            (Whose.UNIT, _("My unit's")),
            (Whose.UNASSIGNED, _("Nobody's")),
            (Whose.ALL, _("All")),
        ],
    )
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[
            (Due.ANY, _("At any time")),
            (Due.SOON, _("Within five days")),
            (Due.OVERDUE, _("Overdue")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind of proceeding"), required=False)
    attention = forms.BooleanField(label=_("Only what a supervisor is to look at"), required=False)
    officer = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="id_%s")
        self.fields["kind"].choices = [
            ("", gettext("Any")),
            *((one.code, one.title.in_language(language())) for one in kinds()),
        ]

    def wanted(self) -> Wanted:
        """What valid filters ask for."""
        found = self.cleaned_data
        return Wanted(
            whose=Whose(found["whose"] or Whose.ALL),
            due=Due(found["due"] or Due.ANY),
            kind=found["kind"],
            attention=found["attention"],
            officer=found["officer"],
            words=found["q"].strip(),
        )


def _officers() -> Any:
    """Everybody who may work on dockets."""
    able = [name for name, role in ROLES.items() if Permission.DOCKET_WORK in role.permissions]
    return Person.objects.filter(is_active=True, roles__overlap=able).order_by("name", "pk")


class OfficerField(forms.ModelChoiceField):
    """One of those who may work on dockets, or nobody."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Person.objects.none(), empty_label=_("Nobody"), **given)

    def label_from_instance(self, person: Person) -> str:
        """Somebody's name."""
        return person.name


class AssignForm(forms.Form):
    """Who is to work on it."""

    officer = OfficerField(label=_("Officer"), required=False)

    def __init__(self, data: Any = None, **given: Any) -> None:
        super().__init__(data, auto_id="id_assign_%s", **given)
        self.fields["officer"].queryset = _officers()


class FilterForm(forms.Form):
    """How a filter is called."""

    name = forms.CharField(
        label=_("Keep this view as"),
        max_length=60,
        error_messages={"required": _("Give the view a name")},
    )
    asked = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)


class GroundsForm(forms.Form):
    """Why something is done."""

    grounds = grounds_field("", most=500, rows=2)


class PaperForm(forms.Form):
    """A paper, what it is, and who may read it."""

    paper = forms.FileField(
        label=_("Paper"),
        help_text=_("PDF, JPEG, PNG, WebP, DOCX, XLSX or plain text, up to 25 MB."),
        max_length=200,
        widget=forms.ClearableFileInput({"class": "govuk-file-upload"}),
        error_messages={"required": _("Choose a file"), "empty": _("The file has no content")},
    )
    about = forms.CharField(label=_("What it shows"), max_length=300, required=False)
    secrecy = forms.ChoiceField(
        label=_("Who may read it"), initial=Secrecy.PARTIES, widget=forms.RadioSelect
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, auto_id="id_paper_%s", **named)
        self.fields["paper"].widget.template_name = "django/forms/widgets/file.html"
        self.fields["secrecy"].choices = [
            (one.value, SECRECY[one].in_language(language()))
            for one in (Secrecy.PARTIES, Secrecy.AUTHORITY, Secrecy.RESTRICTED)
        ]


class PartyField(forms.ModelChoiceField):
    """One of the parties."""

    def label_from_instance(self, party: Party) -> str:
        """A party's name."""
        return party.name


class PapersField(forms.ModelMultipleChoiceField):
    """Some of the papers."""

    def label_from_instance(self, paper: Evidence) -> str:
        """A paper's name."""
        return paper.name


class LetterForm(forms.Form):
    """A letter to a party."""

    party = PartyField(label=_("To"), queryset=Party.objects.none(), empty_label=None)
    subject = forms.CharField(
        label=_("Subject"),
        max_length=200,
        error_messages={"required": _("Write a subject")},
    )
    body = forms.CharField(
        label=_("Letter"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": _("Write the letter")},
    )
    enclosed = PapersField(
        label=_("Enclosed papers"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, docket: Docket, papers: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["party"].queryset = docket.parties.filter(left_at=None)
        self.fields["enclosed"].queryset = papers


class ReasonsForm(forms.Form):
    """A statement of reasons, part by part; a draft may lack any of them."""

    verb = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    restrictions = forms.MultipleChoiceField(
        label=_("What it restricts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(label=_("Kind of ground"), required=False)
    basis = forms.ChoiceField(label=_("Legal basis"), required=False)
    article = forms.CharField(label=_("Article"), max_length=40, required=False)
    explanation = forms.CharField(
        label=_("How the law applies to the facts"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    position = forms.CharField(
        label=_("What the party said"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    answer = forms.CharField(
        label=_("Why the party is followed or not"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    aim = forms.CharField(
        label=_("Aim of the measure"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    milder = forms.CharField(
        label=_("Which milder measures were considered"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    insufficient = forms.CharField(
        label=_("Why they would not do"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    applies_on = forms.DateField(label=_("Applies from"), required=False, widget=DateInput)
    ends_on = forms.DateField(
        label=_("Ends on"),
        help_text=_("Leave it empty where it has no end."),
        required=False,
        widget=DateInput,
    )
    source = forms.ChoiceField(label=_("What led to it"), required=False)
    automated_decision = forms.ChoiceField(label=_("How far it was automated"))
    model = forms.CharField(label=_("Model that was used"), max_length=120, required=False)
    confirmed_by = forms.CharField(label=_("Who confirmed it"), max_length=120, required=False)
    appeal_body = forms.CharField(label=_("Where one can appeal"), max_length=200, required=False)
    appeal_form = forms.CharField(
        label=_("Address of the form for appeals"), max_length=300, required=False
    )
    appeal_suspends = forms.BooleanField(label=_("An appeal suspends the decision"), required=False)

    def __init__(self, docket: Docket, kind: Kind, data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        spoken = language()
        choose = ("", gettext("Choose"))
        self.fields["verb"].choices = [
            (verb, step.label.in_language(spoken))
            for verb, step in kind.steps.items()
            if step.decides and verb in kind.life.verbs_from(docket.state)
        ]
        self.fields["restrictions"].choices = [(one, restriction_name(one)) for one in RESTRICTIONS]
        grounds = {
            "illegal": gettext("Against the law"),
            "incompatible": gettext("Against the terms"),
        }
        self.fields["ground"].choices = [choose, *((one, grounds[one]) for one in GROUNDS)]
        texts = load(docket.pack).on(timezone.localdate()).texts
        self.fields["basis"].choices = [
            choose,
            *sorted(
                ((name, f"{text.instrument} · {text.title[spoken]}"[:120])
                 for name, text in texts.items()),
                key=lambda pair: pair[1],
            ),
        ]  # fmt: skip
        self.fields["source"].choices = [choose, *((one, source_name(one)) for one in SOURCES)]
        self.fields["automated_decision"].choices = [
            (one, automated_name(one)) for one in reversed(AUTOMATED)
        ]

    def clean(self) -> dict[str, Any]:
        """The first day does not come after the last."""
        found = super().clean() or {}
        since, until = found.get("applies_on"), found.get("ends_on")
        if until and (since is None or since > until):
            self.add_error("ends_on", gettext("This day lies before the first one"))
        return found


class FactForm(forms.Form):
    """A fact, and the papers that show it."""

    text = forms.CharField(
        label=_("Fact"), max_length=2000, required=False, widget=forms.Textarea({"rows": 2})
    )
    papers = PapersField(
        label=_("Papers that show it"),
        queryset=Evidence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, papers: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["papers"].queryset = papers
