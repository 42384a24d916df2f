"""The four documents of a parcel. A row never changes, except that a newer version takes its place.

What is looked up, joined or counted stands in columns; people only as keyed indexes of their
normalised values; everything else that is not personal in ``content`` (the document as JSON, field
names as in the message); the personal fields in sealed blocks, each under the key of its data
subject.
"""

from django.db import models
from django.db.models import Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.rows import WRITTEN_ONCE
from tidewaiter.intake.models.journal import Message
from tidewaiter.registry.models import Operator


class Documents(models.QuerySet):
    """Documents, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Documents":
        """Officers see every document; a machine client sees those of its own operator."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(sender__organisation__code=actor.organisation_code)
        return self


class Document(models.Model):
    """What the four documents have in common."""

    message = models.ForeignKey(Message, **WRITTEN_ONCE)
    position = models.SmallIntegerField()
    sender = models.ForeignKey(Operator, **WRITTEN_ONCE)
    received_at = models.DateTimeField()
    guid = models.CharField(max_length=36)
    app_type = models.CharField(max_length=1)
    app_time = models.DateTimeField()
    current = models.BooleanField(default=True)
    content = models.TextField()

    objects = Documents.as_manager()

    class Meta:
        abstract = True

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "message": PrivacyClass.INTERNAL,
            "position": PrivacyClass.INTERNAL,
            "sender": PrivacyClass.INTERNAL,
            "received_at": PrivacyClass.INTERNAL,
            "guid": PrivacyClass.INTERNAL,
            "app_type": PrivacyClass.INTERNAL,
            "app_time": PrivacyClass.INTERNAL,
            "current": PrivacyClass.INTERNAL,
            "content": PrivacyClass.INTERNAL,
        }


def _one_current(name: str, *key: str) -> models.UniqueConstraint:
    """One business key, one document at a time (G-02)."""
    return models.UniqueConstraint(fields=key, condition=Q(current=True), name=name)


class Order(Document):
    """What was bought on a platform (message 311)."""

    ebp_code = models.CharField(max_length=18)
    order_no = models.CharField(max_length=60)
    ebc_code = models.CharField(max_length=18)
    buyer_ix = models.UUIDField(null=True)
    buyer_name_ix = models.UUIDField(null=True)
    buyer_phone_ix = models.UUIDField(null=True)
    consignee_ix = models.UUIDField(null=True)
    consignee_phone_ix = models.UUIDField(null=True)
    address_ix = models.UUIDField(null=True)
    paid = models.DecimalField(max_digits=19, decimal_places=5)
    buyer_sealed = models.BinaryField()
    consignee_sealed = models.BinaryField()
    tokens = models.BinaryField(default=b"")

    class Meta:
        constraints = [_one_current("order_once", "order_no", "ebp_code")]

    class Privacy:
        fields = Document.Privacy.fields | {
            "ebp_code": PrivacyClass.INTERNAL,
            "order_no": PrivacyClass.INTERNAL,
            "ebc_code": PrivacyClass.INTERNAL,
            "buyer_ix": PrivacyClass.PERSONAL,
            "buyer_name_ix": PrivacyClass.PERSONAL,
            "buyer_phone_ix": PrivacyClass.PERSONAL,
            "consignee_ix": PrivacyClass.PERSONAL,
            "consignee_phone_ix": PrivacyClass.PERSONAL,
            "address_ix": PrivacyClass.PERSONAL,
            "paid": PrivacyClass.INTERNAL,
            "buyer_sealed": PrivacyClass.SENSITIVE,
            "consignee_sealed": PrivacyClass.SENSITIVE,
            "tokens": PrivacyClass.PERSONAL,
        }


