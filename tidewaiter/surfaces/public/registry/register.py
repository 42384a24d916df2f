"""Who may trade: search the register, read an entry."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tidewaiter.base.docket.clocks import midnight
from tidewaiter.registry.models import Operator, Role
from tidewaiter.registry.queries.register import Entry, Sought, entry_of, sought
from tidewaiter.registry.states import Standing
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.forms import SearchInput
from tidewaiter.surfaces.kit.parts import Event, Fact, Pages
from tidewaiter.surfaces.kit.registered import (
    limits_named,
    registration_lane,
    registration_name,
    role_name,
    roles_named,
    standing_reason,
)
from tidewaiter.surfaces.kit.templatetags.kit import amount, day

PER_PAGE = 25


class RegisterForm(forms.Form):
    """What one looks for; every field may stay empty."""

    q = forms.CharField(
        label=gettext_lazy("Name or number"),
        help_text=gettext_lazy(
            "Part of the name, or the whole number: credit code, LEI, VAT, EORI, or of a licence."
        ),
        required=False,
        max_length=100,
        widget=SearchInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Registered as"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), required=False)

    def __init__(self, data: object) -> None:
        super().__init__(data, auto_id="id_%s")
        every = ("", _("Any"))
        self.fields["role"].choices = [every, *((one.value, role_name(one)) for one in Role)]
        self.fields["standing"].choices = [
            every, *((one.value, registration_name(one)) for one in Standing)
        ]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """An operator in the list."""

    name: str
    code: str
    url: str
    roles: str
    standing: str
    lane: str
    place: str
    since: date


@require_GET
@open_to_all
def register(request: HttpRequest) -> HttpResponse:
    """Search the register."""
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return render(request, "public/registry/register.html", {"form": form}, status=422)
    wanted = Sought(
        form.cleaned_data["q"], form.cleaned_data["role"], form.cleaned_data["standing"]
    )
    if not wanted.anything:
        return render(request, "public/registry/register.html", {"form": form})
    found = sought(wanted)
    total = found.count()
    number = request.GET.get("page", "1")
    page = max(int(number), 1) if number.isdecimal() and len(number) < 6 else 1
    first = (page - 1) * PER_PAGE
    rows = tuple(_row(one) for one in found[first : first + PER_PAGE])
    context = {
        "form": form,
        "asked": True,
        "rows": rows,
        "total": total,
        "pages": _pages(wanted, page, first, len(rows), total),
    }
    return render(request, "public/registry/register.html", context)


@require_GET
@open_to_all
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Tell of one operator: whether it may trade, as what, within which limits, since when."""
    found = entry_of(code)
    if found is None:
        raise Http404
    operator = found.operator
    context = {
        "name": operator.name,
        "code": operator.code,
        "standing": registration_name(operator.standing),
        "lane": registration_lane(operator.standing),
        "why": _why(found),
        "facts": _facts(found),
        "licences": tuple(operator.licences.all()),
        "events": _events(found),
        "certificate": found.attestation.reference if found.attestation else "",
    }
    return render(request, "public/registry/entry.html", context)


def _row(one: Operator) -> Row:
    return Row(
        one.name,
        one.code,
        reverse("public:registered", args=[one.code]),
        roles_named(one.roles),
        registration_name(one.standing),
        registration_lane(one.standing),
        one.city or one.country,
        one.registered_on,
    )


def _pages(wanted: Sought, page: int, first: int, shown: int, total: int) -> Pages:
    def url(number: int) -> str:
        asked = {"q": wanted.words, "role": wanted.role, "standing": wanted.standing}
        told = {name: value for name, value in asked.items() if value}
        return f"{reverse('public:registry')}?{urlencode({**told, 'page': number})}"

    return Pages(
        first + 1 if shown else 0,
        first + shown,
        total,
        url(page - 1) if page > 1 else "",
        url(page + 1) if first + shown < total else "",
    )


def _why(found: Entry) -> str:
    if found.operator.standing == Standing.ACTIVE or not found.changes:
        return ""
    return standing_reason(found.changes[-1].reason)


def _facts(found: Entry) -> tuple[Fact, ...]:
    one = found.operator
    verified = _("verified on %(day)s") % {"day": day(found.verified)} if found.verified else ""
    place = found.place
    if one.natural:
        place = _("%(city)s, verified") % {"city": place} if verified else place
    facts = [
        Fact(_("Number"), one.code),
        Fact(_("Registered as"), roles_named(one.roles)),
        Fact(_("Registered since"), day(one.registered_on)),
        Fact(_("Place"), f"{place} ({one.country})" if place else one.country,
             verified if not one.natural else ""),
    ]  # fmt: skip
    if one.natural:
        facts.append(Fact(_("Legal form"), _("A person who trades")))
    limits = limits_named(
        amount(one.most_value) if one.most_value else None, one.most_parcels, one.chapters
    )
    if limits:
        facts.append(Fact(_("Admitted within limits"), limits))
    facts += [
        Fact(each.scheme.upper(), each.value)
        for each in one.identifiers.all()
        if each.value != one.code
    ]
    facts += [
        Fact(
            _("Agent in the country"),
            each.name,
            f"{each.code}"
            + (f" · {_('until %(moment)s') % {'moment': day(each.valid_until)}}"
               if each.valid_until else ""),
            reverse("public:registered", args=[each.code])
            if Operator.objects.filter(code=each.code).exists() else "",
        )
        for each in one.representatives.all()
    ]  # fmt: skip
    if found.attestation is not None:
        facts.append(
            Fact(
                _("Certificate"),
                found.attestation.reference,
                _("valid until %(day)s") % {"day": day(found.attestation.valid_until)},
                reverse("public:certificate", args=[found.attestation.reference]),
            )
        )
    return tuple(facts)


def _events(found: Entry) -> tuple[Event, ...]:
    changes = tuple(
        Event(one.since, registration_name(one.standing), one.docket, standing_reason(one.reason))
        for one in reversed(found.changes)
    )
    begun = midnight(found.operator.registered_on)
    return (*changes, Event(begun, _("Registered"))) if changes else ()
