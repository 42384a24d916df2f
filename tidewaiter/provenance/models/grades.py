"""What is wrong with chains, and how far each product's chain is shown, now and on earlier days."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.provenance.models.products import Product
from tidewaiter.provenance.states import Contradictory, Mark


class Contradiction(models.Model):
    """Something in a chain that cannot be true, as long as nobody declares an event to be wrong.

    `mark` is the fingerprint by which it is known again; `events` are those that contradict each
    other.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="contradictions")
    kind = models.CharField(max_length=16)
    batch = models.CharField(max_length=40, blank=True, default="")
    mark = models.CharField(max_length=32)
    values = models.JSONField(default=dict)
    events = ArrayField(models.BigIntegerField(), default=list)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["product", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "mark"],
                name="contradiction_open_once",
                condition=Q(gone_at=None),
            ),
            models.CheckConstraint(
                name="contradiction_kind_known",
                condition=Q(kind__in=[one.value for one in Contradictory]),
            ),
            models.CheckConstraint(
                name="contradiction_gone_after_found",
                condition=Q(gone_at__isnull=True) | Q(gone_at__gte=F("found_at")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "product": PrivacyClass.PUBLIC,
            "kind": PrivacyClass.PUBLIC,
            "batch": PrivacyClass.PUBLIC,
            "mark": PrivacyClass.INTERNAL,
            "values": PrivacyClass.INTERNAL,
            "events": PrivacyClass.INTERNAL,
            "found_at": PrivacyClass.PUBLIC,
            "gone_at": PrivacyClass.PUBLIC,
        }


class Grade(models.Model):
    """The grade of a product's chain from one moment to another, with the facts behind it."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=1)
    facts = models.JSONField(default=dict)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["product", "-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["product"], name="grade_now_once", condition=Q(until=None)
            ),
            models.CheckConstraint(
                name="grade_known", condition=Q(grade__in=[one.value for one in Mark])
            ),
            models.CheckConstraint(
                name="grade_ordered",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "product": PrivacyClass.PUBLIC,
            "grade": PrivacyClass.PUBLIC,
            "facts": PrivacyClass.PUBLIC,
            "since": PrivacyClass.PUBLIC,
            "until": PrivacyClass.PUBLIC,
        }
