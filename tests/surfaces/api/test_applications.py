"""Applying by machine: questions, papers and refusals as in the portal, sent as a docket."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import firm as a_party
from tests.base.docket.test_applications import APPLIED
from tests.cast import CLERK
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.models import Docket, Draft
from tidewaiter.base.identity.commands import issue_client_key
from tidewaiter.base.identity.models import Organisation
from tidewaiter.flows.dockets import REGISTERED, Registered

pytestmark = pytest.mark.django_db

GOODS = {"what": "A crate of tea", "worth": "1500.50", "lost_on": "2026-05-20", "abroad": "here"}


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    monkeypatch.setitem(REGISTERED, ERRAND.code, Registered(ERRAND, applied=APPLIED))


def machine(organisation: Organisation, *scopes: str) -> Client:
    issued = issue_client_key(
        organisation=organisation, label="m", by=CLERK, at=timezone.now(),
        scopes=scopes or ("docket.own", "docket.answer"),
    )  # fmt: skip
    return Client(headers={"authorization": f"Bearer {issued.token}"})


@pytest.fixture
def lotus(db) -> Client:
    return machine(a_party())


@pytest.fixture
def draft(lotus) -> dict:
    status, told = sent(lotus.post, "applications", {"kind": "errand"})
    assert status == 201
    return told


def sent(call, path, body=None) -> tuple[int, dict]:
    answer = call(
        f"/api/v1/{path}", json.dumps(body) if body is not None else "",
        content_type="application/json",
    )  # fmt: skip
    return answer.status_code, answer.json() if answer.content else {}


def fill(client, draft, page, answers) -> tuple[int, dict]:
    return sent(client.put, f"applications/{draft['number']}/pages/{page}", {"answers": answers})


def hand_in(client, draft, *, asked="invoice", name="invoice.txt", content=b"1500 yuan"):
    paper = SimpleUploadedFile(name, content)
    return client.post(
        f"/api/v1/applications/{draft['number']}/papers", {"asked": asked, "file": paper}
    )


def test_it_is_walked_from_the_questions_to_a_docket(lotus, draft) -> None:
    assert [page["name"] for page in draft["pages"]] == ["goods", "crates", "pledge"]
    worth = next(one for one in draft["pages"][0]["fields"] if one["name"] == "worth")
    assert (worth["entry"], worth["required"]) == ("number", True)
    assert fill(lotus, draft, "goods", GOODS)[0] == 200
    assert fill(lotus, draft, "crates", [{"crate": "C0042", "weight": "3.5"}])[0] == 200
    status, told = fill(lotus, draft, "pledge", {"true": True})
    assert status == 200
    assert told["pages"][0]["answers"] == GOODS
    assert told["pages"][1]["answers"] == [{"crate": "C0042", "weight": "3.5"}]
    assert [(one["page"], one["what"]) for one in told["missing"]] == [("", "invoice")]
    handed = hand_in(lotus, draft)
    assert handed.status_code == 201
    assert handed.json()["missing"] == []
    status, docket = sent(lotus.post, f"applications/{draft['number']}/send")
    assert status == 201
    assert docket["reference"] == Docket.objects.get().reference
    assert not Draft.objects.exists()


def test_what_is_missing_is_told_and_nothing_is_sent(lotus, draft) -> None:
    status, told = fill(lotus, draft, "goods", {"what": "Tea"})
    assert status == 200
    missing = {(one["page"], one["what"]) for one in told["missing"]}
    assert {("goods", "worth"), ("goods", "lost_on")} <= missing
    assert all(one["sentence"] and one["cure"] for one in told["missing"])
    status, refused = sent(lotus.post, f"applications/{draft['number']}/send")
    assert status == 422
    assert refused["code"] == "application.incomplete"
    assert Draft.objects.exists()
    assert not Docket.objects.exists()


@pytest.mark.parametrize(
    ("page", "answers"),
    [
        ("goods", {"worth": "much"}),
        ("goods", {"lost_on": "yesterday"}),
        ("goods", {"abroad": "nowhere"}),
        ("goods", {"colour": "red"}),
        ("goods", {"what": 7}),
        ("goods", [{"what": "Tea"}]),
        ("crates", {"crate": "C0042"}),
        ("crates", [{"weight": "heavy"}]),
    ],
)
def test_an_answer_that_cannot_be_used_is_refused_and_the_page_stays(
    lotus, draft, page, answers
) -> None:
    fill(lotus, draft, "goods", GOODS)
    status, refused = fill(lotus, draft, page, answers)
    assert status == 422
    assert refused["code"] == "docket.field"
    assert refused["cure"]
    told = lotus.get(f"/api/v1/applications/{draft['number']}").json()
    assert told["pages"][0]["answers"] == GOODS


def test_a_paper_is_taken_out_and_one_not_asked_for_is_refused(lotus, draft) -> None:
    fill(lotus, draft, "goods", GOODS)
    assert hand_in(lotus, draft, asked="passport").json()["code"] == ("application.not-asked")
    told = hand_in(lotus, draft).json()
    [file] = next(one["files"] for one in told["papers"] if one["code"] == "invoice")
    status, told = sent(lotus.delete, f"applications/{draft['number']}/papers/{file['number']}")
    assert status == 200
    assert all(not one["files"] for one in told["papers"])
    assert sent(lotus.delete, f"applications/{draft['number']}/papers/{file['number']}")[0] == 404


def test_beginning_again_goes_on_and_forgetting_forgets(lotus, draft) -> None:
    assert sent(lotus.post, "applications", {"kind": "errand"})[1]["number"] == draft["number"]
    listed = {one["kind"]: one["draft"] for one in lotus.get("/api/v1/applications").json()}
    assert listed["errand"] == draft["number"]
    assert sent(lotus.delete, f"applications/{draft['number']}") == (204, {})
    assert not Draft.objects.exists()
    assert sent(lotus.post, "applications", {"kind": "nothing"})[0] == 404


def test_the_draft_of_another_organisation_does_not_exist(draft) -> None:
    other = machine(a_party("91330100TWFIRM0002", "Mug & Co"))
    number = draft["number"]
    assert other.get(f"/api/v1/applications/{number}").status_code == 404
    assert fill(other, draft, "goods", GOODS)[0] == 404
    assert hand_in(other, draft).status_code == 404
    for path in (f"applications/{number}/send",):
        assert sent(other.post, path)[0] == 404
    assert sent(other.delete, f"applications/{number}")[0] == 404
    assert Draft.objects.exists()


def test_whoever_may_only_read_neither_begins_nor_sends(draft) -> None:
    reader = machine(Organisation.objects.get(code=Draft.objects.get().organisation.code),
                     "docket.own")  # fmt: skip
    assert reader.get(f"/api/v1/applications/{draft['number']}").status_code == 200
    assert sent(reader.post, "applications", {"kind": "errand"})[0] == 403
    assert sent(reader.post, f"applications/{draft['number']}/send")[0] == 403
