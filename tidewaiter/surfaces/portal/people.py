"""The people of an organisation: who there is, what they may do, whom to ask in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.commands import (
    give_role,
    invite,
    remove_colleague,
    withdraw_invitation,
)
from tidewaiter.base.identity.models import Invitation, Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.roles import PARTY_ROLES, ROLES
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.post import post
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.dockets.asking import said, say
from tidewaiter.surfaces.kit.links import HOURS, sealed
from tidewaiter.surfaces.kit.words import language
from tidewaiter.surfaces.portal.forms import InviteForm, role_choices
from tidewaiter.surfaces.portal.invitation import PURPOSE


@dataclass(frozen=True)
class Colleague:
    """Somebody of the organisation."""

    id: int
    name: str
    email: str
    role: str
    role_title: str
    own: bool


@dataclass(frozen=True)
class Invited:
    """Somebody who was asked in and has not come yet."""

    id: int
    email: str
    role_title: str
    at: datetime


@require_GET
@needs(Permission.DOCKET_OWN)
def people(request: HttpRequest) -> HttpResponse:
    """Show who there is."""
    return _draw(request, InviteForm())


@require_POST
@needs(Permission.COLLEAGUE_EDIT)
def ask(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _draw(request, form, status=422)
    actor, organisation = request.user.actor, request.user.organisation
    try:
        made = invite(
            organisation=organisation,
            email=form.cleaned_data["email"],
            role=form.cleaned_data["role"],
            by=actor,
            at=timezone.now(),
        )
        path = reverse("portal:invitation", args=[sealed(PURPOSE, number=made.pk)])
        post(
            made.email,
            _("%(name)s invites you to %(organisation)s")
            % {"name": request.user.name, "organisation": organisation.name},
            _("Follow this link within %(hours)s hours to come in:") % {"hours": HOURS},
            request.build_absolute_uri(path),
        )
    except Refusal as refusal:
        say(form, refusal)
        return _draw(request, form, status=refusal.kind.status)
    messages.success(request, _("The invitation is on its way."))
    return redirect("portal:people")


@require_POST
@needs(Permission.COLLEAGUE_EDIT)
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what somebody may do."""
    found = _fetch(pk, by=request.user.actor)
    return _done(
        request,
        lambda: give_role(
            found, request.POST.get("role", ""), by=request.user.actor, at=timezone.now()
        ),
        _("What %(name)s may do is changed.") % {"name": found.name},
    )


@require_POST
@needs(Permission.COLLEAGUE_EDIT)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Close somebody's account."""
    found = _fetch(pk, by=request.user.actor)
    return _done(
        request,
        lambda: remove_colleague(found, by=request.user.actor, at=timezone.now()),
        _("%(name)s can no longer sign in.") % {"name": found.name},
    )


@require_POST
@needs(Permission.COLLEAGUE_EDIT)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an invitation worthless."""
    found = Invitation.objects.visible_to(request.user.actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    withdraw_invitation(found, by=request.user.actor, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("portal:people")


def _fetch(pk: int, *, by: Actor) -> Person:
    there = Person.objects.visible_to(by).filter(is_active=True)
    found = there.select_related("organisation").filter(pk=pk).first()
    if found is None or by.organisation_code != found.organisation.code:
        raise Http404
    return found


def _done(request: HttpRequest, command, words: str) -> HttpResponse:
    try:
        command()
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, words)
    return redirect("portal:people")


def _draw(request: HttpRequest, form: InviteForm, *, status: int = 200) -> HttpResponse:
    actor, organisation = request.user.actor, request.user.organisation
    there = Person.objects.visible_to(actor).filter(organisation=organisation, is_active=True)
    asked = Invitation.objects.visible_to(actor).filter(organisation=organisation)
    spoken = language()
    context = {
        "organisation": organisation.name,
        "code": organisation.code,
        "people": tuple(_told(one, actor, spoken) for one in there.order_by("name", "pk")),
        "invited": tuple(
            Invited(one.pk, one.email, ROLES[one.role].title.in_language(spoken), one.invited_at)
            for one in asked.filter(taken_up_at=None, withdrawn_at=None)
        ),
        "roles": role_choices(),
        "may_edit": actor.may(Permission.COLLEAGUE_EDIT),
        "form": form,
    }
    return render(request, "portal/people.html", context, status=status)


def _told(person: Person, actor: Actor, spoken: str) -> Colleague:
    held = next((name for name in PARTY_ROLES if name in person.roles), "")
    title = ROLES[held].title.in_language(spoken) if held else _("no access to the portal")
    return Colleague(
        person.pk, person.name, person.email, held, title, own=str(person.pk) == actor.id
    )
