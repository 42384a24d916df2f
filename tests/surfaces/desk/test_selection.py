"""At the desk: budgets are proposed and settled by two people, and the effect is told."""

from datetime import date

import pytest
from django.utils import timezone

from tests.makers import a_parcel, all_to, arrive, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.risk.models import Budget
from tidewaiter.surfaces.public.targeting import last_quarter, quarter

GIVEN = {
    "office": "0100",
    "inspections": "120",
    "explored": "10",
    "uniform": "20",
    "documents": "0.5",
    "audit": "1",
    "audit_after": "",
    "grounds": "Four officers open thirty parcels a day each.",
}


@pytest.fixture
def analyst(firms):
    return at_the_desk("analyst")


@pytest.fixture
def supervisor(firms):
    return at_the_desk("risk_supervisor")


def test_one_proposes_and_another_puts_it_in_force(analyst, supervisor) -> None:
    page = analyst.post("/desk/selection/propose/", GIVEN, follow=True)
    [one] = page.context["proposed"]
    assert one.own
    assert not page.context["may_settle"]
    assert analyst.post(f"/desk/selection/{one.pk}/confirm/").status_code == 403
    page = supervisor.post(f"/desk/selection/{one.pk}/confirm/", follow=True)
    [row] = page.context["rows"]
    assert (row.inspections, row.by_priority, row.share) == (120, 0, "0%")
    assert Budget.objects.get().uniform * 100 == 20


def test_nobody_confirms_their_own(supervisor) -> None:
    supervisor.post("/desk/selection/propose/", GIVEN)
    page = supervisor.post(f"/desk/selection/{Budget.objects.get().pk}/confirm/")
    assert page.status_code >= 400
    assert "somebody else" in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("inspections", "0"), ("inspections", "many"), ("explored", "1"), ("uniform", "5"),
     ("audit", "99"), ("grounds", "why"), ("office", "")],
)  # fmt: skip
def test_what_cannot_be_is_pointed_out(analyst, field, value) -> None:
    page = analyst.post("/desk/selection/propose/", GIVEN | {field: value})
    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Budget.objects.exists()


def test_the_effect_is_told_at_the_desk_and_in_public(analyst, client) -> None:
    arrive(*four(a_parcel()), policy=all_to(Lane.INSPECTION), at=timezone.now())
    page = analyst.get("/desk/selection/effect/?days=7")
    assert page.context["effect"].drawn == 1
    assert "From 30 that have been opened" in page.content.decode()
    quarter.forget()
    assert client.get("/targeting/").status_code == 200


def test_a_quarter_is_told_when_it_is_over() -> None:
    assert last_quarter(date(2026, 1, 5)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert last_quarter(date(2026, 6, 30)) == (date(2026, 1, 1), date(2026, 3, 31))
