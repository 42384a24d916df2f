"""A product's chain: its grade, its picture, what contradicts itself, its events, its reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tidewaiter.base.identity.permissions import Permission
from tidewaiter.flows.receive_message import law_on
from tidewaiter.provenance.dockets import TEST_REPORT
from tidewaiter.provenance.models import Product, TraceEvent
from tidewaiter.provenance.queries.chains import events_of, grade_now
from tidewaiter.provenance.queries.products import place_names
from tidewaiter.provenance.rules.chains.grades import contradiction_told, sentence_of
from tidewaiter.surfaces.desk.products.drawing import Told, draw
from tidewaiter.surfaces.desk.products.words import grade_names, step_names
from tidewaiter.surfaces.kit.access import needs
from tidewaiter.surfaces.kit.parts import Fact
from tidewaiter.surfaces.kit.templatetags.kit import moment
from tidewaiter.surfaces.kit.words import coded, language


@dataclass(frozen=True)
class Wrong:
    """A contradiction in words, with the numbers of its events."""

    sentence: str
    events: str
    since: datetime


@dataclass(frozen=True)
class Line:
    """An event in the table."""

    number: int
    at: datetime
    step: str
    place: str
    goods: str
    by: str
    void: str


@dataclass(frozen=True)
class Tested:
    """A report of the product."""

    reference: str
    url: str
    number: str
    laboratory: str
    state: str
    since: datetime


@require_GET
@needs(Permission.PRODUCT_SEE)
def product(request: HttpRequest, gtin: str) -> HttpResponse:
    """Draw the page; 404 for what nobody registered."""
    actor = request.user.actor
    found = (
        Product.objects.visible_to(actor)
        .select_related("operator", "made_at")
        .filter(gtin=gtin)
        .first()
    )
    if found is None:
        raise Http404
    events = events_of(found, by=actor)
    number = {one.pk: place for place, one in enumerate(events, 1)}
    graded = grade_now(found)
    grade = graded.grade if graded else ""
    open_ = list(found.contradictions.filter(gone_at=None))
    names = place_names([one.place for one in events if one.place])
    wrong = {number[event] for one in open_ for event in one.events if event in number}
    return render(
        request,
        "desk/products/product.html",
        {
            "product": found,
            "grade": grade,
            "grade_name": grade_names().get(grade, _("Not graded yet")),
            "sentence": sentence_of(grade, graded.facts).in_language(language()) if graded else "",
            "since": graded.since if graded else None,
            "wrong": tuple(
                Wrong(
                    contradiction_told(one.kind, _named(one.values, names)).in_language(language()),
                    ", ".join(str(number[event]) for event in one.events if event in number),
                    one.found_at,
                )
                for one in open_
            ),
            "picture": draw([_told(one, number[one.pk]) for one in events], names, wrong)
            if any(one.place for one in events)
            else None,
            "lines": _lines(events, number, names),
            "facts": _facts(found),
            "history": tuple(
                Fact(
                    moment(one.since),
                    grade_names()[one.grade],
                    sentence_of(one.grade, one.facts).in_language(language()),
                )
                for one in found.grades.all()[:20]
            ),
            "reports": tuple(
                Tested(
                    one.docket.reference,
                    reverse("desk:report", args=[one.pk]),
                    one.number or "–",
                    one.laboratory.name if one.laboratory else "–",
                    TEST_REPORT.state_name(one.docket.state).in_language(language()),
                    one.docket.state_since,
                )
                for one in found.reports.select_related("docket", "laboratory")[:50]
            ),
        },
    )


def _named(values: dict[str, object], names: dict[str, str]) -> dict[str, object]:
    places = {key: names.get(str(value), value) for key, value in values.items()
              if key in {"from", "to", "place"}}  # fmt: skip
    return {**values, **places}


def _told(one: TraceEvent, number: int) -> Told:
    return Told(
        number, one.happened_at, one.place, one.biz_step, one.void_at is not None, one.transactions
    )


def _lines(
    events: Sequence[TraceEvent], number: dict[int, int], names: dict[str, str]
) -> tuple[Line, ...]:
    steps = step_names()
    return tuple(
        Line(
            number[one.pk],
            one.happened_at,
            steps.get(one.biz_step, one.biz_step.replace("_", " ") or one.kind),
            names.get(one.place, one.place) or "–",
            ", ".join(_goods(one)),
            one.operator.name if one.operator else _("the office"),
            _("declared to be wrong") if one.void_at else "",
        )
        for one in events
    )


def _goods(one: TraceEvent) -> list[str]:
    told = []
    for item in list(one.items.all())[:5]:
        what = item.link.rpartition("/")[2] if item.piece else item.batch
        amount = f"{item.quantity.normalize():f} {item.unit}".strip() if item.quantity else ""
        told.append(" ".join(part for part in (amount, what) if part) or item.gtin)
    return told


def _facts(found: Product) -> tuple[Fact, ...]:
    batches = ", ".join(found.batches.values_list("number", flat=True)[:20])
    return (
        Fact(_("Bar code"), found.barcode, url=reverse("public:product", args=[found.gtin])),
        Fact(_("Brand and model"), f"{found.brand} {found.model}".strip() or "–"),
        Fact(_("Tariff code"), found.hs_code or "–"),
        Fact(_("Origin"), coded(law_on(timezone.now()), "country", found.origin) or "–"),
        Fact(_("Batches"), batches or "–"),
        Fact(_("Placed on the market by"), found.operator.name, found.operator.code),
    )
