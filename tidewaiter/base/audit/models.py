"""The trail: rows that can be added and read, and nothing else."""

from django.db import models

from tidewaiter.base.kernel.privacy import PrivacyClass


class Entry(models.Model):
    """One deed. No foreign keys: history neither blocks a thing nor vanishes with it."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by_kind = models.CharField(max_length=10)
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=100)
    verb = models.CharField(max_length=80)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["thing_kind", "thing_id", "id"], name="audit_by_thing"),
            models.Index(fields=["by_kind", "by_id", "id"], name="audit_by_author"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "by_kind": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "verb": PrivacyClass.INTERNAL,
            "thing_kind": PrivacyClass.INTERNAL,
            "thing_id": PrivacyClass.INTERNAL,
            "details": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        thing = f"{self.thing_kind} {self.thing_id}"
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.by_label} {self.verb} {thing}"
