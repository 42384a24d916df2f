"""Fetch a docket for a party; what is not theirs does not exist."""

from django.http import Http404

from tidewaiter.base.docket.models import Docket, Evidence
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import REGISTERED


def fetch(pk: int, *, by: Actor) -> Docket:
    """A docket of one's organisation, of a kind that this installation knows; else not found."""
    found = Docket.objects.visible_to(by).select_related("unit").filter(pk=pk).first()
    if found is None or found.kind not in REGISTERED:
        raise Http404
    return found


def papers_of(docket: Docket, *, by: Actor) -> list[Evidence]:
    """The papers of a docket that a party may see: its own, and those shown to it."""
    there = Evidence.objects.visible_to(by).filter(docket=docket)
    return list(there.select_related("original"))
