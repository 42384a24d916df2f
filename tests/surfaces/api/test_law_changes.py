"""Machines follow the law: a feed of changes, and notices about those to come."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.cast import CLERK
from tests.lawmaking.makers import HEAD, LIMIT, SECOND, a_draft, superseded, written
from tests.surfaces.api.makers import Firm
from tidewaiter.flows import make_law
from tidewaiter.flows.tell_changes import tell_changes
from tidewaiter.law import amendments
from tidewaiter.lawmaking.models import Proposal
from tidewaiter.registry.models import Operator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    before = settings.LAW_FOLDER
    settings.LAW_FOLDER = tmp_path / "law"
    amendments.lay(tmp_path / "law")
    yield tmp_path / "law"
    amendments.lay(before)


@pytest.fixture
def scheduled(db) -> Proposal:
    at = timezone.now()
    begins = timezone.localdate() + timedelta(days=20)
    proposal, _ = written(a_draft(at=at), superseded(begins=begins), at=at)
    proposal = make_law.review(proposal, by=SECOND, at=at)
    return make_law.schedule(proposal, by=HEAD, at=at)


def test_the_feed_tells_scheduled_changes_to_everybody(client, scheduled) -> None:
    told = client.get("/api/v1/law/changes", {"pack": "kr"}).json()
    [change] = [one for one in told["changes"] if one["id"] == LIMIT]
    assert change["turn"] == "changed"
    assert change["on"] == scheduled.enters_on.isoformat()
    assert change["fields"]["value"] == ["150", "200"]
    assert change["proposal"] == scheduled.reference


def test_the_feed_tells_what_changed_in_the_past_by_its_days(client, db) -> None:
    told = client.get(
        "/api/v1/law/changes", {"pack": "cn", "from": "2018-12-25", "to": "2019-01-05"}
    ).json()
    [change] = [one for one in told["changes"] if one["id"] == "cbec.limit.single"]
    assert (change["on"], change["fields"]["value"]) == ("2019-01-01", ["2000", "5000"])
    assert change["proposal"] is None
    assert len(told["version"]) == 64


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"pack": "nowhere"}, 404),
        ({"pack": "../cn"}, 404),
        ({"from": "2026-05-01", "to": "2026-04-01"}, 422),
        ({"from": "0001-01-01"}, 422),
        ({"from": "1900-01-01", "to": "2100-01-01"}, 422),
        ({"from": "soon"}, 422),
    ],
)
def test_a_feed_that_cannot_be_told_is_refused(client, db, query, status) -> None:
    answer = client.get("/api/v1/law/changes", query)
    assert answer.status_code == status
    assert {"code", "sentence", "cure"} <= set(answer.json())


def test_a_firm_pulls_its_notices_once_and_no_others(firm: Firm, stranger: Firm, scheduled) -> None:
    Operator.objects.update(roles=["merchant"])
    tell_changes(by=CLERK, at=timezone.now())
    told = firm.get("law/notices").json()
    [notice] = told["notices"]
    assert (notice["days"], notice["proposal"]) == (30, scheduled.reference)
    assert notice["applies_from"] == scheduled.enters_on.isoformat()
    assert notice["title"]["zh"]
    assert firm.get("law/notices", after=told["next"]).json()["notices"] == []
    [other] = stranger.get("law/notices").json()["notices"]
    assert other["id"] != notice["id"]


def test_notices_need_a_key(client, db) -> None:
    assert client.get("/api/v1/law/notices").status_code == 401


def test_a_firm_says_where_it_is_written_to_and_how_it_trades(firm: Firm) -> None:
    wish = {"contact": "law@firm.example", "trades": ["b2c-direct"]}
    answer = firm.http.put("/api/v1/law/contact", wish, content_type="application/json")
    assert answer.json() == wish
    firm.operator.refresh_from_db()
    assert (firm.operator.contact, firm.operator.trades) == ("law@firm.example", ["b2c-direct"])


@pytest.mark.parametrize(
    ("wish", "status"), [({"contact": "nobody"}, 422), ({"trades": ["magic"]}, 404)]
)
def test_a_contact_that_cannot_be_is_refused(firm: Firm, wish, status) -> None:
    answer = firm.http.put("/api/v1/law/contact", wish, content_type="application/json")
    assert answer.status_code == status
