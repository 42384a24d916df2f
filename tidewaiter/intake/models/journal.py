"""The journal: every message exactly as it came, and the queue of those not yet followed up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.models import Operator


class Messages(models.QuerySet):
    """Messages, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Messages":
        """Officers see every message; a machine client sees those of its own operator."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(sender__organisation__code=actor.organisation_code)
        return self


class Message(models.Model):
    """One message as it was received: sealed whole, and answered once.

    The same bytes sent again by the same operator are the same message and get the same answer.
    """

    received_at = models.DateTimeField()
    sender = models.ForeignKey(Operator, models.PROTECT, related_name="+", db_index=False)
    client = models.CharField(max_length=40)
    kind = models.CharField(max_length=3)
    guid = models.CharField(max_length=36)
    digest = models.BinaryField()
    size = models.IntegerField()
    media_type = models.CharField(max_length=20)
    documents = models.IntegerField()
    sealed = models.BinaryField()
    answer = models.BinaryField()

    objects = Messages.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "digest"], name="message_once_per_sender"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "received_at": PrivacyClass.INTERNAL,
            "sender": PrivacyClass.INTERNAL,
            "client": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "guid": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "size": PrivacyClass.INTERNAL,
            "media_type": PrivacyClass.INTERNAL,
            "documents": PrivacyClass.INTERNAL,
            "sealed": PrivacyClass.PERSONAL,
            "answer": PrivacyClass.INTERNAL,
        }


class Arrival(models.Model):
    """A message whose documents have not yet been looked at by an assessor; removed when they
    have.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=3)
    documents = ArrayField(models.BigIntegerField())

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "message": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "documents": PrivacyClass.INTERNAL,
        }
