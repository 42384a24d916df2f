"""Register operators, bind certificates to them, suspend and reinstate them."""

from collections.abc import Iterable
from datetime import date, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.registry.models import Certificate, Operator, Role, StandingChange
from tidewaiter.registry.states import REGISTRATION


@transaction.atomic
def register_operator(
    *,
    organisation: Organisation,
    code: str,
    name: str,
    roles: Iterable[str],
    registered_on: date,
    first_parcel_on: date | None = None,
    verifies_identity: bool = False,
    allows_rsa_sha1: bool = False,
    address: str = "",
    phone: str = "",
    website: str = "",
    natural: bool = False,
    country: str = "CN",
    city: str = "",
    by: Actor,
    at: datetime,
) -> Operator:
    """Register a firm for the roles that it plays (GACC Announcement 194/2018, II)."""
    operator = Operator.objects.create(
        organisation=organisation,
        code=code,
        name=name,
        roles=sorted({Role(role).value for role in roles}),
        registered_on=registered_on,
        first_parcel_on=first_parcel_on,
        verifies_identity=verifies_identity,
        allows_rsa_sha1=allows_rsa_sha1,
        address=address,
        phone=phone,
        website=website,
        natural=natural,
        country=country,
        city=city,
    )
    record(
        verb="operator.registered", thing=operator, by=by, at=at, code=code, roles=operator.roles
    )
    return operator


@transaction.atomic
def note_first_parcels(codes: Iterable[str], *, by: Actor, at: datetime, on: date) -> None:
    """Remember the day on which a firm's first parcel was decided; later parcels change nothing."""
    new = Operator.objects.filter(code__in=set(codes), first_parcel_on=None)
    for operator in new.select_for_update(skip_locked=True):
        operator.first_parcel_on = on
        operator.save(update_fields=["first_parcel_on"])
        record(verb="operator.first-parcel", thing=operator, by=by, at=at)


@transaction.atomic
def declare(
    operator: Operator, *, contact: str, trades: Iterable[str], by: Actor, at: datetime
) -> Operator:
    """Note where a firm wants to be written to, and the business models in which it trades."""
    operator = Operator.objects.select_for_update().get(pk=operator.pk)
    operator.contact = contact
    operator.trades = sorted(set(trades))
    operator.save(update_fields=["contact", "trades"])
    record(
        verb="operator.declared",
        thing=operator,
        by=by,
        at=at,
        reachable=bool(contact),
        trades=operator.trades,
    )
    return operator


@transaction.atomic
def bind_certificate(
    operator: Operator, certificate: x509.Certificate, *, by: Actor, at: datetime
) -> Certificate:
    """Let a certificate speak for an operator."""
    bound = Certificate.objects.create(
        operator=operator,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )
    record(verb="certificate.bound", thing=operator, by=by, at=at, fingerprint=bound.fingerprint)
    return bound


@transaction.atomic
def revoke_certificate(certificate: Certificate, *, by: Actor, at: datetime) -> None:
    """Stop a certificate from speaking for its operator, from now on."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if certificate.revoked_at is None:
        certificate.revoked_at = at
        certificate.save(update_fields=["revoked_at"])
        record(
            verb="certificate.revoked",
            thing=certificate.operator,
            by=by,
            at=at,
            fingerprint=certificate.fingerprint,
        )


@transaction.atomic
def change_standing(
    operator: Operator,
    verb: str,
    *,
    grounds: str,
    reason: str = "other",
    by: Actor,
    at: datetime,
) -> Operator:
    """Suspend, reinstate, close or strike off a registration; its parcels are judged by it from
    the same second.
    """
    by.must(Permission.OPERATOR_EDIT)
    return turn(operator, verb, grounds=grounds, reason=reason, by=by, at=at)


@transaction.atomic
def turn(
    operator: Operator,
    verb: str,
    *,
    reason: str,
    grounds: str = "",
    docket: str = "",
    by: Actor,
    at: datetime,
) -> Operator:
    """Change the standing of a registration by a decision whose permission was asked for already,
    as a move of a proceeding; `docket` is its reference.
    """
    operator = Operator.objects.select_for_update().get(pk=operator.pk)
    before = operator.standing
    operator.standing = REGISTRATION.next(before, verb)
    operator.save(update_fields=["standing"])
    StandingChange.objects.create(
        operator=operator,
        verb=verb,
        standing=operator.standing,
        since=at,
        reason=reason,
        grounds=grounds[:500],
        docket=docket,
    )
    record(
        verb=f"operator.{verb}",
        thing=operator,
        by=by,
        at=at,
        before=before,
        after=operator.standing,
        **({"grounds": grounds} if grounds else {}),
        **({"reason": reason, "docket": docket} if docket else {}),
    )
    return operator
