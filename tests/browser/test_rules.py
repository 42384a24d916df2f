"""The desks of inspections and of the rule book, in a real browser."""

from datetime import timedelta

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from tests.cast import everybody
from tests.makers import a_parcel, all_four, all_to, arrive, declaration_of, four, honest
from tests.risk.rulebook import GROUNDS, HEAD, in_force, text, written
from tests.surfaces.visitors import a_person
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.flows.book_in_force import forget_book
from tidewaiter.flows.try_rule import try_rule
from tidewaiter.risk.commands.book.campaigns import Aim, open_campaign
from tidewaiter.risk.commands.book.trials import begin_trial
from tidewaiter.risk.models import InspectionAct, StoredRule

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

SCREENS = [{"width": 360}, {"width": 1440}, {"width": 360, "scheme": "dark", "language": "zh-CN"}]
PARCEL = a_parcel()
JPEG = b"\xff\xd8\xff\xe0 a photograph"


def sign_in(visitor, *roles: str) -> None:
    client = Client()
    client.force_login(a_person(*roles))
    name = project.SESSION_COOKIE_NAME
    visitor.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": visitor.address}]
    )


@pytest.fixture
def office(db):
    """Parcels, one of them to be inspected; a rule in force, one being written and tried."""
    everybody()
    now = timezone.now()
    arrive(*all_four(honest(6)), at=now)
    arrive(*four(a_parcel(seed=9)), at=now, policy=all_to(Lane.INSPECTION))
    in_force(text(limit=900))
    forget_book()
    rule = written(text("R-91-mine", limit=300), at=now)
    trial = try_rule(begin_trial(rule, wanted=100, by=HEAD, at=now), by=HEAD, at=now)
    day = timezone.localdate()
    area = open_campaign(
        Aim("Cheap phones", "低报手机", GROUNDS, day, day + timedelta(days=9)),
        on=day, by=HEAD, at=now,
    )  # fmt: skip
    bad = StoredRule.objects.create(
        code="R-92-bad", number=1, text=text("R-92-bad").replace("dutiable_value >", "dutiable >"),
        created_at=now, checked_at=now, digest="x",
        mistakes=[
            {"line": 8, "column": 7, "code": "column-unknown", "hint": False,
             "en": "There is no documented column dutiable.", "zh": "没有名为dutiable的字段。"}
        ],
    )  # fmt: skip
    parcel = declaration_of(a_parcel(seed=9).inventory).pk
    return {"rule": rule.pk, "trial": trial.pk, "area": area.pk, "bad": bad.pk, "parcel": parcel}


PAGES = [
    "rules/", "rules/new/", "rules/M-01/", "rules/R-90-dear/", "rules/versions/{rule}/",
    "rules/versions/{bad}/text/", "rules/trials/{trial}/", "rules/areas/", "rules/areas/new/",
    "rules/areas/{area}/", "inspections/", "parcels/{parcel}/act/", "parcels/{parcel}/quiet/",
]  # fmt: skip


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_desks_can_be_used_by_everybody(arrive, office, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, "risk_supervisor", "senior_officer")
    faults = {}
    for path in PAGES:
        page = visitor.open("/desk/" + path.format(**office))
        assert "/sign-in/" not in page.url
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}


def test_an_act_is_written_with_a_photograph_and_filed_without_a_script(
    arrive, office, tmp_path
) -> None:
    visitor = arrive(script=False)
    sign_in(visitor, "senior_officer")
    page = visitor.open(f"/desk/parcels/{office['parcel']}/act/")
    picture = tmp_path / "one.jpg"
    picture.write_bytes(JPEG)
    page.select_option("[name=code]", "nothing")
    page.fill("[name=statement]", "Opened, counted, weighed: as declared.")
    page.set_input_files("[name=photos]", str(picture))
    page.check("[name=disposal][value=release]")
    page.click("main form button")
    assert page.locator(".tw-photos img").count() == 1
    page.click("text=File the act")
    assert InspectionAct.objects.get().stage == "filed"


def test_a_column_is_completed_and_a_mistake_is_jumped_to(arrive, office) -> None:
    visitor = arrive()
    sign_in(visitor, "analyst")
    page = visitor.open(f"/desk/rules/versions/{office['bad']}/text/")
    assert page.locator(".tw-numbered__numbers mark").inner_text() == "8"
    page.click("[data-line='8']")
    caret = page.eval_on_selector("textarea", "each => each.selectionStart")
    content = page.input_value("textarea")
    assert content[caret:].startswith("dutiable > ")
    page.keyboard.type("merchant_d")
    assert page.locator("#tw-complete li").first.inner_text().startswith("merchant_days")
    page.keyboard.press("Enter")
    assert page.input_value("textarea")[caret:].startswith("merchant_days")
    assert page.locator("#tw-complete").is_hidden()
    assert visitor.complaints == []


def test_a_trial_runs_by_itself_until_it_is_finished(arrive, office) -> None:
    visitor = arrive()
    sign_in(visitor, "analyst")
    page = visitor.open(f"/desk/rules/versions/{office['rule']}/")
    page.click("text=Try it on the last 10,000 parcels")
    page.wait_for_selector("text=Lanes")
    page.wait_for_function("() => !document.querySelector('progress')")
    assert page.locator("caption", has_text="parcels that it hits").count() <= 1
    assert visitor.complaints == []


def test_a_rule_is_written_and_mended_without_a_script(arrive, office) -> None:
    visitor = arrive(script=False)
    sign_in(visitor, "analyst")
    page = visitor.open("/desk/rules/new/")
    page.fill("[name=code]", "R-93-phones")
    page.click("main form button")
    content = page.input_value("textarea")
    page.fill("textarea", content.replace("merchant_days < :days", "merchant_dais < :days"))
    page.click("main form button")
    assert page.locator("text=did you mean merchant_days").is_visible()
    page.fill("textarea", content)
    page.click("main form button")
    assert StoredRule.objects.get(code="R-93-phones").stage == "checked"
