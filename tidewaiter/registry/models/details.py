"""What is known of an operator: numbers, owners, licences, sites, accounts, contacts, agents."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.models.operators import Operator
from tidewaiter.registry.models.seen import OfFirm


class Identifier(models.Model):
    """A number by which others know the operator; its check digit was right when it was taken."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="identifiers")
    scheme = models.CharField(max_length=10)
    value = models.CharField(max_length=40)

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_of_one_operator"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "scheme": PrivacyClass.PUBLIC,
            "value": PrivacyClass.PUBLIC,
        }


class Owner(models.Model):
    """Somebody who owns or controls an operator, or the statement why none can be named.

    Who a person is lies sealed under that person's own key; `person_ix` finds the same person
    elsewhere. `holds` is the share in per cent, `indirect` what chains of firms add up to.
    """

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="owners")
    sort = models.CharField(max_length=10)
    firm = models.CharField(max_length=200, blank=True, default="")
    person_sealed = models.BinaryField(null=True)
    person_ix = models.UUIDField(null=True)
    holds = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    control = models.CharField(max_length=20)
    of = models.CharField(max_length=200, blank=True, default="")
    why_none = models.CharField(max_length=40, blank=True, default="")

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="owner_is_person_or_firm_or_explained",
                condition=Q(sort="person", person_ix__isnull=False, why_none="")
                | Q(sort="firm", person_ix__isnull=True, why_none="") & ~Q(firm="")
                | Q(sort="none", person_ix__isnull=True) & ~Q(why_none=""),
            ),
            models.CheckConstraint(
                name="owner_share_of_a_whole",
                condition=Q(holds__isnull=True) | Q(holds__gte=0, holds__lte=100),
            ),
        ]
        indexes = [models.Index(fields=["person_ix"], name="owner_by_person")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "sort": PrivacyClass.INTERNAL,
            "firm": PrivacyClass.INTERNAL,
            "person_sealed": PrivacyClass.SENSITIVE,
            "person_ix": PrivacyClass.PERSONAL,
            "holds": PrivacyClass.INTERNAL,
            "control": PrivacyClass.INTERNAL,
            "of": PrivacyClass.INTERNAL,
            "why_none": PrivacyClass.INTERNAL,
        }


class Licence(models.Model):
    """What an authority allows the operator to do, for which goods and how long."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="licences")
    sort = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=200)
    scope = models.CharField(max_length=300, blank=True, default="")
    chapters = ArrayField(models.CharField(max_length=2), blank=True, default=list)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "sort", "number"], name="licence_once_for_an_operator"
            ),
            models.CheckConstraint(
                name="licence_validity_ordered",
                condition=Q(valid_until__isnull=True) | Q(valid_from__lte=F("valid_until")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "sort": PrivacyClass.PUBLIC,
            "number": PrivacyClass.PUBLIC,
            "issuer": PrivacyClass.PUBLIC,
            "scope": PrivacyClass.PUBLIC,
            "chapters": PrivacyClass.PUBLIC,
            "valid_from": PrivacyClass.PUBLIC,
            "valid_until": PrivacyClass.PUBLIC,
        }


class Site(models.Model):
    """A place at which the operator works; of a person's home only the city is clear."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="sites")
    sort = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    city = models.CharField(max_length=100)
    address_sealed = models.BinaryField(null=True)
    address_ix = models.UUIDField(null=True)

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "sort": PrivacyClass.PUBLIC,
            "country": PrivacyClass.PUBLIC,
            "city": PrivacyClass.PUBLIC,
            "address_sealed": PrivacyClass.SENSITIVE,
            "address_ix": PrivacyClass.PERSONAL,
        }


class Account(models.Model):
    """That an account was compared with the operator; the number itself is kept nowhere."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="accounts")
    bank = models.CharField(max_length=100, blank=True, default="")
    country = models.CharField(max_length=2)
    match = models.CharField(max_length=10)
    account_ix = models.UUIDField()
    matched_at = models.DateTimeField()

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "account_ix"], name="account_once_for_an_operator"
            ),
            models.CheckConstraint(
                name="account_match_known",
                condition=Q(match__in=["same", "similar", "different", "unknown"]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "bank": PrivacyClass.INTERNAL,
            "country": PrivacyClass.INTERNAL,
            "match": PrivacyClass.INTERNAL,
            "account_ix": PrivacyClass.PERSONAL,
            "matched_at": PrivacyClass.INTERNAL,
        }


class Contact(models.Model):
    """Where the operator can be reached, and for what."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="contacts")
    purpose = models.CharField(max_length=20)
    sort = models.CharField(max_length=10)
    value_sealed = models.BinaryField()
    value_ix = models.UUIDField()

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "purpose": PrivacyClass.INTERNAL,
            "sort": PrivacyClass.INTERNAL,
            "value_sealed": PrivacyClass.SENSITIVE,
            "value_ix": PrivacyClass.PERSONAL,
        }


class Representative(models.Model):
    """Who answers in the country for a merchant from abroad, and until when."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="representatives")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=18)
    valid_until = models.DateField(null=True)

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "code"], name="representative_once_for_an_operator"
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "name": PrivacyClass.PUBLIC,
            "code": PrivacyClass.PUBLIC,
            "valid_until": PrivacyClass.PUBLIC,
        }
