"""The pages of risk models in a real browser: the list, a model with its charts, a refused step."""

from datetime import date

import pytest
from django.utils import timezone

from tests.browser.test_dockets import SCREENS, sign_in
from tests.risk.learning import model_file
from tests.surfaces.visitors import a_person
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.risk.commands.learned import keep_model, note_model_day

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]
FIGURES = {
    "parcels": 5000, "score_stability": 0.31, "stabilities": {"worth": 0.4}, "unseen": 0.2,
    "drawn": 40, "found": 4,
}  # fmt: skip


@pytest.fixture
def learned(db):
    by, at = system_actor("train"), timezone.now()
    model = keep_model(model_file(), by=by, at=at)
    for number in range(1, 11):
        note_model_day(
            model, date(2026, 5, number), by=by, at=at, figures=FIGURES,
            alarms=["score"] if number == 10 else [],
        )  # fmt: skip
    return model


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_pages_of_models_can_be_used_by_everybody(arrive, learned, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, a_person("risk_supervisor"))
    faults = {}
    for path in ("", f"{learned.pk}/"):
        page = visitor.open(f"/desk/models/{path}")
        assert learned.reference in page.content()
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if found := visitor.faults(page):
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}


def test_a_model_is_run_in_shadow_without_a_script(arrive, learned) -> None:
    visitor = arrive(script=False, width=360)
    sign_in(visitor, a_person("analyst"))
    page = visitor.open("/desk/models/")
    page.click(f"text={learned.reference}")
    page.click("form button >> nth=-1")
    learned.refresh_from_db()
    assert learned.stage == "shadow"


def test_a_page_without_models_says_how_one_is_learned(arrive, db) -> None:
    visitor = arrive(width=360)
    sign_in(visitor, a_person("analyst"))
    page = visitor.open("/desk/models/")
    assert "tidewaiter train" in page.content()
    assert visitor.faults(page) == []
