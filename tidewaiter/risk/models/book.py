"""Stored rules and their versions, the editions of the book, tries, snoozes, priority areas."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.risk.models.assessments import Assessment
from tidewaiter.risk.states import UNDER_WAY, CampaignStage, RuleStage


class OfTheBook(models.QuerySet):
    """Parts of the rule book, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "OfTheBook":
        """Those who may read the rule book see all of it; nobody else sees anything."""
        if actor.kind is not ActorKind.CLIENT and actor.may(Permission.RULE_SEE):
            return self
        return self.none()


class Campaign(models.Model):
    """A priority area: rules that apply for a bounded time, and what came of it."""

    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    grounds = models.CharField(max_length=2000)
    stage = models.CharField(max_length=10, default=CampaignStage.PLANNED)
    starts_on = models.DateField()
    ends_on = models.DateField()
    expected = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    owner = models.CharField(max_length=40)
    owner_label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    verdict = models.CharField(max_length=4000, blank=True, default="")
    figures = models.JSONField(default=dict)
    evaluated_at = models.DateTimeField(null=True)

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="campaign_known",
                condition=Q(stage__in=[one.value for one in CampaignStage]),
            ),
            models.CheckConstraint(
                name="campaign_ends_after_it_starts", condition=Q(ends_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="campaign_evaluated_with_words",
                condition=~Q(stage=CampaignStage.EVALUATED)
                | Q(evaluated_at__isnull=False) & ~Q(verdict=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "title_en": PrivacyClass.INTERNAL,
            "title_zh": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "stage": PrivacyClass.INTERNAL,
            "starts_on": PrivacyClass.INTERNAL,
            "ends_on": PrivacyClass.INTERNAL,
            "expected": PrivacyClass.INTERNAL,
            "owner": PrivacyClass.INTERNAL,
            "owner_label": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
            "verdict": PrivacyClass.INTERNAL,
            "figures": PrivacyClass.INTERNAL,
            "evaluated_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the priority area is quoted."""
        return issue("AREA", self.pk, self.created_at.year)


class StoredRule(models.Model):
    """A version of a rule that the office wrote itself; its text is kept for ever."""

    code = models.CharField(max_length=20)
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=11, default=RuleStage.DRAFTED)
    text = models.TextField()
    digest = models.CharField(max_length=64, blank=True, default="")
    title_en = models.CharField(max_length=200, blank=True, default="")
    title_zh = models.CharField(max_length=200, blank=True, default="")
    mistakes = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    writers = ArrayField(models.CharField(max_length=40), default=list)
    reviewer = models.CharField(max_length=40, blank=True, default="")
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, related_name="rules")
    created_at = models.DateTimeField()
    shadow_from = models.DateTimeField(null=True)
    enters_on = models.DateField(null=True)
    entered_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="rule_version_once"),
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(stage__in=sorted(one.value for one in UNDER_WAY)),
                name="rule_one_under_way",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(stage=RuleStage.IN_FORCE), name="rule_one_in_force"
            ),
            models.CheckConstraint(
                name="rule_known", condition=Q(stage__in=[one.value for one in RuleStage])
            ),
            models.CheckConstraint(
                name="rule_in_force_has_entered",
                condition=~Q(
                    stage__in=[
                        RuleStage.IN_FORCE,
                        RuleStage.SUPERSEDED,
                        RuleStage.ROLLED_BACK,
                        RuleStage.RETIRED,
                    ]
                )
                | Q(entered_at__isnull=False, enters_on__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_scheduled_has_day",
                condition=~Q(stage=RuleStage.SCHEDULED) | Q(enters_on__isnull=False),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "number": PrivacyClass.INTERNAL,
            "stage": PrivacyClass.INTERNAL,
            "text": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "title_en": PrivacyClass.INTERNAL,
            "title_zh": PrivacyClass.INTERNAL,
            "mistakes": PrivacyClass.INTERNAL,
            "checked_at": PrivacyClass.INTERNAL,
            "writers": PrivacyClass.INTERNAL,
            "reviewer": PrivacyClass.INTERNAL,
            "campaign": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
            "shadow_from": PrivacyClass.INTERNAL,
            "enters_on": PrivacyClass.INTERNAL,
            "entered_at": PrivacyClass.INTERNAL,
            "left_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.code} ({self.number})"


class BookChange(models.Model):
    """Something that changed which rules run; its number tells assessors to read the book again."""

    rule = models.ForeignKey(StoredRule, models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "rule": PrivacyClass.INTERNAL,
            "verb": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }


class BookEdition(models.Model):
    """The whole book as it was when something was decided by it, so that it can be decided again.

    `rules` are the documents, `shadows` names and numbers of the versions that ran in shadow.
    """

    version = models.CharField(max_length=16, unique=True)
    rules = models.TextField()
    shadows = models.JSONField(default=list)
    first_used_at = models.DateTimeField()

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["-id"]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "version": PrivacyClass.INTERNAL,
            "rules": PrivacyClass.INTERNAL,
            "shadows": PrivacyClass.INTERNAL,
            "first_used_at": PrivacyClass.INTERNAL,
        }


class ShadowHit(models.Model):
    """A rule in shadow fired: recorded, without any effect."""

    rule = models.ForeignKey(StoredRule, models.PROTECT, related_name="hits")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="shadow_hits", db_constraint=False
    )
    evidence = models.TextField()

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "rule": PrivacyClass.INTERNAL,
            "assessment": PrivacyClass.INTERNAL,
            "evidence": PrivacyClass.PERSONAL,
        }


class Trial(models.Model):
    """A rule was tried on parcels that are decided already, chunk by chunk."""

    rule = models.ForeignKey(StoredRule, models.PROTECT, related_name="trials")
    digest = models.CharField(max_length=64)
    by_id = models.CharField(max_length=40)
    by_label = models.CharField(max_length=80)
    at = models.DateTimeField()
    wanted = models.IntegerField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    place = models.BigIntegerField(null=True)
    looked_at = models.IntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    figures = models.JSONField(default=dict)
    rows = models.JSONField(default=list)

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["rule", "-id"], name="trial_of_rule")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "rule": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "wanted": PrivacyClass.INTERNAL,
            "since": PrivacyClass.INTERNAL,
            "until": PrivacyClass.INTERNAL,
            "place": PrivacyClass.INTERNAL,
            "looked_at": PrivacyClass.INTERNAL,
            "finished_at": PrivacyClass.INTERNAL,
            "figures": PrivacyClass.INTERNAL,
            "rows": PrivacyClass.PERSONAL,
        }


class Snooze(models.Model):
    """A rule has no effect for one value until a day; a named officer said why."""

    code = models.CharField(max_length=20)
    subject = models.CharField(max_length=20)
    value = models.CharField(max_length=64)
    until = models.DateField()
    grounds = models.CharField(max_length=2000)
    by_id = models.CharField(max_length=40)
    by_label = models.CharField(max_length=80)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject", "value"],
                condition=Q(ended_at__isnull=True),
                name="snooze_once",
            ),
            models.CheckConstraint(name="snooze_has_grounds", condition=~Q(grounds="")),
        ]
        indexes = [models.Index(fields=["until"], name="snooze_until")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "subject": PrivacyClass.INTERNAL,
            "value": PrivacyClass.PERSONAL,
            "until": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "ended_at": PrivacyClass.INTERNAL,
            "ended_by": PrivacyClass.INTERNAL,
        }
