"""The desk of the law: a change is proposed, written, reviewed, consulted on and scheduled."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from tests.lawmaking.makers import LIMITS, RUNNING, superseded, the_file
from tests.surfaces.visitors import at_the_desk
from tidewaiter.law import amendments
from tidewaiter.lawmaking.models import Comment, Proposal

pytestmark = pytest.mark.django_db

NAMED = {
    "pack": "kr",
    "title_en": "Raise the limit",
    "title_zh": "提高限额",
    "grounds_en": "Prices have risen.",
    "grounds_zh": "物价上涨。",
    "begin": "draft",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Iterator[Path]:
    before = settings.LAW_FOLDER
    settings.LAW_FOLDER = tmp_path / "law"
    amendments.lay(tmp_path / "law")
    yield tmp_path / "law"
    amendments.lay(before)


@pytest.fixture
def author():
    return at_the_desk("lawyer")


def far() -> str:
    day = timezone.localdate() + timezone.timedelta(days=200)
    return superseded(begins=day)


def proposed(author) -> Proposal:
    answer = author.post("/desk/law/new/", NAMED)
    assert answer.status_code == 302
    return Proposal.objects.latest("pk")


def saved(author, content: str):
    proposal = proposed(author)
    address = f"/desk/law/{proposal.pk}/text/?path={LIMITS}"
    form = author.get(address).context["form"]
    given = {"content": content, "seen": form["seen"].value(), "base": form["base"].value()}
    return proposal, author.post(address, given, follow=True)


def test_the_editor_begins_with_the_file_that_holds(author) -> None:
    proposal = proposed(author)
    page = author.get(f"/desk/law/{proposal.pk}/text/?path={LIMITS}")
    assert page.context["form"]["content"].value() == the_file()
    assert RUNNING in page.content.decode()


def test_a_sound_text_is_kept_and_its_change_told_in_words_and_text(author) -> None:
    _, page = saved(author, far())
    text = page.content.decode()
    assert "The checker and the test tables are content" in text
    [change] = page.context["changes"]
    assert ("150", "200") in [(one.before, one.after) for one in change.fields]
    assert "<ins>+" in text
    assert "a second lawyer reviews" in text


def test_messages_stand_beside_the_text_with_their_lines(author) -> None:
    _, page = saved(author, the_file().replace("value: 150", "value: 160"))
    [found, *_] = page.context["findings"]
    assert found.line == next(
        number for number, one in enumerate(the_file().splitlines(), 1) if RUNNING in one
    )
    assert "value: 160" in found.text
    assert "is in force: its value is 150 and would be 160" in found.message


def test_the_author_sees_why_they_cannot_review_and_is_refused(author) -> None:
    proposal, page = saved(author, far())
    assert "You wrote a part of this text" in page.content.decode()
    answer = author.post(f"/desk/law/{proposal.pk}/review/")
    assert answer.status_code == 403
    proposal.refresh_from_db()
    assert proposal.stage == "drafted"


def test_from_draft_to_law_through_a_consultation_with_a_comment(author, client) -> None:
    proposal, _ = saved(author, far())
    second, head = at_the_desk("lawyer"), at_the_desk("law_supervisor")
    assert second.post(f"/desk/law/{proposal.pk}/review/").status_code == 302
    assert head.post(f"/desk/law/{proposal.pk}/consult/").status_code == 302
    address = f"/law/consultations/{proposal.pk}/"
    assert proposal.reference in client.get("/law/consultations/").content.decode()
    page = client.get(address).content.decode()
    assert "20 working days" in page
    answer = client.post(address, {"said": "This is too much <b>", "signed": ""}, follow=True)
    assert "as soon as an officer has read it" in answer.content.decode()
    assert "too much" not in client.get(address).content.decode()
    comment = Comment.objects.get()
    second.post(f"/desk/law/comments/{comment.pk}/publish/")
    assert "too much &lt;b&gt;" in client.get(address).content.decode()
    refused = head.post(f"/desk/law/{proposal.pk}/schedule/")
    assert refused.status_code == 409
    Proposal.objects.filter(pk=proposal.pk).update(
        consulted_on="2026-01-01", comments_until="2026-02-01"
    )
    assert client.post(address, {"said": "I am too late"}).status_code == 409
    assert head.post(f"/desk/law/{proposal.pk}/schedule/").status_code == 302
    proposal.refresh_from_db()
    assert proposal.stage == "scheduled"
    assert "Scheduled" in head.get("/desk/law/").content.decode()
    page = f"/desk/law/{proposal.pk}/"
    assert "Call the scheduled change off" in head.get(page).content.decode()
    assert "Call the scheduled change off" not in second.get(page).content.decode()
    answer = head.post(f"{page}call-off/", {"grounds": "Prices fell."}, follow=True)
    assert "Called off before its day" in answer.content.decode()
    assert "The change applies from" not in client.get(address).content.decode()


def test_too_many_comments_from_one_address_are_refused(author, client) -> None:
    proposal, _ = saved(author, far())
    at_the_desk("lawyer").post(f"/desk/law/{proposal.pk}/review/")
    at_the_desk("law_supervisor").post(f"/desk/law/{proposal.pk}/consult/")
    address = f"/law/consultations/{proposal.pk}/"
    given = [client.post(address, {"said": f"comment number {n}"}).status_code for n in range(7)]
    assert given == [302] * 5 + [429] * 2
    assert Comment.objects.count() == 5


def test_a_draft_is_not_public(author, client) -> None:
    proposal, _ = saved(author, far())
    assert client.get(f"/law/consultations/{proposal.pk}/").status_code == 404
    assert client.get(f"/desk/law/{proposal.pk}/").status_code == 302


def test_an_officer_reads_proposals_and_changes_none(author) -> None:
    proposal, _ = saved(author, far())
    officer = at_the_desk("officer")
    page = officer.get(f"/desk/law/{proposal.pk}/")
    assert page.status_code == 200
    assert page.context["steps"] == []
    assert officer.get("/desk/law/new/").status_code == 403
    assert officer.post(f"/desk/law/{proposal.pk}/review/").status_code == 403


def test_a_path_that_leaves_the_pack_is_refused(author) -> None:
    proposal = proposed(author)
    for path in ("../../etc/passwd", "values/../x.yaml", "/x.yaml", "x.py"):
        page = author.get(f"/desk/law/{proposal.pk}/text/", {"path": path})
        assert page.status_code == 422


def test_withdrawing_needs_reasons(author) -> None:
    proposal, _ = saved(author, far())
    assert author.post(f"/desk/law/{proposal.pk}/withdraw/", {"grounds": "no"}).status_code == 422
    address = f"/desk/law/{proposal.pk}/withdraw/"
    assert author.post(address, {"grounds": "it is no longer needed"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.stage == "withdrawn"
