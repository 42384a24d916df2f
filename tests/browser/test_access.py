"""The review of an application, and the public register, in a real browser."""

import pytest
from django.utils import timezone

from tests.base.docket.makers import a_png, clerk_of, seated, unit
from tests.browser.test_dockets import SCREENS, sign_in
from tests.registry.applicants import (
    OTHER_USCC,
    USCC,
    a_firm,
    admitted,
    an_application,
    decide,
    given,
    hand_all,
    said,
)
from tests.registry.test_form import ANSWERS, FORM, PAGES
from tests.surfaces.portal.people import somebody_of
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.assigning import assign
from tidewaiter.base.docket.commands.drafts import begin_draft, save_page
from tidewaiter.base.docket.models import Docket
from tidewaiter.flows.access_review import hand_paper, send_in
from tidewaiter.flows.dockets import make_move
from tidewaiter.registry.commands.reviewing import Verdict, judge_items
from tidewaiter.registry.models import Attestation, Operator
from tidewaiter.registry.rules import dossier as form

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

ROLES = ("merchant", "payment", "carrier", "warehouse", "agent")


@pytest.fixture
def office(db):
    """An application with ten pictures and more before a reviewer, one firm that was struck off."""
    now = timezone.now()
    me = seated(a_person("senior_officer", name="Shen"), unit())
    other = a_person("senior_officer", name="Lin")
    fallen = admitted(by=other, at=now)
    decide(fallen.docket, "strike-off", by=other.actor, at=now, move={"why": "counterfeits"})
    one = given(
        code=OTHER_USCC,
        roles=ROLES,
        goods=("cosmetics",),
        dossier=said(identifiers=(form.Numbered("uscc", OTHER_USCC),)),
    )
    firm = a_firm(OTHER_USCC, "宁波海浪贸易有限公司")
    application = an_application(one, firm=firm, papers=False, at=now)
    clerk = clerk_of(firm)
    asked = application.items.exclude(obligation="")
    for number, item in enumerate(asked[:10]):
        picture = a_png((b"tEXt", b"n\0%d" % number), after=b"")
        hand_paper(
            application, item.key, f"page-{number}.png", picture + bytes([number]), by=clerk, at=now
        )
    hand_all(application, by=clerk, at=now)
    send_in(application, registers={}, by=clerk, at=now)
    application.refresh_from_db()
    assign(application.docket, me, by=me.actor, at=now)
    return {"me": me, "docket": application.docket_id, "application": application}


def test_an_application_with_ten_documents_is_decided_in_six_pages(arrive, office) -> None:
    visitor = arrive(script=False)
    sign_in(visitor, office["me"])
    page = visitor.open("/desk/dockets/?whose=mine")
    loads = [page.url]
    page.on(
        "request",
        lambda one: loads.append(one.url) if one.resource_type == "document" else None,
    )
    page.click("text=宁波海浪贸易有限公司 >> nth=0")
    page.click("text=Review it: papers and checks side by side")
    assert page.locator(".tw-item__picture").count() == 10
    for place in range(10):
        picture = page.locator(".tw-item__picture").nth(place)
        picture.scroll_into_view_if_needed()
        picture.evaluate("one => one.decode()")
    assert page.locator("text=Check log").is_visible()
    like = office["application"].likenesses.get()
    page.select_option(f"#id_like_{like.pk}", "different")
    page.fill(f"#id_grounds_{like.pk}", "A group of the same owners; the other is another firm.")
    page.check("#id_decision_1")
    page.click("text=Keep and go on")
    assert "Admitted, monitored" in page.content()
    assert Operator.objects.get(code=OTHER_USCC).standing == "active"
    assert len(loads) <= 6, loads


def test_items_are_marked_and_a_revision_is_asked_for(arrive, office) -> None:
    visitor = arrive()
    sign_in(visitor, office["me"])
    page = visitor.open(f"/desk/access/{office['docket']}/")
    item = office["application"].items.exclude(obligation="").first()
    page.check("#id_decision_3")
    page.click("text=Keep and go on")
    page.wait_for_selector(".govuk-error-summary")
    assert visitor.faults(page) == []
    page.select_option(f"#id_item_{item.pk}", "missing-page")
    page.check("#id_decision_3")
    page.click("text=Keep and go on")
    page.wait_for_selector("text=Waiting for a revision >> nth=0")
    assert Docket.objects.get(pk=office["docket"]).state == "revision"


def a_firm_that_is_asked(office) -> tuple[object, list[str]]:
    """The firm's owner, and its pages: items asked for again, and a new application begun."""
    application, now = office["application"], timezone.now()
    owner = somebody_of(application.organisation, "party_owner", name="Bao")
    keys = ("phone", "owners", "account", "admission-account-declarant.1")
    verdicts = [Verdict(key, "revise", "partial", "The second page, please") for key in keys]
    judge_items(application, verdicts, by=office["me"].actor, at=now)
    make_move(application.docket, "ask", {}, by=office["me"].actor, at=now)
    draft = begin_draft(
        "access-review", FORM, organisation=application.organisation, pack="cn", by=owner.actor,
        at=now,
    )  # fmt: skip
    for name, answers in ANSWERS.items():
        save_page(draft, FORM, PAGES[name], answers, by=owner.actor, at=now)
    pages = [f"/portal/applications/{draft.pk}/pages/{page.name}/" for page in FORM.pages[:6]]
    return owner, [
        f"/portal/access/{application.docket_id}/",
        f"/portal/dockets/{application.docket_id}/",
        f"/portal/applications/{draft.pk}/",
        f"/portal/applications/{draft.pk}/papers/",
        *pages,
    ]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_firm_can_use_its_pages(arrive, office, screen) -> None:
    owner, paths = a_firm_that_is_asked(office)
    visitor = arrive(**screen)
    sign_in(visitor, owner)
    faults = {}
    for path in paths:
        page = visitor.open(path)
        assert "/sign-in/" not in page.url
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_review_and_register_can_be_used_by_everybody(arrive, office, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, office["me"])
    certificate = Attestation.objects.get().reference
    faults = {}
    for path in (
        f"/desk/access/{office['docket']}/",
        "/register/",
        "/register/?q=荷花",
        "/register/?q=nobody",
        f"/register/{USCC}/",
        f"/register/certificates/{certificate}/",
        "/register/verify/",
        "/register/verify/?code=forged",
    ):
        page = visitor.open(path)
        assert "/sign-in/" not in page.url
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}
