"""Proceedings by machine: one's own list, files, papers, letters; moves with the same refusals."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import (
    QUESTION,
    a_paper,
    a_pdf,
    an_errand,
    reasons,
    register_errand,
    the_clock,
    walked,
)
from tests.base.docket.makers import firm as a_party
from tests.cast import CLERK
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.models import Docket, Evidence, Letter
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.commands import issue_client_key
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.kernel.refusals import Refusal

pytestmark = pytest.mark.django_db

SECRET = "not for the firm"
FULL = ("docket.own", "docket.answer")


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    register_errand(monkeypatch)


def machine(organisation: Organisation, *scopes: str) -> Client:
    """A machine of an organisation that is registered as no operator."""
    issued = issue_client_key(
        organisation=organisation, label="m", scopes=scopes or FULL, by=CLERK, at=timezone.now()
    )
    return Client(headers={"authorization": f"Bearer {issued.token}"})


@pytest.fixture
def lotus(db) -> Client:
    return machine(a_party())


@pytest.fixture
def other(db) -> Client:
    return machine(a_party("91330100TWFIRM0002", "Mug & Co"))


@pytest.fixture
def lin():
    return a_person("officer", name="Lin")


@pytest.fixture
def docket(lin):
    now = timezone.now()
    found = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    return walked(found, "ask", by=lin.actor, at=now, ask=QUESTION)


def at(docket, path="") -> str:
    return f"/api/v1/dockets/{docket.reference}{path}"


def sent(client, path, body) -> tuple[int, dict]:
    answer = client.post(path, json.dumps(body), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_machine_lists_the_dockets_of_its_own_organisation(docket, lotus, other) -> None:
    an_errand(at=timezone.now())
    listed = lotus.get("/api/v1/dockets").json()
    assert len(listed["dockets"]) == 2
    assert listed["next"] is None
    [_later, first] = listed["dockets"]
    assert first["reference"] == docket.reference
    assert first["due_on"] == the_clock(docket, "answer").due_on.isoformat()
    assert lotus.get("/api/v1/dockets?open=false").json()["dockets"] == []
    before = lotus.get(f"/api/v1/dockets?before={docket.pk + 1}").json()["dockets"]
    assert [one["reference"] for one in before] == [docket.reference]
    assert other.get("/api/v1/dockets").json()["dockets"] == []


def test_the_file_has_arithmetic_moves_and_history(docket, lotus) -> None:
    told = lotus.get(at(docket)).json()
    clock = the_clock(docket, "answer")
    assert clock.reckoned_zh in [one["reckoned"]["zh"] for one in told["clocks"]]
    [move] = told["moves"]
    assert move["move"] == "answer"
    assert [field["name"] for field in move["fields"]] == ["answer"]
    asked = next(one for one in told["history"] if one["said"])
    assert asked["said"] == QUESTION
    assert asked["by"] == "office"
    assert told["parties"] == [
        {"role": "applicant", "name": "Lotus Trading", "own": True, "left": False}
    ]


def test_a_move_is_made_with_what_its_fields_ask_for(docket, lotus) -> None:
    status, told = sent(lotus, at(docket, "/moves/answer"), {"given": {"answer": "Here."}})
    assert status == 200
    assert (told["state"], told["moves"]) == ("taken-up", [])
    assert told["history"][0]["by"] == "own"
    status, told = sent(lotus, at(docket, "/moves/answer"), {"given": {"answer": "Again."}})
    assert status == 409


@pytest.mark.parametrize(
    ("verb", "given", "status", "code"),
    [
        ("answer", {}, 422, "docket.said-nothing"),
        ("answer", {"answer": "x" * 4001}, 422, "docket.said-too-much-or-little"),
        ("answer", {"answer": "x", "more": "y"}, 422, "docket.not-asked"),
        ("answer", {"answer": {"a": 1}}, 422, "docket.field"),
        ("answer", {"answer": 7}, 422, "docket.field"),
        ("grant", {}, 403, "access.permission"),
        ("lapse", {}, 403, "access.permission"),
        ("dance", {}, 404, "api.unknown"),
    ],
)
def test_a_move_that_cannot_be_is_refused_as_on_the_page(
    verb, given, status, code, docket, lotus
) -> None:
    found, told = sent(lotus, at(docket, f"/moves/{verb}"), {"given": given})
    assert found == status
    assert told["code"] == code
    assert told["cure"]
    assert Docket.objects.get().state == "asked"


def test_papers_are_listed_read_and_handed_in(docket, lotus, other, lin) -> None:
    now = timezone.now()
    shown = a_paper(docket, name="shown.txt", by=lin.actor, at=now)
    hidden = a_paper(docket, name="hidden.txt", secrecy=Secrecy.AUTHORITY, by=lin.actor, at=now)
    assert [one["name"] for one in lotus.get(at(docket, "/papers")).json()] == ["shown.txt"]
    assert lotus.get(at(docket, f"/papers/{shown.pk}")).content.startswith(b"Note")
    assert lotus.get(at(docket, f"/papers/{hidden.pk}")).status_code == 404
    given = {"file": SimpleUploadedFile("mine.txt", b"mine"), "secrecy": "authority"}
    answer = lotus.post(at(docket, "/papers"), given)
    assert answer.status_code == 201
    assert (answer.json()["own"], answer.json()["secrecy"]) == (True, "authority")
    assert lotus.get(at(docket, f"/papers/{answer.json()['number']}")).content == b"mine"
    assert other.post(at(docket, "/papers"), {"file": SimpleUploadedFile("a.txt", b"a")}
                      ).status_code == 404  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.pdf", lambda: a_pdf(password="x"), 422, "evidence.password"),
        ("a.pdf", lambda: b"plain", 422, "evidence.false-type"),
        ("a.txt", lambda: b"x" * (25 * 1024 * 1024 + 1), 413, "evidence.too-large"),
        ("a.txt", lambda: b"", 422, "evidence.empty"),
    ],
)
def test_a_paper_that_cannot_be_kept_is_refused(name, content, status, code, docket, lotus) -> None:
    answer = lotus.post(at(docket, "/papers"), {"file": SimpleUploadedFile(name, content())})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["cure"]
    assert not Evidence.objects.exists()


def test_two_hundred_megabytes_are_refused_before_they_are_read(docket, lotus) -> None:
    answer = lotus.post(
        at(docket, "/papers"), data=b"--x\r\n", content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(200 * 1024 * 1024)},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (413, "evidence.too-large")


def test_letters_are_read_with_a_receipt_and_written(docket, lotus, lin) -> None:
    now = timezone.now()
    letter = write_letter(
        docket, docket.parties.get(), subject="The crate", body="It is here.", by=lin.actor, at=now
    )
    listed = lotus.get(at(docket, "/letters")).json()
    assert {one["body"] for one in listed} == {None}
    assert Letter.objects.get(pk=letter.pk).read_at is None
    read = lotus.get(at(docket, f"/letters/{letter.pk}")).json()
    assert read["body"] == "It is here."
    assert read["read_at"]
    status, told = sent(
        lotus, at(docket, "/letters"),
        {"subject": "Thanks", "body": "I come.", "answers": letter.pk},
    )  # fmt: skip
    assert (status, told["outgoing"], told["answers"]) == (201, False, letter.pk)
    for wrong, status, code in (
        ({"subject": "", "body": "x"}, 422, "docket.letter-empty"),
        ({"subject": "x", "body": "x", "role": "agent"}, 403, "docket.letter-to-nobody"),
        ({"subject": "x", "body": "x", "answers": 999_999}, 404, "api.unknown"),
        ({"subject": "x", "body": "x", "enclosed": [999_999]}, 404, "api.unknown"),
        ({"subject": "x"}, 422, "api.parameter"),
    ):
        found, told = sent(lotus, at(docket, "/letters"), wrong)
        assert (found, told["code"]) == (status, code)


def test_a_decision_comes_with_reasons_and_the_way_to_appeal(lotus, lin) -> None:
    now = timezone.now()
    found = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    a_paper(found, name="hidden.txt", secrecy=Secrecy.AUTHORITY, by=lin.actor, at=now)
    head = a_person("senior_officer").actor
    reasons(found, "refuse", by=head, at=now)
    assert lotus.get(at(found)).json()["decisions"] == []
    walked(found, "refuse", by=head, at=now)
    [decision] = lotus.get(at(found)).json()["decisions"]
    assert decision["appeal_body"] == "Harbour customs, unit of appeals"
    assert decision["appeal_until"]
    assert decision["facts"] == [{"text": "The crate came back on 20 May.", "papers": []}]


PATHS = ["", "/papers", "/letters", "/papers/1", "/letters/1"]


@pytest.mark.parametrize("path", PATHS)
def test_a_docket_of_others_does_not_exist_and_without_a_key_nothing_does(
    path, docket, other
) -> None:
    assert other.get(at(docket, path)).status_code == 404
    assert Client().get(at(docket, path)).status_code == 401


def test_a_key_does_no_more_than_its_scopes(docket) -> None:
    reads = machine(a_party(), "docket.own")
    assert reads.get(at(docket)).json()["moves"] == []
    for path, body in (
        ("/moves/answer", {"given": {}}),
        ("/letters", {"subject": "x", "body": "y"}),
    ):
        status, told = sent(reads, at(docket, path), body)
        assert (status, told["code"]) == (403, "access.permission")
    sends = machine(a_party(), "message.submit")
    assert sends.get(at(docket)).status_code == 403


def test_a_reference_that_is_misspelt_is_told(docket, lotus) -> None:
    wrong = docket.reference[:-1] + ("A" if docket.reference[-1] != "A" else "B")
    answer = lotus.get(f"/api/v1/dockets/{wrong}")
    assert (answer.status_code, answer.json()["code"]) == (422, "reference.check-character")


def test_a_machine_of_the_office_reads_and_does_not_act(docket, lin) -> None:
    office = machine(Organisation.objects.get(code="CUSTOMS"), "docket.see")
    assert office.get(at(docket)).json()["moves"] == []
    assert len(office.get("/api/v1/dockets").json()["dockets"]) == 1
    assert sent(office, at(docket, "/moves/answer"), {"given": {}})[0] == 403
    Docket.objects.update(secrecy=Secrecy.RESTRICTED)
    assert office.get(at(docket)).status_code == 404


def test_a_firm_gets_no_key_of_the_office() -> None:
    with pytest.raises(Refusal) as refused:
        machine(a_party(), "docket.see")
    assert refused.value.code == "identity.scope"


def test_the_description_knows_every_address(lotus) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    paths = [path for path in described["paths"] if "/dockets" in path]
    assert len(paths) == 7
    assert "DocketFile" in described["components"]["schemas"]
    text = json.dumps(described)
    for name in ("DocketList", "DocketPaper", "DocketLetter", "DocketMove"):
        assert f'"{name}"' in text
