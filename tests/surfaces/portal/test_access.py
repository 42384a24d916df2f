"""A firm at the portal: puts named items right, sees its certificate, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.registry.applicants import USCC, a_firm, decide, reviewer, sent_in
from tests.surfaces.portal.people import somebody_of
from tidewaiter.flows.dockets import make_move
from tidewaiter.registry.commands.applying import dossier_of
from tidewaiter.registry.commands.reviewing import Verdict, judge_items
from tidewaiter.registry.models import Application

pytestmark = pytest.mark.django_db

KEY = "admission-identity-merchant.1"


@pytest.fixture
def asked() -> Application:
    """An application of which a page and two statements are asked for again."""
    from django.utils import timezone

    now = timezone.now()
    application, officer = sent_in(at=now), reviewer().actor
    verdicts = [
        Verdict(KEY, "revise", "missing-page", "The second page"),
        Verdict("phone", "revise", "contradicts"),
        Verdict("owners", "revise", "partial"),
    ]
    judge_items(application, verdicts, by=officer, at=now)
    make_move(application.docket, "ask", {}, by=officer, at=now)
    return application


def browser(role: str = "party_owner", firm: str = USCC):
    from tests.surfaces.portal.conftest import signed_in

    return signed_in(somebody_of(a_firm(firm), role, name="Bao"))


def fields(application: Application) -> dict[str, int]:
    return dict(application.items.values_list("key", "pk"))


def test_items_are_named_with_reasons_and_put_right_in_two_steps(asked: Application) -> None:
    bao, address = browser(), f"/portal/access/{asked.docket_id}/"
    page = bao.get(address).content.decode()
    assert "A page is missing · The second page" in page
    numbers = fields(asked)
    answer = bao.post(address, {
        f"text_{numbers['phone']}": "0571-12345678",
        f"text_{numbers['owners']}": "Bao Ling; person; 100; ; 1980-01-02; P1234567",
    })  # fmt: skip
    assert (answer.status_code, answer.url) == (302, address)
    paper = SimpleUploadedFile("extract.txt", b"Both pages of the extract.")
    answer = bao.post(address, {f"paper_{numbers[KEY]}": paper})
    assert answer.url == f"/portal/dockets/{asked.docket_id}/"
    asked.refresh_from_db()
    asked.docket.refresh_from_db()
    said = dossier_of(asked)
    assert asked.docket.state == "review"
    assert said.phone == "0571-12345678"
    assert [(one.name, int(one.share)) for one in said.owners] == [("Bao Ling", 100)]


@pytest.mark.parametrize(
    ("key", "text"),
    [("owners", "Bao; nobody; 100"), ("owners", "Bao; person; most of it")],
)
def test_what_cannot_be_read_is_told_and_nothing_is_kept(
    asked: Application, key: str, text: str
) -> None:
    answer = browser().post(
        f"/portal/access/{asked.docket_id}/",
        {f"text_{fields(asked)[key]}": text, f"text_{fields(asked)['phone']}": "0571-9"},
    )
    assert answer.status_code == 422
    assert "Write it so" in answer.content.decode()
    asked.refresh_from_db()
    assert dossier_of(asked).phone != "0571-9"


def test_a_paper_that_expired_is_refused(asked: Application) -> None:
    number = fields(asked)[KEY]
    answer = browser().post(f"/portal/access/{asked.docket_id}/", {
        f"paper_{number}": SimpleUploadedFile("extract.txt", b"Old."),
        f"until_{number}": "2020-01-01",
    })  # fmt: skip
    assert answer.status_code == 422
    assert "expired on 2020-01-01" in answer.content.decode()


def test_a_reader_changes_nothing_and_a_stranger_finds_nothing(asked: Application) -> None:
    address = f"/portal/access/{asked.docket_id}/"
    reader = browser("party_reader")
    assert reader.get(address).status_code == 200
    assert reader.post(address, {}).status_code == 403
    assert browser(firm="91330100TWFIRM0002").get(address).status_code == 404


def test_after_admission_the_certificate_is_there() -> None:
    from django.utils import timezone

    application = sent_in(at=timezone.now())
    decide(application.docket, "approve", by=reviewer().actor, at=timezone.now())
    page = browser().get(f"/portal/access/{application.docket_id}/").content.decode()
    assert "/register/certificates/TW-REG-" in page
    file = browser().get(f"/portal/dockets/{application.docket_id}/").content.decode()
    assert f"/portal/access/{application.docket_id}/" in file
