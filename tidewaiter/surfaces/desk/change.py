"""An officer sends a parcel another way: the form, a look at what it means, the command."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.send_another_way import send_another_way
from tidewaiter.risk.states import Lane
from tidewaiter.surfaces.desk.file import fetch, title_of
from tidewaiter.surfaces.desk.lanes import LaneForm, offered
from tidewaiter.surfaces.desk.parcel import draw
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language, standing_name


@dataclass(frozen=True)
class Change:
    """What an officer is about to do."""

    lane: str
    grounds: str


@dataclass(frozen=True)
class Named:
    """The parcel that it is done to."""

    id: int
    title: str
    standing: str


@require_POST
@needs(Permission.LANE_OVERRIDE)
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the change means, or, once it is confirmed, make it."""
    actor = request.user.actor
    file = fetch(pk, by=actor)
    offer, refused = offered(file, by=actor)
    if offer is None or file.assessment is None:
        messages.error(request, refused or _("This parcel has no lane now."))
        return redirect("desk:parcel", pk)
    form = LaneForm(file.assessment.lane or "", request.POST)
    if not form.is_valid():
        return draw(request, file, override_form=form, status=422)
    change = Change(form.cleaned_data["lane"], form.cleaned_data["grounds"])
    if request.POST.get("confirmed") != "yes":
        named = Named(pk, title_of(file.declaration), file.standing)
        context = {"parcel": named, "change": change, "form": form}
        return render(request, "desk/override_check.html", context)
    try:
        send_another_way(
            file.assessment,
            Lane(change.lane),
            grounds=change.grounds,
            by=actor,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, refusal.sentence(language()))
        return draw(request, fetch(pk, by=actor), override_form=form, status=refusal.kind.status)
    text = _("The parcel's lane is now: %(lane)s") % {"lane": standing_name(change.lane)}
    messages.success(request, text)
    return redirect("desk:parcel", pk)
