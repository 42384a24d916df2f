"""A network's page: the picture, what it did, its spellings, what links them, how it grew.

Nobody is opened for it: spellings are numbered, identity numbers lettered. Whoever needs to read
one opens a parcel and says what for.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.engine.linking.model import probability
from tidewaiter.risk.models import Cluster, PartyKind
from tidewaiter.risk.queries.linking import history
from tidewaiter.risk.queries.networks import Network, network
from tidewaiter.surfaces.desk.networks.drawing import Picture, draw
from tidewaiter.surfaces.desk.networks.words import kinds, lettered, likelihood, title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import count, day, money

_BUYERS = 40
"""At most so many identity numbers are drawn."""


@dataclass(frozen=True)
class Spelling:
    """A spelling in the table."""

    label: str
    name: str
    since: date
    parcels: int
    buyers: str
    latest: int | None


@dataclass(frozen=True)
class Link:
    """A link in the table."""

    pair: str
    likelihood: str
    since: date
    url: str


@dataclass(frozen=True)
class Change:
    """How the network grew or shrank in a night."""

    night: date
    text: str
    url: str


@require_GET
@needs(Permission.PARCEL_SEE)
def one_network(request: HttpRequest, kind: str, cluster: int) -> HttpResponse:
    """Draw the page; 404 for what nobody linked."""
    actor = request.user.actor
    found = network(kind=kind, cluster=cluster, by=actor) if kind in PartyKind.values else None
    if found is None:
        raise Http404
    place = {node.key: number for number, node in enumerate(found.nodes)}
    letters = _letters(found)
    sent = Counter(
        (place[one.node], letters[one.buyer]) for one in found.received if one.buyer in letters
    )
    answer = render(
        request,
        "desk/networks/network.html",
        {
            "title": title_of(kind, cluster),
            "kind": kinds()[kind],
            "back": reverse("desk:networks", args=[kind]),
            "facts": _facts(found.counted),
            "picture": _picture(found, place, letters, sent),
            "spellings": _spellings(found, place, letters, sent),
            "named": kind == PartyKind.SELLER,
            "links": _links(found, place),
            "left_out": found.size - len(found.nodes),
            "changes": tuple(
                Change(
                    night,
                    (_("{n} joined from {other}") if verb == "joined" else _("{n} left to {other}"))
                    .format(n=number, other=title_of(kind, other)),
                    reverse("desk:network", args=[kind, other]),
                )
                for night, verb, other, number in history(by=actor, kind=kind, cluster=cluster)
            ),
        },
    )  # fmt: skip
    answer["Cache-Control"] = "no-store"
    return answer


def _letters(found: Network) -> dict[object, int]:
    """The identity numbers of a network, the most frequent first."""
    frequent = Counter(one.buyer for one in found.received if one.buyer is not None)
    order = sorted(frequent, key=lambda buyer: (-frequent[buyer], str(buyer)))
    return {buyer: place for place, buyer in enumerate(order[:_BUYERS])}


def _picture(
    found: Network,
    place: dict[int, int],
    letters: dict[object, int],
    sent: Counter[tuple[int, int]],
) -> Picture:
    return draw(
        [str(number + 1) for number in range(len(found.nodes))],
        [(place[link.one], place[link.other], probability(link.weight)) for link in found.links],
        [lettered(number) for number in range(len(letters))],
        sent,
    )


def _spellings(
    found: Network,
    place: dict[int, int],
    letters: dict[object, int],
    sent: Counter[tuple[int, int]],
) -> tuple[Spelling, ...]:
    parcels = Counter(one.node for one in found.received)
    latest: dict[int, int] = {}
    for one in found.received:
        latest.setdefault(one.node, one.declaration)
    return tuple(
        Spelling(
            str(place[node.key] + 1),
            f"{node.name} ({node.code})" if node.code else "",
            node.first_on,
            parcels[node.key],
            ", ".join(lettered(buyer) for spelling, buyer in sorted(sent)
                      if spelling == place[node.key]),
            latest.get(node.key),
        )
        for node in found.nodes
    )  # fmt: skip


def _links(found: Network, place: dict[int, int]) -> tuple[Link, ...]:
    return tuple(
        Link(
            f"{place[link.one] + 1} – {place[link.other] + 1}",
            likelihood(probability(link.weight)),
            link.since,
            reverse("desk:network-link", args=[found.kind, found.cluster, link.one, link.other]),
        )
        for link in found.links
    )


def _facts(counted: Cluster | None) -> tuple[Fact, ...]:
    """What the network did, as the last night counted it."""
    if counted is None:
        return ()
    findings = (
        _("{confirmed} of {inspected} inspected").format(
            confirmed=counted.confirmed, inspected=counted.inspected
        )
        if counted.inspected
        else _("none inspected")
    )
    return (
        Fact(_("Counted"), day(counted.night), _("everything before that day")),
        Fact(_("Spellings"), count(counted.nodes),
             _("{n} a week ago").format(n=counted.nodes_week_ago)),
        Fact(_("Identity numbers"), count(counted.identities)),
        Fact(_("Telephones of buyers"), count(counted.phones)),
        Fact(_("Platforms and merchants"), f"{counted.platforms} / {counted.sellers}"),
        Fact(_("Parcels in 1, 7 and 30 days"),
             f"{counted.parcels_1} / {counted.parcels_7} / {counted.parcels_30}"),
        Fact(_("Value in 1, 7 and 30 days"), " / ".join(
            money(value) for value in (counted.value_1, counted.value_7, counted.value_30))),
        Fact(_("Suspicion confirmed"), findings),
    )  # fmt: skip
