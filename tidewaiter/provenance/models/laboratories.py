"""Laboratories, and the standards by which they are accredited to test."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.kernel.privacy import PrivacyClass


class Laboratory(models.Model):
    """A laboratory as its accreditor lists it; `mark` is the number of its mark for the public."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    names = ArrayField(models.CharField(max_length=200), default=list)
    country = models.CharField(max_length=3, blank=True, default="")
    accreditor = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    mark = models.CharField(max_length=40, blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    listed_on = models.DateField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["accreditor", "number"], name="accreditation_once"),
            models.CheckConstraint(
                name="laboratory_ordered",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.PUBLIC,
            "name": PrivacyClass.PUBLIC,
            "names": PrivacyClass.PUBLIC,
            "country": PrivacyClass.PUBLIC,
            "accreditor": PrivacyClass.PUBLIC,
            "number": PrivacyClass.PUBLIC,
            "mark": PrivacyClass.PUBLIC,
            "valid_from": PrivacyClass.PUBLIC,
            "valid_to": PrivacyClass.PUBLIC,
            "source": PrivacyClass.PUBLIC,
            "listed_on": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.name


class Scope(models.Model):
    """A standard by which a laboratory may test; without a year it stands for all editions."""

    laboratory = models.ForeignKey(Laboratory, models.CASCADE, related_name="scope")
    standard = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["laboratory", "standard"]
        constraints = [
            models.UniqueConstraint(fields=["laboratory", "standard"], name="scope_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "laboratory": PrivacyClass.PUBLIC,
            "standard": PrivacyClass.PUBLIC,
            "title": PrivacyClass.PUBLIC,
            "valid_from": PrivacyClass.PUBLIC,
            "valid_to": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.standard
