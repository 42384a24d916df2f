"""No address of the portal shows or changes anything of another organisation, whichever it is."""

from itertools import product

import pytest
from django.test import Client
from django.urls import URLPattern
from django.utils import timezone

from tests.base.docket.makers import QUESTION, a_paper, an_errand, firm, walked
from tests.base.docket.test_applications import APPLIED
from tests.surfaces.visitors import a_person
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.docket.commands.drafts import begin_draft
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.example import APPLICATION
from tidewaiter.base.identity.commands import invite
from tidewaiter.base.identity.models import Person
from tidewaiter.flows.apply import hand_in
from tidewaiter.surfaces.kit.access import OPEN
from tidewaiter.surfaces.portal.urls import urlpatterns

pytestmark = pytest.mark.django_db

SECRETS = ("Return of a crate", "Where it lies", "note.txt", "owned@lotus.example", "Lotus Trading")
CLOSED = [one for one in urlpatterns if getattr(one.callback, "access", None) != OPEN]
NAMED = [one for one in CLOSED if one.pattern.converters]
PLAIN = [one for one in CLOSED if not one.pattern.converters]


@pytest.fixture
def numbers(owner) -> dict[str, set]:
    """Everything that the firm has, by the names of the parts of addresses."""
    now, lin = timezone.now(), a_person("officer")
    docket = walked(an_errand(at=now), "take-up", by=lin.actor, at=now)
    paper = a_paper(docket, name="note.txt", by=owner.actor, at=now)
    letter = write_letter(
        docket, docket.parties.get(), subject="Where it lies", body="Here.", by=lin.actor, at=now
    )
    walked(docket, "ask", by=lin.actor, at=now, ask=QUESTION)
    draft = begin_draft(
        "errand", APPLICATION, organisation=firm(), pack="cn", by=owner.actor, at=now
    )
    photo = hand_in(draft, APPLIED, "photo", "p.txt", b"photo", by=owner.actor, at=now)
    made = invite(
        organisation=firm(), email="owned@lotus.example", role="party", by=owner.actor, at=now
    )
    return {
        "pk": {docket.pk, draft.pk, owner.pk, made.pk},
        "number": {paper.pk, letter.pk, photo.pk},
        "slug": {"answer", "goods", "errand"},
    }


def paths_of(route: URLPattern, numbers: dict[str, set]) -> list[str]:
    names = list(route.pattern.converters)
    values = [numbers.get(name, numbers["slug"]) for name in names]
    found = []
    for chosen in product(*values):
        path = str(route.pattern)
        for name, value in zip(names, chosen, strict=True):
            for written in (f"<int:{name}>", f"<slug:{name}>", f"<str:{name}>"):
                path = path.replace(written, str(value))
        found.append(f"/portal/{path}")
    return found


def deeds() -> int:
    """What was done and recorded, but for what the stranger does for itself."""
    return Entry.objects.exclude(verb__startswith="draft.").count()


@pytest.mark.parametrize("route", NAMED, ids=lambda route: route.name)
def test_a_stranger_finds_nothing_at_an_address_of_the_firm(route, numbers, stranger) -> None:
    before = deeds()
    # a number of the firm may by chance be that of the stranger, who may keep themselves
    numbers["pk"] -= set(Person.objects.filter(name="Mo").values_list("pk", flat=True))
    for path in paths_of(route, numbers):
        for answer in (stranger.get(path), stranger.post(path, {"answer": "x", "role": "party"})):
            own = route.name == "apply"  # begins an application of the stranger's own
            assert answer.status_code in ({200, 302, 404} if own else {403, 404, 405}), path
            assert not any(one in answer.content.decode() for one in SECRETS)
    assert deeds() == before


@pytest.mark.parametrize("route", PLAIN, ids=lambda route: route.name)
def test_the_lists_of_a_stranger_hold_nothing_of_the_firm(route, numbers, stranger) -> None:
    answer = stranger.get(f"/portal/{route.pattern}")
    assert answer.status_code in {200, 405}
    assert not any(one in answer.content.decode() for one in SECRETS)


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: route.name)
def test_nobody_comes_in_without_signing_in_and_no_officer_at_all(route, numbers) -> None:
    officer = Client()
    officer.force_login(a_person("senior_officer"))
    for path in paths_of(route, numbers)[:2]:
        for method in ("get", "post"):
            assert getattr(Client(), method)(path).status_code in {302, 405}, path
            assert getattr(officer, method)(path).status_code in {403, 405}, path


def test_the_routes_were_found() -> None:
    assert len(NAMED) >= 15
    assert len(PLAIN) >= 4
