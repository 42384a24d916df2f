"""The quota ledger: what each buyer has used in a year, in money and in named goods."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.intake.models import Declaration


class QuotaAccount(models.Model):
    """What one buyer has used of one measure in one year; locked while a parcel is decided."""

    buyer_ix = models.UUIDField()
    year = models.SmallIntegerField()
    measure = models.CharField(max_length=20)
    reserved = models.DecimalField(max_digits=19, decimal_places=5, default=0)
    committed = models.DecimalField(max_digits=19, decimal_places=5, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer_ix", "year", "measure"], name="quota_account_once"
            ),
            models.CheckConstraint(
                name="quota_never_negative", condition=Q(reserved__gte=0, committed__gte=0)
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "buyer_ix": PrivacyClass.PERSONAL,
            "year": PrivacyClass.PERSONAL,
            "measure": PrivacyClass.PERSONAL,
            "reserved": PrivacyClass.PERSONAL,
            "committed": PrivacyClass.PERSONAL,
        }


class EntryKind(models.TextChoices):
    """The three movements of the ledger."""

    RESERVE = "reserve"
    COMMIT = "commit"
    RELEASE = "release"


class QuotaEntry(models.Model):
    """One movement of the ledger; entries are only ever added.

    ``reserve`` sets an amount aside, ``commit`` turns a reserved amount into a used one (or uses at
    once), ``release`` gives back what was reserved or used.
    """

    account = models.ForeignKey(
        QuotaAccount, models.PROTECT, related_name="entries", db_index=False
    )
    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="quota_entries")
    kind = models.CharField(max_length=7, choices=EntryKind.choices)
    reserved = models.DecimalField(max_digits=19, decimal_places=5)
    committed = models.DecimalField(max_digits=19, decimal_places=5)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="quota_entry_moves", condition=~Q(reserved=0, committed=0)),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "account": PrivacyClass.PERSONAL,
            "declaration": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "reserved": PrivacyClass.PERSONAL,
            "committed": PrivacyClass.PERSONAL,
            "at": PrivacyClass.INTERNAL,
        }
