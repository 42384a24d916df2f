"""What of an operator was proved, by what and until when, and by what it is found again."""

from django.db import models

from tidewaiter.base.docket.models import Evidence
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.models.operators import Operator
from tidewaiter.registry.models.seen import OfFirm


class Proof(models.Model):
    """That one thing about an operator was proved: verifying again asks only for what lapsed."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="proofs")
    field = models.CharField(max_length=80)
    by = models.CharField(max_length=20)
    source = models.CharField(max_length=100, blank=True, default="")
    paper = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    proved_at = models.DateTimeField()
    proved_until = models.DateField(null=True)

    objects = OfFirm.as_manager()

    class Meta:
        ordering = ["field"]
        constraints = [
            models.UniqueConstraint(fields=["operator", "field"], name="proof_once_for_a_field"),
        ]
        indexes = [models.Index(fields=["proved_until"], name="proof_by_its_end")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.PUBLIC,
            "field": PrivacyClass.PUBLIC,
            "by": PrivacyClass.PUBLIC,
            "source": PrivacyClass.INTERNAL,
            "paper": PrivacyClass.INTERNAL,
            "proved_at": PrivacyClass.PUBLIC,
            "proved_until": PrivacyClass.PUBLIC,
        }


class Trait(models.Model):
    """Something by which an operator that was struck off would be known again, as a blind index:
    an owner, a telephone, an account, an address, a mailbox, an image.
    """

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="traits")
    sort = models.CharField(max_length=10)
    trait_ix = models.UUIDField()

    objects = OfFirm.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "sort", "trait_ix"], name="trait_once_for_an_operator"
            ),
        ]
        indexes = [models.Index(fields=["trait_ix"], name="trait_by_its_index")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "sort": PrivacyClass.INTERNAL,
            "trait_ix": PrivacyClass.PERSONAL,
        }
