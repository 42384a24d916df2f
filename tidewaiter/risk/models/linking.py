"""Who is probably one: nodes, links and clusters of addresses, consignees and sellers.

Addresses and consignees are persons' data: nodes hold blinded tokens, never a text. Sellers are
firms. A node's cluster is that of the last night; moves tell where it was before, so that each
night can be told.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.kernel.privacy import PrivacyClass


class PartyKind(models.TextChoices):
    """What is linked."""

    ADDRESS = "address"
    CONSIGNEE = "consignee"
    SELLER = "seller"


class ForOfficers(models.QuerySet):
    """What only officers may see."""

    def visible_to(self, actor: Actor) -> "ForOfficers":
        """Officers see everything; a machine client sees nothing of it."""
        return self.none() if actor.kind is ActorKind.CLIENT else self


def _token() -> models.BigIntegerField:
    return models.BigIntegerField(null=True)


class AddressNode(models.Model):
    """One spelling of an address: the tokens of its parts, and the cluster it belongs to.

    ``ix`` is the blind index under which its parcels are found.
    """

    key = models.BigIntegerField(primary_key=True)
    ix = models.UUIDField()
    postcode = _token()
    area = _token()
    district = _token()
    street = _token()
    heard_street = _token()
    building = _token()
    door = _token()
    heard_door = _token()
    lot = _token()
    first_on = models.DateField()
    cluster = models.BigIntegerField(db_index=True)

    objects = ForOfficers.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["door"], name="address_door"),
            models.Index(fields=["heard_door"], name="address_heard_door"),
            models.Index(fields=["lot"], name="address_lot"),
        ]

    class Privacy:
        fields = {
            "key": PrivacyClass.PERSONAL,
            "ix": PrivacyClass.PERSONAL,
            "postcode": PrivacyClass.PERSONAL,
            "area": PrivacyClass.PERSONAL,
            "district": PrivacyClass.PERSONAL,
            "street": PrivacyClass.PERSONAL,
            "heard_street": PrivacyClass.PERSONAL,
            "building": PrivacyClass.PERSONAL,
            "door": PrivacyClass.PERSONAL,
            "heard_door": PrivacyClass.PERSONAL,
            "lot": PrivacyClass.PERSONAL,
            "first_on": PrivacyClass.INTERNAL,
            "cluster": PrivacyClass.PERSONAL,
        }


class ConsigneeNode(models.Model):
    """One name with one telephone at one address, and the cluster it belongs to.

    ``address`` is the address node, ``home`` the cluster of that.
    """

    key = models.BigIntegerField(primary_key=True)
    address = models.BigIntegerField(db_index=True)
    home = models.BigIntegerField()
    building = _token()
    district = _token()
    name = _token()
    heard = _token()
    phone = _token()
    first_on = models.DateField()
    cluster = models.BigIntegerField(db_index=True)

    objects = ForOfficers.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["phone"], name="consignee_phone"),
            models.Index(fields=["home", "name"], name="consignee_home_name"),
        ]

    class Privacy:
        fields = {
            "key": PrivacyClass.PERSONAL,
            "address": PrivacyClass.PERSONAL,
            "home": PrivacyClass.PERSONAL,
            "building": PrivacyClass.PERSONAL,
            "district": PrivacyClass.PERSONAL,
            "name": PrivacyClass.PERSONAL,
            "heard": PrivacyClass.PERSONAL,
            "phone": PrivacyClass.PERSONAL,
            "first_on": PrivacyClass.INTERNAL,
            "cluster": PrivacyClass.PERSONAL,
        }


class SellerNode(models.Model):
    """One seller as orders name it, with what the register knows of it, and its cluster."""

    key = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=100)
    first_on = models.DateField()
    cluster = models.BigIntegerField(db_index=True)

    objects = ForOfficers.as_manager()

    class Privacy:
        fields = {
            "key": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "name": PrivacyClass.INTERNAL,
            "first_on": PrivacyClass.INTERNAL,
            "cluster": PrivacyClass.INTERNAL,
        }


class ConsigneeTile(models.Model):
    """What came to one spelling of a consignee in one hour from one merchant for one buyer.

    Tiles add up; there may be several of an hour. They are kept as long as windows look back.
    """

    node = models.BigIntegerField()
    hour = models.DateTimeField()
    buyer_ix = models.UUIDField(null=True)
    ebp_code = models.CharField(max_length=18)
    ebc_code = models.CharField(max_length=18)
    parcels = models.IntegerField()
    amount = models.DecimalField(max_digits=19, decimal_places=5)

    objects = ForOfficers.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["node", "hour"], name="consignee_tile"),
            models.Index(fields=["hour"], name="consignee_tile_hour"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "node": PrivacyClass.PERSONAL,
            "hour": PrivacyClass.INTERNAL,
            "buyer_ix": PrivacyClass.PERSONAL,
            "ebp_code": PrivacyClass.INTERNAL,
            "ebc_code": PrivacyClass.INTERNAL,
            "parcels": PrivacyClass.INTERNAL,
            "amount": PrivacyClass.INTERNAL,
        }


class NodeLink(models.Model):
    """Two nodes that are probably one: the weight in bits, and how each comparison came out."""

    kind = models.CharField(max_length=9, choices=PartyKind.choices)
    one = models.BigIntegerField()
    other = models.BigIntegerField()
    weight = models.FloatField()
    outcomes = ArrayField(models.SmallIntegerField())
    since = models.DateField()

    objects = ForOfficers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="node_link_once"),
            models.CheckConstraint(
                name="node_link_ordered", condition=models.Q(one__lt=models.F("other"))
            ),
        ]
        indexes = [models.Index(fields=["kind", "other"], name="node_link_other")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "one": PrivacyClass.PERSONAL,
            "other": PrivacyClass.PERSONAL,
            "weight": PrivacyClass.INTERNAL,
            "outcomes": PrivacyClass.INTERNAL,
            "since": PrivacyClass.INTERNAL,
        }


class NodeMove(models.Model):
    """A node went from one cluster to another in a night: clusters merged, or parted."""

    kind = models.CharField(max_length=9, choices=PartyKind.choices)
    night = models.DateField()
    node = models.BigIntegerField()
    former = models.BigIntegerField()
    cluster = models.BigIntegerField()

    objects = ForOfficers.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "cluster", "night"], name="node_move_to"),
            models.Index(fields=["kind", "former", "night"], name="node_move_from"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "night": PrivacyClass.INTERNAL,
            "node": PrivacyClass.PERSONAL,
            "former": PrivacyClass.PERSONAL,
            "cluster": PrivacyClass.PERSONAL,
        }


class Cluster(models.Model):
    """What a cluster was in a night: its size, and what it did in the days before."""

    kind = models.CharField(max_length=9, choices=PartyKind.choices)
    cluster = models.BigIntegerField()
    night = models.DateField()
    nodes = models.IntegerField()
    nodes_week_ago = models.IntegerField()
    first_on = models.DateField()
    identities = models.IntegerField()
    phones = models.IntegerField()
    platforms = models.IntegerField()
    sellers = models.IntegerField()
    parcels_1 = models.IntegerField()
    parcels_7 = models.IntegerField()
    parcels_30 = models.IntegerField()
    value_1 = models.DecimalField(max_digits=19, decimal_places=5)
    value_7 = models.DecimalField(max_digits=19, decimal_places=5)
    value_30 = models.DecimalField(max_digits=19, decimal_places=5)
    inspected = models.IntegerField()
    confirmed = models.IntegerField()

    objects = ForOfficers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "cluster", "night"], name="cluster_once_a_night"
            ),
        ]
        indexes = [models.Index(fields=["night", "kind", "-identities"], name="cluster_night")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "cluster": PrivacyClass.PERSONAL,
            "night": PrivacyClass.INTERNAL,
            "nodes": PrivacyClass.INTERNAL,
            "nodes_week_ago": PrivacyClass.INTERNAL,
            "first_on": PrivacyClass.INTERNAL,
            "identities": PrivacyClass.INTERNAL,
            "phones": PrivacyClass.INTERNAL,
            "platforms": PrivacyClass.INTERNAL,
            "sellers": PrivacyClass.INTERNAL,
            "parcels_1": PrivacyClass.INTERNAL,
            "parcels_7": PrivacyClass.INTERNAL,
            "parcels_30": PrivacyClass.INTERNAL,
            "value_1": PrivacyClass.INTERNAL,
            "value_7": PrivacyClass.INTERNAL,
            "value_30": PrivacyClass.INTERNAL,
            "inspected": PrivacyClass.INTERNAL,
            "confirmed": PrivacyClass.INTERNAL,
        }


class LinkingNight(models.Model):
    """A night in which a kind was linked: how much there was."""

    kind = models.CharField(max_length=9, choices=PartyKind.choices)
    night = models.DateField()
    finished_at = models.DateTimeField()
    nodes = models.IntegerField()
    links = models.IntegerField()
    crowded = models.IntegerField()

    objects = ForOfficers.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "night"], name="linking_night_once"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "kind": PrivacyClass.INTERNAL,
            "night": PrivacyClass.INTERNAL,
            "finished_at": PrivacyClass.INTERNAL,
            "nodes": PrivacyClass.INTERNAL,
            "links": PrivacyClass.INTERNAL,
            "crowded": PrivacyClass.INTERNAL,
        }


class LinkingMark(models.Model):
    """Up to which order consignees, addresses and sellers have been placed; there is one row."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    order = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="one_mark", condition=models.Q(id=1))]

    class Privacy:
        fields = {"id": PrivacyClass.INTERNAL, "order": PrivacyClass.INTERNAL}


NODES: dict[str, type[models.Model]] = {
    PartyKind.ADDRESS: AddressNode,
    PartyKind.CONSIGNEE: ConsigneeNode,
    PartyKind.SELLER: SellerNode,
}
"""The table of each kind's nodes."""
