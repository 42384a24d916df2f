"""Every page, in every state, is open to everybody and fits the screen, light and dark."""

import pytest

from tests.browser.conftest import CONTRAST, RULES
from tests.browser.gallery import PAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = {
    "phone": {"width": 360},
    "desk": {"width": 1440},
    "phone in the dark, Chinese": {"width": 360, "scheme": "dark", "language": "zh-CN"},
    "desk in the dark": {"width": 1440, "scheme": "dark"},
}


@pytest.fixture(autouse=True)
def the_gallery_is_served(settings):
    settings.ROOT_URLCONF = "tests.browser.gallery"
    settings.TIDEWAITER_DEMO = True


@pytest.mark.parametrize("screen", SCREENS)
def test_every_page_can_be_used_by_everybody(arrive, screen):
    # what colours do not change need not be asked again in the dark
    rules = CONTRAST if "dark" in screen else RULES
    visitor = arrive(**SCREENS[screen])
    faults = {}
    for path in PAGES:
        page = visitor.open(path)
        found = visitor.faults(page, rules)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}


def test_the_overview_renews_itself_and_leaves_the_reader_where_they_are(arrive):
    visitor = arrive()
    page = visitor.open("/desk/")
    before = page.inner_text("#overview-at")
    page.click("figure summary")
    page.focus("#lane-hold")
    page.wait_for_function(
        "text => document.querySelector('#overview-at').innerText !== text", arg=before
    )
    assert page.eval_on_selector("figure details", "each => each.open")
    assert page.evaluate("document.activeElement.id") == "lane-hold"
    assert page.locator("[data-chart] svg").count() == 1
    assert visitor.complaints == []


def test_updates_can_be_paused(arrive):
    page = arrive().open("/desk/")
    page.click("text=Pause updates")
    assert page.locator("[hx-get]").count() == 0


def test_the_chart_follows_the_colours_of_the_page(arrive):
    page = arrive().open("/desk/?live=off")
    light = page.inner_html("[data-chart]")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        "light => document.querySelector('[data-chart]').innerHTML !== light", arg=light
    )


def test_without_a_script_the_figures_are_still_there(arrive):
    page = arrive(script=False).open("/desk/")
    assert not page.locator("[data-chart]").is_visible()
    page.click("figure summary")
    assert page.locator("#parcels-per-minute-table tbody tr").count() == 30


def test_without_a_script_the_menu_is_open(arrive):
    page = arrive(width=360, script=False).open("/desk/")
    assert page.locator("#navigation a").first.is_visible()


def test_what_differs_can_be_shown_alone_without_a_script(arrive):
    page = arrive(script=False).open("/desk/parcels/1/")
    rows = page.locator(".tw-compare tbody tr:visible")
    everything = rows.count()
    page.check("#only-differing")
    assert 0 < rows.count() < everything


def test_the_first_tab_leads_to_the_contents(arrive):
    page = arrive().open("/")
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_the_error_summary_has_the_focus_and_leads_to_the_field(arrive):
    page = arrive().open("/parcel/?wrong")
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.click(".govuk-error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_waybill_no"


def test_the_language_can_be_changed_without_a_script(arrive):
    page = arrive(script=False).open("/parcel/")
    page.click("text=中文")
    assert page.locator("html").get_attribute("lang") == "zh-hans"
    assert page.inner_text("h1") == "我的包裹在哪里？"
    page.click("text=English")
    assert page.inner_text("h1") == "Where is my parcel?"


def test_a_printed_parcel_has_its_facts_and_no_controls(arrive):
    page = arrive().open("/desk/parcels/1/")
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert not page.locator("#lane").is_visible()
    assert not page.locator(".govuk-service-navigation").is_visible()
