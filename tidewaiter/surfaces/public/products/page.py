"""A product's page behind its Digital Link: grade and why, tests, recalls, how to complain.

Machines get the links as a linkset (RFC 9264), by `Accept: application/linkset+json` or
`?linkType=linkset`; another `linkType` leads on to the page or the data that it names.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tidewaiter.engine.knowledge.tables import Recall, knowledge
from tidewaiter.provenance.formats.identifiers import gtin as as_gtin
from tidewaiter.provenance.formats.identifiers import link_of
from tidewaiter.provenance.models import Product, Report
from tidewaiter.provenance.queries.chains import grade_now
from tidewaiter.provenance.queries.products import accepted_reports, published
from tidewaiter.provenance.rules.chains.grades import sentence_of
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language

LINKSET = "application/linkset+json"
_VOC = "https://ref.gs1.org/voc/"
_KINDS = ("pip", "certificationInfo", "safetyInfo", "recallStatus", "hasRetailers")


class CodeForm(forms.Form):
    """The number below a bar code."""

    code = forms.CharField(
        label=gettext_lazy("Number below the bar code"),
        help_text=gettext_lazy("8, 12, 13 or 14 digits, such as 4006381333931."),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "inputmode": "numeric", "class": "govuk-input--width-20"}
        ),
        error_messages={"required": gettext_lazy("Enter the number below the bar code")},
    )

    def clean_code(self) -> str:
        """The number with fourteen digits."""
        number = as_gtin(self.cleaned_data["code"])
        if number is None:
            raise forms.ValidationError(
                _("This is no bar code number: a digit is wrong or missing")
            )
        return number


@dataclass(frozen=True)
class Tested:
    """An accepted report, as everybody may know it."""

    laboratory: str
    accreditor: str
    standards: str
    number: str
    accepted_at: datetime


@require_GET
@open_to_all
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a product, and lead to its page."""
    if "code" not in request.GET:
        return render(request, "public/products/find.html", {"form": CodeForm()})
    form = CodeForm(request.GET)
    if not form.is_valid():
        return render(request, "public/products/find.html", {"form": form}, status=422)
    return redirect("public:product", form.cleaned_data["code"])


@require_GET
@open_to_all
def product(request: HttpRequest, gtin: str, batch: str = "", serial: str = "") -> HttpResponse:
    """Draw the page of a product, or give its links."""
    number = as_gtin(gtin)
    if number is None:
        form = CodeForm({"code": gtin[:40]})
        return render(request, "public/products/find.html", {"form": form}, status=404)
    wanted = request.GET.get("linkType", "").rpartition(":")[2].rpartition("/")[2]
    found = published(number)
    if wanted in {"linkset", "all"} or (
        not wanted and LINKSET in request.headers.get("Accept", "")
    ):
        return _linkset(request, found, number, batch, serial)
    if wanted and wanted not in _KINDS:
        raise Http404
    recalls = recalls_of(number)
    if found is None and not recalls:
        context = {"number": number.lstrip("0"), "form": CodeForm()}
        return render(request, "public/products/unknown.html", context, status=404)
    if found is None:
        context = {"product": None, "number": number.lstrip("0"), "recalls": recalls}
        return render(request, "public/products/product.html", context)
    return render(request, "public/products/product.html", _context(found, recalls, batch, serial))


def recalls_of(number: str) -> tuple[Recall, ...]:
    """The warnings of authorities that name a trade item number."""
    return tuple(one for one in knowledge().recalls if one.barcode.zfill(14) == number)


def _context(
    found: Product, recalls: tuple[Recall, ...], batch: str, serial: str
) -> dict[str, Any]:
    graded = grade_now(found)
    grade = graded.grade if graded else "D"
    sentence = sentence_of(grade, graded.facts if graded else {})
    return {
        "product": found,
        "number": found.barcode,
        "batch": batch,
        "serial": serial,
        "known_batch": not batch or found.batches.filter(number=batch).exists(),
        "grade": grade,
        "since": graded.since if graded else None,
        "sentence": sentence.in_language(language()),
        "tests": tuple(_tested(one) for one in accepted_reports(found)),
        "recalls": recalls,
    }


def _tested(report: Report) -> Tested:
    assert report.laboratory is not None and report.accepted_at is not None
    return Tested(
        report.laboratory.name,
        report.laboratory.accreditor,
        ", ".join(report.standards),
        report.number,
        report.accepted_at,
    )


def _linkset(
    request: HttpRequest, found: Product | None, number: str, batch: str, serial: str
) -> HttpResponse:
    if found is None:
        raise Http404
    page = request.build_absolute_uri(reverse("public:product", args=[number]))

    def to(address: str, title: str) -> list[dict[str, Any]]:
        return [{"href": address, "title": title, "type": "text/html", "hreflang": ["en", "zh"]}]

    links = {
        f"{_VOC}defaultLink": to(page, _("About this product")),
        f"{_VOC}pip": to(page, _("About this product")),
        f"{_VOC}certificationInfo": to(f"{page}#tests", _("Test reports")),
        f"{_VOC}safetyInfo": to(f"{page}#recalls", _("Warnings and recalls")),
        f"{_VOC}recallStatus": to(f"{page}#recalls", _("Warnings and recalls")),
    }
    anchor = link_of(number, batch=batch, serial=serial)
    told = {"linkset": [{"anchor": anchor, "itemDescription": found.name, **links}]}
    return JsonResponse(told, content_type=LINKSET)
