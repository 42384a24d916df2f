"""What the engine compares a parcel with: peers' prices and named lists."""

from django.db import models

from tidewaiter.base.kernel.privacy import PrivacyClass


class PeerPrice(models.Model):
    """What goods of one subheading, origin and unit usually cost (log of CNY a unit, log of CNY a
    kilogram).
    """

    hs6 = models.CharField(max_length=6)
    country = models.CharField(max_length=3)
    unit1 = models.CharField(max_length=3)
    n = models.BigIntegerField()
    median_log_price = models.FloatField()
    mad_log_price = models.FloatField()
    median_log_density = models.FloatField(null=True)
    mad_log_density = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hs6", "country", "unit1"], name="peer_price_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "hs6": PrivacyClass.INTERNAL,
            "country": PrivacyClass.INTERNAL,
            "unit1": PrivacyClass.INTERNAL,
            "n": PrivacyClass.INTERNAL,
            "median_log_price": PrivacyClass.INTERNAL,
            "mad_log_price": PrivacyClass.INTERNAL,
            "median_log_density": PrivacyClass.INTERNAL,
            "mad_log_density": PrivacyClass.INTERNAL,
        }


class ListEntry(models.Model):
    """A value on a named list that rules may refer to (watched merchants, watched goods, …)."""

    list = models.CharField(max_length=40)
    value = models.CharField(max_length=100)
    grounds = models.CharField(max_length=500)
    added_at = models.DateTimeField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "value"], name="list_entry_once")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "list": PrivacyClass.INTERNAL,
            "value": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "added_at": PrivacyClass.INTERNAL,
            "until": PrivacyClass.INTERNAL,
        }
