"""Lists that parties are screened against, who was found on them, and which pairs were cleared."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.base.rows import WRITTEN_ONCE
from tidewaiter.intake.models import Declaration


class WatchList(models.Model):
    """A list that parties are screened against, and from which score on a name counts."""

    code = models.SlugField(max_length=40, unique=True)
    form = models.CharField(max_length=10)
    alone = models.FloatField()
    with_year = models.FloatField()
    with_fact = models.FloatField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="watch_list_thresholds",
                condition=Q(with_fact__gt=0, with_year__gte=models.F("with_fact"), alone__lte=1),
            ),
        ]

    class Privacy:
        fields = dict.fromkeys(
            ("id", "code", "form", "alone", "with_year", "with_fact"), PrivacyClass.INTERNAL
        )


class ListEdition(models.Model):
    """One edition of a list as it was loaded: its source, its own date, and what it changed."""

    list = models.ForeignKey(WatchList, models.PROTECT, related_name="editions")
    source = models.CharField(max_length=200)
    dated = models.DateField(null=True)
    version = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    entries = models.IntegerField()
    names = models.IntegerField()
    added = models.IntegerField()
    changed = models.IntegerField()
    removed = models.IntegerField()
    loaded_at = models.DateTimeField()
    by_id = models.CharField(max_length=40)
    by_label = models.CharField(max_length=80)
    in_force = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list"], condition=Q(in_force=True), name="list_edition_one_in_force"
            ),
        ]

    class Privacy:
        fields = dict.fromkeys(
            (
                "id", "list", "source", "dated", "version", "digest", "entries", "names", "added",
                "changed", "removed", "loaded_at", "by_id", "by_label", "in_force",
            ),
            PrivacyClass.INTERNAL,
        )  # fmt: skip


class ListedParty(models.Model):
    """An entry of a list, from one edition until another changed or removed it."""

    list = models.ForeignKey(WatchList, models.PROTECT, related_name="parties")
    number = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    name = models.TextField()
    entry = models.TextField()
    since = models.ForeignKey(ListEdition, models.PROTECT, related_name="began")
    until = models.ForeignKey(ListEdition, models.PROTECT, related_name="ended", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["list", "number"], condition=Q(until=None), name="listed_party_once"
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "list": PrivacyClass.INTERNAL,
            "number": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "name": PrivacyClass.PERSONAL,
            "entry": PrivacyClass.PERSONAL,
            "since": PrivacyClass.INTERNAL,
            "until": PrivacyClass.INTERNAL,
        }


class ScreenedParty(models.Model):
    """A party of a parcel that was screened: which facts, where they stand, up to which edition.

    `facts_ix` is made of the blind indexes of name, number, telephone and address, `party_ix` of
    those of name and number: the same person at another address is the same party.
    """

    facts_ix = models.UUIDField(unique=True)
    party_ix = models.UUIDField(db_index=True)
    role = models.CharField(max_length=20)
    declaration = models.ForeignKey(Declaration, **WRITTEN_ONCE)
    document_kind = models.CharField(max_length=3)
    document = models.BigIntegerField()
    screened_at = models.DateTimeField()
    edition = models.BigIntegerField(db_index=True)

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "facts_ix": PrivacyClass.PERSONAL,
            "party_ix": PrivacyClass.PERSONAL,
            "role": PrivacyClass.INTERNAL,
            "declaration": PrivacyClass.INTERNAL,
            "document_kind": PrivacyClass.INTERNAL,
            "document": PrivacyClass.INTERNAL,
            "screened_at": PrivacyClass.INTERNAL,
            "edition": PrivacyClass.INTERNAL,
        }


class Hits(models.QuerySet):
    """Hits, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Hits":
        """Officers see every hit; machine clients see none: who is listed is not told to firms."""
        return self.none() if actor.kind is ActorKind.CLIENT else self


class ScreeningHit(models.Model):
    """A party that may be an entry of a list, with what made them match.

    `facts` and `features` are JSON: what the list says of the facts in common, and which words of
    the listed name matched how; nothing that only the party said.
    """

    screened = models.ForeignKey(ScreenedParty, models.PROTECT, related_name="hits")
    listed = models.ForeignKey(ListedParty, models.PROTECT, related_name="hits")
    listed_name = models.TextField()
    score = models.FloatField()
    alone = models.BooleanField()
    corroborated = models.BooleanField()
    facts = models.TextField()
    features = models.TextField()
    found_at = models.DateTimeField()

    objects = Hits.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["screened", "listed"], name="screening_hit_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "screened": PrivacyClass.INTERNAL,
            "listed": PrivacyClass.PERSONAL,
            "listed_name": PrivacyClass.PERSONAL,
            "score": PrivacyClass.INTERNAL,
            "alone": PrivacyClass.INTERNAL,
            "corroborated": PrivacyClass.INTERNAL,
            "facts": PrivacyClass.PERSONAL,
            "features": PrivacyClass.PERSONAL,
            "found_at": PrivacyClass.INTERNAL,
        }


class ParcelParty(models.Model):
    """A party with hits in a parcel: where the officers of that parcel find it."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="listed_parties")
    screened = models.ForeignKey(ScreenedParty, models.PROTECT, related_name="parcels")
    role = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "screened", "role"], name="parcel_party_once"
            ),
        ]

    class Privacy:
        fields = dict.fromkeys(("id", "declaration", "screened", "role"), PrivacyClass.INTERNAL)


class ClearedPair(models.Model):
    """An officer found that a party is not an entry; as long as the entry says the same."""

    party_ix = models.UUIDField()
    list = models.ForeignKey(WatchList, models.PROTECT, related_name="cleared")
    number = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    grounds = models.CharField(max_length=2000)
    by_id = models.CharField(max_length=40)
    by_label = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_ix", "list", "number", "digest"], name="cleared_pair_once"
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "party_ix": PrivacyClass.PERSONAL,
            "list": PrivacyClass.INTERNAL,
            "number": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
        }
