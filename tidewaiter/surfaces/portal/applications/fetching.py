"""Fetch an application under way; that of another organisation does not exist."""

from datetime import datetime

from django.http import Http404

from tidewaiter.base.docket.models import Draft
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import REGISTERED, Applied


def fetch(pk: int, *, by: Actor, at: datetime) -> tuple[Draft, Applied]:
    """A draft of one's organisation that has not lapsed, and the form it is a draft of."""
    found = Draft.objects.visible_to(by).select_related("organisation").filter(pk=pk).first()
    if found is None or found.lapsed(at=at):
        raise Http404
    return found, form_of_kind(found.kind)


def form_of_kind(kind: str) -> Applied:
    """How dockets of a kind are applied for; not found where nobody can apply."""
    registered = REGISTERED.get(kind)
    if registered is None or registered.applied is None:
        raise Http404
    return registered.applied
