"""Proceedings at the desk, in a real browser."""

from datetime import timedelta

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import (
    QUESTION,
    a_paper,
    a_pdf,
    an_errand,
    clerk_of,
    firm,
    reasons,
    register_errand,
    seated,
    time_passes,
    unit,
    walked,
)
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.assigning import assign
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.models import Docket, Statement

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [{"width": 360}, {"width": 1440}, {"width": 360, "scheme": "dark", "language": "zh-CN"}]
PAGES = [
    "dockets/", "dockets/?due=overdue", "dockets/load/", "dockets/{file}/", "dockets/{closed}/",
    "dockets/{file}/reasons/", "dockets/{file}/letters/", "dockets/{file}/letters/{letter}/",
    "dockets/{file}/papers/{paper}/", "dockets/{late}/",
]  # fmt: skip


@pytest.fixture
def office(monkeypatch, db):
    """An officer with a docket under way, one that is late, one that is decided."""
    register_errand(monkeypatch)
    now = timezone.now()
    me = seated(a_person("officer", "senior_officer", name="Shen"), unit())
    other = a_person("officer", name="Lin")
    late = an_errand(at=now - timedelta(days=40))
    time_passes(until=now)
    file = walked(an_errand(at=now), "take-up", by=other.actor, at=now)
    assign(file, me, by=me.actor, at=now)
    paper = a_paper(file, name="report.pdf", content=a_pdf(), about="Report", by=me.actor, at=now)
    letter = write_letter(
        file, file.parties.get(), subject="The crate", body="It is here.", enclosed=[paper],
        by=me.actor, at=now,
    )  # fmt: skip
    write_letter(
        file, file.parties.get(), subject="Thanks", body="I come.", by=clerk_of(firm()), at=now
    )
    walked(file, "send-to-test", by=me.actor, at=now, send_to_test={"laboratory": "CNAS L1"})
    walked(file, "test-back", by=me.actor, at=now, test_back={"result": "sound"})
    closed = walked(an_errand(at=now), "take-up", by=other.actor, at=now)
    reasons(closed, "refuse", by=me.actor, at=now)
    walked(closed, "refuse", by=me.actor, at=now)
    return {
        "me": me, "file": file.pk, "late": late.pk, "closed": closed.pk, "paper": paper.pk,
        "letter": letter.pk,
    }  # fmt: skip


def sign_in(visitor, person) -> None:
    client = Client()
    client.force_login(person)
    name = project.SESSION_COOKIE_NAME
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.address}]
    )


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_files_of_proceedings_can_be_used_by_everybody(arrive, office, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, office["me"])
    faults = {}
    for path in PAGES:
        page = visitor.open("/desk/" + path.format(**office))
        assert "/sign-in/" not in page.url
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}


def test_a_matter_is_asked_about_and_decided_without_a_script_in_six_pages(arrive, office) -> None:
    visitor = arrive(script=False)
    sign_in(visitor, office["me"])
    page = visitor.open("/desk/dockets/?whose=mine")
    loads = []
    page.on("framenavigated", lambda frame: loads.append(frame.url))
    page.click("text=Return of a crate")
    page.click("text=write the reasons first >> nth=0")
    page.check("text=Grant it")
    page.check("text=The goods")
    page.fill("#id_fact-0-text", "The crate came back.")
    page.check("#id_fact-0-papers_0")
    page.select_option("#id_ground", "illegal")
    page.select_option("#id_basis", "ecl")
    for name in ("explanation", "position", "answer", "aim", "milder", "insufficient"):
        page.fill(f"#id_{name}", "Because the crate belongs to the applicant.")
    page.select_option("#id_source", "own-initiative")
    page.fill("#id_appeal_body", "Unit of appeals")
    page.fill("#id_appeal_form", "/portal/")
    page.click("text=Keep the draft")
    page.click(".tw-next button:has-text('Grant it')")
    assert "This docket is closed" in page.content()
    assert Statement.objects.filter(docket=office["file"], standing="issued").exists()
    assert len(loads) + 1 <= 6


def test_a_question_that_is_too_short_is_told_beside_its_field(arrive, office) -> None:
    visitor = arrive()
    sign_in(visitor, office["me"])
    page = visitor.open(f"/desk/dockets/{office['file']}/")
    page.click("summary:has-text('Ask the applicant')")
    page.fill("#id_ask_question", "What?")
    page.click("form button:has-text('Ask the applicant')")
    page.wait_for_selector(".govuk-error-summary")
    assert page.input_value("#id_ask_question") == "What?"
    assert visitor.faults(page) == []
    page.fill("#id_ask_question", QUESTION["question"])
    page.click("form button:has-text('Ask the applicant')")
    page.wait_for_selector("text=Somebody else acts next")
    assert Docket.objects.get(pk=office["file"]).state == "asked"
