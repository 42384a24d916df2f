"""Declarations that are not decided yet."""

from django.db import models

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.intake.models.documents import Declaration


class Awaited(models.Model):
    """A declaration waits for its decision; the row goes in the transaction that decides.

    Whoever holds the lock of this row decides the parcel, so that no parcel is decided twice.
    """

    declaration = models.OneToOneField(Declaration, models.PROTECT, primary_key=True)
    due_at = models.DateTimeField(db_index=True)
    again = models.BooleanField(default=False)
    """Decided before, and opened again because a better document came."""

    class Privacy:
        fields = {
            "declaration": PrivacyClass.INTERNAL,
            "due_at": PrivacyClass.INTERNAL,
            "again": PrivacyClass.INTERNAL,
        }
