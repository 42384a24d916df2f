"""An application: filled in page by page, gone on with, refused with reasons, sent as a docket."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import a_pdf
from tests.base.docket.test_applications import APPLIED
from tests.surfaces.portal.people import text_of
from tidewaiter.base.docket.applications import no_papers
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.models import Blob, Docket, Draft
from tidewaiter.flows.dockets import REGISTERED, Registered

pytestmark = pytest.mark.django_db

GOODS = {"what": "A crate of tea", "worth": "1500.50", "lost_on": "2026-05-20", "abroad": "here"}
CRATES = {"rows": "2", "crates-0-crate": "C0042", "crates-0-weight": "3.5"}


@pytest.fixture
def draft(clerk) -> Draft:
    clerk.post("/portal/apply/errand/")
    return Draft.objects.get()


def at(draft, path="") -> str:
    return f"/portal/applications/{draft.pk}/{path}"


def fill(client, draft, **goods):
    client.post(at(draft, "pages/goods/"), {**GOODS, **goods})
    client.post(at(draft, "pages/crates/"), CRATES)
    client.post(at(draft, "pages/pledge/"), {"true": "on"})


def hand_in(client, draft, name="invoice.txt", content=b"1500 yuan", asked="invoice"):
    paper = SimpleUploadedFile(name, content)
    return client.post(at(draft, "papers/"), {"asked": asked, "paper": paper})


def test_it_is_walked_from_the_first_page_to_a_docket(clerk, bao) -> None:
    assert "What is asked" in text_of(clerk.get("/portal/apply/errand/"))
    answer = clerk.post("/portal/apply/errand/")
    draft = Draft.objects.get()
    assert answer["Location"] == at(draft)
    assert "Not begun" in text_of(clerk.get(at(draft)))
    answer = clerk.post(at(draft, "pages/goods/"), GOODS)
    assert answer["Location"] == at(draft, "pages/crates/")
    answer = clerk.post(at(draft, "pages/crates/"), CRATES)
    assert answer["Location"] == at(draft, "pages/pledge/")
    answer = clerk.post(at(draft, "pages/pledge/"), {"true": "on"})
    assert answer["Location"] == at(draft)
    page = text_of(clerk.get(at(draft)))
    assert "1 thing is missing" in page
    assert "Papers are missing" in page
    assert hand_in(clerk, draft).status_code == 302
    # a colleague goes on
    assert "Nothing is missing" in text_of(bao.get(at(draft)))
    over = text_of(bao.get(at(draft, "send/")))
    for part in ("A crate of tea", "1,500.5", "20 May 2026", "Here", "C0042", "invoice.txt"):
        assert part in over
    answer = bao.post(at(draft, "send/"), follow=True)
    docket = Docket.objects.get()
    assert answer.redirect_chain[0][0] == f"/portal/dockets/{docket.pk}/"
    assert docket.reference in text_of(answer)
    assert docket.papers.get().asked == "invoice"
    assert not Draft.objects.exists()


def test_half_a_page_is_kept_and_what_is_missing_is_said(clerk, draft) -> None:
    answer = clerk.post(at(draft, "pages/goods/"), {"what": "Tea"})
    assert answer.status_code == 302
    page = clerk.get(at(draft, "pages/goods/"))
    assert page.context["form"].initial["what"] == "Tea"
    assert "Still missing here:" in text_of(page)
    assert "3 things are missing" in text_of(clerk.get(at(draft)))
    over = clerk.get(at(draft, "send/"))
    assert "It cannot be sent yet:" in text_of(over)
    sent = clerk.post(at(draft, "send/"))
    assert sent.status_code == 422
    assert "5 things are missing or wrong" in text_of(sent)
    assert not Docket.objects.exists()


def test_a_value_that_cannot_be_is_refused_beside_its_field(clerk, draft) -> None:
    wrong = clerk.post(at(draft, "pages/crates/"), {"rows": "1", "crates-0-crate": "crate 7"})
    assert wrong.status_code == 422
    assert "is no number of a crate. Write C and four digits" in text_of(wrong)
    assert "crate 7" in text_of(wrong)
    wrong = clerk.post(at(draft, "pages/goods/"), {**GOODS, "lost_on": "yesterday"})
    assert wrong.status_code == 422
    assert Draft.objects.get().answered == []


def test_entries_are_added_and_taken_out_without_a_script(clerk, draft) -> None:
    path = at(draft, "pages/crates/")
    again = clerk.post(path, {**CRATES, "then": "another"})
    assert again["Location"] == path
    page = clerk.get(path)
    assert page.context["count"] == 2
    assert page.context["entries"][0].initial["crate"] == "C0042"
    clerk.post(path, {"rows": "2", "crates-0-crate": "", "crates-1-crate": "C0043"})
    page = clerk.get(path)
    assert [one.initial for one in page.context["entries"]] == [{"crate": "C0043"}, {}]
    many = {"rows": "99"} | {f"crates-{n}-crate": f"C004{n}" for n in range(9)}
    clerk.post(path, many)
    assert clerk.get(path).context["count"] == 3
    assert clerk.get(path).context["full"]


def test_a_page_that_is_not_asked_does_not_exist_until_it_is(clerk, draft) -> None:
    seller = at(draft, "pages/seller/")
    assert clerk.get(seller).status_code == 404
    answer = clerk.post(at(draft, "pages/goods/"), {**GOODS, "abroad": "abroad"})
    assert answer["Location"] == seller
    assert clerk.get(seller).status_code == 200
    assert clerk.get(at(draft, "pages/nothing/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.pdf", a_pdf(password="x"), "is protected by a password"),
        ("a.pdf", b"plain", "its bytes are of the type"),
        ("a.txt", b"", "This file is empty"),
    ],
)
def test_a_paper_that_cannot_be_kept_is_refused(name, content, says, clerk, draft) -> None:
    answer = hand_in(clerk, draft, name, content, asked="photo")
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert (draft.papers.count(), Blob.objects.count()) == (0, 0)


def test_papers_are_those_that_are_asked_and_can_be_taken_out(clerk, draft) -> None:
    fill(clerk, draft)
    assert hand_in(clerk, draft, asked="passport").status_code == 422
    hand_in(clerk, draft)
    again = hand_in(clerk, draft, "other.txt", b"1500 yuan", asked="photo")
    assert again.status_code == 409
    paper = draft.papers.get()
    clerk.post(at(draft, f"papers/{paper.pk}/remove/"))
    assert (draft.papers.count(), Blob.objects.count()) == (0, 0)


def test_before_the_questions_are_answered_it_is_said_that_papers_follow(
    clerk, draft, monkeypatch
) -> None:
    form = replace(APPLIED.application, papers=lambda answers, day: ())
    applied = replace(APPLIED, application=form)
    monkeypatch.setitem(REGISTERED, "errand", Registered(ERRAND, applied=applied))
    assert "which ones follows from your answers" in text_of(clerk.get(at(draft)))
    applied = replace(APPLIED, application=replace(form, papers=no_papers))
    monkeypatch.setitem(REGISTERED, "errand", Registered(ERRAND, applied=applied))
    assert "Papers" not in text_of(clerk.get(at(draft))).partition("<main")[2]


def test_a_refusal_of_the_command_leaves_the_draft(clerk, draft) -> None:
    fill(clerk, draft, what="nothing", worth="1")
    answer = clerk.post(at(draft, "send/"))
    assert answer.status_code == 422
    assert "There is nothing." in text_of(answer)
    assert Draft.objects.exists()


def test_it_is_forgotten_at_once(clerk, draft) -> None:
    hand_in(clerk, draft, asked="photo")
    assert clerk.post(at(draft, "drop/")).status_code == 302
    assert (Draft.objects.count(), Blob.objects.count()) == (0, 0)


def test_one_that_has_lapsed_is_not_there(clerk, draft) -> None:
    past = timezone.now() - timedelta(days=31)
    Draft.objects.update(changed_at=past, lapses_at=past + timedelta(days=30))
    assert clerk.get(at(draft)).status_code == 404
    clerk.post("/portal/apply/errand/")
    assert Draft.objects.get().pk != draft.pk


PATHS = ["", "pages/goods/", "papers/", "send/"]


@pytest.mark.parametrize("path", PATHS)
def test_that_of_another_organisation_does_not_exist(path, draft, stranger, reader) -> None:
    assert stranger.get(at(draft, path)).status_code == 404
    if path:
        assert stranger.post(at(draft, path), GOODS).status_code == 404
        assert reader.get(at(draft, path)).status_code == 403
    else:
        assert reader.get(at(draft)).status_code == 200
    assert Client().get(at(draft, path)).status_code == 302
    assert Draft.objects.get().answered == []


def test_nobody_else_drops_it(clerk, draft, stranger, reader) -> None:
    hand_in(clerk, draft, asked="photo")
    for path in ("drop/", f"papers/{draft.papers.get().pk}/remove/"):
        assert stranger.post(at(draft, path)).status_code == 404
        assert reader.post(at(draft, path)).status_code == 403
    assert draft.papers.count() == 1


def test_what_nobody_can_apply_for_does_not_exist(clerk) -> None:
    assert clerk.get("/portal/apply/nothing/").status_code == 404
    assert clerk.post("/portal/apply/nothing/").status_code == 404
