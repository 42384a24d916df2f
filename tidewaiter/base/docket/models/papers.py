"""Papers: their bytes, what was found of them, and through whose hands they went."""

from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models.dockets import Docket
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.privacy import PrivacyClass


class Blob(models.Model):
    """Bytes, sealed under the installation's key and known by their hash; kept once."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()
    content_sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="blob_named_by_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")
            ),
        ]

    class Privacy:
        fields = {
            "sha256": PrivacyClass.INTERNAL,
            "size": PrivacyClass.INTERNAL,
            "content_sealed": PrivacyClass.SENSITIVE,
        }


class Papers(models.QuerySet):
    """Papers, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> "Papers":
        """Of the dockets that one may see: officers all but restricted papers, which their officer
        and supervisors see; people of a party what is open to parties, and what is their own.
        """
        found = self.filter(docket__in=Docket.objects.visible_to(actor))
        if actor.kind is ActorKind.SYSTEM or actor.may(Permission.DOCKET_ASSIGN):
            return found
        if actor.may(Permission.DOCKET_SEE):
            shown = ~Q(secrecy=Secrecy.RESTRICTED)
            if actor.kind is ActorKind.PERSON:
                shown |= Q(docket__officer_id=actor.id)
            return found.filter(shown)
        return found.filter(
            Q(secrecy__in=[Secrecy.OPEN, Secrecy.PARTIES])
            | Q(organisation_code=actor.organisation_code)
        )


class Evidence(models.Model):
    """A paper as it was handed in, and the copy without metadata that readers are given.

    `original` is what came, to the byte; `shown` the same without author, place and history,
    equal to it where there was nothing to take out. `scan` tells what a scanner said, `asked` as
    which of the papers that an application asks for it was handed in.
    """

    docket = models.ForeignKey(Docket, models.PROTECT, related_name="papers")
    original = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    shown = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    about = models.CharField(max_length=300, blank=True, default="")
    asked = models.CharField(max_length=60, blank=True, default="")
    scan = models.CharField(max_length=9)
    scanner = models.CharField(max_length=100, blank=True, default="")
    stripped = models.JSONField(default=list)
    secrecy = models.CharField(max_length=10, default=Secrecy.PARTIES)
    by_kind = models.CharField(max_length=10)
    by_id = models.CharField(max_length=64)
    by_label = models.CharField(max_length=100)
    organisation_code = models.CharField(max_length=18, blank=True, default="")
    received_at = models.DateTimeField()

    objects = Papers.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["docket", "original"], name="paper_once_in_a_docket"),
            models.CheckConstraint(
                name="paper_scan_known", condition=Q(scan__in=["clean", "unscanned"])
            ),
            models.CheckConstraint(
                name="paper_secrecy_known",
                condition=Q(secrecy__in=[one.value for one in Secrecy]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "original": PrivacyClass.INTERNAL,
            "shown": PrivacyClass.INTERNAL,
            "media_type": PrivacyClass.INTERNAL,
            "name": PrivacyClass.PERSONAL,
            "about": PrivacyClass.PERSONAL,
            "asked": PrivacyClass.INTERNAL,
            "scan": PrivacyClass.INTERNAL,
            "scanner": PrivacyClass.INTERNAL,
            "stripped": PrivacyClass.INTERNAL,
            "secrecy": PrivacyClass.INTERNAL,
            "by_kind": PrivacyClass.INTERNAL,
            "by_id": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "organisation_code": PrivacyClass.INTERNAL,
            "received_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return self.name


class Custody(models.Model):
    """One link of the chain of custody: who did what with a paper, bound to the link before it."""

    paper = models.ForeignKey(Evidence, models.PROTECT, related_name="chain")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by_label = models.CharField(max_length=100)
    deed = models.CharField(max_length=20)
    grounds = models.CharField(max_length=500, blank=True, default="")
    link = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="custody_in_order"),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "paper": PrivacyClass.INTERNAL,
            "number": PrivacyClass.INTERNAL,
            "at": PrivacyClass.INTERNAL,
            "by_label": PrivacyClass.INTERNAL,
            "deed": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.INTERNAL,
            "link": PrivacyClass.INTERNAL,
        }
