"""What follows a declaration: cancellations and returns, arrival at the site, signature by the
consignee.
"""

from django.db import models
from django.db.models import Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.intake.models.documents import Declaration, Document, Documents, Waybill


class RequestKind(models.TextChoices):
    """What is asked of a declaration."""

    CANCELLATION = "623"
    REFUND = "625"


class Request(Document):
    """A request to cancel a declaration (623) or to return its goods, whole or in part (625)."""

    kind = models.CharField(max_length=3, choices=RequestKind.choices)
    agent_code = models.CharField(max_length=18)
    cop_no = models.CharField(max_length=60)
    invt_no = models.CharField(max_length=18)
    declaration = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="requests")
    buyer_ix = models.UUIDField(null=True)
    buyer_sealed = models.BinaryField()

    objects = Documents.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cop_no", "agent_code", "kind"],
                condition=Q(current=True),
                name="request_once",
            )
        ]

    class Privacy:
        fields = Document.Privacy.fields | {
            "kind": PrivacyClass.INTERNAL,
            "agent_code": PrivacyClass.INTERNAL,
            "cop_no": PrivacyClass.INTERNAL,
            "invt_no": PrivacyClass.INTERNAL,
            "declaration": PrivacyClass.INTERNAL,
            "buyer_ix": PrivacyClass.PERSONAL,
            "buyer_sealed": PrivacyClass.SENSITIVE,
        }


class WaybillEvent(Document):
    """What the carrier says happened to a waybill (513): S, signed for by the consignee."""

    logistics_code = models.CharField(max_length=18)
    logistics_no = models.CharField(max_length=60)
    waybill = models.ForeignKey(Waybill, models.PROTECT, null=True, related_name="events")
    event = models.CharField(max_length=1)
    happened_at = models.DateTimeField()

    objects = Documents.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["logistics_no", "logistics_code", "event"],
                condition=Q(current=True),
                name="waybill_event_once",
            )
        ]

    class Privacy:
        fields = Document.Privacy.fields | {
            "logistics_code": PrivacyClass.INTERNAL,
            "logistics_no": PrivacyClass.INTERNAL,
            "waybill": PrivacyClass.INTERNAL,
            "event": PrivacyClass.INTERNAL,
            "happened_at": PrivacyClass.INTERNAL,
        }


class Delivery(Document):
    """What a supervised site says came in (711): the waybills of one bill of lading."""

    operator_code = models.CharField(max_length=18)
    cop_no = models.CharField(max_length=60)
    bill_no = models.CharField(max_length=37)

    objects = Documents.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cop_no", "operator_code"], condition=Q(current=True), name="delivery_once"
            )
        ]

    class Privacy:
        fields = Document.Privacy.fields | {
            "operator_code": PrivacyClass.INTERNAL,
            "cop_no": PrivacyClass.INTERNAL,
            "bill_no": PrivacyClass.INTERNAL,
        }
