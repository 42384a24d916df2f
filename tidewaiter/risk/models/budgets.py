"""How many parcels an office can inspect a day, what it chose so far, and the cut that follows."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.kernel.references import issue
from tidewaiter.risk.models.book import OfTheBook
from tidewaiter.risk.states import BudgetStage


class Budget(models.Model):
    """A budget of inspections: proposed by one person, put in force by another, kept for ever."""

    office = models.CharField(max_length=4)
    stage = models.CharField(max_length=10, default=BudgetStage.PROPOSED)
    inspections = models.PositiveIntegerField()
    explored = models.DecimalField(max_digits=4, decimal_places=3)
    uniform = models.DecimalField(max_digits=4, decimal_places=3)
    documents = models.DecimalField(max_digits=5, decimal_places=4)
    audit = models.DecimalField(max_digits=5, decimal_places=4)
    audit_after = models.PositiveSmallIntegerField(null=True)
    delay = models.PositiveSmallIntegerField(null=True)
    grounds = models.CharField(max_length=2000)
    proposed_by = models.CharField(max_length=40)
    proposed_label = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    settled_by = models.CharField(max_length=40, blank=True, default="")
    settled_label = models.CharField(max_length=80, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    objects = OfTheBook.as_manager()

    class Meta:
        ordering = ["office", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(stage=BudgetStage.IN_FORCE.value),
                name="budget_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(stage=BudgetStage.PROPOSED.value),
                name="budget_one_proposed",
            ),
            models.CheckConstraint(
                name="budget_by_two",
                condition=Q(stage=BudgetStage.PROPOSED.value)
                | ~Q(settled_by=models.F("proposed_by")) & ~Q(settled_by=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "office": PrivacyClass.INTERNAL,
            "stage": PrivacyClass.INTERNAL,
            "inspections": PrivacyClass.INTERNAL,
            "explored": PrivacyClass.INTERNAL,
            "uniform": PrivacyClass.INTERNAL,
            "documents": PrivacyClass.INTERNAL,
            "audit": PrivacyClass.INTERNAL,
            "audit_after": PrivacyClass.INTERNAL,
            "delay": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "proposed_by": PrivacyClass.INTERNAL,
            "proposed_label": PrivacyClass.INTERNAL,
            "proposed_at": PrivacyClass.INTERNAL,
            "settled_by": PrivacyClass.INTERNAL,
            "settled_label": PrivacyClass.INTERNAL,
            "settled_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which the budget is quoted."""
        return issue("BDGT", self.pk, self.proposed_at.year)


class Chosen(models.Model):
    """How many parcels of an office were accepted, and by what they were chosen."""

    office = models.CharField(max_length=4)
    accepted = models.PositiveIntegerField()
    unknown = models.PositiveIntegerField()
    by_rule = models.PositiveIntegerField()
    by_priority = models.PositiveIntegerField()
    explored = models.PositiveIntegerField()
    drawn = models.PositiveIntegerField()
    documents = models.PositiveIntegerField()
    audit = models.PositiveIntegerField()

    class Meta:
        abstract = True


_CHOSEN = {
    "id": PrivacyClass.INTERNAL,
    "office": PrivacyClass.INTERNAL,
    "accepted": PrivacyClass.INTERNAL,
    "unknown": PrivacyClass.INTERNAL,
    "by_rule": PrivacyClass.INTERNAL,
    "by_priority": PrivacyClass.INTERNAL,
    "explored": PrivacyClass.INTERNAL,
    "drawn": PrivacyClass.INTERNAL,
    "documents": PrivacyClass.INTERNAL,
    "audit": PrivacyClass.INTERNAL,
}


class Tally(Chosen):
    """What one batch of decisions chose; `top` are its highest priorities that no rule chose.

    Rows are only added, so that assessors never wait for each other; they are folded into hours.
    """

    at = models.DateTimeField()
    top = ArrayField(models.FloatField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["at"], name="tally_at")]

    class Privacy:
        fields = {**_CHOSEN, "at": PrivacyClass.INTERNAL, "top": PrivacyClass.INTERNAL}


class OfficeHour(Chosen):
    """What an office chose in an hour."""

    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "hour"], name="office_hour_once"),
        ]

    class Privacy:
        fields = {**_CHOSEN, "hour": PrivacyClass.INTERNAL}


class Cut(models.Model):
    """The priority from which an office inspects now, and its shares: what the engine reads."""

    office = models.CharField(max_length=4, unique=True)
    cut = models.DecimalField(max_digits=18, decimal_places=9, null=True)
    uniform = models.DecimalField(max_digits=18, decimal_places=9)
    explored = models.DecimalField(max_digits=18, decimal_places=9)
    documents = models.DecimalField(max_digits=18, decimal_places=9)
    audit = models.DecimalField(max_digits=18, decimal_places=9)
    delay = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "office": PrivacyClass.INTERNAL,
            "cut": PrivacyClass.INTERNAL,
            "uniform": PrivacyClass.INTERNAL,
            "explored": PrivacyClass.INTERNAL,
            "documents": PrivacyClass.INTERNAL,
            "audit": PrivacyClass.INTERNAL,
            "delay": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }
