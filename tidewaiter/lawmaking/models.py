"""Proposals to change the law, their texts, public comments on them, and notices about them."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.lawmaking.states import HEARD, PUBLISHED, Heard, Stage


class Proposals(models.QuerySet):
    """Proposals, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Proposals":
        """Those at the desk of the law see all; everybody else what the public is or was told."""
        if actor.kind is not ActorKind.CLIENT and actor.may(Permission.LAW_SEE):
            return self
        return self.told()

    def told(self) -> "Proposals":
        """Those that the public is asked about, or was told of."""
        stages = [stage.value for stage in HEARD]
        told = models.Q(consulted_on__isnull=False) | models.Q(scheduled_at__isnull=False)
        return self.filter(models.Q(stage__in=stages) | models.Q(told, stage=Stage.WITHDRAWN))


class Proposal(models.Model):
    """A change of a law pack on its way from the first idea to the day on which it applies."""

    pack = models.CharField(max_length=20)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    grounds_en = models.TextField()
    grounds_zh = models.TextField()
    stage = models.CharField(max_length=10, default=Stage.SPOTTED)
    author = models.CharField(max_length=64)
    writers = ArrayField(models.CharField(max_length=64), default=list)
    reviewer = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    verdict = models.JSONField(default=dict)
    checked_at = models.DateTimeField(null=True)
    consulted_on = models.DateField(null=True)
    comments_until = models.DateField(null=True)
    reckoned_en = models.TextField(blank=True, default="")
    reckoned_zh = models.TextField(blank=True, default="")
    scheduled_at = models.DateTimeField(null=True)
    enters_on = models.DateField(null=True)
    affects = models.JSONField(default=dict)

    objects = Proposals.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_stage_known",
                condition=models.Q(stage__in=[stage.value for stage in Stage]),
            ),
            models.CheckConstraint(
                name="proposal_published_has_day",
                condition=~models.Q(stage__in=sorted(stage.value for stage in PUBLISHED))
                | models.Q(enters_on__isnull=False, scheduled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_consulted_has_end",
                condition=~models.Q(stage=Stage.CONSULTED)
                | models.Q(comments_until__gt=models.F("consulted_on")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "pack": PrivacyClass.PUBLIC,
            "title_en": PrivacyClass.PUBLIC,
            "title_zh": PrivacyClass.PUBLIC,
            "grounds_en": PrivacyClass.PUBLIC,
            "grounds_zh": PrivacyClass.PUBLIC,
            "stage": PrivacyClass.PUBLIC,
            "author": PrivacyClass.INTERNAL,
            "writers": PrivacyClass.INTERNAL,
            "reviewer": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
            "due_on": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.PUBLIC,
            "verdict": PrivacyClass.PUBLIC,
            "checked_at": PrivacyClass.INTERNAL,
            "consulted_on": PrivacyClass.PUBLIC,
            "comments_until": PrivacyClass.PUBLIC,
            "reckoned_en": PrivacyClass.PUBLIC,
            "reckoned_zh": PrivacyClass.PUBLIC,
            "scheduled_at": PrivacyClass.PUBLIC,
            "enters_on": PrivacyClass.PUBLIC,
            "affects": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return f"{self.reference} {self.title_en}"

    @property
    def reference(self) -> str:
        """The number under which the public knows the proposal."""
        return issue("LAW", self.pk, self.created_at.year)

    def open_for_comments(self, *, on: date) -> bool:
        """Whether the public is asked on a day."""
        until = self.comments_until
        return self.stage == Stage.CONSULTED and until is not None and on <= until


class Text(models.Model):
    """A file of the pack as a proposal would have it; `base` marks the file it was made from."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="texts")
    path = models.CharField(max_length=120)
    content = models.TextField()
    base = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "path"], name="text_once_in_proposal"),
            models.CheckConstraint(
                name="text_path_inside_pack",
                condition=models.Q(path__regex=r"^([a-z0-9_-]+/)*[a-z0-9_-]+\.(yaml|csv)$"),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "proposal": PrivacyClass.PUBLIC,
            "path": PrivacyClass.PUBLIC,
            "content": PrivacyClass.PUBLIC,
            "base": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.path


class Comments(models.QuerySet):
    """Comments, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Comments":
        """Those who moderate see all comments, everybody else those that are published."""
        if actor.kind is ActorKind.PERSON and actor.may(Permission.LAW_SEE):
            return self
        return self.filter(standing=Heard.PUBLISHED)


class Comment(models.Model):
    """What somebody says about a proposal; the name is given or not, and nothing else is asked."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="comments")
    signed = models.CharField(max_length=100, blank=True)
    said = models.TextField()
    at = models.DateTimeField()
    standing = models.CharField(max_length=10, default=Heard.WAITING)
    grounds = models.TextField(blank=True, default="")

    objects = Comments.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="comment_standing_known",
                condition=models.Q(standing__in=[one.value for one in Heard]),
            ),
            models.CheckConstraint(
                name="comment_kept_back_with_grounds",
                condition=~models.Q(standing=Heard.KEPT_BACK) | ~models.Q(grounds=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "proposal": PrivacyClass.PUBLIC,
            "signed": PrivacyClass.PERSONAL,
            "said": PrivacyClass.PERSONAL,
            "at": PrivacyClass.INTERNAL,
            "standing": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.proposal_id}"


class Notices(models.QuerySet):
    """Notices, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Notices":
        """A machine client sees the notices to its firm, those at the desk of the law all."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(operator=actor.organisation_code)
        return self if actor.may(Permission.LAW_SEE) else self.none()


class Notice(models.Model):
    """A firm was told, so many days ahead, that the law changes for it, or that it will not; once
    for each step.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="notices")
    operator = models.CharField(max_length=18)
    days = models.PositiveSmallIntegerField()
    called_off = models.BooleanField(default=False)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)

    objects = Notices.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "operator", "days"],
                condition=models.Q(called_off=False),
                name="notice_given_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "operator"],
                condition=models.Q(called_off=True),
                name="notice_called_off_once",
            ),
        ]
        indexes = [models.Index(fields=["operator", "id"], name="notice_by_operator")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "proposal": PrivacyClass.PUBLIC,
            "operator": PrivacyClass.PUBLIC,
            "days": PrivacyClass.PUBLIC,
            "called_off": PrivacyClass.PUBLIC,
            "at": PrivacyClass.INTERNAL,
            "sent_at": PrivacyClass.INTERNAL,
            "tries": PrivacyClass.INTERNAL,
            "next_try_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.operator} told of {self.proposal_id}, {self.days} days ahead"
