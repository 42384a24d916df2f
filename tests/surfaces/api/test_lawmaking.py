"""Machines follow a change of the law, comment on it, and have files judged without effect."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.lawmaking.makers import (
    HEAD,
    LIMITS,
    PACK,
    SECOND,
    a_draft,
    superseded,
    the_file,
    written,
)
from tests.surfaces.api.makers import Firm, a_firm
from tidewaiter.flows import make_law
from tidewaiter.law import amendments
from tidewaiter.lawmaking.commands.comments import moderate
from tidewaiter.lawmaking.models import Comment, Proposal

pytestmark = pytest.mark.django_db
LIST = "/api/v1/law/consultations"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    before = settings.LAW_FOLDER
    settings.LAW_FOLDER = tmp_path / "law"
    amendments.lay(tmp_path / "law")
    yield tmp_path / "law"
    amendments.lay(before)


@pytest.fixture
def firm() -> Firm:
    return a_firm()


@pytest.fixture
def consulted() -> Proposal:
    at = timezone.now()
    begins = timezone.localdate() + timezone.timedelta(days=200)
    proposal, _ = written(a_draft(at=at), superseded(begins=begins), at=at)
    proposal = make_law.review(proposal, by=SECOND, at=at)
    return make_law.consult(proposal, by=HEAD, at=at)


def say(client, reference: str, said: str, **more: str):
    body = json.dumps({"said": said, **more})
    address = f"{LIST}/{reference}/comments"
    return client.post(address, body, content_type="application/json")


def judged(firm: Firm, files: dict[str, str], pack: str = PACK):
    body = json.dumps({"files": files})
    return firm.http.post(f"/api/v1/law/{pack}/check", body, content_type="application/json")


def test_an_open_consultation_is_told_with_what_changes_and_until_when(client, consulted) -> None:
    a_draft(at=timezone.now())
    [told] = client.get(LIST).json()["consultations"]
    assert (told["reference"], told["open"]) == (consulted.reference, True)
    begins = timezone.localdate() + timezone.timedelta(days=200)
    consulted.refresh_from_db()
    assert told["comments_until"] == consulted.comments_until.isoformat()
    assert told["applies_from"] == begins.isoformat()
    assert {change["id"] for change in told["changes"]} == {"kr.duty.relief.limit"}
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert set(told) == set(schemas["LawConsultation"]["properties"])


def test_a_comment_is_told_once_an_officer_has_published_it(client, consulted) -> None:
    answer = say(client, consulted.reference, "We need more time.", signed="Shop")
    assert (answer.status_code, answer.json()["standing"]) == (202, "waiting")
    assert client.get(LIST).json()["consultations"][0]["comments"] == []
    moderate(Comment.objects.get(), "publish", grounds="", by=SECOND, at=timezone.now())
    told = client.get(LIST).json()["consultations"][0]["comments"]
    assert told == [{"signed": "Shop", "said": "We need more time."}]


def test_comments_are_refused_when_too_short_too_late_too_many_or_about_nothing(
    client, consulted
) -> None:
    assert say(client, consulted.reference, "no").status_code == 422
    assert say(client, "TW-LAW-2026-999999-A", "We need more time.").status_code == 404
    given = [say(client, consulted.reference, f"Comment {n} on it").status_code for n in range(6)]
    assert given == [202] * 5 + [429]
    Proposal.objects.update(consulted_on="2026-01-01", comments_until="2026-02-01")
    late = client.post(
        f"{LIST}/{consulted.reference}/comments", json.dumps({"said": "We need more time."}),
        content_type="application/json", REMOTE_ADDR="192.0.2.7",
    )  # fmt: skip
    assert (late.status_code, late.json()["code"]) == (409, "lawmaking.consultation-over")


def test_files_are_judged_as_at_the_desk_and_nothing_is_kept(firm) -> None:
    begins = timezone.localdate() + timezone.timedelta(days=90)
    sound = judged(firm, {LIMITS: superseded(begins=begins)}).json()
    assert (sound["sound"], sound["applies_from"]) == (True, begins.isoformat())
    assert [(one["turn"], one["id"]) for one in sound["changes"]] == [
        ("changed", "kr.duty.relief.limit")
    ]
    assert len(sound["cases"]) >= 5
    assert Proposal.objects.count() == 0


def test_an_edit_of_what_applies_is_found_by_line_and_fails_the_test_tables(firm) -> None:
    told = judged(firm, {LIMITS: the_file().replace("value: 150", "value: 160")}).json()
    assert not told["sound"]
    assert "is in force: its value is 150" in str(told["findings"][0])
    assert any(case["differences"] for case in told["cases"])


def test_files_that_cannot_be_judged_are_refused(firm, client) -> None:
    assert judged(firm, {"../x.yaml": "values: []"}).status_code == 422
    assert judged(firm, {}).status_code == 422
    assert judged(firm, {LIMITS: "values: []"}, pack="zz").status_code == 404
    nobody = client.post(f"/api/v1/law/{PACK}/check", "{}", content_type="application/json")
    assert nobody.status_code == 401
