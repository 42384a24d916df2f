"""The hits of a parcel's parties, and the page of one hit."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.intake.commands.people import reveal_person
from tidewaiter.intake.models import Declaration
from tidewaiter.risk.commands.screening import clear_pair
from tidewaiter.risk.models import ClearedPair, ParcelParty, ScreeningHit
from tidewaiter.risk.queries.screening import cleared
from tidewaiter.surfaces.desk.file import fetch, title_of
from tidewaiter.surfaces.desk.papers import KEYS, papers_of
from tidewaiter.surfaces.desk.people import parts_by_who, people_of
from tidewaiter.surfaces.desk.screening.wording import entry_of, facts_of, features_of, role_name
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.words import language

_WHO = {
    "buyer": "buyer",
    "payer": "payer",
    "order-consignee": "order-consignee",
    "consignee": "consignee",
}
"""The roles of persons, by the names under which a parcel's page shows them."""

_FIRM_FIELDS = {
    "merchant": ("ebcName", "ebcCode"),
    "platform": ("ebpName", "ebpCode"),
    "carrier": ("logisticsName", "logisticsCode"),
    "declarant": ("agentName", "agentCode"),
}


@dataclass(frozen=True)
class Row:
    """A hit on a parcel's page."""

    pk: int
    role: str
    list: str
    listed_name: str
    percent: int
    corroborated: bool
    cleared: bool


@dataclass(frozen=True)
class Shown:
    """A hit with both sides."""

    pk: int
    role: str
    list: str
    number: str
    source: str
    dated: object
    listed_name: str
    percent: int
    corroborated: bool
    ended: bool
    found_at: datetime
    party: tuple[Fact, ...]
    revealed: bool
    entry: tuple[Fact, ...]
    features: tuple[str, ...]
    facts: tuple[Fact, ...]
    cleared: ClearedPair | None


class ClearForm(forms.Form):
    """Why the party is not the entry."""

    grounds = forms.CharField(
        label=gettext_lazy("Your reasons"),
        help_text=gettext_lazy(
            "By what the party differs from the entry, in ten characters or more. No numbers."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say by what the party differs from the entry")},
    )


class PurposeForm(forms.Form):
    """What an officer needs the party's data for."""

    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        help_text=gettext_lazy(
            "Which check or proceeding needs it, in ten characters or more. No names, no numbers."
        ),
        max_length=500,
        error_messages={"required": gettext_lazy("Say what you need the data for")},
    )


def hits_of(declaration: Declaration, *, by: Actor) -> tuple[Row, ...]:
    """The hits of a parcel's parties with entries in force, the most certain first."""
    places = dict(
        ParcelParty.objects.filter(declaration=declaration).values_list("screened", "role")
    )
    found = (
        ScreeningHit.objects.visible_to(by)
        .filter(screened__in=places, listed__until=None)
        .select_related("screened", "listed__list")
        .order_by("-corroborated", "-score", "id")
    )
    return tuple(
        Row(
            hit.pk,
            role_name(places[hit.screened_id]),
            hit.listed.list.code,
            hit.listed_name,
            round(hit.score * 100),
            hit.corroborated,
            cleared(hit.screened.party_ix, hit.listed) is not None,
        )
        for hit in found
    )


@require_GET
@needs(Permission.PARCEL_SEE)
def hit(request: HttpRequest, parcel: int, pk: int) -> HttpResponse:
    """Draw a hit: the party masked, the entry, and what made them match."""
    return _draw(request, parcel, pk)


@require_POST
@sensitive_variables("clear")
@needs(Permission.PERSON_REVEAL)
def reveal(request: HttpRequest, parcel: int, pk: int) -> HttpResponse:
    """Draw the hit again with the party shown in full, once, to an officer who said what for."""
    actor = request.user.actor
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _draw(request, parcel, pk, purpose_form=form, status=422)
    file = fetch(parcel, by=actor)
    who = _WHO.get(_of_parcel(parcel, pk, by=actor)[1])
    if who is None:
        raise Http404
    part = parts_by_who()[who]
    papers = papers_of(file.declaration, file.assessment, by=actor)
    try:
        clear = reveal_person(
            papers[part.document].row,
            KEYS[part.document],
            part.fields,
            declaration=file.declaration,
            purpose=form.cleaned_data["purpose"],
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        said = refusal.render(language())
        form.add_error("purpose", f"{said['sentence']} {said['cure']}")
        return _draw(request, parcel, pk, purpose_form=form, status=refusal.kind.status)
    return _draw(request, parcel, pk, clear=clear)


@require_POST
@needs(Permission.HIT_CLEAR)
def clear(request: HttpRequest, parcel: int, pk: int) -> HttpResponse:
    """Find that the party is not the entry."""
    actor = request.user.actor
    found, _role = _of_parcel(parcel, pk, by=actor)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return _draw(request, parcel, pk, clear_form=form, status=422)
    try:
        clear_pair(found, grounds=form.cleaned_data["grounds"], by=actor, at=timezone.now())
    except Refusal as refusal:
        said = refusal.render(language())
        form.add_error("grounds", f"{said['sentence']} {said['cure']}")
        return _draw(request, parcel, pk, clear_form=form, status=refusal.kind.status)
    messages.success(request, _("This pair is cleared and will not be asked about again."))
    return redirect("desk:hit", parcel, pk)


def _of_parcel(parcel: int, pk: int, *, by: Actor) -> tuple[ScreeningHit, str]:
    """A hit of a parcel that somebody may see, and the role in which its party stands there."""
    found = get_object_or_404(
        ScreeningHit.objects.visible_to(by).select_related(
            "screened", "listed__list", "listed__since"
        ),
        pk=pk,
    )
    place = ParcelParty.objects.filter(
        declaration__in=Declaration.objects.visible_to(by).filter(pk=parcel),
        screened=found.screened_id,
    ).first()
    if place is None:
        raise Http404
    return found, place.role


def _draw(
    request: HttpRequest,
    parcel: int,
    pk: int,
    *,
    clear: dict[str, str] | None = None,
    clear_form: ClearForm | None = None,
    purpose_form: PurposeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.user.actor
    found, role = _of_parcel(parcel, pk, by=actor)
    file = fetch(parcel, by=actor)
    papers = papers_of(file.declaration, file.assessment, by=actor)
    if role in _FIRM_FIELDS:
        name, code = _FIRM_FIELDS[role]
        head = papers["declaration"].head
        party = (
            Fact(_("Name of the firm"), head.get(name, "")),
            Fact(_("Registration number"), head.get(code, "")),
        )
    else:
        people = {one.who: one for one in people_of(papers, who=_WHO[role], clear=clear)}
        party = people[_WHO[role]].items if _WHO[role] in people else ()
    listed = found.listed
    edition = listed.since
    past = cleared(found.screened.party_ix, listed)
    shown = Shown(
        found.pk,
        role_name(role),
        listed.list.code,
        listed.number,
        edition.source,
        edition.dated,
        found.listed_name,
        round(found.score * 100),
        found.corroborated,
        listed.until_id is not None,
        found.found_at,
        party,
        clear is not None,
        entry_of(listed.entry),
        features_of(found),
        facts_of(found),
        past,
    )
    if past is None and clear_form is None and actor.may(Permission.HIT_CLEAR):
        clear_form = ClearForm()
    if role in _WHO and purpose_form is None and actor.may(Permission.PERSON_REVEAL):
        purpose_form = PurposeForm()
    answer = render(
        request,
        "desk/screening/hit.html",
        {
            "hit": shown,
            "parcel_id": parcel,
            "parcel_title": title_of(file.declaration),
            "clear_form": clear_form,
            "purpose_form": purpose_form,
        },
        status=status,
    )
    answer["Cache-Control"] = "no-store"
    return answer
