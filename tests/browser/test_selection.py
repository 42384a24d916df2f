"""What is inspected, and how well that works, in a real browser."""

import pytest
from django.utils import timezone

from tests.browser.test_rules import SCREENS, sign_in
from tests.cast import ANALYST, everybody
from tests.makers import a_parcel, all_to, arrive, decision_about, four
from tests.stories.test_selection import WHY, a_budget, opened_and
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.risk.commands.budgets import propose_budget
from tidewaiter.risk.rules.budgets import Limits
from tidewaiter.risk.rules.estimates import FEWEST
from tidewaiter.risk.states import Found

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.django_db(transaction=True),
]

PAGES = ["/desk/selection/", "/desk/selection/propose/", "/desk/selection/effect/", "/targeting/"]


@pytest.fixture
def office(db) -> None:
    """An office with a budget and a proposal; enough random controls to tell an estimate."""
    everybody()
    now = timezone.now()
    drawn = [a_parcel(seed=number) for number in range(FEWEST)]
    papers = [paper for parcel in drawn for paper in four(parcel)]
    arrive(*papers, at=now, policy=all_to(Lane.INSPECTION))
    for number, parcel in enumerate(drawn):
        found = Found.NOTHING if number % 3 else Found.VALUE
        opened_and(decision_about(parcel.inventory), found)
    a_budget("0100")
    propose_budget("0100", Limits(160, audit_after=5), grounds=WHY, by=ANALYST, at=now)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_pages_of_selection_can_be_used_by_everybody(arrive, office, screen) -> None:
    visitor = arrive(**screen)
    sign_in(visitor, "risk_supervisor")
    faults = {}
    for path in PAGES:
        page = visitor.open(path)
        assert "/sign-in/" not in page.url
        found = visitor.faults(page)
        if found:
            faults[path] = found
        visitor.complaints.clear()
        page.close()
    assert faults == {}
