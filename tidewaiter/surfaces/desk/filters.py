"""The filters of the list of parcels, and what they mean."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.flows.book_in_force import book_to_tell
from tidewaiter.registry.models import Operator, Role
from tidewaiter.risk.queries.parcels import Wanted
from tidewaiter.surfaces.kit.forms import DateInput, SearchInput
from tidewaiter.surfaces.kit.parts import STANDINGS, Choice
from tidewaiter.surfaces.kit.words import document_name, language, standing_name

OWED = ("order", "payment", "waybill")
"""The documents that a declaration may wait for."""

_SENSIBLE = (MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 1, 1)))

_PERSONAL = re.compile(r"\+?[\d\s()-]{10,}[\dXx]")


class Filters(forms.Form):
    """What the list can be narrowed down to; every field may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Find a parcel"),
        help_text=gettext_lazy(
            "An order, waybill or list number, words of the goods or the merchant, or exactly a "
            "person's identity number, telephone number, name or address."
        ),
        required=False,
        max_length=200,
        widget=SearchInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    standing = forms.MultipleChoiceField(
        label=gettext_lazy("Standing"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), required=False)
    platform = forms.ChoiceField(label=gettext_lazy("Platform"), required=False)
    waiting_for = forms.ChoiceField(label=gettext_lazy("Waiting for"), required=False)
    since = forms.DateField(
        label=gettext_lazy("Received since"), required=False, widget=DateInput, validators=_SENSIBLE
    )
    until = forms.DateField(
        label=gettext_lazy("Received until"), required=False, widget=DateInput, validators=_SENSIBLE
    )
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, auto_id="id_%s")
        anything = ("", _("Any"))
        self.fields["standing"].choices = [(one, standing_name(one)) for one in STANDINGS]
        self.fields["reason"].choices = [
            anything,
            *((rule.code, f"{rule.code} {rule.title[language()]}") for rule in _rules()),
        ]
        self.fields["platform"].choices = [anything, *_platforms()]
        self.fields["waiting_for"].choices = [
            anything,
            *((one, document_name(one)) for one in OWED),
        ]

    def clean(self) -> dict[str, Any]:
        """The first day does not come after the last."""
        found = super().clean() or {}
        if found.get("since") and found.get("until") and found["since"] > found["until"]:
            self.add_error("until", _("This day lies before the first one"))
        return found


def _rules() -> list[Any]:
    return sorted(book_to_tell().rules, key=lambda rule: rule.code)


def _platforms() -> list[tuple[str, str]]:
    found = Operator.objects.filter(roles__contains=[Role.PLATFORM]).order_by("name")
    return list(found.values_list("code", "name"))


def looks_personal(text: str) -> bool:
    """Whether a text has the shape of an identity number or a telephone number."""
    return bool(_PERSONAL.fullmatch(text))


def wanted_by(
    found: Mapping[str, Any],
    *,
    words: str = "",
    declarations: frozenset[int] | None = None,
    person: Mapping[str, UUID] | None = None,
) -> Wanted:
    """What valid filters ask for."""
    return Wanted(
        standings=frozenset(found.get("standing") or ()),
        reason=found.get("reason") or "",
        platform=found.get("platform") or "",
        since=_midnight(found.get("since"), 0),
        until=_midnight(found.get("until"), 1),
        waiting_for=found.get("waiting_for") or "",
        words=words,
        declarations=declarations,
        person=person or {},
    )


def _midnight(day: Any, later: int) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=later), time.min))


def chosen(form: Filters, asked: QueryDict, path: str) -> tuple[Choice, ...]:
    """The filters in force, each with the list without it."""
    found, choices = form.cleaned_data, []
    for name in ("standing", "reason", "platform", "waiting_for"):
        values = found.get(name) or []
        titles = dict(form.fields[name].choices)
        for value in values if isinstance(values, list) else [values]:
            label = titles[value]
            if name == "waiting_for":
                label = _("Waiting for: %(document)s") % {"document": label}
            choices.append(Choice(label, _without(asked, path, name, value)))
    for name, text in (("since", _("Since %(day)s")), ("until", _("Until %(day)s"))):
        if found.get(name):
            label = text % {"day": found[name].isoformat()}
            choices.append(Choice(label, _without(asked, path, name)))
    if found.get("person"):
        choices.append(Choice(_("One person"), _without(asked, path, "person")))
    if found.get("q"):
        choices.append(Choice(f"“{found['q']}”", _without(asked, path, "q")))
    return tuple(choices)


def _without(asked: QueryDict, path: str, name: str, value: str | None = None) -> str:
    rest = asked.copy()
    for place in ("older", "newer", "from"):
        rest.pop(place, None)
    kept = [one for one in rest.getlist(name) if value is not None and one != value]
    rest.setlist(name, kept)
    return f"{path}?{rest.urlencode()}" if rest else path
