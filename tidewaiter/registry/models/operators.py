"""Operators, the roles they are registered for, and the certificates bound to them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
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
    LABORATORY = "laboratory"
    RIGHT_HOLDER = "right_holder"


class Operators(models.QuerySet):
    """Operators, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Operators":
        """Officers see all operators; the people and machines of a firm see their own."""
        party = actor.kind is ActorKind.PERSON and not actor.may(Permission.DESK_SEE)
        if actor.kind is ActorKind.CLIENT or (party and actor.may(Permission.DOCKET_OWN)):
            return self.filter(organisation__code=actor.organisation_code)
        return self

    def shown(self) -> "Operators":
        """Operators whom anybody may look up: all, whatever became of them."""
        return self.order_by("name", "code")


class Operator(models.Model):
    """A firm that takes part in cross-border trade, known by its customs registration number.

    `natural` is a person who trades: of these the public is told the city and not the address.
    The three limits are those of a conditional admission; the engine holds each parcel against
    them: the value of one parcel, parcels a day, and chapters of the tariff (empty: all).
    """

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
    natural = models.BooleanField(default=False)
    country = models.CharField(max_length=2, default="CN")
    city = models.CharField(max_length=100, blank=True, default="")
    most_value = models.DecimalField(max_digits=17, decimal_places=2, null=True)
    most_parcels = models.PositiveIntegerField(null=True)
    chapters = ArrayField(models.CharField(max_length=2), blank=True, default=list)
    verified_at = models.DateTimeField(null=True)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="operator")

    objects = Operators.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="operator_standing_known",
                condition=models.Q(standing__in=[standing.value for standing in Standing]),
            ),
            models.CheckConstraint(
                name="operator_limit_above_nothing",
                condition=models.Q(most_value__isnull=True) | models.Q(most_value__gt=0),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "natural": PrivacyClass.PUBLIC,
            "country": PrivacyClass.PUBLIC,
            "city": PrivacyClass.PUBLIC,
            "most_value": PrivacyClass.PUBLIC,
            "most_parcels": PrivacyClass.PUBLIC,
            "chapters": PrivacyClass.PUBLIC,
            "verified_at": PrivacyClass.PUBLIC,
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


class StandingChange(models.Model):
    """From when an operator might trade or not, and why: what the public register tells.

    `reason` is one of a closed list; `grounds` are the officer's words, which the public does not
    read. `docket` is the reference of the proceeding in which it was decided.
    """

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    standing = models.CharField(max_length=10)
    since = models.DateTimeField()
    reason = models.CharField(max_length=40)
    grounds = models.CharField(max_length=500, blank=True, default="")
    docket = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                name="standing_change_known",
                condition=models.Q(standing__in=[standing.value for standing in Standing]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "verb": PrivacyClass.PUBLIC,
            "standing": PrivacyClass.PUBLIC,
            "since": PrivacyClass.PUBLIC,
            "reason": PrivacyClass.PUBLIC,
            "grounds": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.PUBLIC,
        }


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
