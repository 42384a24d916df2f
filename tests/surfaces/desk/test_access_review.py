"""The review of an application at the desk: who may, what is kept, what is refused as a whole."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.registry.applicants import a_firm, sent_in
from tests.surfaces.portal.people import somebody_of
from tests.surfaces.visitors import a_person
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.docket.models import Statement
from tidewaiter.registry.models import Application, Operator

pytestmark = pytest.mark.django_db

WORDS = {
    name: "Told in enough words for everybody."
    for name in ("facts", "explanation", "position", "answer", "aim", "milder", "insufficient")
}


@pytest.fixture
def application() -> Application:
    return sent_in(at=timezone.now())


def browser(*roles: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(a_person(*roles))
    return client


def page_of(application: Application) -> str:
    return f"/desk/access/{application.docket_id}/"


def test_the_reviewer_reads_what_is_said_beside_what_was_checked(application) -> None:
    told = browser("senior_officer").get(page_of(application)).content.decode()
    for words in (
        "Bao Ling", "controls 60 %", "The holder is the applicant", "Check log",
        "No register is connected", "admission-identity-merchant.1.txt",
    ):  # fmt: skip
        assert words in told, words
    assert history_of(application).filter(verb="application.opened").count() == 1


def test_only_who_works_on_proceedings_opens_it(application) -> None:
    assert browser("analyst").get(page_of(application)).status_code == 403
    party = Client()
    party.force_login(somebody_of(a_firm(), "party_owner"))
    assert party.get(page_of(application)).status_code == 403
    assert Client().get(page_of(application)).status_code == 302
    assert browser("officer").get("/desk/access/999999/").status_code == 404


def test_an_officer_who_may_not_decide_asks_for_a_revision_at_most(application) -> None:
    client = browser("officer")
    told = client.get(page_of(application)).content.decode()
    assert "Ask for a revision of the marked items" in told
    assert 'value="approve"' not in told
    answer = client.post(page_of(application), {"decision": "approve", **WORDS})
    assert answer.status_code == 422


def test_findings_are_kept_without_a_decision(application) -> None:
    item = application.items.get(key="phone")
    answer = browser("officer").post(
        page_of(application), {f"item_{item.pk}": "contradicts", f"note_{item.pk}": "Who is it?"}
    )
    assert (answer.status_code, answer.url) == (302, page_of(application))
    item.refresh_from_db()
    assert (item.standing, item.reason, item.note) == ("revise", "contradicts", "Who is it?")


def test_a_decision_that_is_refused_keeps_nothing_of_the_sitting(application) -> None:
    item = application.items.get(key="phone")
    answer = browser("senior_officer").post(
        page_of(application), {"decision": "approve", f"item_{item.pk}": "contradicts", **WORDS}
    )
    assert answer.status_code == 409
    assert "marked for revision" in answer.content.decode()
    item.refresh_from_db()
    assert item.standing == "given"
    assert not Statement.objects.exists()


def test_a_decision_without_its_reasons_names_what_is_missing(application) -> None:
    answer = browser("senior_officer").post(
        page_of(application), {"decision": "refuse", **WORDS, "aim": ""}
    )
    assert answer.status_code == 422
    assert "Fill in: Aim of the measure" in answer.content.decode()


def test_admission_within_limits_takes_them_from_the_page(application) -> None:
    client = browser("senior_officer")
    without = client.post(page_of(application), {"decision": "admit-within-limits", **WORDS})
    assert without.status_code == 422
    answer = client.post(
        page_of(application),
        {"decision": "admit-within-limits", "most_parcels": "50", "chapters": "33 64", **WORDS},
    )
    assert answer.status_code == 302
    operator = Operator.objects.get()
    assert (operator.most_parcels, operator.chapters) == (50, ["33", "64"])
    statement = Statement.objects.get()
    assert statement.restrictions == ["service"]
    assert statement.facts.get().evidence.count() > 2
