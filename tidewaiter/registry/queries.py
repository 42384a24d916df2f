"""What others ask about operators."""

from collections.abc import Iterable
from datetime import datetime

from tidewaiter.registry.models import Certificate, Operator


def operator_of(organisation_code: str | None) -> Operator | None:
    """The operator that an organisation's machine clients act for."""
    return Operator.objects.filter(organisation__code=organisation_code).first()


def operators_named(codes: Iterable[str]) -> dict[str, Operator]:
    """The registered operators among these customs registration numbers."""
    return {operator.code: operator for operator in Operator.objects.filter(code__in=set(codes))}


def certificate_on(fingerprint: str, *, at: datetime) -> tuple[Certificate | None, str]:
    """The certificate with this fingerprint, and what is wrong with it at that moment ("" if
    nothing).

    What may be wrong: ``unknown``, ``revoked``, ``expired`` (or not yet valid).
    """
    certificate = (
        Certificate.objects.select_related("operator").filter(fingerprint=fingerprint).first()
    )
    if certificate is None:
        return None, "unknown"
    if certificate.revoked_at is not None and certificate.revoked_at <= at:
        return certificate, "revoked"
    if not certificate.not_before <= at <= certificate.not_after:
        return certificate, "expired"
    return certificate, ""
