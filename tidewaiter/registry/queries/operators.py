"""What others ask about operators."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from tidewaiter.base.rows import fetch
from tidewaiter.registry.models import Operator
from tidewaiter.registry.states import Standing


def operator_of(organisation_code: str | None) -> Operator | None:
    """The operator that an organisation's machine clients act for."""
    return Operator.objects.filter(organisation__code=organisation_code).first()


def operators_named(codes: Iterable[str]) -> dict[str, Operator]:
    """The registered operators among these customs registration numbers."""
    return {operator.code: operator for operator in Operator.objects.filter(code__in=set(codes))}


Standings = list[
    tuple[str, str, str, date, date | None, bool, Decimal | None, int | None, list[str] | None]
]


def standings(codes: Iterable[str | None]) -> Standings:
    """What assessing asks of the operators with these numbers, one row for each of their roles.

    Each row: code, role, standing, registered on, first parcel on, verifies identities, and the
    limits of a conditional admission: value of a parcel, parcels a day, chapters (None: no limit).
    """
    return fetch(
        "SELECT code, unnest(roles), standing, registered_on, first_parcel_on, verifies_identity,"
        " most_value, most_parcels, nullif(chapters, '{}')"
        " FROM registry_operator WHERE code = ANY(%s::text[])",
        [sorted({code for code in codes if code})],
    )


def trading_operators() -> list[Operator]:
    """All operators whose registration has not been closed, in the order of their numbers."""
    return list(Operator.objects.exclude(standing=Standing.CLOSED).order_by("code"))


def certificate_on(fingerprint: str, *, at: datetime) -> tuple[int | None, str]:
    """The operator for whom a certificate speaks, and what is wrong with it then ("" if nothing).

    What may be wrong: ``unknown``, ``revoked``, ``expired`` (or not yet valid).
    """
    found = fetch(
        "SELECT operator_id, not_before, not_after, revoked_at FROM registry_certificate"
        " WHERE fingerprint = %s::text",
        [fingerprint],
    )
    if not found:
        return None, "unknown"
    operator, not_before, not_after, revoked_at = found[0]
    if revoked_at is not None and revoked_at <= at:
        return operator, "revoked"
    if not not_before <= at <= not_after:
        return operator, "expired"
    return operator, ""