class Payment(Document):
    """That it was paid, by whom and through which institution (message 411)."""

    pay_code = models.CharField(max_length=18)
    pay_transaction_id = models.CharField(max_length=60)
    ebp_code = models.CharField(max_length=18)
    order_no = models.CharField(max_length=60)
    payer_ix = models.UUIDField(null=True)
    payer_name_ix = models.UUIDField(null=True)
    payer_sealed = models.BinaryField()

    class Meta:
        constraints = [_one_current("payment_once", "pay_transaction_id", "pay_code")]
        indexes = [models.Index(fields=["order_no", "ebp_code"], name="payment_order")]

    class Privacy:
        fields = Document.Privacy.fields | {
            "pay_code": PrivacyClass.INTERNAL,
            "pay_transaction_id": PrivacyClass.INTERNAL,
            "ebp_code": PrivacyClass.INTERNAL,
            "order_no": PrivacyClass.INTERNAL,
            "payer_ix": PrivacyClass.PERSONAL,
            "payer_name_ix": PrivacyClass.PERSONAL,
            "payer_sealed": PrivacyClass.SENSITIVE,
        }


class Waybill(Document):
    """Who carries it, to whom (message 511)."""

    logistics_code = models.CharField(max_length=18)
    logistics_no = models.CharField(max_length=60)
    consignee_ix = models.UUIDField(null=True)
    consignee_phone_ix = models.UUIDField(null=True)
    address_ix = models.UUIDField(null=True)
    consignee_sealed = models.BinaryField()

    class Meta:
        constraints = [_one_current("waybill_once", "logistics_no", "logistics_code")]

    class Privacy:
        fields = Document.Privacy.fields | {
            "logistics_code": PrivacyClass.INTERNAL,
            "logistics_no": PrivacyClass.INTERNAL,
            "consignee_ix": PrivacyClass.PERSONAL,
            "consignee_phone_ix": PrivacyClass.PERSONAL,
            "address_ix": PrivacyClass.PERSONAL,
            "consignee_sealed": PrivacyClass.SENSITIVE,
        }


class Declaration(Document):
    """What is declared to customs: the import list (message 621)."""

    agent_code = models.CharField(max_length=18)
    cop_no = models.CharField(max_length=60)
    order_no = models.CharField(max_length=60)
    ebp_code = models.CharField(max_length=18)
    ebc_code = models.CharField(max_length=18)
    logistics_no = models.CharField(max_length=60)
    logistics_code = models.CharField(max_length=18)
    customs_code = models.CharField(max_length=4)
    buyer_ix = models.UUIDField(null=True)
    buyer_name_ix = models.UUIDField(null=True)
    buyer_phone_ix = models.UUIDField(null=True)
    address_ix = models.UUIDField(null=True)
    buyer_sealed = models.BinaryField()

    class Meta:
        constraints = [_one_current("declaration_once", "cop_no", "agent_code")]
        indexes = [
            models.Index(fields=["order_no", "ebp_code"], name="declaration_order"),
            models.Index(fields=["logistics_no", "logistics_code"], name="declaration_waybill"),
            models.Index(fields=["buyer_ix", "-id"], name="declaration_buyer"),
            models.Index(fields=["buyer_name_ix", "-id"], name="declaration_name"),
            models.Index(fields=["buyer_phone_ix", "-id"], name="declaration_phone"),
            models.Index(fields=["address_ix", "-id"], name="declaration_address"),
        ]

    class Privacy:
        fields = Document.Privacy.fields | {
            "agent_code": PrivacyClass.INTERNAL,
            "cop_no": PrivacyClass.INTERNAL,
            "order_no": PrivacyClass.INTERNAL,
            "ebp_code": PrivacyClass.INTERNAL,
            "ebc_code": PrivacyClass.INTERNAL,
            "logistics_no": PrivacyClass.INTERNAL,
            "logistics_code": PrivacyClass.INTERNAL,
            "customs_code": PrivacyClass.INTERNAL,
            "buyer_ix": PrivacyClass.PERSONAL,
            "buyer_name_ix": PrivacyClass.PERSONAL,
            "buyer_phone_ix": PrivacyClass.PERSONAL,
            "address_ix": PrivacyClass.PERSONAL,
            "buyer_sealed": PrivacyClass.SENSITIVE,
        }
