"""Officers sign in and out, and who is wrong too often has to wait."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import CLERK
from tests.surfaces.visitors import PASSWORD, a_person
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.identity.commands import deactivate_person

pytestmark = pytest.mark.django_db


def sign_in(person, *, password=PASSWORD, client=None, next_page="", **headers):
    """Try to sign in."""
    fields = {"email": person.email, "password": password, "next": next_page}
    return (client or Client()).post("/sign-in/", fields, **headers)


def test_an_officer_comes_in_and_goes_where_they_wanted():
    answer = sign_in(a_person("officer"), next_page="/desk/parcels/?standing=hold")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/parcels/?standing=hold")


def test_without_a_wish_the_overview_comes_first():
    assert sign_in(a_person("officer"))["Location"] == "/desk/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_nobody_is_led_elsewhere(elsewhere):
    assert sign_in(a_person("officer"), next_page=elsewhere)["Location"] == "/desk/"


def test_the_answer_does_not_say_what_was_wrong():
    person = a_person("officer")
    wrong = sign_in(person, password="something else")
    person.email = "nobody@customs.example"
    unknown = sign_in(person)
    assert {wrong.status_code, unknown.status_code} == {422}
    assert wrong.context["form"].errors == unknown.context["form"].errors


def test_a_closed_account_stays_outside():
    person = a_person("officer")
    deactivate_person(person, by=CLERK, at=timezone.now())
    assert sign_in(person).status_code == 422


def test_after_five_failures_even_the_right_password_has_to_wait():
    person = a_person("officer")
    for _ in range(5):
        assert sign_in(person, password="wrong").status_code == 422
    page = sign_in(person)
    assert page.status_code == 429
    assert "sign-in.wait" in page.content.decode()
    assert 0 < int(page["Retry-After"]) <= 15 * 60


def test_others_need_not_wait_for_the_one_who_was_wrong():
    person, other = a_person("officer"), a_person("officer")
    for _ in range(5):
        sign_in(person, password="wrong")
    assert sign_in(other).status_code == 302
    assert sign_in(person, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_wait_is_over_after_a_quarter_of_an_hour(monkeypatch):
    person = a_person("officer")
    for _ in range(5):
        sign_in(person, password="wrong")
    later = timezone.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("tidewaiter.surfaces.kit.sign_in.timezone.now", lambda: later)
    assert sign_in(person).status_code == 302


def test_coming_and_going_are_recorded_without_addresses():
    person, client = a_person("officer"), Client()
    sign_in(person, password="wrong")
    sign_in(person, client=client)
    client.post("/sign-out/")
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))[-3:]
    assert verbs == ["sign-in.tried", "person.signed-in", "person.signed-out"]
    assert person.email not in " ".join(str(vars(entry)) for entry in Entry.objects.all())


def test_signing_out_ends_the_session():
    person, client = a_person("officer"), Client()
    sign_in(person, client=client)
    assert client.get("/desk/").status_code == 200
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/"
    assert client.get("/desk/").status_code == 302


def test_only_a_demo_tells_its_accounts(settings):
    settings.TIDEWAITER_DEMO = False
    assert b"tide-harbour" not in Client().get("/sign-in/").content
    settings.TIDEWAITER_DEMO = True
    assert b"tide-harbour-officer" in Client().get("/sign-in/").content
