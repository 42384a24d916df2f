"""Real parcels, opened in a real browser by a senior officer and by their buyers."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from harbour.documents import documents
from tests import makers
from tests.browser.test_pages import sign_in
from tests.cast import everybody
from tests.makers import all_to, changed, declaration_of, four, honest, send
from tests.surfaces.visitors import a_person
from tidewaiter.engine.selection.policy import Lane

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [
    {"width": 360},
    {"width": 1440},
    {"width": 360, "language": "zh-CN"},
    {"width": 1440, "language": "zh-CN", "scheme": "dark"},
]


@pytest.fixture
def parcels():
    """One parcel released, one rejected, one held, one waiting."""
    everybody()
    names = ("released", "rejected", "held", "waiting")
    made = dict(zip(names, (documents(one) for one in honest(4)), strict=True))
    now = timezone.now()
    makers.arrive(*four(made["released"]), at=now)
    bad = made["rejected"]
    payment = changed(bad.payment, amountPaid=bad.payment.head.amountPaid + 1, payerName="王小明")
    makers.arrive(bad.order, payment, bad.waybill, bad.inventory, at=now)
    makers.arrive(*four(made["held"]), at=now, policy=all_to(Lane.HOLD))
    send(made["waiting"].waybill, made["waiting"].inventory, at=now)
    return made


def address(made):
    return f"/desk/parcels/{declaration_of(made.inventory).pk}/"


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_every_page_with_real_parcels_can_be_used_by_everybody(arrive, parcels, screen):
    visitor = arrive(**screen)
    sign_in(visitor, a_person("senior_officer"))
    pages = ["/desk/?live=off", "/desk/parcels/", *(address(made) for made in parcels.values())]
    faults = {path: found for path in pages if (found := visitor.faults(visitor.open(path)))}
    assert faults == {}


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_a_buyer_finds_out_where_each_parcel_is(arrive, parcels, screen):
    visitor = arrive(**screen)
    for name, made in parcels.items():
        page = visitor.open("/parcel/")
        page.fill("[name=waybill_no]", made.waybill.head.logisticsNo)
        page.fill("[name=phone_ending]", made.waybill.head.consigneeTelephone[-4:])
        page.click("main button")
        expect(page.locator(".tw-answer"), name).to_be_visible()
        assert visitor.faults(page) == [], name


def test_a_lane_is_changed_without_a_script(arrive, parcels):
    visitor = arrive(script=False)
    sign_in(visitor, a_person("senior_officer"))
    page = visitor.open(address(parcels["held"]))
    page.check("[name=lane][value=release]")
    page.fill("[name=grounds]", "opened: the goods are what was declared")
    page.click("text=Continue")
    assert page.inner_text("h1") == "Check the change of lane"
    page.click("main button")
    assert "The parcel's lane is now: Released" in page.inner_text("body")
    assert page.locator(".tw-title").inner_text().endswith("Released")


def test_the_check_of_a_change_can_be_used_by_everybody(arrive, parcels):
    visitor = arrive(width=360)
    sign_in(visitor, a_person("senior_officer"))
    page = visitor.open(address(parcels["held"]))
    page.check("[name=lane][value=release]")
    page.fill("[name=grounds]", "opened: the goods are what was declared")
    page.click("text=Continue")
    assert visitor.faults(page) == []


def test_a_person_is_shown_once_and_masked_again_after_coming_back(arrive, parcels):
    visitor = arrive()
    sign_in(visitor, a_person("senior_officer"))
    number = parcels["held"].inventory.head.buyerIdNumber
    page = visitor.open(address(parcels["held"]))
    page.click("text=Show a person's data in full")
    page.check("[name=who][value=buyer]")
    page.fill("[name=purpose]", "interview of the buyer")
    page.click("text=Show once")
    assert number in page.inner_text("main")
    assert visitor.faults(page) == []
    page.goto(visitor.address + address(parcels["held"]))
    assert number not in page.inner_text("main")


def test_a_waiting_page_renews_itself_when_the_parcel_is_decided(arrive, parcels):
    visitor = arrive()
    sign_in(visitor, a_person("officer"))
    made = parcels["waiting"]
    page = visitor.open(address(made))
    assert page.locator(".tw-title").inner_text().endswith("Waiting")
    makers.arrive(made.order, made.payment, at=timezone.now())
    page.wait_for_function(
        "() => document.querySelector('.tw-title').innerText.endsWith('Released')", timeout=15_000
    )
    assert visitor.complaints == []


def test_an_officer_signs_in_looks_and_leaves_by_keyboard(arrive, parcels):
    person = a_person("officer")
    page = arrive().open("/desk/parcels/?standing=rejected")
    page.focus("[name=email]")
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type("tide comes in, tide goes out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/parcels/?standing=rejected")
    assert page.locator("tbody tr").count() == 1
    page.click("text=Sign out")
    assert page.inner_text("h1") == "Parcels from abroad"
