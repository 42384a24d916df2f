"""Forms of moves, made of the fields that a kind of docket names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.base.docket.kinds import Entry, Field, Step
from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.forms import DateInput
from tidewaiter.surfaces.kit.words import language

Data = QueryDict | Mapping[str, Any] | None


class StepForm(forms.Form):
    """What one move asks for."""

    def __init__(self, step: Step, papers: Iterable[Evidence], data: Data, *, verb: str) -> None:
        super().__init__(data, auto_id=f"id_{verb}_%s")
        choices = [(str(paper.pk), paper.name) for paper in papers]
        for field in step.fields:
            self.fields[field.name] = field_of(field, choices)

    @property
    def given(self) -> dict[str, Any]:
        """What was said, as the command takes it."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


def field_of(field: Field, papers: Sequence[tuple[str, str]] = ()) -> forms.Field:
    """The form field that asks for what a kind declares, with the kind's own rule."""
    made = _made(field, papers)
    if field.check is not None:
        made.validators = [*made.validators, partial(_checked, field.check)]
    return made


def _checked(check: Callable[[Any], None], value: Any) -> None:
    try:
        check(value)
    except Refusal as refusal:
        told = refusal.render(language())
        raise forms.ValidationError(f"{told['sentence']} {told['cure']}") from refusal


def _made(field: Field, papers: Sequence[tuple[str, str]]) -> forms.Field:
    spoken = language()
    label = field.label.in_language(spoken)
    words: dict[str, Any] = {
        "label": label,
        "help_text": field.hint.in_language(spoken),
        "required": field.required,
        "error_messages": {
            "required": _("Fill in: %(field)s") % {"field": label},
            "invalid_choice": _("Choose from the list"),
        },
    }
    choices = [(code, text.in_language(spoken)) for code, text in field.choices.items()]
    match field.entry:
        case Entry.LINE:
            return forms.CharField(max_length=field.longest, min_length=field.shortest, **words)
        case Entry.DAY:
            return forms.DateField(widget=DateInput, **words)
        case Entry.NUMBER:
            return forms.DecimalField(widget=forms.TextInput({"inputmode": "decimal"}), **words)
        case Entry.CHOICE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
        case Entry.MANY:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **words
            )
        case Entry.YES:
            return forms.BooleanField(**words)
        case Entry.PAPERS:
            return forms.MultipleChoiceField(
                choices=papers, widget=forms.CheckboxSelectMultiple, **words
            )
    return forms.CharField(
        max_length=field.longest,
        min_length=field.shortest,
        widget=forms.Textarea({"rows": 4}),
        **words,
    )
