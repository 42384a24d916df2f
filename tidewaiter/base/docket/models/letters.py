"""Letters, from the authority and to it."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.docket.models.papers import Evidence
from tidewaiter.base.docket.models.people import Party
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass


class Letters(models.QuerySet):
    """Letters, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Letters":
        """Officers see all letters of the dockets that they see, people of a party its own."""
        found = self.filter(docket__in=Docket.objects.visible_to(actor))
        if actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_SEE):
            return found
        return found.filter(party__organisation__code=actor.organisation_code)


class Letter(models.Model):
    """A letter in a docket: outgoing ones are read by the party, incoming ones by an officer.

    `read_at` is the read receipt: the first time that somebody of the other side opened it.
    """

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="letters")
    party = models.ForeignKey(Party, models.PROTECT, related_name="letters")
    outgoing = models.BooleanField()
    template = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    enclosed = models.ManyToManyField(Evidence, related_name="letters")
    at = models.DateTimeField()
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=100)
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=100, blank=True, default="")
    mailed_at = models.DateTimeField(null=True)

    objects = Letters.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["id"],
                name="letter_to_be_mailed",
                condition=Q(outgoing=True, mailed_at=None, read_at=None),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="letter_read_by_and_at_together",
                condition=Q(read_at__isnull=True, read_by="")
                | Q(read_at__isnull=False) & ~Q(read_by=""),
            ),
            models.CheckConstraint(
                name="letter_read_after_written",
                condition=Q(read_at__isnull=True) | Q(read_at__gte=models.F("at")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "party": PrivacyClass.INTERNAL,
            "outgoing": PrivacyClass.INTERNAL,
            "template": PrivacyClass.INTERNAL,
            "language": PrivacyClass.INTERNAL,
            "subject": PrivacyClass.PERSONAL,
            "body": PrivacyClass.PERSONAL,
            "answers": PrivacyClass.INTERNAL,
            "enclosed": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "read_at": PrivacyClass.INTERNAL,
            "read_by": PrivacyClass.INTERNAL,
            "mailed_at": PrivacyClass.INTERNAL,
        }
