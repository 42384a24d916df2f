"""Errands are a kind of docket that can be applied for, and there is a firm with its people."""

import pytest
from django.test import Client

from tests.base.docket.makers import firm
from tests.base.docket.test_applications import APPLIED
from tests.surfaces.portal.people import somebody_of
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.identity.models import Person
from tidewaiter.flows.dockets import REGISTERED, Registered


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    """Errands are registered with their form."""
    monkeypatch.setitem(REGISTERED, ERRAND.code, Registered(ERRAND, applied=APPLIED))


@pytest.fixture
def owner(db) -> Person:
    """The owner of the firm."""
    return somebody_of(firm(), "party_owner", name="Bao")


def signed_in(person: Person) -> Client:
    """The browser of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def bao(owner) -> Client:
    """The owner at the portal."""
    return signed_in(owner)


@pytest.fixture
def clerk(db) -> Client:
    """Somebody of the firm who may file."""
    return signed_in(somebody_of(firm(), "party", name="Chen"))


@pytest.fixture
def reader(db) -> Client:
    """Somebody of the firm who may read."""
    return signed_in(somebody_of(firm(), "party_reader", name="Dai"))


@pytest.fixture
def stranger(db) -> Client:
    """The owner of another firm, which has nothing to do with it."""
    return signed_in(somebody_of(firm("91330100TWFIRM0002", "Mug & Co"), "party_owner", name="Mo"))
