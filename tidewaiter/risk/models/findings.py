"""Acts of inspection: what was found when a parcel was opened, with photographs."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.risk.models.assessments import Assessment
from tidewaiter.risk.states import ActStage, Disposal, Found


class Acts(models.QuerySet):
    """Acts, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Acts":
        """Officers see every act; machine clients see none."""
        return self.none() if actor.kind is ActorKind.CLIENT else self


class InspectionAct(models.Model):
    """What an inspection found and decided; written, then filed, never written over."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="acts")
    stage = models.CharField(max_length=9, default=ActStage.DRAFTED)
    code = models.CharField(max_length=11)
    statement = models.CharField(max_length=4000)
    value_found = models.DecimalField(max_digits=19, decimal_places=5, null=True)
    disposal = models.CharField(max_length=9)
    by_draw = models.BooleanField()
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    written_by = models.CharField(max_length=40)
    written_label = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    filed_by = models.CharField(max_length=40, blank=True, default="")
    filed_label = models.CharField(max_length=80, blank=True, default="")
    filed_at = models.DateTimeField(null=True)

    objects = Acts.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(stage=ActStage.DRAFTED), name="act_one_draft"
            ),
            models.UniqueConstraint(
                fields=["assessment"], condition=Q(stage=ActStage.FILED), name="act_one_in_force"
            ),
            models.CheckConstraint(
                name="act_known",
                condition=Q(
                    stage__in=[one.value for one in ActStage],
                    code__in=[one.value for one in Found],
                    disposal__in=[one.value for one in Disposal],
                ),
            ),
            models.CheckConstraint(
                name="act_filed_by_and_at_together",
                condition=Q(
                    stage__in=[ActStage.FILED, ActStage.CORRECTED],
                    filed_at__isnull=False,
                )
                & ~Q(filed_by="")
                | Q(
                    stage__in=[ActStage.DRAFTED, ActStage.DROPPED],
                    filed_at__isnull=True,
                    filed_by="",
                ),
            ),
            models.CheckConstraint(
                name="act_value_not_negative",
                condition=Q(value_found__isnull=True) | Q(value_found__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["filed_at"], name="act_filed")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "assessment": PrivacyClass.INTERNAL,
            "stage": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "statement": PrivacyClass.PERSONAL,
            "value_found": PrivacyClass.INTERNAL,
            "disposal": PrivacyClass.INTERNAL,
            "by_draw": PrivacyClass.INTERNAL,
            "corrects": PrivacyClass.INTERNAL,
            "written_by": PrivacyClass.INTERNAL,
            "written_label": PrivacyClass.INTERNAL,
            "written_at": PrivacyClass.INTERNAL,
            "filed_by": PrivacyClass.INTERNAL,
            "filed_label": PrivacyClass.INTERNAL,
            "filed_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the act is quoted."""
        return issue("ACT", self.pk, self.written_at.year)

    @property
    def confirms(self) -> bool:
        """Whether something was found."""
        return self.code != Found.NOTHING


class FoundLine(models.Model):
    """A line of the declaration as it turned out to be; NULL where it was as declared."""

    act = models.ForeignKey(InspectionAct, models.PROTECT, related_name="lines")
    gnum = models.SmallIntegerField()
    gcode = models.CharField(max_length=10, null=True)
    quantity = models.DecimalField(max_digits=19, decimal_places=5, null=True)
    unit = models.CharField(max_length=3, null=True)
    value = models.DecimalField(max_digits=19, decimal_places=5, null=True)

    class Meta:
        ordering = ["gnum"]
        constraints = [
            models.UniqueConstraint(fields=["act", "gnum"], name="found_line_once"),
            models.CheckConstraint(
                name="found_line_says_something",
                condition=Q(gcode__isnull=False)
                | Q(quantity__isnull=False)
                | Q(unit__isnull=False)
                | Q(value__isnull=False),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "act": PrivacyClass.INTERNAL,
            "gnum": PrivacyClass.INTERNAL,
            "gcode": PrivacyClass.INTERNAL,
            "quantity": PrivacyClass.INTERNAL,
            "unit": PrivacyClass.INTERNAL,
            "value": PrivacyClass.INTERNAL,
        }


class Photo(models.Model):
    """A photograph of what was found, known by the hash of its bytes."""

    act = models.ForeignKey(InspectionAct, models.PROTECT, related_name="photos")
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=10)
    size = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["act", "sha256"], name="photo_once_in_act"),
            models.CheckConstraint(
                name="photo_is_an_image",
                condition=Q(media_type__in=["image/jpeg", "image/png", "image/webp"]),
            ),
        ]
        indexes = [models.Index(fields=["sha256"], name="photo_hash")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "act": PrivacyClass.INTERNAL,
            "sha256": PrivacyClass.INTERNAL,
            "media_type": PrivacyClass.INTERNAL,
            "size": PrivacyClass.INTERNAL,
            "content": PrivacyClass.PERSONAL,
        }
