"""A certificate of registration: shown with its code, and verified by whoever has the code."""

import segno
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from tidewaiter.registry.queries.register import Holds, attestation_named, holds
from tidewaiter.registry.rules.attestations import Claims
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.registered import (
    LONGEST,
    claims_of,
    limits_named,
    roles_named,
    standing_reason,
)
from tidewaiter.surfaces.kit.templatetags.kit import day, moment


class CodeForm(forms.Form):
    """The code that stands on a certificate."""

    code = forms.CharField(
        label=gettext_lazy("Code of the certificate"),
        help_text=gettext_lazy(
            "What a reader of QR codes gives you, or the text under the code. Spaces do not matter."
        ),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter the code of the certificate")},
    )


@require_GET
@open_to_all
def certificate(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a certificate, ready to be printed, with its code."""
    found = attestation_named(reference)
    claims = claims_of(found.signed) if found is not None else None
    if found is None or claims is None:
        raise Http404
    address = request.build_absolute_uri(reverse("public:certificate-verify"))
    drawn = segno.make(f"{address}?code={found.signed}", error="l", micro=False)
    context = {
        "claims": claims,
        "facts": _facts(claims),
        **_state(holds(claims, on=timezone.localdate())),
        "code": found.signed,
        "qr": drawn.svg_data_uri(scale=3, border=2, dark="#000", light="#fff"),
        "address": address,
    }
    return render(request, "public/registry/certificate.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def verify(request: HttpRequest) -> HttpResponse:
    """Say whether a certificate is genuine, what it says, and whether it still holds."""
    template = "public/registry/verify.html"
    code = request.GET.get("code", "")[:LONGEST]
    if request.method != "POST" and not code:
        return render(request, template, {"form": CodeForm()})
    form = CodeForm({"code": code} if code else request.POST)
    if not form.is_valid():
        return render(request, template, {"form": form}, status=422)
    claims = claims_of(form.cleaned_data["code"])
    context: dict[str, object] = {"form": CodeForm(), "asked": True, "claims": claims}
    if claims is not None:
        context |= {"facts": _facts(claims), **_state(holds(claims, on=timezone.localdate()))}
    return render(request, template, context)


def _state(found: Holds) -> dict[str, str]:
    """Whether it holds, in words and in a colour."""
    since = moment(found.since) if found.since else ""
    title, lane = {
        "valid": (_("The certificate is valid"), "release"),
        "expired": (_("The certificate has expired"), "hold"),
        "revoked": (_("The certificate was revoked"), "rejected"),
        "suspended": (_("The firm may not trade at present"), "rejected"),
        "unknown": (_("This register did not issue the certificate"), "rejected"),
    }[found.state]
    why = standing_reason(found.reason) if found.reason else ""
    return {
        "holds": title,
        "lane": lane,
        "why": _("%(why)s, since %(since)s") % {"why": why, "since": since} if since else why,
    }


def _facts(claims: Claims) -> tuple[Fact, ...]:
    facts = [
        Fact(_("Certificate"), claims.reference),
        Fact(_("Firm"), claims.name, "", reverse("public:registered", args=[claims.code])),
        Fact(_("Number"), claims.code),
        Fact(_("Registered as"), roles_named(claims.roles)),
        Fact(_("Place"), claims.place),
        Fact(_("Registered since"), day(claims.since)),
        Fact(_("Issued on"), day(claims.issued)),
        Fact(_("Valid until"), day(claims.until)),
    ]
    limits = limits_named(claims.most_value, claims.most_parcels, claims.chapters)
    if limits:
        facts.append(Fact(_("Admitted within limits"), limits))
    return tuple(facts)
