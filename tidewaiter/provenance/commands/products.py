"""Register products, batches and facilities, and what facilities may make."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.provenance.models import Batch, Facility, Product, Registration
from tidewaiter.provenance.rules.products import (
    Particulars,
    Site,
    known_gln,
    known_gtin,
    placed_by_one,
    unknown_country,
    unknown_facility,
    well_described,
)
from tidewaiter.registry.models import Operator


@transaction.atomic
def register_product(
    product: Particulars,
    *,
    operator: Operator,
    countries: Collection[str],
    batches: Iterable[tuple[str, date | None]] = (),
    by: Actor,
    at: datetime,
) -> Product:
    """Keep a product under its trade item number, or bring what is kept up to date.

    Refused where number, tariff code or country are none, and where another operator has it.
    """
    _must_keep(by)
    number = known_gtin(product.gtin)
    well_described(product, countries=countries)
    made_at = _facility(product.made_at) if product.made_at else None
    found = Product.objects.select_for_update().filter(gtin=number).first()
    if found is not None:
        placed_by_one(number, holder=found.operator.code, operator=operator.code)
    fields = {
        "brand": product.brand.strip(),
        "model": product.model.strip(),
        "name": product.name.strip(),
        "hs_code": product.hs_code,
        "origin": product.origin,
        "record_no": product.record_no.strip(),
        "made_at": made_at,
    }
    if found is None:
        found = Product.objects.create(gtin=number, operator=operator, registered_at=at, **fields)
        verb = "product.registered"
    else:
        for name, value in fields.items():
            setattr(found, name, value)
        found.save(update_fields=list(fields))
        verb = "product.changed"
    for batch, made_on in batches:
        Batch.objects.update_or_create(product=found, number=batch, defaults={"made_on": made_on})
    record(verb=verb, thing=found, by=by, at=at, gtin=number, operator=operator.code)
    return found


@transaction.atomic
def register_facility(
    site: Site,
    *,
    operator: Operator | None,
    countries: Collection[str],
    by: Actor,
    at: datetime,
) -> Facility:
    """Keep a facility under its location number, or bring what is kept up to date."""
    _must_keep(by)
    number = known_gln(site.gln)
    if site.country and site.country not in countries:
        raise unknown_country(site.country)
    held = Facility.objects.select_for_update().filter(gln=number).first()
    if held is not None and held.operator is not None and by.kind is ActorKind.CLIENT:
        placed_by_one(number, holder=held.operator.code, operator=operator.code if operator else "")
    found, _ = Facility.objects.update_or_create(
        gln=number,
        defaults={
            "name": site.name,
            "address": site.address,
            "country": site.country,
            "latitude": site.latitude,
            "longitude": site.longitude,
            **({"operator": operator} if operator is not None else {}),
        },
    )
    record(verb="facility.registered", thing=found, by=by, at=at, gln=number)
    return found


@transaction.atomic
def note_registration(
    facility: Facility,
    *,
    authority: str,
    number: str,
    prefixes: Iterable[str],
    valid_from: date,
    valid_to: date | None,
    verified_by: str = "",
    verified_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Registration:
    """Note for which goods an authority registered a facility, from when to when, and who
    looked it up.
    """
    by.must(Permission.PRODUCT_EDIT)
    found, _ = Registration.objects.update_or_create(
        authority=authority,
        number=number,
        valid_from=valid_from,
        defaults={
            "facility": facility,
            "prefixes": sorted(set(prefixes)),
            "valid_to": valid_to,
            "verified_by": verified_by,
            "verified_on": verified_on,
        },
    )
    record(
        verb="facility.registration-noted",
        thing=facility,
        by=by,
        at=at,
        authority=authority,
        number=number,
    )
    return found


def _facility(given: str) -> Facility:
    number = known_gln(given)
    found = Facility.objects.filter(gln=number).first()
    if found is None:
        raise unknown_facility(number)
    return found


def _must_keep(by: Actor) -> None:
    by.must(Permission.PRODUCT_SUBMIT if by.kind is ActorKind.CLIENT else Permission.PRODUCT_EDIT)
