"""Whoever forgot their password gets another one by a link that works once."""

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.cast import CLERK
from tests.surfaces.portal.people import link_in_last_mail, text_of
from tests.surfaces.visitors import PASSWORD, a_person
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.identity.commands import deactivate_person

pytestmark = pytest.mark.django_db
ANOTHER = "ebb and flow and ebb again"


def asked(email: str):
    return Client().post("/sign-in/forgotten/", {"email": email})


def signs_in(person, password: str) -> bool:
    given = {"email": person.email, "password": password}
    return Client().post("/sign-in/", given).status_code == 302


def test_another_password_is_chosen_by_the_link_once() -> None:
    person = a_person("officer")
    assert asked(person.email.upper()).status_code == 200
    link = link_in_last_mail()
    there = Client()
    there.force_login(person)
    weak = Client().post(link, {"password": "short"})
    assert weak.status_code == 422
    assert signs_in(person, PASSWORD)
    assert Client().post(link, {"password": ANOTHER})["Location"] == "/sign-in/"
    assert not signs_in(person, PASSWORD)
    assert signs_in(person, ANOTHER)
    assert Entry.objects.filter(verb="person.password-chosen").count() == 1
    again = Client().post(link, {"password": "yet another one, longer"})
    assert again.status_code == 409
    assert "link.over" in text_of(again)
    assert there.get("/desk/").status_code == 302


def test_the_page_does_not_tell_who_has_an_account() -> None:
    person = a_person("officer")
    pages = [text_of(asked(one)).partition("<main")[2] for one in (person.email, "no@x.example")]
    assert pages[0] == pages[1]
    assert len(mail.outbox) == 1


def test_a_closed_account_gets_no_link_and_an_old_one_is_worth_nothing() -> None:
    person = a_person("officer")
    asked(person.email)
    link = link_in_last_mail()
    deactivate_person(person, by=CLERK, at=timezone.now())
    assert Client().get(link).status_code == 409
    asked(person.email)
    assert len(mail.outbox) == 1


def test_links_are_not_sent_without_end() -> None:
    for number in range(5):
        assert asked(f"no{number}@x.example").status_code == 200
    assert asked("no@x.example").status_code == 429
    assert Client().get("/sign-in/password/x:y:z/").status_code == 409
