"""Dockets, and how they hang together."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from tidewaiter.base.docket.models.office import Seat, Unit
from tidewaiter.base.docket.states import Related, Secrecy, Tlp
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue


class Dockets(models.QuerySet):
    """Dockets, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Dockets":
        """Officers see the kinds that they may see, restricted dockets only where they work on
        them or supervise; people and machines of a party see its dockets.
        """
        if actor.kind is ActorKind.SYSTEM:
            return self
        seen = Q(pk__in=())
        if actor.may(Permission.DOCKET_SEE):
            office = Q(permission__in=[one.value for one in actor.permissions])
            if actor.kind is not ActorKind.PERSON:
                office &= ~Q(secrecy=Secrecy.RESTRICTED)
            elif not actor.may(Permission.DOCKET_ASSIGN):
                office &= (
                    ~Q(secrecy=Secrecy.RESTRICTED)
                    | Q(officer_id=actor.id)
                    | Q(unit_id__in=Seat.objects.filter(person_id=actor.id).values("unit_id"))
                )
            seen = office
        elif actor.may(Permission.DOCKET_OWN) and actor.organisation_code:
            mine = Dockets.party_model().filter(
                docket=OuterRef("pk"), organisation__code=actor.organisation_code, left_at=None
            )
            seen = Q(Exists(mine), secrecy__in=[Secrecy.OPEN, Secrecy.PARTIES])
        return self.filter(seen)

    @staticmethod
    def party_model() -> models.QuerySet:
        """The parties of all dockets."""
        return Docket._meta.get_field("parties").related_model.objects.all()


class Docket(models.Model):
    """The file of one proceeding: of what kind, where it stands, who works on it and until when.

    `permission` opens it, `due_at` is the earliest moment by which somebody still has something to
    do, `wake_at` the next one at which a clock has something to do.
    """

    kind = models.CharField(max_length=40)
    prefix = models.CharField(max_length=8)
    permission = models.CharField(max_length=40)
    pack = models.CharField(max_length=20)
    pack_version = models.CharField(max_length=64)
    place = models.CharField(max_length=10, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    received_via = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    state = models.CharField(max_length=40)
    state_since = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="dockets")
    officer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="dockets")
    level = models.PositiveSmallIntegerField(default=0)
    attention = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    due_clock = models.CharField(max_length=40, blank=True, default="")
    wake_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    secrecy = models.CharField(max_length=10, default=Secrecy.PARTIES)
    tlp = models.CharField(max_length=12, default=Tlp.AMBER)
    published_at = models.DateTimeField(null=True)
    unpublished_at = models.DateTimeField(null=True)
    retention = models.CharField(max_length=60, blank=True, default="")
    on_hold = models.BooleanField(default=False)
    consents = ArrayField(models.CharField(max_length=60), default=list)

    objects = Dockets.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="docket_secrecy_known",
                condition=Q(
                    secrecy__in=[one.value for one in Secrecy], tlp__in=[one.value for one in Tlp]
                ),
            ),
            models.CheckConstraint(
                name="docket_closed_after_opened",
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=models.F("opened_at")),
            ),
            models.CheckConstraint(
                name="docket_unpublished_after_published",
                condition=Q(unpublished_at__isnull=True)
                | Q(published_at__isnull=False, unpublished_at__gte=models.F("published_at")),
            ),
            models.CheckConstraint(
                name="docket_due_has_clock",
                condition=Q(due_at__isnull=True, due_clock="")
                | Q(due_at__isnull=False) & ~Q(due_clock=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="docket_by_due", condition=Q(closed_at=None)
            ),
            models.Index(
                fields=["officer", "due_at", "id"],
                name="docket_by_officer",
                condition=Q(closed_at=None),
            ),
            models.Index(
                fields=["unit", "due_at", "id"], name="docket_by_unit", condition=Q(closed_at=None)
            ),
            models.Index(
                fields=["due_at", "id"],
                name="docket_by_nobody",
                condition=Q(closed_at=None, officer=None),
            ),
            models.Index(
                fields=["wake_at", "id"],
                name="docket_by_waking",
                condition=Q(wake_at__isnull=False),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.PUBLIC,
            "prefix": PrivacyClass.PUBLIC,
            "permission": PrivacyClass.INTERNAL,
            "pack": PrivacyClass.PUBLIC,
            "pack_version": PrivacyClass.PUBLIC,
            "place": PrivacyClass.INTERNAL,
            "title": PrivacyClass.PERSONAL,
            "received_via": PrivacyClass.INTERNAL,
            "opened_at": PrivacyClass.INTERNAL,
            "opened_by": PrivacyClass.INTERNAL,
            "state": PrivacyClass.INTERNAL,
            "state_since": PrivacyClass.INTERNAL,
            "closed_at": PrivacyClass.INTERNAL,
            "unit": PrivacyClass.INTERNAL,
            "officer": PrivacyClass.INTERNAL,
            "level": PrivacyClass.INTERNAL,
            "attention": PrivacyClass.INTERNAL,
            "due_at": PrivacyClass.INTERNAL,
            "due_clock": PrivacyClass.INTERNAL,
            "wake_at": PrivacyClass.INTERNAL,
            "tries": PrivacyClass.INTERNAL,
            "secrecy": PrivacyClass.INTERNAL,
            "tlp": PrivacyClass.INTERNAL,
            "published_at": PrivacyClass.PUBLIC,
            "unpublished_at": PrivacyClass.PUBLIC,
            "retention": PrivacyClass.INTERNAL,
            "on_hold": PrivacyClass.INTERNAL,
            "consents": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the docket is quoted, with its check character."""
        return issue(self.prefix, self.pk, self.opened_at.year)

    def published(self, *, at: datetime) -> bool:
        """Whether the public is told of it at a moment."""
        since, until = self.published_at, self.unpublished_at
        return since is not None and since <= at and (until is None or at < until)


class Relation(models.Model):
    """That a docket has to do with another: an appeal with the decision, a copy with the first."""

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Docket, models.PROTECT, related_name="related_from")
    relation = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "other", "relation"], name="relation_once"),
            models.CheckConstraint(
                name="relation_to_another", condition=~Q(docket=models.F("other"))
            ),
            models.CheckConstraint(
                name="relation_known",
                condition=Q(relation__in=[one.value for one in Related]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "other": PrivacyClass.INTERNAL,
            "relation": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }
