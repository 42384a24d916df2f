"""A docket as its party sees it: one page for every kind, and nothing that is not theirs."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import (
    QUESTION,
    a_paper,
    a_pdf,
    a_zip,
    an_errand,
    clerk_of,
    days,
    firm,
    reasons,
    the_clock,
    walked,
)
from tests.surfaces.portal.people import text_of
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.commands.opening import Side, add_party, release_party
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.models import Docket, Evidence, Letter
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.flows.tell_letters import tell_letters

pytestmark = pytest.mark.django_db
SECRET = "not for the firm"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def lin():
    return a_person("officer", name="Officer Lin")


@pytest.fixture
def file(now, lin):
    """A docket that waits for the firm, with a paper and a letter for it and others not for it."""
    docket = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    open_ = a_paper(docket, name="shown.txt", by=lin.actor, at=now)
    closed = a_paper(
        docket, name="hidden.txt", about=SECRET, secrecy=Secrecy.AUTHORITY, by=lin.actor, at=now
    )
    other = add_party(
        docket, ERRAND, Side("agent", "Third House", firm("91330100TWFIRM0003", "Third House"),
                             "third@house.example"), by=lin.actor, at=now,
    )  # fmt: skip
    letter = write_letter(
        docket, docket.parties.get(role="applicant"), subject="The crate", body="It is here.",
        enclosed=[open_, closed], by=lin.actor, at=now,
    )  # fmt: skip
    foreign = write_letter(docket, other, subject=SECRET, body=SECRET, by=lin.actor, at=now)
    walked(docket, "ask", by=lin.actor, at=now, ask=QUESTION)
    return {
        "pk": docket.pk, "paper": open_.pk, "hidden": closed.pk, "letter": letter.pk,
        "foreign": foreign.pk,
    }  # fmt: skip


READ = ["{pk}/", "{pk}/papers/{paper}/", "{pk}/letters/{letter}/"]
WRITTEN = ["{pk}/moves/answer/", "{pk}/papers/", "{pk}/letters/"]


@pytest.mark.parametrize("path", READ)
def test_a_page_opens_for_the_party_and_for_nobody_else(path, file, bao, reader, stranger) -> None:
    address = "/portal/dockets/" + path.format(**file)
    assert bao.get(address).status_code == 200
    assert reader.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302
    officer = Client()
    officer.force_login(a_person("senior_officer"))
    assert officer.get(address).status_code == 403


@pytest.mark.parametrize("path", WRITTEN)
def test_nobody_else_writes_into_it(path, file, reader, stranger) -> None:
    address = "/portal/dockets/" + path.format(**file)
    before = Docket.objects.get().history.count()
    assert stranger.post(address, {"answer": "x"}).status_code == 404
    if "moves" in path:
        assert reader.post(address, {"answer": "x"}).status_code == 403
    else:
        assert reader.post(address, {"answer": "x"}).status_code == 403
    assert Client().post(address).status_code == 302
    assert Docket.objects.get().history.count() == before


def test_confidential_papers_and_the_letters_of_others_are_not_there(file, bao) -> None:
    base = f"/portal/dockets/{file['pk']}/"
    for page in (bao.get(base), bao.get(f"{base}letters/{file['letter']}/")):
        assert "shown.txt" in text_of(page)
        for hidden in ("hidden.txt", SECRET, "third@house.example", "Officer Lin", "TLP"):
            assert hidden not in text_of(page)
    assert bao.get(f"{base}papers/{file['hidden']}/").status_code == 404
    assert bao.get(f"{base}letters/{file['foreign']}/").status_code == 404
    assert bao.get(f"/desk/dockets/{file['pk']}/").status_code == 403


def test_what_stays_inside_the_office_is_not_told(file, bao, lin, now, monkeypatch) -> None:
    from dataclasses import replace

    [field] = ERRAND.steps["send-to-test"].fields
    step = replace(ERRAND.steps["send-to-test"], fields=(replace(field, inside=True),))
    monkeypatch.setitem(ERRAND.steps, "send-to-test", step)
    docket = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    walked(docket, "send-to-test", by=lin.actor, at=now, send_to_test={"laboratory": SECRET})
    page = text_of(bao.get(f"/portal/dockets/{docket.pk}/"))
    assert "With the laboratory" in page
    assert SECRET not in page
    desk = Client()
    desk.force_login(lin)
    assert SECRET in text_of(desk.get(f"/desk/dockets/{docket.pk}/"))


def test_whoever_left_sees_nothing_any_more(file, bao, lin, now) -> None:
    release_party(Docket.objects.get().parties.get(role="applicant"), by=lin.actor, at=now)
    assert bao.get(f"/portal/dockets/{file['pk']}/").status_code == 404
    assert "Return of a crate" not in text_of(bao.get("/portal/"))


def test_a_restricted_docket_is_not_shown(file, bao) -> None:
    Docket.objects.update(secrecy=Secrecy.RESTRICTED)
    assert bao.get(f"/portal/dockets/{file['pk']}/").status_code == 404


def test_the_page_says_what_to_do_and_until_when_with_the_arithmetic(file, bao) -> None:
    page = text_of(bao.get(f"/portal/dockets/{file['pk']}/"))
    clock = the_clock(Docket.objects.get(), "answer")
    assert "What you can do now" in page
    assert clock.reckoned_en in page
    assert QUESTION["question"] in page
    home = bao.get("/portal/")
    assert home.context["next"].title.startswith("Answer")
    assert home.context["next"].due == clock.due_on


def test_a_reader_is_offered_no_move(file, reader) -> None:
    answer = reader.get(f"/portal/dockets/{file['pk']}/")
    assert answer.context["steps"] == ()
    assert "a colleague who may file" in text_of(answer)


def test_the_party_answers_in_time(file, clerk) -> None:
    path = f"/portal/dockets/{file['pk']}/moves/answer/"
    empty = clerk.post(path, {})
    assert empty.status_code == 422
    assert "Fill in: Your answer" in text_of(empty)
    answer = clerk.post(path, {"answer": "At the harbour, with Lotus."}, follow=True)
    assert "The office acts next" in text_of(answer)
    assert "At the harbour, with Lotus." in text_of(answer)
    assert Docket.objects.get().state == "taken-up"
    assert clerk.post(path, {"answer": "Again."}).status_code == 409


@pytest.mark.parametrize("verb", ["grant", "take-up", "lapse", "dance"])
def test_a_party_makes_no_move_of_the_office(verb, file, bao) -> None:
    answer = bao.post(f"/portal/dockets/{file['pk']}/moves/{verb}/", {})
    assert answer.status_code in {403, 404, 409}
    assert Docket.objects.get().state == "asked"


def test_a_letter_is_opened_with_a_receipt_and_answered(file, bao, owner, lin) -> None:
    base = f"/portal/dockets/{file['pk']}/letters/"
    assert Letter.objects.get(pk=file["letter"]).read_at is None
    bao.get(f"{base}{file['letter']}/")
    assert Letter.objects.get(pk=file["letter"]).read_by == owner.actor.label
    form = bao.get(f"{base}?answers={file['letter']}")
    assert form.context["form"].initial["subject"] == "Answer: The crate"
    party = Docket.objects.get().parties.get(role="applicant")
    other = Docket.objects.get().parties.get(role="agent")
    given = {"party": party.pk, "subject": "Thanks", "body": "I come.", "enclosed": [file["paper"]]}
    for wrong in ({"party": other.pk}, {"enclosed": [file["hidden"]]}, {"body": ""}):
        assert bao.post(base, {**given, **wrong}).status_code == 422
    assert not Letter.objects.filter(outgoing=False).exists()
    assert bao.post(f"{base}?answers={file['letter']}", given).status_code == 302
    written = Letter.objects.get(outgoing=False)
    assert (written.answers_id, written.enclosed.get().pk) == (file["letter"], file["paper"])
    for odd in ("x", "9" * 30, str(file["foreign"])):
        assert bao.get(f"{base}?answers={odd}").context["before"] == ""


def test_a_decision_is_read_with_its_reasons_and_the_way_to_appeal(bao, lin, now) -> None:
    docket = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    a_paper(docket, name="hidden.txt", secrecy=Secrecy.AUTHORITY, by=lin.actor, at=now)
    head = a_person("senior_officer").actor
    reasons(docket, "refuse", by=head, at=now, aim="A draft for nobody")
    assert "A draft for nobody" not in text_of(bao.get(f"/portal/dockets/{docket.pk}/"))
    walked(docket, "refuse", by=head, at=now)
    page = text_of(bao.get(f"/portal/dockets/{docket.pk}/"))
    for part in ("A draft for nobody", "Harbour customs, unit of appeals", "Appeal until"):
        assert part in page
    assert "hidden.txt" not in page
    assert "a paper that is not open to you" in page
    assert Docket.objects.get().statements.get().appeal_reckoned_en in page


def test_a_paper_is_handed_in_and_kept_from_others_where_it_is_a_secret(file, bao, lin) -> None:
    path = f"/portal/dockets/{file['pk']}/papers/"
    given = {"about": "Price list", "secrecy": "authority"}
    paper = SimpleUploadedFile("prices.txt", b"A crate costs ten.")
    assert bao.post(path, {**given, "paper": paper}).status_code == 302
    kept = Evidence.objects.get(name="prices.txt")
    assert kept.organisation_code == firm().code
    page = text_of(bao.get(f"/portal/dockets/{file['pk']}/"))
    assert "prices.txt" in page
    assert bao.get(f"{path}{kept.pk}/").content == b"A crate costs ten."
    third = clerk_of(firm("91330100TWFIRM0003"))
    assert kept not in Evidence.objects.visible_to(third)
    assert Evidence.objects.visible_to(third).filter(pk=file["paper"]).exists()


def bomb() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * 300 * 1024 * 1024)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code", "status"),
    [
        ("a.pdf", lambda: a_pdf(password="x"), "is protected by a password", 422),
        ("a.docx", bomb, "would unpack to", 422),
        ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 99, "its bytes are of the type", 422),
        ("a.zip", lambda: a_zip(a_DOT_txt=b"x"), "is an archive", 422),
        ("a.exe", lambda: b"MZ\x00\x01", "of no type", 422),
        ("a.txt", lambda: b"x" * (25 * 1024 * 1024 + 1), "25 is the most", 413),
        ("a.txt", lambda: b"", "This file is empty", 422),
    ],
)
def test_a_paper_that_cannot_be_kept_is_refused_with_reason_and_cure(
    name, content, code, status, file, bao
) -> None:
    before = Evidence.objects.count()
    given = {"secrecy": "parties", "paper": SimpleUploadedFile(name, content())}
    answer = bao.post(f"/portal/dockets/{file['pk']}/papers/", given)
    assert answer.status_code == status
    assert code in text_of(answer)
    assert Evidence.objects.count() == before


def test_two_hundred_megabytes_are_refused_before_they_are_read(file, bao) -> None:
    answer = bao.post(
        f"/portal/dockets/{file['pk']}/papers/",
        data=b"--x\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"content-length": str(200 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "evidence.too-large" in text_of(answer)


def test_the_first_page_leads_to_the_letter_when_nothing_else_waits(bao, lin, now) -> None:
    assert bao.get("/portal/").context["next"].button == "Begin"
    docket = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    assert bao.get("/portal/").context["next"] is None
    write_letter(
        docket, docket.parties.get(), subject="The crate", body="It is here.",
        by=lin.actor, at=now,
    )  # fmt: skip
    assert "The crate" in bao.get("/portal/").context["next"].title
    assert docket.reference in text_of(bao.get("/portal/dockets/"))


def test_the_list_has_pages(bao, now) -> None:
    for _ in range(26):
        an_errand(at=now)
    first = bao.get("/portal/dockets/")
    assert (len(first.context["rows"]), first.context["total"]) == (25, 26)
    assert len(bao.get("/portal/dockets/?page=2").context["rows"]) == 1
    assert bao.get("/portal/dockets/?page=x").status_code == 200


def test_parties_are_told_by_mail_that_a_letter_waits_once_and_not_what_it_says(
    file, mailoutbox, lin, now
) -> None:
    from tests.base.docket.makers import CLOCKWORK

    told = tell_letters(by=CLOCKWORK, at=now)
    assert told == Letter.objects.filter(outgoing=True).count()
    assert {mail.to[0] for mail in mailoutbox} == {"bao@lotus.example", "third@house.example"}
    assert all("It is here." not in mail.body for mail in mailoutbox)
    assert f"/portal/dockets/{file['pk']}/letters/{file['letter']}/" in mailoutbox[0].body
    assert tell_letters(by=CLOCKWORK, at=now) == 0


def test_a_post_that_is_shut_is_tried_again(file, settings, now) -> None:
    from tests.base.docket.makers import CLOCKWORK

    settings.EMAIL_BACKEND = "tests.surfaces.portal.test_sign_up.Shut"
    assert tell_letters(by=CLOCKWORK, at=now) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_letters(by=CLOCKWORK, at=now) == 3
    assert tell_letters(by=CLOCKWORK, at=now + days(8)) == 0
