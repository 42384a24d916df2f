"""A senior officer sends a parcel another way, in two steps."""

import json

import pytest

from tests.makers import a_parcel, all_to, arrive, decision_about, declaration_of, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.audit.models import Entry
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.intake.models import Receipt
from tidewaiter.risk.models import QuotaAccount

GROUNDS = "opened: the goods are what the declaration says"


@pytest.fixture
def client(firms):
    return at_the_desk("senior_officer")


@pytest.fixture
def held(client):
    """A parcel that is held."""
    made = a_parcel()
    arrive(*four(made), policy=all_to(Lane.HOLD))
    return made


def address(made):
    return f"/desk/parcels/{declaration_of(made.inventory).pk}/lane/"


def test_first_the_change_is_shown_and_nothing_is_changed(client, held):
    page = client.post(address(held), {"lane": "release", "grounds": GROUNDS})
    assert page.status_code == 200
    assert page.templates[0].name == "desk/override_check.html"
    assert GROUNDS in page.content.decode()
    assert decision_about(held.inventory).lane == "hold"


def test_once_confirmed_the_lane_changes_the_quota_is_used_and_the_declarant_is_told(client, held):
    before = Receipt.objects.count()
    answer = client.post(
        address(held), {"lane": "release", "grounds": GROUNDS, "confirmed": "yes"}, follow=True
    )
    assert "The parcel&#x27;s lane is now: Released" in answer.content.decode()
    decision = decision_about(held.inventory)
    assert (decision.lane, decision.status) == ("release", "800")
    account = QuotaAccount.objects.get(measure="money")
    assert (account.reserved, account.committed) == (0, decision.dutiable_value)
    [receipt] = Receipt.objects.order_by("id")[before:]
    assert (receipt.kind, receipt.status) == ("622", "800")
    assert json.loads(receipt.content)["fields"]["guid"] == held.inventory.head.guid
    events = answer.context["parcel"].history
    assert ("Lane changed: Held → Released", GROUNDS) in [(one.title, one.text) for one in events]
    assert Entry.objects.filter(verb="lane.changed").count() == 1


def test_short_grounds_are_pointed_out_on_the_parcels_page(client, held):
    page = client.post(address(held), {"lane": "release", "grounds": "ok"})
    assert page.status_code == 422
    assert page.context["override_form"].errors["grounds"]
    assert decision_about(held.inventory).lane == "hold"


@pytest.mark.parametrize("lane", ["hold", "nowhere", ""])
def test_a_lane_that_is_no_choice_is_pointed_out(client, held, lane):
    page = client.post(address(held), {"lane": lane, "grounds": GROUNDS, "confirmed": "yes"})
    assert page.status_code == 422
    assert decision_about(held.inventory).lane == "hold"


def test_what_was_released_is_not_called_back(client):
    made = a_parcel()
    arrive(*four(made))
    answer = client.post(
        address(made), {"lane": "hold", "grounds": GROUNDS, "confirmed": "yes"}, follow=True
    )
    assert "it can be looked into, not called back" in answer.content.decode()
    assert decision_about(made.inventory).lane == "release"
