"""The outbox: what was answered to whom, in the order in which it was committed."""

from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.rows import WRITTEN_ONCE
from tidewaiter.intake.models.journal import Message
from tidewaiter.registry.models import Operator


class Receipts(models.QuerySet):
    """Receipts, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Receipts":
        """Officers see every receipt; a machine client sees those of its own operator."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(recipient__organisation__code=actor.organisation_code)
        return self


class Receipt(models.Model):
    """The answer to one document, written in the transaction that decided it.

    ``id`` grows in the order of commits (the writer holds a lock until then), so that a client that
    asks for what came after the last one it has seen misses nothing and gets nothing twice.
    """

    at = models.DateTimeField()
    recipient = models.ForeignKey(Operator, **WRITTEN_ONCE)
    message = models.ForeignKey(Message, **WRITTEN_ONCE)
    position = models.SmallIntegerField()
    kind = models.CharField(max_length=3)
    status = models.CharField(max_length=10)
    content = models.TextField()

    objects = Receipts.as_manager()

    class Meta:
        indexes = [models.Index(fields=["recipient", "id"], name="receipt_recipient")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "recipient": PrivacyClass.INTERNAL,
            "message": PrivacyClass.INTERNAL,
            "position": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "status": PrivacyClass.INTERNAL,
            "content": PrivacyClass.INTERNAL,
        }


class Subscriber(models.Model):
    """An address to which an operator's receipts are pushed; up to five each."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="subscribers")
    address = models.URLField(max_length=500)
    secret = models.BinaryField()
    delivered = models.BigIntegerField(default=0)
    failures = models.SmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["operator", "address"], name="subscriber_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "address": PrivacyClass.INTERNAL,
            "secret": PrivacyClass.SENSITIVE,
            "delivered": PrivacyClass.INTERNAL,
            "failures": PrivacyClass.INTERNAL,
            "retry_at": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
        }
