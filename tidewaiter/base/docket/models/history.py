"""What happened in a docket, as typed events; words are made of them when they are read."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass


class Happenings(models.QuerySet):
    """Events, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Happenings":
        """Officers see all that happened in the dockets that they see, parties what they may."""
        found = self.filter(docket__in=Docket.objects.visible_to(actor))
        if actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_SEE):
            return found
        return found.filter(for_parties=True)


class Happening(models.Model):
    """One event: of which type, with which codes and numbers, and what somebody said about it."""

    id = models.BigAutoField(primary_key=True)
    docket = models.ForeignKey(Docket, models.PROTECT, related_name="history")
    at = models.DateTimeField()
    event = models.CharField(max_length=40)
    by_kind = models.CharField(max_length=10)
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=100)
    values = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    for_parties = models.BooleanField(default=True)

    objects = Happenings.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="event_is_typed", condition=Q(event__regex=r"^[a-z.-]+$")),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "event": PrivacyClass.INTERNAL,
            "by_kind": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "values": PrivacyClass.INTERNAL,
            "said": PrivacyClass.PERSONAL,
            "for_parties": PrivacyClass.INTERNAL,
        }
