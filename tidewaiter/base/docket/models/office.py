"""The units of the office, who sits in them, and the filters that officers keep."""

from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Person
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass


class Unit(models.Model):
    """A part of the office that works on dockets; what is escalated goes to the one above it."""

    code = models.CharField(max_length=40, unique=True)
    title_en = models.CharField(max_length=120)
    title_zh = models.CharField(max_length=120)
    above = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="unit_code_is_a_word", condition=models.Q(code__regex=r"^[a-z][a-z0-9-]*$")
            ),
            models.CheckConstraint(
                name="unit_not_above_itself",
                condition=models.Q(above__isnull=True) | ~models.Q(above=models.F("id")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "title_en": PrivacyClass.PUBLIC,
            "title_zh": PrivacyClass.PUBLIC,
            "above": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.code


class Seat(models.Model):
    """Somebody who works in a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="seats")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "unit"], name="seat_once")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "unit": PrivacyClass.INTERNAL,
            "person": PrivacyClass.INTERNAL,
            "since": PrivacyClass.INTERNAL,
        }


class Filters(models.QuerySet):
    """Filters, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Filters":
        """Everybody sees their own."""
        if actor.kind is not ActorKind.PERSON or not actor.may(Permission.DOCKET_SEE):
            return self.none()
        return self.filter(person_id=actor.id)


class SavedFilter(models.Model):
    """A view of the work list that an officer keeps under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    asked = models.CharField(max_length=500)

    objects = Filters.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="filter_named_once")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "person": PrivacyClass.INTERNAL,
            "name": PrivacyClass.INTERNAL,
            "asked": PrivacyClass.INTERNAL,
        }
