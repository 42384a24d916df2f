"""Learned risk models: their files, cards and lives; what challengers said; how each drifts."""

from django.db import models
from django.db.models import F, Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.risk.models.assessments import Assessment
from tidewaiter.risk.states import ModelStage


class OfModels(models.QuerySet):
    """Risk models, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "OfModels":
        """Those who may read about models see all of them; nobody else sees anything."""
        if actor.kind is not ActorKind.CLIENT and actor.may(Permission.MODEL_SEE):
            return self
        return self.none()


class LearnedModel(models.Model):
    """A model as it was learned: its file is kept for ever and named by its fingerprint."""

    mark = models.CharField(max_length=16, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    stage = models.CharField(max_length=8, default=ModelStage.TRAINED)
    content = models.BinaryField()
    card = models.TextField()
    facts = models.JSONField()
    trained_by = models.CharField(max_length=40)
    trained_label = models.CharField(max_length=80)
    trained_at = models.DateTimeField()
    watched_by = models.CharField(max_length=40, blank=True, default="")
    watched_at = models.DateTimeField(null=True)
    entered_by = models.CharField(max_length=40, blank=True, default="")
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = OfModels.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(stage=ModelStage.IN_FORCE.value),
                name="model_one_in_force",
            ),
            models.CheckConstraint(
                name="model_known", condition=Q(stage__in=[one.value for one in ModelStage])
            ),
            models.CheckConstraint(
                name="model_by_three_hands",
                condition=~Q(stage=ModelStage.IN_FORCE.value)
                | ~Q(entered_by="")
                & ~Q(watched_by="")
                & ~Q(watched_by=F("trained_by"))
                & ~Q(entered_by=F("trained_by"))
                & ~Q(entered_by=F("watched_by")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "mark": PrivacyClass.INTERNAL,
            "fingerprint": PrivacyClass.INTERNAL,
            "stage": PrivacyClass.INTERNAL,
            "content": PrivacyClass.INTERNAL,
            "card": PrivacyClass.INTERNAL,
            "facts": PrivacyClass.INTERNAL,
            "trained_by": PrivacyClass.INTERNAL,
            "trained_label": PrivacyClass.INTERNAL,
            "trained_at": PrivacyClass.INTERNAL,
            "watched_by": PrivacyClass.INTERNAL,
            "watched_at": PrivacyClass.INTERNAL,
            "entered_by": PrivacyClass.INTERNAL,
            "entered_at": PrivacyClass.INTERNAL,
            "left_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the model is quoted."""
        return issue("MODL", self.pk, self.trained_at.year)


class ShadowScore(models.Model):
    """What a model in shadow said of a parcel: recorded, without any effect."""

    model = models.ForeignKey(LearnedModel, models.PROTECT, related_name="scores")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="shadow_scores", db_constraint=False
    )
    risk = models.DecimalField(max_digits=18, decimal_places=9)
    recoverable = models.DecimalField(max_digits=19, decimal_places=5, null=True)

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "model": PrivacyClass.INTERNAL,
            "assessment": PrivacyClass.INTERNAL,
            "risk": PrivacyClass.INTERNAL,
            "recoverable": PrivacyClass.INTERNAL,
        }


class ModelDay(models.Model):
    """How a model fitted a day: whether parcels still look like those it learned from.

    `stabilities` are stability indexes by feature, `drawn` and `found` count inspections of parcels
    that were drawn at random, `alarms` name what has shifted.
    """

    model = models.ForeignKey(LearnedModel, models.PROTECT, related_name="days")
    day = models.DateField()
    parcels = models.PositiveIntegerField()
    score_stability = models.FloatField()
    stabilities = models.JSONField(default=dict)
    unseen = models.FloatField()
    drawn = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    alarms = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = OfModels.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["model", "day"], name="model_day_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "model": PrivacyClass.INTERNAL,
            "day": PrivacyClass.INTERNAL,
            "parcels": PrivacyClass.INTERNAL,
            "score_stability": PrivacyClass.INTERNAL,
            "stabilities": PrivacyClass.INTERNAL,
            "unseen": PrivacyClass.INTERNAL,
            "drawn": PrivacyClass.INTERNAL,
            "found": PrivacyClass.INTERNAL,
            "alarms": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }
