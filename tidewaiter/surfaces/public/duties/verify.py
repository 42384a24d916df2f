"""Is this report genuine? Anybody may ask with its code or its file; nothing is kept of it."""

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.base.privacy.signing import public_key
from tidewaiter.law.loader import load
from tidewaiter.law.register.words import WHO
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.public.duties.codes import SHORT, Claims, claims_of, claims_of_file

LARGEST = 1_000_000
"""Files with more bytes are not read."""


class CodeForm(forms.Form):
    """The code that stands on the report, or the report as a file."""

    code = forms.CharField(
        label=gettext_lazy("Code of the report"),
        help_text=gettext_lazy("It stands at the end of the report. Spaces do not matter."),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or the report as a JSON file"),
        required=False,
        widget=forms.FileInput({"accept": ".json,application/json", "class": "govuk-file-upload"}),
    )

    def clean(self) -> dict[str, object]:
        """One of the two must be there."""
        given = super().clean() or {}
        if not self.errors and not given.get("code") and not given.get("file"):
            self.add_error("code", _("Enter the code, or choose the file"))
        file = given.get("file")
        if file is not None and file.size > LARGEST:
            self.add_error("file", _("The file is too large to be a report"))
        return given


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def verify(request: HttpRequest) -> HttpResponse:
    """Draw the form, or say whether a report is genuine and for which day and law."""
    code = request.GET.get("code", "")[:4000]
    if request.method != "POST" and not code:
        return render(request, "public/duties/verify.html", {"form": CodeForm()})
    form = CodeForm(request.POST, request.FILES) if not code else CodeForm({"code": code})
    if not form.is_valid():
        return render(request, "public/duties/verify.html", {"form": form}, status=422)
    file = form.cleaned_data["file"]
    if file is not None:
        claims = claims_of_file(file.read().decode("utf-8", "replace"))
    else:
        claims = claims_of(form.cleaned_data["code"])
    context = {"form": CodeForm(), "asked": True, "claims": claims}
    if claims is not None:
        context |= _told(claims)
    return render(request, "public/duties/verify.html", context)


@require_GET
@open_to_all
def key(request: HttpRequest) -> HttpResponse:
    """Give the public key, so that reports can be checked without asking this service."""
    return JsonResponse({"keys": [public_key()]})


def _told(claims: Claims) -> dict[str, object]:
    """The claims in words, and whether the same law still stands in the pack."""
    known = claims.pack in packs()
    pack = load(claims.pack) if known else None
    return {
        "pack_title": pack.title[language()] if pack else claims.pack,
        "who": WHO[claims.who][language()] if claims.who in WHO else claims.who,
        "same_law": pack is not None and pack.version[:SHORT] == claims.law_version,
    }
