"""Certificates of registration, which anybody can verify without asking."""

from django.db import models
from django.db.models import F, Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.registry.models.operators import Operator
from tidewaiter.registry.models.seen import OfFirm


class Attestation(models.Model):
    """A certificate that an operator is registered, signed, until it expires or is revoked."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="attestations")
    issued_at = models.DateTimeField()
    valid_until = models.DateField()
    signed = models.TextField(blank=True, default="")
    revoked_at = models.DateTimeField(null=True)
    revoked_for = models.CharField(max_length=40, blank=True, default="")

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator"], condition=Q(revoked_at=None), name="attestation_in_force_once"
            ),
            models.CheckConstraint(
                name="attestation_revoked_for_a_reason",
                condition=Q(revoked_at__isnull=True, revoked_for="")
                | Q(revoked_at__gte=F("issued_at")) & ~Q(revoked_for=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.PUBLIC,
            "operator": PrivacyClass.PUBLIC,
            "issued_at": PrivacyClass.PUBLIC,
            "valid_until": PrivacyClass.PUBLIC,
            "signed": PrivacyClass.PUBLIC,
            "revoked_at": PrivacyClass.PUBLIC,
            "revoked_for": PrivacyClass.PUBLIC,
        }

    @property
    def reference(self) -> str:
        """The number of the certificate, with its check character."""
        return issue("REG", self.pk, self.issued_at.year)
