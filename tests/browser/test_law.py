"""The desk of the law and the consultations, opened by an officer and by a stranger."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from tests.lawmaking.makers import HEAD, LIMITS, PACK, SECOND, a_draft, superseded, written
from tests.surfaces.visitors import a_person
from tidewaiter.flows import make_law
from tidewaiter.law import amendments
from tidewaiter.lawmaking.commands.comments import comment, moderate
from tidewaiter.lawmaking.models import Proposal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [{"width": 360}, {"width": 1440}, {"width": 360, "scheme": "dark", "language": "zh-CN"}]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings) -> Iterator[None]:
    before = settings.LAW_FOLDER
    settings.LAW_FOLDER = tmp_path / "law"
    amendments.lay(tmp_path / "law")
    yield
    amendments.lay(before)


def sign_in(visitor, *roles: str) -> None:
    client = Client()
    client.force_login(a_person(*roles))
    name = project.SESSION_COOKIE_NAME
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.address}]
    )


def text() -> str:
    return superseded(begins=timezone.localdate() + timedelta(days=90))


@pytest.fixture
def consulted() -> Proposal:
    """A proposal on which the public is asked, with a published comment and one that waits."""
    at = timezone.now()
    proposal, _ = written(a_draft(at=at), text(), at=at)
    proposal = make_law.review(proposal, by=SECOND, at=at)
    proposal = make_law.consult(proposal, by=HEAD, at=at)
    who = {"on": timezone.localdate(), "by": SECOND, "at": at}
    given = comment(proposal, "This helps those who order for themselves.", signed="Ann", **who)
    moderate(given, "publish", grounds="", by=SECOND, at=at)
    comment(proposal, "Please begin later, shops need time.", signed="", **who)
    return proposal


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_stranger_can_read_a_proposal_and_comment(arrive, consulted, screen) -> None:
    visitor = arrive(**screen)
    assert visitor.faults(visitor.open("/law/consultations/")) == []
    page = visitor.open(f"/law/consultations/{consulted.pk}/")
    assert visitor.faults(page) == []
    page.fill("[name=said]", "I should like to see figures.")
    page.click("#comment button")
    assert page.locator(".govuk-notification-banner").is_visible()
    assert consulted.comments.count() == 3


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("path", ["", "new/", "{pk}/", "{pk}/text/?path={file}"])
def test_a_supervisor_can_use_the_desk_of_the_law(arrive, consulted, path, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, "law_supervisor")
    page = visitor.open("/desk/law/" + path.format(pk=consulted.pk, file=LIMITS))
    assert "/sign-in/" not in page.url
    assert visitor.faults(page) == []


def test_a_change_is_proposed_written_and_mended_without_a_script(arrive) -> None:
    visitor = arrive(script=False)
    sign_in(visitor, "lawyer")
    page = visitor.open("/desk/law/new/")
    page.select_option("[name=pack]", PACK)
    for field in ("title_en", "title_zh", "grounds_en", "grounds_zh"):
        page.fill(f"[name={field}]", "Raise the limit 提高限额")
    page.click("main button")
    page.fill("[name=path]", LIMITS)
    page.click("text=Write the text")
    page.fill("[name=content]", "values:\n  - id: broken\n")
    page.click("text=Save and check")
    assert "At line 2" in page.locator("main").inner_text()
    page.fill("[name=content]", text())
    page.click("text=Save and check")
    assert "150" in page.locator(".tw-proposed").inner_text()
    assert Proposal.objects.get().verdict["changes"]


def test_a_text_with_findings_is_shown_to_everybody(arrive) -> None:
    at = timezone.now()
    proposal, _ = written(a_draft(at=at), text().replace("value: 150", "value: 160"), at=at)
    visitor = arrive(width=360)
    sign_in(visitor, "lawyer")
    page = visitor.open(f"/desk/law/{proposal.pk}/text/?path={LIMITS}")
    assert visitor.faults(page) == []
    assert visitor.faults(visitor.open(f"/desk/law/{proposal.pk}/")) == []


def test_what_the_checker_found_leads_to_its_line(arrive) -> None:
    at = timezone.now()
    proposal, _ = written(a_draft(at=at), text().replace("value: 150", "value: 160"), at=at)
    visitor = arrive()
    sign_in(visitor, "lawyer")
    page = visitor.open(f"/desk/law/{proposal.pk}/text/?path={LIMITS}")
    page.click("[data-line] >> nth=0")
    chosen = page.eval_on_selector(
        "#id_content", "each => each.value.slice(each.selectionStart, each.selectionEnd)"
    )
    assert "value: 160" in chosen and "\n" not in chosen
    assert page.evaluate("document.activeElement.id") == "id_content"
