"""The keys of data subjects, and the memory of which master key wraps them."""

from django.db import models

from tidewaiter.base.kernel.privacy import PrivacyClass


class Subject(models.Model):
    """A person of whom we hold data, known by a blind index; whoever erases the key erases them."""

    index = models.UUIDField(primary_key=True)
    wrapped_key = models.BinaryField(max_length=61)
    created_at = models.DateTimeField()

    class Privacy:
        fields = {
            "index": PrivacyClass.PERSONAL,
            "wrapped_key": PrivacyClass.SENSITIVE,
            "created_at": PrivacyClass.INTERNAL,
        }


class MasterKeyFingerprint(models.Model):
    """Under which master key this database is sealed; there is one row at most."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    fingerprint = models.CharField(max_length=32)
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_master_key", condition=models.Q(id=1)),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "fingerprint": PrivacyClass.INTERNAL,
            "confirmed_at": PrivacyClass.INTERNAL,
        }
