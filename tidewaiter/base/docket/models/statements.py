"""Statements of reasons, and the facts that they rest on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.docket.models.papers import Evidence
from tidewaiter.base.docket.states import Standing
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue


class Statement(models.Model):
    """Why something was decided, in the parts that every decision owes to those whom it concerns.

    The parts are those of the transparency database of the Digital Services Act, and what it lacks:
    what the party said and why it was not followed, proportionality, discretion, use of a model.
    """

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="statements")
    verb = models.CharField(max_length=40)
    standing = models.CharField(max_length=9, default=Standing.DRAFT)
    restrictions = models.JSONField(default=list)
    ground = models.CharField(max_length=12, blank=True, default="")
    basis = models.CharField(max_length=80, blank=True, default="")
    article = models.CharField(max_length=40, blank=True, default="")
    law_version = models.CharField(max_length=64, blank=True, default="")
    explanation = models.CharField(max_length=2000, blank=True, default="")
    category = models.CharField(max_length=60, blank=True, default="")
    territory = ArrayField(models.CharField(max_length=10), default=list)
    applies_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=20, blank=True, default="")
    automated_detection = models.BooleanField(default=False)
    automated_decision = models.CharField(max_length=9, default="not")
    position = models.CharField(max_length=4000, blank=True, default="")
    answer = models.CharField(max_length=4000, blank=True, default="")
    aim = models.CharField(max_length=2000, blank=True, default="")
    milder = models.CharField(max_length=2000, blank=True, default="")
    insufficient = models.CharField(max_length=2000, blank=True, default="")
    discretion = models.JSONField(default=dict)
    model_use = models.JSONField(default=dict)
    appeal_body = models.CharField(max_length=200, blank=True, default="")
    appeal_form = models.CharField(max_length=300, blank=True, default="")
    appeal_suspends = models.BooleanField(default=False)
    appeal_until = models.DateField(null=True)
    appeal_reckoned_en = models.TextField(blank=True, default="")
    appeal_reckoned_zh = models.TextField(blank=True, default="")
    languages = ArrayField(models.CharField(max_length=10), default=list)
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    issued_by = models.CharField(max_length=64, blank=True, default="")
    issued_label = models.CharField(max_length=100, blank=True, default="")
    issued_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["docket"], condition=Q(standing=Standing.DRAFT), name="statement_one_draft"
            ),
            models.CheckConstraint(
                name="statement_standing_known",
                condition=Q(standing__in=[one.value for one in Standing]),
            ),
            models.CheckConstraint(
                name="statement_issued_is_complete",
                condition=~Q(standing__in=[Standing.ISSUED, Standing.WITHDRAWN])
                | Q(issued_at__isnull=False, appeal_until__isnull=False)
                & ~Q(issued_by="")
                & ~Q(signature="")
                & ~Q(aim="")
                & ~Q(milder="")
                & ~Q(insufficient="")
                & ~Q(appeal_body="")
                & ~Q(appeal_form="")
                & ~Q(basis="")
                & ~Q(explanation=""),
            ),
            models.CheckConstraint(
                name="statement_ends_after_it_applies",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("applies_on")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "verb": PrivacyClass.INTERNAL,
            "standing": PrivacyClass.INTERNAL,
            "restrictions": PrivacyClass.INTERNAL,
            "ground": PrivacyClass.INTERNAL,
            "basis": PrivacyClass.PUBLIC,
            "article": PrivacyClass.PUBLIC,
            "law_version": PrivacyClass.PUBLIC,
            "explanation": PrivacyClass.PERSONAL,
            "category": PrivacyClass.INTERNAL,
            "territory": PrivacyClass.INTERNAL,
            "applies_on": PrivacyClass.INTERNAL,
            "ends_on": PrivacyClass.INTERNAL,
            "source": PrivacyClass.INTERNAL,
            "automated_detection": PrivacyClass.INTERNAL,
            "automated_decision": PrivacyClass.INTERNAL,
            "position": PrivacyClass.PERSONAL,
            "answer": PrivacyClass.PERSONAL,
            "aim": PrivacyClass.PERSONAL,
            "milder": PrivacyClass.PERSONAL,
            "insufficient": PrivacyClass.PERSONAL,
            "discretion": PrivacyClass.INTERNAL,
            "model_use": PrivacyClass.INTERNAL,
            "appeal_body": PrivacyClass.PUBLIC,
            "appeal_form": PrivacyClass.PUBLIC,
            "appeal_suspends": PrivacyClass.PUBLIC,
            "appeal_until": PrivacyClass.INTERNAL,
            "appeal_reckoned_en": PrivacyClass.INTERNAL,
            "appeal_reckoned_zh": PrivacyClass.INTERNAL,
            "languages": PrivacyClass.INTERNAL,
            "written_by": PrivacyClass.INTERNAL,
            "written_at": PrivacyClass.INTERNAL,
            "issued_by": PrivacyClass.INTERNAL,
            "issued_label": PrivacyClass.INTERNAL,
            "issued_at": PrivacyClass.INTERNAL,
            "signature": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the statement is quoted."""
        return issue("SOR", self.pk, self.written_at.year)


class Fact(models.Model):
    """Something that a decision takes for true, and the papers that show it."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="facts")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=2000)
    evidence = models.ManyToManyField(Evidence, related_name="facts")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="fact_in_order"),
            models.CheckConstraint(name="fact_says_something", condition=~Q(text="")),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "statement": PrivacyClass.INTERNAL,
            "number": PrivacyClass.INTERNAL,
            "text": PrivacyClass.PERSONAL,
            "evidence": PrivacyClass.INTERNAL,
        }
