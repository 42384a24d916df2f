"""Issue and revoke certificates of registration."""

from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.privacy.signing import sign
from tidewaiter.registry.models import Attestation, Operator
from tidewaiter.registry.rules.attestations import Claims, written


@transaction.atomic
def attest(operator: Operator, *, valid_until: date, by: Actor, at: datetime) -> Attestation:
    """Certify that an operator is registered, until a day; an older certificate is replaced."""
    revoke_attestation(operator, reason="replaced", by=by, at=at)
    made = Attestation.objects.create(operator=operator, issued_at=at, valid_until=valid_until)
    made.signed = sign(written(claims_of(made)))
    made.save(update_fields=["signed"])
    record(
        verb="operator.attested", thing=operator, by=by, at=at, certificate=made.reference,
        until=valid_until,
    )  # fmt: skip
    return made


@transaction.atomic
def revoke_attestation(operator: Operator, *, reason: str, by: Actor, at: datetime) -> None:
    """Revoke the certificate in force, if there is one; who asks is told so from now on."""
    for one in Attestation.objects.select_for_update().filter(operator=operator, revoked_at=None):
        one.revoked_at, one.revoked_for = at, reason
        one.save(update_fields=["revoked_at", "revoked_for"])
        record(
            verb="operator.attestation-revoked", thing=operator, by=by, at=at,
            certificate=one.reference, reason=reason,
        )  # fmt: skip


def claims_of(one: Attestation) -> Claims:
    """What a certificate says."""
    operator = one.operator
    return Claims(
        reference=one.reference,
        code=operator.code,
        name=operator.name,
        roles=tuple(operator.roles),
        place=operator.city or operator.country,
        natural=operator.natural,
        since=operator.registered_on,
        issued=clocks.day_of(one.issued_at),
        until=one.valid_until,
        most_value="" if operator.most_value is None else f"{operator.most_value:.2f}",
        most_parcels=operator.most_parcels or 0,
        chapters=tuple(operator.chapters),
    )
