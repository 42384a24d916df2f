"""Why two spellings are held to be one: the waterfall of a link, in words."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.engine.linking.explaining import Explained, explain
from tidewaiter.engine.linking.model import load_model
from tidewaiter.risk.models import PartyKind
from tidewaiter.risk.queries.networks import link_between, network
from tidewaiter.surfaces.desk.networks.drawing import Bar, waterfall
from tidewaiter.surfaces.desk.networks.words import likelihood, title_of
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.words import language


@dataclass(frozen=True)
class Step:
    """A row of the explanation: what was compared, what came out, and its bar."""

    title: str
    text: str
    weight: float
    total: float
    bar: Bar


@require_GET
@needs(Permission.PARCEL_SEE)
def one_link(request: HttpRequest, kind: str, cluster: int, one: int, other: int) -> HttpResponse:
    """Draw the explanation; 404 where the two are not linked in that network."""
    actor = request.user.actor
    known = kind in PartyKind.values
    found = network(kind=kind, cluster=cluster, by=actor) if known else None
    link = link_between(one, other, kind=kind, by=actor) if found is not None else None
    if found is None or link is None:
        raise Http404
    place = {node.key: number + 1 for number, node in enumerate(found.nodes)}
    if link.one not in place or link.other not in place:
        raise Http404
    told = explain(load_model(kind), link.outcomes, nodes=found.among)
    answer = render(
        request,
        "desk/networks/link.html",
        {
            "title": _("Why {one} and {other} are one").format(
                one=place[link.one], other=place[link.other]
            ),
            "network": title_of(kind, cluster),
            "back": reverse("desk:network", args=[kind, cluster]),
            "since": link.since,
            "likelihood": likelihood(told.probability),
            "steps": _steps(told),
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _steps(told: Explained) -> tuple[Step, ...]:
    chinese = language().startswith("zh")
    bars = waterfall([(step.weight, step.total) for step in told.steps])
    rows = [
        Step(
            step.title_zh if chinese else step.title_en,
            step.outcome_zh if chinese else step.outcome_en,
            step.weight,
            step.total,
            bar,
        )
        for step, bar in zip(told.steps, bars, strict=False)
    ]
    rows.append(
        Step(
            _("Together"), _("the sum of all that was compared"), told.weight, told.weight, bars[-1]
        )
    )
    return tuple(rows)
