"""Test reports, and what each check of them found."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.docket.models import Docket, Evidence
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.provenance.models.laboratories import Laboratory
from tidewaiter.provenance.models.products import Product
from tidewaiter.provenance.states import Binding, Outcome


class Reports(models.QuerySet):
    """Reports, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Reports":
        """Officers see all; a firm's machine those about products of the firm."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(product__operator__organisation__code=actor.organisation_code)
        return self if actor.may(Permission.PRODUCT_SEE) else self.none()


class Report(models.Model):
    """A test report of a product: what its text says, and since when it is accepted.

    Where it stands is the state of its docket. `marks` are its results in a form that can be
    compared; `binding` says whether it is about this very product or about its model only.
    """

    docket = models.OneToOneField(Docket, models.PROTECT, related_name="report")
    product = models.ForeignKey(Product, models.PROTECT, related_name="reports")
    batch = models.CharField(max_length=40, blank=True, default="")
    paper = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="reports")
    laboratory = models.ForeignKey(Laboratory, models.PROTECT, null=True, related_name="reports")
    number = models.CharField(max_length=80, blank=True, default="")
    said = models.JSONField(default=dict)
    standards = ArrayField(models.CharField(max_length=80), default=list)
    marks = ArrayField(models.CharField(max_length=120), default=list)
    tested_on = models.DateField(null=True)
    issued_on = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    binding = models.CharField(max_length=8, blank=True, default=Binding.NONE)
    submitted_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Reports.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="report_binding_known",
                condition=Q(binding__in=[one.value for one in Binding]),
            ),
            models.CheckConstraint(
                name="report_accepted_is_bound",
                condition=Q(accepted_at__isnull=True) | ~Q(binding=""),
            ),
            models.CheckConstraint(
                name="report_ends_after_acceptance",
                condition=Q(ended_at__isnull=True)
                | Q(accepted_at__isnull=True)
                | Q(ended_at__gte=F("accepted_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["laboratory", "number"], name="report_by_number"),
            GinIndex(fields=["marks"], name="report_by_marks"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "product": PrivacyClass.PUBLIC,
            "batch": PrivacyClass.PUBLIC,
            "paper": PrivacyClass.INTERNAL,
            "laboratory": PrivacyClass.PUBLIC,
            "number": PrivacyClass.PUBLIC,
            "said": PrivacyClass.PERSONAL,
            "standards": PrivacyClass.PUBLIC,
            "marks": PrivacyClass.INTERNAL,
            "tested_on": PrivacyClass.PUBLIC,
            "issued_on": PrivacyClass.PUBLIC,
            "valid_until": PrivacyClass.PUBLIC,
            "binding": PrivacyClass.PUBLIC,
            "submitted_at": PrivacyClass.INTERNAL,
            "accepted_at": PrivacyClass.PUBLIC,
            "ended_at": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.number or self.docket.reference


class Check(models.Model):
    """One entry of the check log: which step, what came out, by which rule, with which values."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="checks")
    step = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="check_outcome_known",
                condition=Q(outcome__in=[one.value for one in Outcome]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "report": PrivacyClass.INTERNAL,
            "step": PrivacyClass.INTERNAL,
            "outcome": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "values": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.step}: {self.code}"
