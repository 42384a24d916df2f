"""Trace events as they were reported, and the goods that each of them is about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.models import Operator


class Captures(models.QuerySet):
    """Captures, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Captures":
        """Officers see all; a firm's machine its own."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(operator__organisation__code=actor.organisation_code)
        return self if actor.may(Permission.PRODUCT_SEE) else self.none()


class Capture(models.Model):
    """A list of trace events as somebody sent it: how many were taken, what was refused."""

    operator = models.ForeignKey(Operator, models.PROTECT, null=True, related_name="captures")
    received_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)

    objects = Captures.as_manager()

    class Meta:
        ordering = ["-id"]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "received_at": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "taken": PrivacyClass.INTERNAL,
            "known": PrivacyClass.INTERNAL,
            "refused": PrivacyClass.INTERNAL,
        }


class TraceEvents(models.QuerySet):
    """Trace events, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "TraceEvents":
        """Officers see all; a firm's machine what it reported itself, and what others reported of
        goods that the firm placed on the market.
        """
        if actor.kind is ActorKind.CLIENT:
            own = Q(operator__organisation__code=actor.organisation_code)
            placed = TraceEvents.items_model().filter(
                event=models.OuterRef("pk"),
                gtin__in=TraceEvents.products_model()
                .filter(operator__organisation__code=actor.organisation_code)
                .values("gtin"),
            )
            return self.filter(own | Q(models.Exists(placed)))
        return self if actor.may(Permission.PRODUCT_SEE) else self.none()

    @staticmethod
    def items_model() -> models.QuerySet:
        """The goods of all events."""
        return TraceEvent._meta.get_field("items").related_model.objects.all()

    @staticmethod
    def products_model() -> models.QuerySet:
        """All products."""
        return Operator._meta.get_field("products").related_model.objects.all()


class TraceEvent(models.Model):
    """Something that happened to goods: what, when, where, why, as EPCIS 2.0 tells it.

    Places and parties are location numbers. An event that its reporter declared to be wrong is void
    from that moment on; it is kept, so that what was known on a day can be told for ever.
    """

    event_id = models.CharField(max_length=250, unique=True)
    hash = models.CharField(max_length=100)
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=8, blank=True, default="")
    biz_step = models.CharField(max_length=40, blank=True, default="")
    disposition = models.CharField(max_length=40, blank=True, default="")
    happened_at = models.DateTimeField()
    zone = models.CharField(max_length=6)
    recorded_at = models.DateTimeField()
    place = models.CharField(max_length=13, blank=True, default="")
    source = models.CharField(max_length=13, blank=True, default="")
    destination = models.CharField(max_length=13, blank=True, default="")
    transactions = ArrayField(models.CharField(max_length=200), default=list)
    operator = models.ForeignKey(Operator, models.PROTECT, null=True, related_name="trace_events")
    capture = models.ForeignKey(Capture, models.PROTECT, related_name="events")
    content = models.JSONField()
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=40, blank=True, default="")

    objects = TraceEvents.as_manager()

    class Meta:
        ordering = ["happened_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="event_void_with_reason",
                condition=Q(void_at__isnull=True, void_reason="")
                | Q(void_at__isnull=False, void_at__gte=F("recorded_at")) & ~Q(void_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["happened_at", "id"], name="event_by_time"),
            models.Index(fields=["recorded_at"], name="event_by_record"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "event_id": PrivacyClass.PUBLIC,
            "hash": PrivacyClass.PUBLIC,
            "kind": PrivacyClass.PUBLIC,
            "action": PrivacyClass.PUBLIC,
            "biz_step": PrivacyClass.PUBLIC,
            "disposition": PrivacyClass.PUBLIC,
            "happened_at": PrivacyClass.PUBLIC,
            "zone": PrivacyClass.PUBLIC,
            "recorded_at": PrivacyClass.INTERNAL,
            "place": PrivacyClass.INTERNAL,
            "source": PrivacyClass.INTERNAL,
            "destination": PrivacyClass.INTERNAL,
            "transactions": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "capture": PrivacyClass.INTERNAL,
            "content": PrivacyClass.INTERNAL,
            "void_at": PrivacyClass.INTERNAL,
            "void_reason": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.event_id


class EventItem(models.Model):
    """Goods in an event: a piece, or a quantity of a batch or item; `link` is its Digital Link."""

    event = models.ForeignKey(TraceEvent, models.PROTECT, related_name="items")
    role = models.CharField(max_length=8)
    link = models.CharField(max_length=250)
    gtin = models.CharField(max_length=14, blank=True, default="")
    batch = models.CharField(max_length=40, blank=True, default="")
    piece = models.BooleanField(default=False)
    quantity = models.DecimalField(max_digits=17, decimal_places=5, null=True)
    unit = models.CharField(max_length=3, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="item_role_known",
                condition=Q(role__in=["object", "parent", "child", "input", "output"]),
            ),
            models.CheckConstraint(
                name="item_quantity_counts",
                condition=Q(quantity__isnull=True) | Q(quantity__gte=0),
            ),
        ]
        indexes = [
            models.Index(fields=["gtin", "event"], name="item_by_gtin"),
            models.Index(fields=["link", "event"], name="item_by_link"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "event": PrivacyClass.PUBLIC,
            "role": PrivacyClass.PUBLIC,
            "link": PrivacyClass.PUBLIC,
            "gtin": PrivacyClass.PUBLIC,
            "batch": PrivacyClass.PUBLIC,
            "piece": PrivacyClass.PUBLIC,
            "quantity": PrivacyClass.PUBLIC,
            "unit": PrivacyClass.PUBLIC,
        }
