"""The networks with the most identity numbers, by kind."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import Cluster, PartyKind
from tidewaiter.risk.queries.linking import largest
from tidewaiter.surfaces.desk.networks.words import kinds, title_of
from tidewaiter.surfaces.kit.access import needs

_ROWS = 50


@dataclass(frozen=True)
class Tab:
    """A kind of network, and whether its list is shown."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Row:
    """One network of the list."""

    title: str
    url: str
    spellings: int
    identities: int
    phones: int
    parcels: int
    value: Decimal
    findings: str


@require_GET
@needs(Permission.PARCEL_SEE)
def networks(request: HttpRequest, kind: str = PartyKind.CONSIGNEE) -> HttpResponse:
    """Draw the list of one kind."""
    if kind not in PartyKind.values:
        raise Http404
    found = largest(by=request.user.actor, kind=kind, limit=_ROWS)
    return render(
        request,
        "desk/networks/list.html",
        {
            "tabs": tuple(
                Tab(label, reverse("desk:networks", args=[each]), each == kind)
                for each, label in kinds().items()
            ),
            "rows": tuple(_row(cluster) for cluster in found),
            "night": found[0].night if found else None,
        },
    )


def _row(cluster: Cluster) -> Row:
    return Row(
        title_of(cluster.kind, cluster.cluster),
        reverse("desk:network", args=[cluster.kind, cluster.cluster]),
        cluster.nodes,
        cluster.identities,
        cluster.phones,
        cluster.parcels_30,
        cluster.value_30,
        f"{cluster.confirmed} / {cluster.inspected}" if cluster.inspected else "–",
    )
