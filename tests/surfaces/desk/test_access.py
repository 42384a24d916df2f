"""Who may open what at the desk."""

import pytest
from django.test import Client

from tests.makers import a_parcel, all_to, arrive, declaration_of, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.engine.selection.policy import Lane

PAGES = ["/desk/", "/desk/parcels/", "/desk/parcels/1/"]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_and_led_back(page):
    answer = Client().get(page)
    assert answer.status_code == 302
    assert answer["Location"] == f"/sign-in/?next={page}"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.django_db
def test_an_operator_of_the_system_sees_no_parcel(page):
    answer = at_the_desk("operator").get(page)
    assert answer.status_code == 403
    assert b"access.permission" in answer.content


@pytest.mark.parametrize("role", ["officer", "senior_officer", "analyst", "auditor"])
def test_everybody_at_the_desk_sees_overview_list_and_parcel(firms, role):
    parcel = a_parcel()
    arrive(*four(parcel))
    number = declaration_of(parcel.inventory).pk
    client = at_the_desk(role)
    for page in ["/desk/", "/desk/parcels/", f"/desk/parcels/{number}/"]:
        assert client.get(page).status_code == 200


@pytest.mark.django_db
def test_a_parcel_that_does_not_exist_is_not_found():
    assert at_the_desk("officer").get("/desk/parcels/4711/").status_code == 404


@pytest.mark.parametrize("role", ["officer", "analyst", "auditor"])
def test_only_senior_officers_change_lanes_and_see_people_in_full(firms, role):
    parcel = a_parcel()
    arrive(*four(parcel), policy=all_to(Lane.HOLD))
    number = declaration_of(parcel.inventory).pk
    client = at_the_desk(role)
    page = client.get(f"/desk/parcels/{number}/")
    assert page.context["override_form"] is None
    assert page.context["override_refused"]
    assert page.context["reveal_form"] is None
    assert client.post(f"/desk/parcels/{number}/lane/", {"lane": "release"}).status_code == 403
    assert client.post(f"/desk/parcels/{number}/people/", {"who": "buyer"}).status_code == 403


@pytest.mark.parametrize("what", ["lane", "people"])
@pytest.mark.django_db
def test_deeds_are_not_done_by_opening_an_address(what):
    assert at_the_desk("senior_officer").get(f"/desk/parcels/1/{what}/").status_code == 405


def test_pages_with_people_are_kept_by_nobody(firms):
    parcel = a_parcel()
    arrive(*four(parcel))
    client = at_the_desk("officer")
    for page in ["/desk/parcels/", f"/desk/parcels/{declaration_of(parcel.inventory).pk}/"]:
        assert client.get(page)["Cache-Control"] == "no-store"
