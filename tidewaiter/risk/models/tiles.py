"""What sellers, platforms and goods add up to, by day, and the nightly proof that it is right."""

from django.db import models

from tidewaiter.base.kernel.privacy import PrivacyClass


class Tile(models.Model):
    """What was decided on one day, added up by whom and what it concerns.

    ``key`` names the tile as the engine's step ``added`` does. Days of tiles that nobody looks at
    day by day are put together month by month when they have been checked.
    """

    key = models.TextField()
    day = models.DateField()
    n = models.IntegerField()
    near = models.IntegerField()
    beyond = models.IntegerField()
    priced = models.IntegerField()
    z = models.BigIntegerField()
    zz = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "day"], name="tile_once")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "key": PrivacyClass.INTERNAL,
            "day": PrivacyClass.INTERNAL,
            "n": PrivacyClass.INTERNAL,
            "near": PrivacyClass.INTERNAL,
            "beyond": PrivacyClass.INTERNAL,
            "priced": PrivacyClass.INTERNAL,
            "z": PrivacyClass.INTERNAL,
            "zz": PrivacyClass.INTERNAL,
        }


class TileCheck(models.Model):
    """The tiles of a day held against the archive of that day; ``differing`` must be zero."""

    day = models.DateField(unique=True)
    tiles = models.IntegerField()
    differing = models.IntegerField()
    checked_at = models.DateTimeField()

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "day": PrivacyClass.INTERNAL,
            "tiles": PrivacyClass.INTERNAL,
            "differing": PrivacyClass.INTERNAL,
            "checked_at": PrivacyClass.INTERNAL,
        }
