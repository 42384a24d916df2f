"""At the desk: which risk models there are, how each does, and why one scored a parcel."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.cast import ANALYST, NOON
from tests.makers import a_parcel, all_to, arrive, four
from tests.risk.learning import model_file
from tests.risk.test_model_life import in_force
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.identity.actors import system_actor
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.risk.commands.learned import keep_model, note_model_day
from tidewaiter.risk.models import Assessment, LearnedModel
from tidewaiter.risk.states import ModelStage

EVERYTHING = Policy(random={}, scores={Lane.INSPECTION: Decimal(0)})


@pytest.fixture
def analyst(firms):
    return at_the_desk("analyst")


@pytest.fixture
def supervisor(firms):
    return at_the_desk("risk_supervisor")


def test_without_a_model_the_page_says_how_one_is_learned(analyst) -> None:
    page = analyst.get("/desk/models/").content.decode()
    assert "No model was learned yet" in page and "tidewaiter train" in page


def test_a_model_is_shown_with_its_figures_as_charts_and_tables(analyst) -> None:
    model = in_force()
    note_model_day(
        model, date(2026, 5, 31), by=system_actor("tests"), at=NOON, alarms=["score"],
        figures={"parcels": 5000, "score_stability": 0.31, "stabilities": {}, "unseen": 0.2,
                 "drawn": 40, "found": 4},
    )  # fmt: skip
    page = analyst.get(f"/desk/models/{model.pk}/")
    quality = model.facts["quality"]
    assert [chart.id for chart in page.context["charts"]] == (
        ["precision", "calibration", "drift"] if quality else ["drift"]
    )
    assert "no longer looked like" in page.content.decode()
    assert model.card.splitlines()[0] in page.content.decode()
    assert model.reference in analyst.get("/desk/models/").content.decode()


def test_steps_are_offered_to_those_who_may_take_them(analyst, supervisor) -> None:
    model = keep_model(model_file(), by=system_actor("train"), at=timezone.now())
    assert b"Retire it" not in analyst.get(f"/desk/models/{model.pk}/").content
    moved = analyst.post(f"/desk/models/{model.pk}/shadow/", follow=True)
    assert moved.status_code == 200
    supervisor.post(f"/desk/models/{model.pk}/enter-into-force/")
    assert LearnedModel.objects.get().stage == ModelStage.IN_FORCE
    refused = supervisor.post(f"/desk/models/{model.pk}/retire/", {"grounds": "no"})
    assert refused.status_code == 422 or b"govuk-error-summary" in refused.content
    supervisor.post(f"/desk/models/{model.pk}/retire/", {"grounds": "It finds less than chance."})
    assert LearnedModel.objects.get().stage == ModelStage.RETIRED


def test_nobody_releases_what_they_watched(supervisor, firms) -> None:
    model = keep_model(model_file(), by=ANALYST, at=timezone.now())
    supervisor.post(f"/desk/models/{model.pk}/shadow/")
    page = supervisor.post(f"/desk/models/{model.pk}/enter-into-force/")
    assert page.status_code == 403
    assert LearnedModel.objects.get().stage == ModelStage.SHADOW


def test_a_parcel_tells_what_the_model_said_and_why(analyst) -> None:
    model = in_force()
    arrive(*four(a_parcel()), policy=EVERYTHING)
    [decided] = Assessment.objects.all()
    page = analyst.get(f"/desk/parcels/{decided.declaration_id}/")
    told = page.context["parcel"].scored
    assert (told.mark, told.risk, told.drawn) == (model.mark, decided.risk, False)
    assert told.reasons and "What the risk model says" in page.content.decode()


def test_a_parcel_that_was_drawn_is_told_so(analyst) -> None:
    in_force()
    arrive(*four(a_parcel()), policy=all_to(Lane.INSPECTION))
    page = analyst.get(f"/desk/parcels/{Assessment.objects.get().declaration_id}/")
    assert page.context["parcel"].scored.reasons == ()
    assert "drawn as a random control" in page.content.decode()


def test_strangers_to_models_see_none(firms) -> None:
    lawyer = at_the_desk("lawyer")
    assert lawyer.get("/desk/models/").status_code in {403, 404}
