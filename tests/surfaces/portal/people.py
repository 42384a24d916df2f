"""People of organisations, with an account at the portal."""

import re

from django.core import mail
from django.utils import timezone

from tests.cast import CLERK
from tests.surfaces.visitors import PASSWORD
from tidewaiter.base.identity.commands import register_person
from tidewaiter.base.identity.models import Organisation, Person


def somebody_of(organisation: Organisation, role: str, *, name: str = "Bao") -> Person:
    """Somebody of an organisation with this role."""
    number = Person.objects.count()
    return register_person(
        email=f"person{number}@firm.example",
        name=name,
        organisation=organisation,
        roles=[role],
        password=PASSWORD,
        by=CLERK,
        at=timezone.now(),
    )


def link_in_last_mail() -> str:
    """The path of the link in the last mail that went out."""
    [link] = re.findall(r"http://testserver(/\S+)", mail.outbox[-1].body)
    return link


def text_of(answer) -> str:
    """A page as one line."""
    return re.sub(r"\s+", " ", answer.content.decode())
