"""The portal in a real browser: every page at two widths, in two languages, without a script."""

import pytest
from django.core import mail

from tests.browser.portal import a_firm_at_the_portal
from tests.browser.test_dockets import SCREENS, sign_in
from tests.surfaces.visitors import PASSWORD
from tidewaiter.base.docket.models import Docket, Draft

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

OUTSIDE = ["sign-up/", "sign-up/{sign_up}/", "invitations/{invitation}/"]
PAGES = [
    "", "people/", "dockets/", "dockets/{file}/", "dockets/{closed}/", "dockets/{file}/letters/",
    "dockets/{file}/letters/{letter}/", "applications/{draft}/",
    "applications/{draft}/pages/goods/", "applications/{draft}/pages/crates/",
    "applications/{draft}/pages/pledge/", "applications/{draft}/papers/",
    "applications/{draft}/send/",
]  # fmt: skip


@pytest.fixture
def firm_there(monkeypatch, db):
    return a_firm_at_the_portal(monkeypatch)


def faults_of(visitor, paths, there) -> dict[str, list[str]]:
    faults = {}
    for path in paths:
        page = visitor.open("/portal/" + path.format(**there))
        assert page.title()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    return faults


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_portal_can_be_used_by_everybody(arrive, firm_there, screen) -> None:
    visitor = arrive(**screen)
    assert faults_of(visitor, OUTSIDE, firm_there) == {}
    sign_in(visitor, firm_there["me"])
    assert faults_of(visitor, PAGES, firm_there) == {}


def test_an_application_is_made_without_a_script(arrive, firm_there) -> None:
    Draft.objects.all().delete()
    visitor = arrive(script=False, width=360)
    sign_in(visitor, firm_there["me"])
    page = visitor.open("/portal/apply/errand/")
    page.click("button:has-text('Begin')")
    page.click("a:has-text('Go on')")
    page.fill("#id_what", "A crate of tea")
    page.fill("#id_worth", "20")
    page.fill("#id_lost_on", "2026-05-20")
    page.check("input[name=abroad][value=here]")
    page.click("text=Keep it and go on")
    page.fill("#id_crates-0-crate", "crate 7")
    page.click("text=Keep it and go on")
    assert "is no number of a crate" in page.content()
    page.fill("#id_crates-0-crate", "C0042")
    page.click("text=Keep it and go on")
    page.check("#id_true")
    page.click("text=Keep it and go on")
    page.click("a:has-text('Read it over and send it')")
    page.click("button:has-text('Send it')")
    assert "It is sent. Its number is" in page.content()
    assert Docket.objects.filter(title="A crate of tea").exists()


def test_an_organisation_signs_up_and_answers_the_office(
    arrive, firm_there, settings, tmp_path
) -> None:
    settings.TIDEWAITER_DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    visitor = arrive()
    page = visitor.open("/portal/sign-up/")
    page.fill("#id_email", "someone@mug.example")
    page.click("text=Send me the link")
    page.wait_for_selector("text=Look into your mailbox")
    assert visitor.faults(page) == []
    link = next(line for line in mail.outbox[-1].body.split("\n") if "/portal/sign-up/" in line)
    page.goto(link)
    page.fill("#id_name", "Mug & Co")
    page.fill("#id_code", "91330100TWFIRM0009")
    page.check("input[name=kind][value=merchant]")
    page.fill("#id_person", "Mo Mug")
    page.fill("#id_password", PASSWORD)
    page.click("button:has-text('Sign up')")
    page.wait_for_selector("h1:has-text('Mug & Co')")
    assert visitor.faults(page) == []
    for path in ("/portal/apply/errand/", "/portal/dockets/", "/portal/mailbox/"):
        page = visitor.open(path)
        assert visitor.faults(page) == []
    sign_in(visitor, firm_there["me"])
    page = visitor.open("/portal/")
    page.click(".tw-next a")
    page.fill("#id_answer_answer", "At the harbour.")
    page.click("form button:has-text('Answer')")
    page.wait_for_selector("text=The office acts next")
    assert Docket.objects.get(pk=firm_there["file"]).state == "taken-up"
