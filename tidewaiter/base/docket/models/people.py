"""Who takes part in a docket, what it is about, what is asked for, and who acted in which duty."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.kernel.privacy import PrivacyClass


class Party(models.Model):
    """Somebody who takes part, for themselves or through another who shows an authority."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="parties"
    )
    contact = models.EmailField(max_length=254, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    acts_for = models.ForeignKey("self", models.PROTECT, null=True, related_name="agents")
    authority = models.ForeignKey(
        "docket.Evidence", models.PROTECT, null=True, related_name="authorises"
    )
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["docket", "role", "organisation"],
                condition=Q(left_at=None, organisation__isnull=False),
                name="party_once_in_a_role",
            ),
            models.CheckConstraint(
                name="party_acts_for_another",
                condition=Q(acts_for__isnull=True) | ~Q(acts_for=models.F("id")),
            ),
            models.CheckConstraint(
                name="party_authority_to_act_for_somebody",
                condition=Q(authority__isnull=True) | Q(acts_for__isnull=False),
            ),
            models.CheckConstraint(name="party_named", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["organisation", "docket"], name="party_by_organisation")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "role": PrivacyClass.INTERNAL,
            "name": PrivacyClass.PERSONAL,
            "organisation": PrivacyClass.INTERNAL,
            "contact": PrivacyClass.PERSONAL,
            "language": PrivacyClass.INTERNAL,
            "acts_for": PrivacyClass.INTERNAL,
            "authority": PrivacyClass.INTERNAL,
            "joined_at": PrivacyClass.INTERNAL,
            "left_at": PrivacyClass.INTERNAL,
        }


class Subject(models.Model):
    """What a docket is about: a merchant, a listing, a product, an order, a decision."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="subjects")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "kind", "key"], name="subject_once"),
        ]
        indexes = [models.Index(fields=["key", "kind"], name="subject_by_its_key")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "key": PrivacyClass.INTERNAL,
            "label": PrivacyClass.PERSONAL,
        }


class Claim(models.Model):
    """What a party asks for, and perhaps how much of it."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="claims")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="claims")
    code = models.CharField(max_length=60)
    remedy = models.CharField(max_length=60, blank=True, default="")
    amount = models.DecimalField(max_digits=19, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="claim_amount_has_currency",
                condition=Q(amount__isnull=True, currency="")
                | Q(amount__gte=0, currency__regex=r"^[A-Z]{3}$"),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "party": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "remedy": PrivacyClass.INTERNAL,
            "amount": PrivacyClass.INTERNAL,
            "currency": PrivacyClass.INTERNAL,
        }


class Duty(models.Model):
    """That an officer has acted in a capacity, such as investigator or decider."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=40)
    person = models.CharField(max_length=64)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["docket", "duty", "person"], name="duty_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "duty": PrivacyClass.INTERNAL,
            "person": PrivacyClass.INTERNAL,
            "since": PrivacyClass.INTERNAL,
        }
