"""A register of facilities is taken over line by line; what is wrong is told and left out."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.receive_message import law_on
from tidewaiter.provenance.commands.products import note_registration, register_facility
from tidewaiter.provenance.formats.facilities import FacilityLine, read_facilities
from tidewaiter.provenance.rules.products import Site, bad_line, no_such_operator
from tidewaiter.registry.models import Operator

_PLACES = Decimal("0.00001")


def load_facilities(content: bytes, *, by: Actor, at: datetime) -> Iterator[Refusal | None]:
    """Take over each line, or say why not."""
    for number, line in read_facilities(content):
        if isinstance(line, str):
            yield bad_line(number, line)
            continue
        try:
            with transaction.atomic():
                _take(line, by=by, at=at)
        except Refusal as refusal:
            yield bad_line(number, refusal.sentence())
        else:
            yield None


def _take(line: FacilityLine, *, by: Actor, at: datetime) -> None:
    operator = Operator.objects.filter(code=line.operator).first() if line.operator else None
    if line.operator and operator is None:
        raise no_such_operator(line.operator)
    facility = register_facility(
        Site(
            gln=line.gln,
            name=line.name,
            address=line.address,
            country=line.country,
            latitude=_rounded(line.latitude),
            longitude=_rounded(line.longitude),
        ),
        operator=operator,
        countries=law_on(at).codes("country"),
        by=by,
        at=at,
    )
    if line.authority and line.since is not None:
        note_registration(
            facility,
            authority=line.authority,
            number=line.number,
            prefixes=line.prefixes.split(),
            valid_from=line.since,
            valid_to=line.until,
            verified_by=line.verified_by,
            verified_on=line.verified_on,
            by=by,
            at=at,
        )


def _rounded(degrees: Decimal | None) -> Decimal | None:
    return None if degrees is None else degrees.quantize(_PLACES)
