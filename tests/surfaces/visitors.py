"""People at the desk, signed in."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.cast import CLERK
from tidewaiter.base.identity.commands import register_person
from tidewaiter.base.identity.models import Organisation, OrganisationKind, Person

PASSWORD = "tide comes in, tide goes out"


def a_person(*roles: str, name: str = "Lin") -> Person:
    """Somebody at the customs office with these roles."""
    office, _made = Organisation.objects.get_or_create(
        code="CUSTOMS", defaults={"name": "Harbour customs", "kind": OrganisationKind.AUTHORITY}
    )
    number = Person.objects.count()
    return register_person(
        email=f"person{number}@customs.example",
        name=name,
        organisation=office,
        roles=list(roles),
        password=PASSWORD,
        by=CLERK,
        at=timezone.now(),
    )


def at_the_desk(*roles: str, **headers: Any) -> Client:
    """The browser of somebody who has signed in."""
    client = Client(**headers)
    client.force_login(a_person(*roles))
    return client
