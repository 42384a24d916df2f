"""The real pages, opened by a stranger and by an officer."""

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [{"width": 360}, {"width": 1440}, {"width": 360, "scheme": "dark", "language": "zh-CN"}]

CALCULATOR = [
    "/calculator/",
    "/calculator/?to=xx",
    "/calculator/?to=de&what1=silk+blouse&value1=40&day=2026-07-01",
    "/calculator/?to=de&what1=620610&value1=40&what2=620620&value2=50&scheme=on&day=2026-07-01",
    "/calculator/?to=de&what1=620610&value1=40&day=2026-07-01",
    "/calculator/?to=cn-1210&what1=3304990029&value1=425&measured1=0.02&day=2026-03-02",
]


@pytest.fixture
def officer():
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.identity.commands import register_organisation, register_person
    from tidewaiter.base.identity.models import OrganisationKind

    who = {"by": system_actor("tests"), "at": timezone.now()}
    office = register_organisation(
        code="2991", name="Harbour customs", kind=OrganisationKind.AUTHORITY, **who
    )
    return register_person(
        email="grace@example.org", name="Grace", organisation=office, roles=["officer"], **who
    )


def sign_in(visitor, person):
    """Put the officer's session into the visitor's browser."""
    client = Client()
    client.force_login(person)
    name = project.SESSION_COOKIE_NAME
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.address}]
    )


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/parcel/",
        "/reasons/",
        "/sign-in/",
        "/sign-in/forgotten/",
        "/no-such-page/",
        *CALCULATOR,
    ],
)
def test_a_stranger_can_use_the_public_pages(arrive, path, screen):
    visitor = arrive(**screen)
    assert visitor.faults(visitor.open(path)) == []


ANSWERS = (
    "pack=eu&who=importer&on=2026-07-01&direction=import&buyer=consumer&seller=business"
    "&stock=abroad&sale=shop-page&operator=own-shop&consignment=low&ioss=used&member_state=de"
    "&product=other"
)
LAW = [
    "/law/",
    "/law/?pack=eu&q=duty&on=2026-06-30",
    "/law/cn/values/vat.standard/",
    "/law/eu/obligations/pay-item-duty/",
    "/law/eu/obligations/pay-item-duty/?on=2026-06-30",
    "/law/eu/timers/eu-customs-pay/",
    "/law/changes/?pack=eu&from=2026-06-30&to=2026-07-01",
    "/duties/",
    "/duties/?pack=eu&who=merchant&step=direction",
    f"/duties/check/?{ANSWERS}",
    f"/duties/report/?{ANSWERS}",
    "/duties/verify/",
    "/regulator/?pack=eu&matter=customs&member_state=de",
]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_stranger_can_use_the_pages_of_the_law(arrive, screen):
    visitor = arrive(**screen)
    faults = {path: found for path in LAW if (found := visitor.faults(visitor.open(path)))}
    assert faults == {}


def test_somebody_without_a_script_walks_to_their_duties(arrive):
    page = arrive(script=False).open("/duties/?on=2026-07-01")
    for answer in ("eu", "importer", "import"):
        page.check(f"input[value={answer}]")
        page.click("main button")
    assert page.locator("h1").inner_text().endswith("Who buys?")
    page.click(".govuk-back-link")
    assert "Do the goods come in or go out?" in page.locator("h1").inner_text()
    page.click("main button")
    assert page.locator(".govuk-error-summary").is_visible()


@pytest.mark.parametrize("path", ["/desk/", "/desk/parcels/"])
def test_a_stranger_is_asked_to_sign_in(arrive, path):
    page = arrive().open(path)
    assert "/sign-in/" in page.url


@pytest.mark.parametrize("screen", SCREENS, ids=str)
@pytest.mark.parametrize("path", ["/desk/", "/desk/parcels/", "/desk/parcels/?q=cream"])
def test_an_officer_can_use_the_desk(arrive, officer, path, screen):
    visitor = arrive(**screen)
    sign_in(visitor, officer)
    page = visitor.open(path)
    assert "/sign-in/" not in page.url
    assert visitor.faults(page) == []


def test_every_reason_has_its_page(arrive):
    visitor = arrive()
    page = visitor.open("/reasons/")
    page.click("tbody a >> nth=0")
    assert visitor.faults(page) == []


def test_a_parcel_that_is_not_there_is_not_found_in_plain_words(arrive):
    visitor = arrive()
    page = visitor.open("/parcel/")
    page.fill("[name=waybill_no]", "NQE0000000000000")
    page.fill("[name=phone_ending]", "1234")
    page.click("main button")
    assert page.locator(".govuk-error-summary").is_visible()
    assert visitor.faults(page) == []
