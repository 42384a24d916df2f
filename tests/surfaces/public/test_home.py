"""The first page says what can be done here, and how the day goes."""

from django.test import Client
from django.utils import timezone

from tests.makers import a_parcel, arrive, four


def test_before_the_first_decision_of_the_day_there_are_no_figures(firms):
    page = Client().get("/")
    assert page.status_code == 200
    assert page.context["figures"] is None


def test_the_days_decisions_are_counted(firms):
    arrive(*four(a_parcel()), at=timezone.now())
    figures = Client().get("/").context["figures"]
    assert (figures.decided_today, figures.released_share) == (1, 100.0)


def test_an_address_that_does_not_exist_is_said_in_plain_words(firms):
    page = Client().get("/no-such-page/")
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()
