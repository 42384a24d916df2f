"""Around a docket: parties, related dockets, what all agreed to, and another unit."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import (
    a_paper,
    an_errand,
    clerk_of,
    firm,
    register_errand,
    unit,
    walked,
)
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.models import Docket, Party, Relation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    register_errand(monkeypatch)


@pytest.fixture
def head():
    return a_person("senior_officer", name="Shen")


@pytest.fixture
def desk(head) -> Client:
    return signed_in(head)


@pytest.fixture
def docket(head):
    now = timezone.now()
    return walked(an_errand(at=now), "take-up", by=a_person("officer").actor, at=now)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def at(docket, path) -> str:
    return f"/desk/dockets/{docket.pk}/{path}"


AGENT = {"role": "agent", "name": "Mug & Co", "language": "zh"}


def test_a_party_comes_in_with_its_organisation_and_sees_the_docket(docket, desk) -> None:
    other = firm("91330100TWFIRM0002", "Mug & Co")
    assert desk.post(at(docket, "parties/"), {**AGENT, "code": other.code}).status_code == 302
    party = Party.objects.get(role="agent")
    assert (party.organisation, party.language) == (other, "zh")
    assert Docket.objects.visible_to(clerk_of(other)).exists()
    again = desk.post(at(docket, "parties/"), {**AGENT, "code": other.code})
    assert again.status_code == 409
    assert "takes part in this role already" in text_of(again)


def test_whoever_acts_for_a_party_shows_an_authority(docket, desk, head) -> None:
    first = docket.parties.get()
    given = {**AGENT, "acts_for": first.pk}
    wrong = desk.post(at(docket, "parties/"), given)
    assert wrong.status_code == 422
    assert "without showing an authority" in text_of(wrong)
    paper = a_paper(docket, by=head.actor, at=timezone.now())
    assert desk.post(at(docket, "parties/"), {**given, "authority": paper.pk}).status_code == 302
    assert "acts for Lotus Trading · authority: note.txt" in text_of(desk.get(at(docket, "")))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"code": "NOBODY"}, "There is no organisation with the code"),
        ({"name": ""}, "Write a name"),
        ({"role": "king"}, "king"),
    ],
)
def test_a_party_that_cannot_be_is_refused(wrong, says, docket, desk) -> None:
    answer = desk.post(at(docket, "parties/"), {**AGENT, **wrong})
    assert answer.status_code == 422
    assert says in text_of(answer)
    assert Party.objects.count() == 1


def test_a_party_that_leaves_sees_nothing_any_more(docket, desk) -> None:
    party = docket.parties.get()
    assert desk.post(at(docket, f"parties/{party.pk}/release/")).status_code == 302
    assert not Docket.objects.visible_to(clerk_of(firm())).exists()
    assert desk.post(at(docket, "parties/999/release/")).status_code == 404


def test_two_dockets_are_related_once(docket, desk) -> None:
    other = an_errand(at=timezone.now(), title="Another crate")
    given = {"relation": "arises-from", "other": other.reference.lower()}
    assert desk.post(at(docket, "relations/"), given).status_code == 302
    assert Relation.objects.get().other == other
    assert other.reference in text_of(desk.get(at(docket, "")))
    for wrong, status in (
        (given, 409),
        ({**given, "other": docket.reference}, 409),
        ({**given, "other": "TW-ERR-2026-1"}, 422),
        ({**given, "relation": "cousin"}, 422),
    ):
        assert desk.post(at(docket, "relations/"), wrong).status_code == status
    assert Relation.objects.count() == 1


def test_a_docket_that_one_may_not_see_is_related_to_nothing(docket, desk) -> None:
    other = an_errand(at=timezone.now())
    Docket.objects.filter(pk=other.pk).update(permission="key.issue")
    answer = desk.post(
        at(docket, "relations/"), {"relation": "arises-from", "other": other.reference}
    )
    assert answer.status_code == 422
    assert "You see no docket" in text_of(answer)


def test_it_is_noted_to_what_all_agreed(docket, desk) -> None:
    answer = desk.post(at(docket, "consents/"), {"consent": "mediator-arbitrates"}, follow=True)
    assert "All parties agreed: that the mediator arbitrates" in text_of(answer)
    assert desk.post(at(docket, "consents/"), {"consent": "anything"}).status_code == 422


def test_another_unit_takes_over(docket, desk) -> None:
    other = unit("appeals")
    assert desk.post(at(docket, "unit/"), {"unit": other.pk}).status_code == 302
    docket.refresh_from_db()
    assert (docket.unit, docket.officer) == (other, None)
    assert desk.post(at(docket, "unit/"), {"unit": other.pk}).status_code == 422
    officer = signed_in(a_person("officer"))
    assert officer.post(at(docket, "unit/"), {"unit": other.pk}).status_code == 403


@pytest.mark.parametrize(
    "path", ["parties/", "parties/1/release/", "relations/", "consents/", "unit/"]
)
def test_who_only_reads_changes_nothing_around_it(path, docket) -> None:
    assert signed_in(a_person("auditor")).post(at(docket, path)).status_code == 403
    assert Client().post(at(docket, path)).status_code == 302
