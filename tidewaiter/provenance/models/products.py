"""Products, their batches, and the facilities that make, keep and pass them on."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.provenance.formats.identifiers import short
from tidewaiter.registry.models import Operator


class Facilities(models.QuerySet):
    """Facilities, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Facilities":
        """Officers see all; a firm's machine those that the firm runs."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(operator__organisation__code=actor.organisation_code)
        return self if actor.may(Permission.PRODUCT_SEE) else self.none()


class Facility(models.Model):
    """A place where goods are made, kept or handed over, known by its location number."""

    gln = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True, default="")
    country = models.CharField(max_length=3, blank=True, default="")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    operator = models.ForeignKey(Operator, models.PROTECT, null=True, related_name="facilities")

    objects = Facilities.as_manager()

    class Meta:
        ordering = ["gln"]
        constraints = [
            models.CheckConstraint(
                name="facility_gln_shape", condition=Q(gln__regex=r"^[0-9]{13}$")
            ),
            models.CheckConstraint(
                name="facility_on_earth",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "gln": PrivacyClass.PUBLIC,
            "name": PrivacyClass.INTERNAL,
            "address": PrivacyClass.INTERNAL,
            "country": PrivacyClass.PUBLIC,
            "latitude": PrivacyClass.INTERNAL,
            "longitude": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.gln} {self.name}"


class Registration(models.Model):
    """That a facility may make certain goods: number of the authority, goods, days, who checked."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="registrations")
    authority = models.CharField(max_length=60)
    number = models.CharField(max_length=60)
    prefixes = ArrayField(models.CharField(max_length=10), default=list)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    verified_by = models.CharField(max_length=60, blank=True, default="")
    verified_on = models.DateField(null=True)

    class Meta:
        ordering = ["facility", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number", "valid_from"], name="registration_once"
            ),
            models.CheckConstraint(
                name="registration_ordered",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="registration_verified_whole",
                condition=Q(verified_by="", verified_on__isnull=True)
                | ~Q(verified_by="") & Q(verified_on__isnull=False),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "facility": PrivacyClass.INTERNAL,
            "authority": PrivacyClass.PUBLIC,
            "number": PrivacyClass.PUBLIC,
            "prefixes": PrivacyClass.PUBLIC,
            "valid_from": PrivacyClass.PUBLIC,
            "valid_to": PrivacyClass.PUBLIC,
            "verified_by": PrivacyClass.INTERNAL,
            "verified_on": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.authority} {self.number}"


class Products(models.QuerySet):
    """Products, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Products":
        """Officers see all; a firm's machine those that the firm placed on the market."""
        if actor.kind is ActorKind.CLIENT:
            return self.filter(operator__organisation__code=actor.organisation_code)
        return self if actor.may(Permission.PRODUCT_SEE) else self.none()


class Product(models.Model):
    """An item of trade: what it is, where it comes from, and who placed it on the market.

    `gtin` has fourteen digits, `hs_code` those of the tariff, `origin` the customs code of the
    country, `record_no` the number under which customs has its particulars on record.
    """

    gtin = models.CharField(max_length=14, unique=True)
    brand = models.CharField(max_length=100, blank=True, default="")
    model = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=200)
    hs_code = models.CharField(max_length=10, blank=True, default="")
    origin = models.CharField(max_length=3, blank=True, default="")
    record_no = models.CharField(max_length=60, blank=True, default="")
    operator = models.ForeignKey(Operator, models.PROTECT, related_name="products")
    made_at = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="products")
    registered_at = models.DateTimeField()

    objects = Products.as_manager()

    class Meta:
        ordering = ["gtin"]
        constraints = [
            models.CheckConstraint(
                name="product_gtin_shape", condition=Q(gtin__regex=r"^[0-9]{14}$")
            ),
            models.UniqueConstraint(
                fields=["operator", "record_no"],
                name="product_record_once",
                condition=~Q(record_no=""),
            ),
        ]
        indexes = [
            models.Index("operator", Lower("model"), name="product_by_model"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "gtin": PrivacyClass.PUBLIC,
            "brand": PrivacyClass.PUBLIC,
            "model": PrivacyClass.PUBLIC,
            "name": PrivacyClass.PUBLIC,
            "hs_code": PrivacyClass.PUBLIC,
            "origin": PrivacyClass.PUBLIC,
            "record_no": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "made_at": PrivacyClass.INTERNAL,
            "registered_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.barcode} {self.name}"

    @property
    def barcode(self) -> str:
        """The number as it is printed on the goods."""
        return short(self.gtin)


class Batch(models.Model):
    """Goods of a product that were made together."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="batches")
    number = models.CharField(max_length=40)
    made_on = models.DateField(null=True)

    class Meta:
        ordering = ["product", "number"]
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="batch_once_in_product"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "product": PrivacyClass.PUBLIC,
            "number": PrivacyClass.PUBLIC,
            "made_on": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return self.number
