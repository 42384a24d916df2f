"""People are shown in full once, to whoever says what for."""

import pytest

from tests.makers import a_parcel, arrive, declaration_of, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.privacy.models import Subject
from tidewaiter.base.privacy.vault import forget_cached_keys

PURPOSE = "interview of the buyer about the split orders"


@pytest.fixture
def client(firms):
    return at_the_desk("senior_officer")


@pytest.fixture
def parcel(client):
    made = a_parcel()
    arrive(*four(made))
    return made


def reveal(client, parcel, **fields):
    """Ask for a person."""
    number = declaration_of(parcel.inventory).pk
    return client.post(f"/desk/parcels/{number}/people/", {"who": "buyer", **fields})


def test_one_person_is_shown_and_the_others_stay_masked(client, parcel):
    page = reveal(client, parcel, purpose=PURPOSE)
    text, head = page.content.decode(), parcel.inventory.head
    for value in (head.buyerName, head.buyerIdNumber, head.buyerTelephone, head.consigneeAddress):
        assert value in text
    revealed = {person.who: person.revealed for person in page.context["parcel"].people}
    assert revealed == {
        "buyer": True, "order-buyer": False, "payer": False, "order-consignee": False,
        "consignee": False,
    }  # fmt: skip
    assert page["Cache-Control"] == "no-store"


def test_the_look_is_recorded_with_its_purpose_and_without_what_was_seen(client, parcel):
    reveal(client, parcel, purpose=PURPOSE)
    [entry] = Entry.objects.filter(verb="person.revealed")
    assert entry.details["purpose"] == PURPOSE
    assert entry.thing_id == str(declaration_of(parcel.inventory).pk)
    head = parcel.inventory.head
    assert not {head.buyerName, head.buyerIdNumber} & set(str(entry.details).split("'"))


def test_the_next_page_is_masked_again_and_tells_of_the_look(client, parcel):
    reveal(client, parcel, purpose=PURPOSE)
    page = client.get(f"/desk/parcels/{declaration_of(parcel.inventory).pk}/")
    assert parcel.inventory.head.buyerIdNumber not in page.content.decode()
    assert PURPOSE in [event.text for event in page.context["parcel"].history]


def test_another_officer_does_not_see_who_looked_but_an_auditor_does(client, parcel):
    reveal(client, parcel, purpose=PURPOSE)
    number = declaration_of(parcel.inventory).pk
    for role, sees in (("officer", False), ("auditor", True)):
        page = at_the_desk(role).get(f"/desk/parcels/{number}/")
        assert (PURPOSE in page.content.decode()) is sees


@pytest.mark.parametrize(
    "purpose", ["", "because", "          ", "call 138 0013 8000 please", "id 110101199003070000"]
)
def test_without_a_fit_purpose_nothing_is_shown_or_recorded(client, parcel, purpose):
    page = reveal(client, parcel, purpose=purpose)
    assert page.status_code == 422
    assert page.context["reveal_form"].errors["purpose"]
    assert parcel.inventory.head.buyerIdNumber not in page.content.decode()
    assert not Entry.objects.filter(verb="person.revealed").exists()


def test_somebody_who_is_not_in_the_parcel_cannot_be_shown(client, parcel):
    assert reveal(client, parcel, who="neighbour", purpose=PURPOSE).status_code == 422


def test_a_person_whose_key_was_destroyed_is_gone_from_the_page(client, parcel):
    Subject.objects.all().delete()
    forget_cached_keys()
    page = client.get(f"/desk/parcels/{declaration_of(parcel.inventory).pk}/")
    assert page.status_code == 200
    assert page.context["parcel"].people == ()
    assert page.context["reveal_form"] is None
