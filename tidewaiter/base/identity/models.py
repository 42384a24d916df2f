"""Organisations, their people and the keys of their machines."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.permissions import CLIENT_SCOPES, OFFICE_SCOPES, Permission
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.base.kernel.privacy import PrivacyClass


class OrganisationKind(models.TextChoices):
    """What an organisation is to the authority."""

    AUTHORITY = "authority", "Authority"
    PLATFORM = "platform", "Platform"
    MERCHANT = "merchant", "Merchant"
    PAYMENT = "payment", "Payment institution"
    CARRIER = "carrier", "Carrier"
    DECLARANT = "declarant", "Declarant"
    WAREHOUSE = "warehouse", "Warehouse"
    OTHER = "other", "Other"


class Visible(models.QuerySet):
    """Rows that an actor may fetch: their own organisation's, or all for those who keep them."""

    organisation_path = "organisation__code"
    keepers: ClassVar[frozenset[Permission]] = frozenset()

    def visible_to(self, actor: Actor) -> "Visible":
        """The rows that this actor may see."""
        if self.keepers & actor.permissions:
            return self
        if actor.organisation_code is None:
            return self.none()
        return self.filter(**{self.organisation_path: actor.organisation_code})


class Organisations(Visible):
    """Organisations that an actor may see."""

    organisation_path = "code"
    keepers = frozenset({Permission.ORGANISATION_EDIT, Permission.AUDIT_SEE})


class People(Visible):
    """People whom an actor may see."""

    keepers = frozenset({Permission.PERSON_EDIT, Permission.AUDIT_SEE})


class Keys(Visible):
    """Keys that an actor may see; never their secrets."""

    keepers = frozenset({Permission.KEY_ISSUE, Permission.AUDIT_SEE})


class Organisation(models.Model):
    """A company or an authority whose people or machines may come in."""

    code = models.CharField(max_length=18, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=OrganisationKind)

    objects = Organisations.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="organisation_code_given", condition=~models.Q(code="")),
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=models.Q(kind__in=OrganisationKind.values),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "code": PrivacyClass.PUBLIC,
            "name": PrivacyClass.PUBLIC,
            "kind": PrivacyClass.PUBLIC,
        }

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Accounts(BaseUserManager.from_queryset(People)):  # type: ignore[misc]
    """People, found for sign-in by their address in any case of letters."""

    def get_by_natural_key(self, username: str) -> "Person":
        return self.get(email=username.strip().lower())


class Person(AbstractBaseUser):
    """Somebody who signs in, with the roles that say what they may do."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="people")
    roles = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(max_length=10, default="en")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="address_in_small_letters", condition=models.Q(email=Lower("email"))
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "password": PrivacyClass.SENSITIVE,
            "last_login": PrivacyClass.PERSONAL,
            "email": PrivacyClass.PERSONAL,
            "name": PrivacyClass.PERSONAL,
            "organisation": PrivacyClass.INTERNAL,
            "roles": PrivacyClass.INTERNAL,
            "language": PrivacyClass.INTERNAL,
            "is_active": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
        }

    @property
    def actor(self) -> Actor:
        """The person as the one who gives a command; one whose account is closed may do nothing."""
        roles = frozenset(self.roles) if self.is_active else frozenset()
        return Actor(
            kind=ActorKind.PERSON,
            id=str(self.pk),
            label=f"{self.organisation.code}:{self.pk}",
            name=self.name,
            organisation_code=self.organisation.code,
            roles=roles,
            permissions=permissions_of(roles),
        )


def scopes_for(organisation: Organisation) -> frozenset[Permission]:
    """What the keys of an organisation's machines may carry."""
    if organisation.kind == OrganisationKind.AUTHORITY:
        return CLIENT_SCOPES | OFFICE_SCOPES
    return CLIENT_SCOPES


class Invitations(Visible):
    """Invitations that an actor may see."""


class Invitation(models.Model):
    """That somebody was asked by mail to come into an organisation, with which role.

    It is open until it is taken up or withdrawn; the link in the mail is worth nothing after.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=40)
    invited_by = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    taken_up_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = Invitations.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_address_in_small_letters",
                condition=models.Q(email=Lower("email")),
            ),
            models.CheckConstraint(
                name="invitation_ends_once",
                condition=models.Q(taken_up_at__isnull=True) | models.Q(withdrawn_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(taken_up_at=None, withdrawn_at=None),
                name="invitation_open_once",
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "organisation": PrivacyClass.INTERNAL,
            "email": PrivacyClass.PERSONAL,
            "role": PrivacyClass.INTERNAL,
            "invited_by": PrivacyClass.INTERNAL,
            "invited_at": PrivacyClass.INTERNAL,
            "taken_up_at": PrivacyClass.INTERNAL,
            "withdrawn_at": PrivacyClass.INTERNAL,
        }

    @property
    def open(self) -> bool:
        """Whether it can still be taken up."""
        return self.taken_up_at is None and self.withdrawn_at is None


class ClientKey(models.Model):
    """The key of a machine client. Its secret is shown once and kept only as a digest."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="keys")
    label = models.CharField(max_length=100)
    prefix = models.CharField(max_length=8, unique=True)
    # A plain digest, without salt or stretching: those protect secrets that people make up. This
    # one has 256 random bits, cannot be guessed, and is checked with every message.
    digest = models.BinaryField(max_length=32)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = Keys.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="key_revoked_after_it_was_issued",
                condition=models.Q(revoked_at__isnull=True)
                | models.Q(revoked_at__gte=models.F("created_at")),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "organisation": PrivacyClass.INTERNAL,
            "label": PrivacyClass.INTERNAL,
            "prefix": PrivacyClass.INTERNAL,
            "digest": PrivacyClass.SENSITIVE,
            "scopes": PrivacyClass.INTERNAL,
            "created_at": PrivacyClass.INTERNAL,
            "last_used_on": PrivacyClass.INTERNAL,
            "revoked_at": PrivacyClass.INTERNAL,
        }

    def __str__(self) -> str:
        return f"{self.label} (tw_{self.prefix}_…)"

    @property
    def actor(self) -> Actor:
        """The machine as the one who gives a command."""
        known = scopes_for(self.organisation)
        scopes = frozenset() if self.revoked_at else frozenset(self.scopes) & known
        return Actor(
            kind=ActorKind.CLIENT,
            id=str(self.pk),
            label=f"key:{self.prefix}",
            name=self.label,
            organisation_code=self.organisation.code,
            permissions=frozenset(Permission(scope) for scope in scopes),
        )
