"""What pages ask about products."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery

from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.formats.identifiers import gtin
from tidewaiter.provenance.models import Contradiction, Facility, Grade, Product, Report
from tidewaiter.provenance.models.products import Products

MOST = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list of products is narrowed by."""

    text: str = ""
    grade: str = ""


def published(number: str) -> Product | None:
    """The product of a trade item number, as everybody may know it."""
    return Product.objects.select_related("operator").filter(gtin=number).first()


def accepted_reports(product: Product) -> Sequence[Report]:
    """The reports that count for a product now, the latest first."""
    found = product.reports.filter(accepted_at__isnull=False, ended_at=None)
    return list(found.select_related("laboratory").order_by("-accepted_at")[:MOST])


def products_sought(sought: Sought, *, by: Actor) -> Products:
    """Products with their grade now, contradictory ones first, as far as somebody may see them."""
    now = Grade.objects.filter(product=OuterRef("pk"), until=None)
    wrong = Contradiction.objects.filter(product=OuterRef("pk"), gone_at=None)
    found = Product.objects.visible_to(by).annotate(
        grade_now=Subquery(now.values("grade")[:1]), contradicts=Exists(wrong)
    )
    if sought.grade:
        found = found.filter(grade_now=sought.grade)
    if sought.text:
        number = gtin(sought.text)
        words = Q(name__icontains=sought.text) | Q(brand__iexact=sought.text)
        words |= Q(model__iexact=sought.text) | Q(operator__code=sought.text)
        found = found.filter(Q(gtin=number) if number else words)
    return found.select_related("operator").order_by("-contradicts", "-id")


def place_names(glns: Sequence[str]) -> dict[str, str]:
    """The names of facilities by their location numbers."""
    return dict(Facility.objects.filter(gln__in=glns).values_list("gln", "name"))


def numbers_of_all(*, after: str, limit: int) -> list[str]:
    """Trade item numbers of products in order, behind one of them."""
    return list(
        Product.objects.filter(gtin__gt=after)
        .order_by("gtin")
        .values_list("gtin", flat=True)[:limit]
    )
