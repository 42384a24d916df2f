"""Products, contradictory ones first; found by number, name, brand, model or operator."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.provenance.queries.products import Sought, products_sought
from tidewaiter.surfaces.desk.products.words import grade_names
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.forms import SearchInput
from tidewaiter.surfaces.kit.parts import Pages

_ROWS = 50


class Search(forms.Form):
    """What products are looked for by."""

    q = forms.CharField(
        label=gettext_lazy("Number, name, brand, model or operator"),
        required=False,
        max_length=100,
        widget=SearchInput,
    )
    grade = forms.ChoiceField(label=gettext_lazy("Grade"), required=False)

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)
        self.fields["grade"].choices = [("", gettext_lazy("Any")), *grade_names().items()]


@dataclass(frozen=True)
class Row:
    """One product of the list."""

    number: str
    name: str
    url: str
    operator: str
    grade: str
    contradicts: bool


@require_GET
@needs(Permission.PRODUCT_SEE)
def products(request: HttpRequest) -> HttpResponse:
    """Draw the list."""
    form = Search(request.GET)
    sought = Sought()
    if form.is_valid():
        sought = Sought(form.cleaned_data["q"].strip(), form.cleaned_data["grade"])
    found = Paginator(products_sought(sought, by=request.user.actor), _ROWS)
    page = found.get_page(request.GET.get("page"))
    names = grade_names()
    rows = tuple(
        Row(
            one.barcode,
            one.name,
            reverse("desk:product", args=[one.gtin]),
            one.operator.name,
            names.get(one.grade_now or "", "–"),
            one.contradicts,
        )
        for one in page
    )
    context = {"form": form, "rows": rows, "pages": _pages(request, page), "total": found.count}
    return render(request, "desk/products/list.html", context)


def _pages(request: HttpRequest, page: object) -> Pages | None:
    if not page.paginator.count:
        return None

    def url(number: int) -> str:
        query = request.GET.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    return Pages(
        page.start_index(),
        page.end_index(),
        page.paginator.count,
        url(page.number - 1) if page.has_previous() else "",
        url(page.number + 1) if page.has_next() else "",
    )
