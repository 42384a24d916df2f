"""The lists in force: where they are from, how old they are, what the last edition changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.queries.screening import lists as lists_in_force
from tidewaiter.surfaces.kit.access import needs


@dataclass(frozen=True)
class Row:
    """A list at a glance."""

    code: str
    source: str
    dated: date | None
    digest: str
    entries: int
    names: int
    loaded_at: datetime
    by: str
    added: int
    changed: int
    removed: int
    parties: int
    alone: int
    with_fact: int


@require_GET
@needs(Permission.PARCEL_SEE)
def lists(request: HttpRequest) -> HttpResponse:
    """Draw the lists."""
    rows = tuple(
        Row(
            watch.code,
            edition.source,
            edition.dated,
            edition.digest,
            edition.entries,
            edition.names,
            edition.loaded_at,
            edition.by_label,
            edition.added,
            edition.changed,
            edition.removed,
            parties,
            round(watch.alone * 100),
            round(watch.with_fact * 100),
        )
        for watch, edition, parties in lists_in_force()
    )
    return render(request, "desk/screening/lists.html", {"lists": rows})
