"""The clocks of a docket: when they began, when they run out, and how that was reckoned."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.docket.states import OPEN, Ticking
from tidewaiter.base.kernel.privacy import PrivacyClass


class Timer(models.Model):
    """One clock that an event started.

    `clock` is its name in the kind, `timer` its id in the law pack; `due_at` is the first moment
    after the last day, `next_at` the next one at which it warns or runs out. `stops` are the days
    on which it stood still: since, until (None while it does), reason.
    """

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="timers")
    clock = models.CharField(max_length=40)
    pack = models.CharField(max_length=20)
    timer = models.CharField(max_length=60)
    law_version = models.CharField(max_length=64)
    title_en = models.CharField(max_length=200)
    title_zh = models.CharField(max_length=200)
    starts = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    unit = models.CharField(max_length=12)
    calendar = models.CharField(max_length=40, blank=True, default="")
    against = models.CharField(max_length=40)
    expiry = models.CharField(max_length=20)
    state = models.CharField(max_length=9, default=Ticking.RUNNING)
    due_on = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_on = ArrayField(models.DateField(), default=list)
    next_at = models.DateTimeField(null=True)
    stops = models.JSONField(default=list)
    extended = models.BooleanField(default=False)
    reckoned_en = models.TextField()
    reckoned_zh = models.TextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="timer_state_known",
                condition=Q(state__in=[one.value for one in Ticking]),
            ),
            models.CheckConstraint(
                name="timer_running_has_due_moment",
                condition=~Q(state=Ticking.RUNNING)
                | Q(due_at__isnull=False, next_at__isnull=False),
            ),
            models.CheckConstraint(
                name="timer_wakes_only_while_running",
                condition=Q(state=Ticking.RUNNING) | Q(next_at__isnull=True),
            ),
            models.CheckConstraint(
                name="timer_ended_has_moment",
                condition=Q(state__in=[Ticking.RUNNING, Ticking.STOPPED], ended_at__isnull=True)
                | Q(
                    state__in=[
                        Ticking.MET,
                        Ticking.OVERDUE,
                        Ticking.EXPIRED,
                        Ticking.CANCELLED,
                    ],
                    ended_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["docket", "clock"],
                condition=Q(state__in=[Ticking.RUNNING, Ticking.STOPPED, Ticking.OVERDUE]),
                name="timer_one_open_of_a_clock",
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "clock": PrivacyClass.INTERNAL,
            "pack": PrivacyClass.PUBLIC,
            "timer": PrivacyClass.PUBLIC,
            "law_version": PrivacyClass.PUBLIC,
            "title_en": PrivacyClass.PUBLIC,
            "title_zh": PrivacyClass.PUBLIC,
            "starts": PrivacyClass.PUBLIC,
            "started_at": PrivacyClass.INTERNAL,
            "unit": PrivacyClass.PUBLIC,
            "calendar": PrivacyClass.PUBLIC,
            "against": PrivacyClass.INTERNAL,
            "expiry": PrivacyClass.PUBLIC,
            "state": PrivacyClass.INTERNAL,
            "due_on": PrivacyClass.INTERNAL,
            "due_at": PrivacyClass.INTERNAL,
            "warn_on": PrivacyClass.INTERNAL,
            "next_at": PrivacyClass.INTERNAL,
            "stops": PrivacyClass.INTERNAL,
            "extended": PrivacyClass.INTERNAL,
            "reckoned_en": PrivacyClass.INTERNAL,
            "reckoned_zh": PrivacyClass.INTERNAL,
            "ended_at": PrivacyClass.INTERNAL,
        }

    @property
    def open(self) -> bool:
        """Whether somebody still has something to do by it."""
        return self.state in OPEN

    def left(self, *, on: date) -> int | None:
        """How many days are left; below zero when it has run over, None while it stands still."""
        return None if self.due_on is None else (self.due_on - on).days

    def over(self, *, at: datetime) -> bool:
        """Whether its time has run."""
        return self.due_at is not None and at >= self.due_at
