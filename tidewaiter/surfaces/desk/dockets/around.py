"""Around a docket: parties come and go, other dockets are related, another unit takes over."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tidewaiter.base.docket.commands.assigning import hand_over
from tidewaiter.base.docket.commands.opening import (
    Side,
    add_party,
    note_consent,
    relate,
    release_party,
)
from tidewaiter.base.docket.models import Docket, Evidence, Unit
from tidewaiter.base.docket.queries.worklist import docket_of
from tidewaiter.base.docket.states import Related
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.flows.dockets import kind_of
from tidewaiter.surfaces.desk.dockets.around_forms import (
    ConsentForm,
    PartyForm,
    RelationForm,
    UnitForm,
)
from tidewaiter.surfaces.desk.dockets.file import draw, fetch
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import said, say


@require_POST
@needs(Permission.DOCKET_WORK)
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody take part."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    kind, papers = kind_of(found), list(Evidence.objects.visible_to(actor).filter(docket=found))
    form = PartyForm(found, kind, papers, request.POST)

    def take(given: dict[str, Any]) -> None:
        parties = {str(one.pk): one for one in found.parties.filter(left_at=None)}
        side = Side(
            given["role"], given["name"], _organisation(given["code"]), given["contact"],
            given["language"],
        )  # fmt: skip
        add_party(
            found, kind, side,
            acts_for=parties.get(given["acts_for"]),
            authority=next((one for one in papers if str(one.pk) == given["authority"]), None),
            by=actor, at=timezone.now(),
        )  # fmt: skip

    return _done(request, found, form, take, _("A party takes part."), "party_form")


@require_POST
@needs(Permission.DOCKET_WORK)
def release(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Note that a party no longer takes part."""
    found = fetch(pk, by=request.user.actor)
    party = found.parties.select_related("docket").filter(pk=number).first()
    if party is None:
        raise Http404
    try:
        release_party(party, by=request.user.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, _("%(name)s no longer takes part.") % {"name": party.name})
    return redirect("desk:docket", pk)


@require_POST
@needs(Permission.DOCKET_WORK)
def relation(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what it has to do with another docket."""
    actor = request.user.actor
    found, form = fetch(pk, by=actor), RelationForm(request.POST)

    def tie(given: dict[str, Any]) -> None:
        other = docket_of(given["other"], by=actor)
        if other is None:
            raise _nowhere(given["other"])
        relate(found, other, Related(given["relation"]), by=actor, at=timezone.now())

    return _done(request, found, form, tie, _("The dockets are related."), "relation_form")


@require_POST
@needs(Permission.DOCKET_WORK)
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that all parties agreed to something."""
    actor = request.user.actor
    found, form = fetch(pk, by=actor), ConsentForm(request.POST)
    return _done(
        request, found, form,
        lambda given: note_consent(found, given["consent"], by=actor, at=timezone.now()),
        _("It is noted."), "consent_form",
    )  # fmt: skip


@require_POST
@needs(Permission.DOCKET_ASSIGN)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it over to another unit."""
    actor = request.user.actor
    found = fetch(pk, by=actor)
    form = UnitForm(found, request.POST)
    return _done(
        request, found, form,
        lambda given: hand_over(
            found, Unit.objects.get(pk=given["unit"]), by=actor, at=timezone.now()
        ),
        _("It is handed over."), "unit_form",
    )  # fmt: skip


def _done(
    request: HttpRequest,
    found: Docket,
    form: forms.Form,
    command: Callable[[dict[str, Any]], object],
    words: str,
    name: str,
) -> HttpResponse:
    if not form.is_valid():
        return draw(request, found, around={name: form}, status=422)
    try:
        command(form.cleaned_data)
    except Refusal as refusal:
        say(form, refusal)
        return draw(request, found, around={name: form}, status=refusal.kind.status)
    messages.success(request, words)
    return redirect("desk:docket", found.pk)


def _organisation(code: str) -> Organisation | None:
    """The organisation of a code that was given; refuse one that nobody has."""
    if not code.strip():
        return None
    found = Organisation.objects.filter(code=code.strip().upper()).first()
    if found is None:
        raise Refusal(
            "docket.no-such-organisation",
            Text("There is no organisation with the code {code}.", "没有代码为{code}的单位。"),
            values={"code": code[:18]},
            cure=Text(
                "Compare the code, or leave it empty and write by post.",
                "请核对代码，或留空并以邮寄方式联系。",
            ),
        )
    return found


def _nowhere(reference: str) -> Refusal:
    return Refusal(
        "docket.no-such-docket",
        Text("You see no docket {reference}.", "没有您可以查看的案卷{reference}。"),
        values={"reference": reference[:40]},
        cure=Text("Compare the reference with the letter.", "请与函件核对编号。"),
        kind=Kind.INVALID,
    )
