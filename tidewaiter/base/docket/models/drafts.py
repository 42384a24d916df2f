"""Applications that are not sent yet, and the papers that lie with them."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.docket.models.papers import Blob
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass


class Drafts(models.QuerySet):
    """Drafts, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Drafts":
        """People see the drafts of their own organisation; the office sees what was sent."""
        if actor.kind is ActorKind.SYSTEM:
            return self
        if actor.organisation_code is None or not actor.may(Permission.DOCKET_OWN):
            return self.none()
        return self.filter(organisation__code=actor.organisation_code)


class Draft(models.Model):
    """An application under way: what was answered so far, and until when it is kept.

    `answered` are the pages that were saved at least once, `warn_on` the days on which the
    organisation is still to be told that it lapses.
    """

    kind = models.CharField(max_length=40)
    pack = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="drafts")
    begun_by = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    lapses_at = models.DateTimeField(db_index=True)
    warn_on = ArrayField(models.DateField(), default=list)
    answered = ArrayField(models.CharField(max_length=40), default=list)
    answers_sealed = models.BinaryField()

    objects = Drafts.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="draft_one_of_a_kind"),
            models.CheckConstraint(
                name="draft_lapses_after_it_changed",
                condition=models.Q(lapses_at__gt=models.F("changed_at")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "pack": PrivacyClass.PUBLIC,
            "organisation": PrivacyClass.INTERNAL,
            "begun_by": PrivacyClass.INTERNAL,
            "begun_at": PrivacyClass.INTERNAL,
            "changed_at": PrivacyClass.INTERNAL,
            "lapses_at": PrivacyClass.INTERNAL,
            "warn_on": PrivacyClass.INTERNAL,
            "answered": PrivacyClass.INTERNAL,
            "answers_sealed": PrivacyClass.SENSITIVE,
        }

    @property
    def seal(self) -> bytes:
        """The place for which the answers are sealed."""
        return f"draft:{self.organisation_id}:{self.kind}".encode()

    @property
    def last_moment(self) -> datetime:
        """The end of the last day on which it is kept."""
        return self.lapses_at - timedelta(seconds=1)

    def lapsed(self, *, at: datetime) -> bool:
        """Whether its days are over."""
        return at >= self.lapses_at


class DraftPaper(models.Model):
    """A paper that lies with a draft: for which of the asked papers it was handed in."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="papers")
    asked = models.CharField(max_length=60)
    original = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    shown = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    stripped = models.JSONField(default=list)
    scanner = models.CharField(max_length=100, blank=True, default="")
    by_label = models.CharField(max_length=100)
    handed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "original"], name="draft_paper_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "draft": PrivacyClass.INTERNAL,
            "asked": PrivacyClass.INTERNAL,
            "original": PrivacyClass.INTERNAL,
            "shown": PrivacyClass.INTERNAL,
            "media_type": PrivacyClass.INTERNAL,
            "name": PrivacyClass.PERSONAL,
            "stripped": PrivacyClass.INTERNAL,
            "scanner": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "handed_at": PrivacyClass.INTERNAL,
        }
