"""Proceedings at the desk: work list, file, moves as forms, papers, letters, reasons."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import (
    QUESTION,
    a_jpeg,
    a_paper,
    a_pdf,
    a_segment,
    an_errand,
    clerk_of,
    firm,
    reasons,
    register_errand,
    the_clock,
    walked,
)
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.models import Docket, Evidence, Statement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    register_errand(monkeypatch)


@pytest.fixture
def now():
    return timezone.now()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def officer():
    return a_person("officer", name="Lin")


@pytest.fixture
def head():
    return a_person("senior_officer", name="Shen")


@pytest.fixture
def desk(head) -> Client:
    return signed_in(head)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


PAGES = ["", "load/", "{pk}/", "{pk}/letters/", "{pk}/reasons/", "{pk}/papers/{paper}/",
         "{pk}/papers/{paper}/copy/", "{pk}/letters/{letter}/"]  # fmt: skip


@pytest.fixture
def file(now, head):
    docket = walked(an_errand(at=now), "take-up", by=a_person("officer").actor, at=now)
    paper = a_paper(docket, by=head.actor, at=now)
    letter = write_letter(
        docket, docket.parties.get(), subject="The crate", body="It is here.",
        enclosed=[paper], by=head.actor, at=now,
    )  # fmt: skip
    return {"pk": docket.pk, "paper": paper.pk, "letter": letter.pk}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_who_may_and_for_nobody_else(path, file, desk) -> None:
    address = "/desk/dockets/" + path.format(**file)
    assert desk.get(address).status_code == 200
    assert Client().get(address).status_code == 302
    assert signed_in(a_person("operator")).get(address).status_code == 403


def test_what_one_may_not_see_does_not_exist(file, desk) -> None:
    Docket.objects.update(permission="key.issue")
    for path in PAGES[2:]:
        assert desk.get("/desk/dockets/" + path.format(**file)).status_code == 404
    assert desk.post(f"/desk/dockets/{file['pk']}/take/").status_code == 404


def test_a_docket_of_a_kind_that_is_not_installed_is_not_found(file, desk) -> None:
    Docket.objects.update(kind="gone")
    assert desk.get(f"/desk/dockets/{file['pk']}/").status_code == 404
    assert desk.get("/desk/dockets/").status_code == 200


def test_the_file_shows_the_arithmetic_of_its_deadlines(file, desk) -> None:
    page = text_of(desk.get(f"/desk/dockets/{file['pk']}/"))
    clock = the_clock(Docket.objects.get(), "decide")
    assert clock.reckoned_en in page
    assert "to be done by the office" in page
    assert "The matter goes to the next level." in page


def test_only_the_moves_that_one_may_make_now_are_offered(file, desk) -> None:
    def offered(client) -> list[str]:
        return [one.verb for one in client.get(f"/desk/dockets/{file['pk']}/").context["steps"]]

    assert offered(desk) == ["ask", "send-to-test", "grant", "refuse"]
    assert offered(signed_in(a_person("officer"))) == ["ask", "send-to-test"]
    assert offered(signed_in(a_person("auditor"))) == []


def test_a_move_is_a_form_and_says_what_is_wrong_with_it(file, desk) -> None:
    path = f"/desk/dockets/{file['pk']}/moves/ask/"
    answer = desk.post(path, {"question": "What?"})
    assert answer.status_code == 422
    assert "What?" in text_of(answer)
    assert Docket.objects.get().state == "taken-up"
    answer = desk.post(path, QUESTION)
    assert answer.status_code == 302
    page = text_of(desk.get(answer["Location"]))
    assert "Waiting for an answer" in page
    assert QUESTION["question"] in page
    assert "Somebody else acts next" in page
    again = desk.post(path, QUESTION)
    assert again.status_code == 409


@pytest.mark.parametrize("verb", ["dance", "lapse", "answer"])
def test_moves_that_are_nobodys_or_anothers_are_not_made(verb, file, desk) -> None:
    answer = desk.post(f"/desk/dockets/{file['pk']}/moves/{verb}/", {"answer": "x"})
    assert answer.status_code in {403, 404, 409}
    assert Docket.objects.get().state == "taken-up"


def test_the_pages_speak_chinese(file, desk) -> None:
    pages = [
        "",
        f"{file['pk']}/",
        f"{file['pk']}/reasons/",
        f"{file['pk']}/papers/{file['paper']}/",
    ]
    for path in pages:
        answer = desk.get("/desk/dockets/" + path, headers={"Accept-Language": "zh-hans"})
        body = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1].split("</main")[0])
        english = re.findall(r"[A-Za-z]{4,}(?: [a-z]{3,}){2,}", body)
        assert [one for one in english if "crate" not in one.lower()] == []


def test_a_decision_takes_few_pages_from_list_to_letter(file, desk, now) -> None:
    docket, loads = file["pk"], 0
    for path in ("/desk/dockets/", f"/desk/dockets/{docket}/", f"/desk/dockets/{docket}/reasons/"):
        assert desk.get(path).status_code == 200
        loads += 1
    said = {
        "verb": "grant", "restrictions": ["goods"], "ground": "illegal", "basis": "ecl",
        "article": "71", "explanation": "Goods go to their owner.", "position": "Wants it.",
        "answer": "Followed.", "aim": "Order.", "milder": "Waiting.", "insufficient": "Costs.",
        "applies_on": "2026-06-01", "source": "own-initiative", "automated_decision": "not",
        "appeal_body": "Unit of appeals", "appeal_form": "/portal/", "facts": "1",
        "fact-0-text": "It came back.", "fact-0-papers": [file["paper"]],
    }  # fmt: skip
    answer = desk.post(f"/desk/dockets/{docket}/reasons/", said, follow=True)
    loads += 1
    assert [one.verb for one in answer.context["steps"] if not one.missing] != []
    answer = desk.post(f"/desk/dockets/{docket}/moves/grant/", follow=True)
    loads += 1
    assert loads <= 6
    page = text_of(answer)
    issued = Statement.objects.get()
    assert issued.reference in page
    assert "It came back." in page
    assert issued.appeal_reckoned_en in page
    assert "This docket is closed" in page


def test_a_draft_says_what_it_still_lacks(file, desk) -> None:
    path = f"/desk/dockets/{file['pk']}/reasons/"
    answer = desk.post(
        path, {"verb": "refuse", "automated_decision": "not", "facts": "1"}, follow=True
    )
    page = text_of(answer)
    assert "does not say the facts that it rests on" in page
    assert "does not say where, how and until when one can appeal" in page
    page = text_of(desk.get(f"/desk/dockets/{file['pk']}/"))
    assert "does not say the aim of the measure" in page
    refused = desk.post(f"/desk/dockets/{file['pk']}/moves/refuse/")
    assert refused.status_code == 422
    desk.post(f"/desk/dockets/{file['pk']}/reasons/drop/")
    assert Statement.objects.get().standing == "dropped"


def test_a_day_after_its_end_is_no_first_day(file, desk) -> None:
    answer = desk.post(
        f"/desk/dockets/{file['pk']}/reasons/",
        {"verb": "grant", "automated_decision": "not", "applies_on": "2026-06-02",
         "ends_on": "2026-06-01"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert not Statement.objects.exists()


def upload(name: str, content: bytes, **more) -> dict:
    return {"paper": SimpleUploadedFile(name, content), "secrecy": "parties", **more}


def test_a_paper_is_added_and_read_without_what_it_tells_of_its_maker(file, desk) -> None:
    content = a_jpeg(a_segment(0xFE, b"Lin Secret"))
    path = f"/desk/dockets/{file['pk']}/papers/"
    assert desk.post(path, upload("crate.jpg", content, about="The crate")).status_code == 302
    paper = Evidence.objects.latest("id")
    answer = desk.get(f"{path}{paper.pk}/copy/")
    assert answer.content == a_jpeg()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    page = text_of(desk.get(f"{path}{paper.pk}/"))
    assert paper.original_id in page
    assert "Unbroken" in page
    assert "not scanned" in page
    refused = desk.post(f"{path}{paper.pk}/original/", {"grounds": "why"})
    assert refused.status_code == 422
    original = desk.post(f"{path}{paper.pk}/original/", {"grounds": "Who made the photograph?"})
    assert original.content == content
    assert "attachment" in original["Content-Disposition"]
    assert "Who made the photograph?" in text_of(desk.get(f"{path}{paper.pk}/"))


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("a.pdf", a_jpeg(), 422, "bytes are of the type image/jpeg"),
        ("a.pdf", a_pdf(password="x"), 422, "protected by a password"),
        ("a.bin", b"\x00\x01", 422, "of no type that can be kept"),
        ("a.txt", b"x" * (26 * 1024 * 1024), 413, "26 megabytes; 25 is the most"),
    ],
)
def test_a_bad_paper_is_refused_on_the_page_of_the_file(
    name, content, code, words, file, desk
) -> None:
    answer = desk.post(f"/desk/dockets/{file['pk']}/papers/", upload(name, content))
    assert answer.status_code == code
    assert words in text_of(answer)
    assert Evidence.objects.count() == 1


def test_two_hundred_megabytes_are_refused_before_they_are_read(file, desk) -> None:
    class Unread:
        def read(self, *_size):
            raise AssertionError("somebody read it")

        readline = read

    answer = desk.generic(
        "POST", f"/desk/dockets/{file['pk']}/papers/",
        CONTENT_TYPE="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024), **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "evidence.too-large" in text_of(answer)


def test_a_letter_of_a_party_gets_its_receipt_when_an_officer_opens_it(file, desk, now) -> None:
    docket = Docket.objects.get()
    letter = write_letter(
        docket, docket.parties.get(), subject="Thanks", body="I come.", by=clerk_of(firm()), at=now
    )
    path = f"/desk/dockets/{docket.pk}/letters/{letter.pk}/"
    signed_in(a_person("auditor")).get(path)
    letter.refresh_from_db()
    assert letter.read_at is None
    assert "I come." in text_of(desk.get(path))
    letter.refresh_from_db()
    assert letter.read_at is not None


def test_a_letter_is_written_with_enclosures(file, desk) -> None:
    docket = Docket.objects.get()
    said = {
        "party": docket.parties.get().pk, "subject": "Come", "body": "Please come.",
        "enclosed": [file["paper"]],
    }  # fmt: skip
    path = f"/desk/dockets/{docket.pk}/letters/"
    assert desk.post(path, {**said, "body": ""}).status_code == 422
    assert desk.post(path, said).status_code == 302
    assert docket.letters.latest("id").enclosed.get().pk == file["paper"]


def test_clocks_are_stopped_run_on_and_are_extended(file, desk) -> None:
    docket = Docket.objects.get()
    path = f"/desk/dockets/{docket.pk}/clocks/{the_clock(docket, 'decide').pk}/"
    assert desk.post(f"{path}stop/", {"reason": "weather"}).status_code == 422
    assert desk.post(f"{path}stop/", {"reason": "hearing"}).status_code == 302
    assert "Stands still" in text_of(desk.get(f"/desk/dockets/{docket.pk}/"))
    assert desk.post(f"{path}extend/", {"grounds": "The maker is far away."}).status_code == 409
    assert desk.post(f"{path}resume/").status_code == 302
    assert desk.post(f"{path}extend/", {"grounds": "far"}).status_code == 422
    assert desk.post(f"{path}extend/", {"grounds": "The maker is far away."}).status_code == 302
    assert the_clock(docket, "decide").extended
    assert desk.post(f"{path}wind/").status_code == 404


def test_pages_with_people_are_kept_by_nobody(file, desk) -> None:
    for path in ("", f"{file['pk']}/", f"{file['pk']}/letters/{file['letter']}/"):
        assert desk.get(f"/desk/dockets/{path}")["Cache-Control"] == "no-store"


def test_reasons_that_another_wrote_are_told_apart_by_their_decision(file, desk, head) -> None:
    reasons(Docket.objects.get(), "grant", by=head.actor, at=timezone.now())
    steps = {one.verb: one for one in desk.get(f"/desk/dockets/{file['pk']}/").context["steps"]}
    assert not steps["grant"].needs_reasons
    assert steps["refuse"].needs_reasons
