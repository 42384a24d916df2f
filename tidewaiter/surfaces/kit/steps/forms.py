"""Forms of the pages of an application: what was answered may be half, and is kept all the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from tidewaiter.base.docket.applications import Page
from tidewaiter.surfaces.kit.dockets.forms import field_of

MORE = 1
"""So many empty entries follow those that are filled in, where a page takes several."""


class PageForm(forms.Form):
    """The questions of a page, or of one entry of a page that takes several.

    Nothing is required to keep it: what is missing is told by the list of pages.
    """

    def __init__(
        self, page: Page, data: QueryDict | None, answered: Mapping[str, Any], *, prefix: str = ""
    ) -> None:
        super().__init__(data, initial=dict(answered), prefix=prefix or None)
        for field in page.fields:
            made = field_of(field)
            if not field.required:
                made.label = _("%(field)s (optional)") % {"field": made.label}
            made.required = False
            self.fields[field.name] = made

    @property
    def given(self) -> dict[str, Any]:
        """What was answered, without what was left empty."""
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class RowsForm:
    """A page that is answered for several things: the entries, and room for another.

    An entry whose every question is empty does not count; so one is taken out by emptying it.
    """

    def __init__(
        self, page: Page, data: QueryDict | None, answered: Sequence[Mapping[str, Any]]
    ) -> None:
        self.page = page
        rows = len(answered) + MORE
        if data is not None and data.get("rows", "").isdigit():
            rows = int(data["rows"])
        self.count = max(1, min(rows, page.most))
        self.entries = tuple(
            PageForm(
                page, data, answered[n] if n < len(answered) else {}, prefix=f"{page.name}-{n}"
            )
            for n in range(self.count)
        )

    def is_valid(self) -> bool:
        """Whether every entry can be taken."""
        return all([one.is_valid() for one in self.entries])

    @property
    def given(self) -> list[dict[str, Any]]:
        """The entries in which something was answered."""
        return [one.given for one in self.entries if any(one.given.values())]

    @property
    def full(self) -> bool:
        """Whether no further entry can be added."""
        return self.count >= self.page.most


def form_of(page: Page, data: QueryDict | None, answers: Mapping[str, Any]) -> PageForm | RowsForm:
    """The form of a page as it was answered so far, or as it comes back."""
    if page.most > 1:
        return RowsForm(page, data, answers.get(page.name, []))
    return PageForm(page, data, answers)
