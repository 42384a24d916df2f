"""Operators, the roles they are registered for, and the certificates bound to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.states import Standing


class Role(models.TextChoices):
    """What an operator does in the trade (GACC Announcement 194/2018, II)."""

    PLATFORM = "platform"
    MERCHANT = "merchant"
    PAYMENT = "payment"
    CARRIER = "carrier"
    AGENT = "agent"
    GUARANTOR = "guarantor"
    WAREHOUSE = "warehouse"


class Operators(models.QuerySet):
    """Operators, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Operators":
        """Officers see all operators; a machine client sees its own."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(organisation__code=actor.organisation_code)
        return self


class Operator(models.Model):
    """A firm that takes part in cross-border trade, known by its customs registration number."""

    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    roles = ArrayField(models.CharField(max_length=12, choices=Role.choices))
    standing = models.CharField(max_length=10, default=Standing.ACTIVE)
    registered_on = models.DateField()
    first_parcel_on = models.DateField(null=True)
    verifies_identity = models.BooleanField(default=False)
    allows_rsa_sha1 = models.BooleanField(default=False)
    contact = models.EmailField(max_length=254, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=50, blank=True, default="")
    website = models.CharField(max_length=200, blank=True, default="")
    trades = ArrayField(models.CharField(max_length=80), blank=True, default=list)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="operator")

    objects = Operators.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operator_standing_known",
                condition=models.Q(standing__in=[standing.value for standing in Standing]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.PUBLIC,
            "name": PrivacyClass.PUBLIC,
            "roles": PrivacyClass.PUBLIC,
            "standing": PrivacyClass.PUBLIC,
            "registered_on": PrivacyClass.PUBLIC,
            "first_parcel_on": PrivacyClass.INTERNAL,
            "verifies_identity": PrivacyClass.INTERNAL,
            "allows_rsa_sha1": PrivacyClass.INTERNAL,
            "contact": PrivacyClass.PERSONAL,
            "address": PrivacyClass.INTERNAL,
            "phone": PrivacyClass.INTERNAL,
            "website": PrivacyClass.INTERNAL,
            "trades": PrivacyClass.PUBLIC,
            "organisation": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Certificates(models.QuerySet):
    """Certificates, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Certificates":
        """Officers see all certificates; a machine client sees those of its own operator."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(operator__organisation__code=actor.organisation_code)
        return self


class Certificate(models.Model):
    """A certificate that speaks for one operator until it expires or is revoked."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="certificates")
    fingerprint = models.CharField(max_length=64, unique=True)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = Certificates.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="certificate_validity_ordered",
                condition=models.Q(not_before__lt=models.F("not_after")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "fingerprint": PrivacyClass.PUBLIC,
            "not_before": PrivacyClass.PUBLIC,
            "not_after": PrivacyClass.PUBLIC,
            "revoked_at": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.fingerprint[:16]
