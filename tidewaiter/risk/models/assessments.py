"""The decision about a parcel, the reasons that add up to it, and an officer's change of lane."""

from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.rows import WRITTEN_ONCE
from tidewaiter.intake.models import Declaration, Order, Payment, Waybill
from tidewaiter.risk.states import Lane, Outcome


class Assessments(models.QuerySet):
    """Assessments, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Assessments":
        """Officers see every assessment; a machine client sees those of its own declarations."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(declaration__sender__organisation__code=actor.organisation_code)
        return self


class Assessment(models.Model):
    """What was decided about a parcel, and everything needed to decide it again to the last bit."""

    declaration = models.ForeignKey(
        Declaration, models.PROTECT, related_name="assessments", db_index=False
    )
    current = models.BooleanField(default=True)
    order = models.ForeignKey(Order, null=True, **WRITTEN_ONCE)
    payment = models.ForeignKey(Payment, null=True, **WRITTEN_ONCE)
    waybill = models.ForeignKey(Waybill, null=True, **WRITTEN_ONCE)
    ready_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    outcome = models.CharField(max_length=9)
    status = models.CharField(max_length=3)
    lane = models.CharField(max_length=10, null=True)
    lane_by = models.CharField(max_length=8)
    draw = models.FloatField()
    priority = models.FloatField(null=True)
    propensity = models.FloatField(null=True)
    model = models.CharField(max_length=16, null=True)
    risk = models.DecimalField(max_digits=18, decimal_places=9, null=True)
    recoverable = models.DecimalField(max_digits=19, decimal_places=5, null=True)
    explained = models.TextField(blank=True, default="")
    score = models.DecimalField(max_digits=9, decimal_places=3)
    dutiable_value = models.DecimalField(max_digits=19, decimal_places=5)
    duty = models.DecimalField(max_digits=19, decimal_places=5)
    vat = models.DecimalField(max_digits=19, decimal_places=5)
    consumption_tax = models.DecimalField(max_digits=19, decimal_places=5)
    tax_basis = models.CharField(max_length=8, null=True)
    duties = models.TextField()
    context = models.TextField()
    book = models.CharField(max_length=16)
    law = models.CharField(max_length=16)
    law_day = models.DateField()
    input_hash = models.CharField(max_length=64)
    words = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("words", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Assessments.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(current=True), name="assessment_one_current"
            ),
            models.CheckConstraint(
                name="assessment_lane_iff_accepted",
                condition=Q(outcome=Outcome.ACCEPTED, lane__in=[lane.value for lane in Lane])
                | Q(outcome__in=[Outcome.REJECTED, Outcome.WITHDRAWN], lane=None),
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "-id"], name="assessment_lane"),
            models.Index(
                fields=["id"],
                condition=Q(propensity__isnull=False),
                name="assessment_drawn",
            ),
            BrinIndex(fields=["decided_at"], name="assessment_decided"),
            GinIndex(fields=["search"], name="assessment_search"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "declaration": PrivacyClass.INTERNAL,
            "current": PrivacyClass.INTERNAL,
            "order": PrivacyClass.INTERNAL,
            "payment": PrivacyClass.INTERNAL,
            "waybill": PrivacyClass.INTERNAL,
            "ready_at": PrivacyClass.INTERNAL,
            "decided_at": PrivacyClass.INTERNAL,
            "outcome": PrivacyClass.INTERNAL,
            "status": PrivacyClass.INTERNAL,
            "lane": PrivacyClass.INTERNAL,
            "lane_by": PrivacyClass.INTERNAL,
            "draw": PrivacyClass.INTERNAL,
            "priority": PrivacyClass.INTERNAL,
            "propensity": PrivacyClass.INTERNAL,
            "model": PrivacyClass.INTERNAL,
            "risk": PrivacyClass.INTERNAL,
            "recoverable": PrivacyClass.INTERNAL,
            "explained": PrivacyClass.INTERNAL,
            "score": PrivacyClass.INTERNAL,
            "dutiable_value": PrivacyClass.INTERNAL,
            "duty": PrivacyClass.INTERNAL,
            "vat": PrivacyClass.INTERNAL,
            "consumption_tax": PrivacyClass.INTERNAL,
            "tax_basis": PrivacyClass.INTERNAL,
            "duties": PrivacyClass.INTERNAL,
            "context": PrivacyClass.PERSONAL,
            "book": PrivacyClass.INTERNAL,
            "law": PrivacyClass.INTERNAL,
            "law_day": PrivacyClass.INTERNAL,
            "input_hash": PrivacyClass.INTERNAL,
            "words": PrivacyClass.INTERNAL,
            "search": PrivacyClass.INTERNAL,
        }


class Reason(models.Model):
    """One reason of a decision: a rule that fired, with the values that made it fire."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reasons")
    position = models.SmallIntegerField()
    code = models.CharField(max_length=20)
    evidence = models.TextField()
    weight = models.DecimalField(max_digits=9, decimal_places=3)

    class Meta:
        indexes = [models.Index(fields=["code", "-id"], name="reason_code")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "assessment": PrivacyClass.INTERNAL,
            "position": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "evidence": PrivacyClass.PERSONAL,
            "weight": PrivacyClass.INTERNAL,
        }


class LaneChange(models.Model):
    """An officer sent a parcel to another lane, with reasons."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="changes")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    grounds = models.CharField(max_length=2000)
    by_id = models.CharField(max_length=40)
    by_label = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "assessment": PrivacyClass.INTERNAL,
            "before": PrivacyClass.INTERNAL,
            "after": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }
