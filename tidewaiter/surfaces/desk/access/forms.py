"""What a reviewer fills in about an application: one form for the whole sitting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.base.docket.commands.reasons import FactGiven, Given
from tidewaiter.law.model.words import Reference
from tidewaiter.registry.commands.reviewing import Verdict
from tidewaiter.registry.models import Item, Likeness
from tidewaiter.registry.rules.reasons import FINDINGS, ITEM_REASONS
from tidewaiter.surfaces.kit.words import language

ACCEPT = "accepted"
SHORT = forms.Textarea({"rows": 2})
PARTS = ("facts", "explanation", "position", "answer", "aim", "milder", "insufficient")
RESTRICTS = {"approve": ("none",), "admit-within-limits": ("service",), "refuse": ("account",)}


def _text(label: Any, most: int = 2000) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=SHORT)


class SittingForm(forms.Form):
    """Findings on items and likenesses, and the decision with its reasons."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("Not yet: keep what I have found")),
            ("approve", gettext_lazy("Approve")),
            ("admit-within-limits", gettext_lazy("Admit within limits")),
            ("ask", gettext_lazy("Ask for a revision of the marked items")),
            ("refuse", gettext_lazy("Refuse")),
        ],
    )
    most_value = forms.DecimalField(
        label=gettext_lazy("Highest value of one parcel (CNY)"),
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
    )
    most_parcels = forms.IntegerField(
        label=gettext_lazy("Parcels a day"),
        required=False,
        min_value=1,
        max_value=100_000_000,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    chapters = forms.CharField(
        label=gettext_lazy("Chapters of the tariff"),
        help_text=gettext_lazy("Two digits each, such as 33 64. Empty: all."),
        required=False,
        max_length=300,
    )
    facts = _text(gettext_lazy("Facts"))
    explanation = _text(gettext_lazy("How the law applies to the facts"))
    position = _text(gettext_lazy("What the party said"), 4000)
    answer = _text(gettext_lazy("Why the party is followed or not"), 4000)
    aim = _text(gettext_lazy("Aim of the measure"))
    milder = _text(gettext_lazy("Which milder measures were considered"))
    insufficient = _text(gettext_lazy("Why they would not do"))

    def __init__(
        self,
        items: Sequence[Item],
        likenesses: Sequence[Likeness],
        data: Any = None,
        *,
        verbs: Sequence[str],
        **given: Any,
    ) -> None:
        super().__init__(data, auto_id="id_%s", **given)
        spoken = language()
        self._items, self._likenesses = items, likenesses
        self.fields["decision"].choices = [
            pair for pair in self.fields["decision"].choices if pair[0] in {"", *verbs}
        ]
        reasons = [(code, text.in_language(spoken)) for code, text in ITEM_REASONS.items()]
        for item in items:
            title = item.title_zh if spoken.startswith("zh") else item.title_en
            now = ACCEPT if item.standing == ACCEPT else item.reason
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=_("Finding"),
                widget=forms.Select({"aria-label": _("Finding on: %(item)s") % {"item": title}}),
                required=False,
                initial=now,
                choices=[
                    ("", _("Not judged yet")),
                    (ACCEPT, _("Accepted")),
                    (_("To be revised, because"), reasons),
                ],
            )
            self.fields[f"note_{item.pk}"] = forms.CharField(
                label=_("What to do about it"),
                widget=forms.TextInput(
                    {"aria-label": _("What to do about it: %(item)s") % {"item": title}}
                ),
                required=False,
                max_length=500,
                initial=item.note,
            )
        for one in likenesses:
            self.fields[f"like_{one.pk}"] = forms.ChoiceField(
                label=_("Is it %(firm)s?") % {"firm": one.other.name},
                required=False,
                initial="" if one.finding == "open" else one.finding,
                choices=[
                    ("", FINDINGS["open"].in_language(spoken)),
                    *((code, FINDINGS[code].in_language(spoken)) for code in ("same", "different")),
                ],
            )
            self.fields[f"grounds_{one.pk}"] = forms.CharField(
                label=_("Grounds for that"), required=False, max_length=500, initial=one.grounds
            )

    def clean(self) -> dict[str, Any]:
        """What is decided has its reasons in full, and the limits that it names."""
        found = super().clean() or {}
        for one in self._likenesses:
            if found.get(f"like_{one.pk}") and len(found.get(f"grounds_{one.pk}") or "") < 10:
                self.add_error(
                    f"grounds_{one.pk}", _("Give your reasons in ten characters or more")
                )
        if found.get("decision") in RESTRICTS:
            for name in PARTS:
                if not found.get(name):
                    label = self.fields[name].label
                    self.add_error(name, _("Fill in: %(field)s") % {"field": label})
        return found

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What is said of items; whoever admits accepts what is not judged otherwise."""
        said, told = self.cleaned_data, []
        admits = said["decision"] in {"approve", "admit-within-limits"}
        for item in self._items:
            choice = said.get(f"item_{item.pk}") or ""
            if choice == ACCEPT or (not choice and admits and item.standing == "given"):
                told.append(Verdict(item.key, ACCEPT))
            elif choice:
                told.append(Verdict(item.key, "revise", choice, said.get(f"note_{item.pk}") or ""))
        return tuple(told)

    def reasons(
        self, *, basis: Reference, on: date, papers: Sequence[int], appeal_form: str
    ) -> Given | None:
        """The statement of reasons, where the decision owes one; `basis` is the law by which the
        papers were asked for.
        """
        said = self.cleaned_data
        verb = said["decision"]
        if verb not in RESTRICTS:
            return None
        return Given(
            verb=verb,
            facts=(FactGiven(said["facts"], tuple(papers)),),
            restrictions=RESTRICTS[verb],
            ground="illegal",
            basis=basis.id,
            article=basis.article,
            explanation=said["explanation"],
            position=said["position"],
            answer=said["answer"],
            aim=said["aim"],
            milder=said["milder"],
            insufficient=said["insufficient"],
            applies_on=on,
            source="other-notice",
            appeal_body=_("The office, by an officer who had no part in the decision"),
            appeal_form=appeal_form,
            languages=(language(),),
        )

    @property
    def said(self) -> dict[str, Any]:
        """The form of the move."""
        if self.cleaned_data["decision"] != "admit-within-limits":
            return {}
        names = ("most_value", "most_parcels", "chapters")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


def beginnings(on: str) -> dict[str, str]:
    """How the reasons of an approval may begin; a reviewer writes on, or over it."""
    return {
        "facts": _("The papers handed in and the checks of %(day)s show who the applicant is.")
        % {"day": on},
        "explanation": _("The applicant has shown what the law asks for before admission."),
        "position": _("The applicant affirms that what it says is true."),
        "answer": _("The papers and checks bear it out."),
        "aim": _("Buyers and authorities know who trades."),
        "milder": _("None is needed."),
        "insufficient": _("Nothing is restricted."),
    }
