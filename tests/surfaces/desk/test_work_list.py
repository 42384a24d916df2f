"""The work list of proceedings: what is due, whose it is, assigned together, kept views."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.base.docket.makers import an_errand, firm, register_errand, seated, unit
from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.assigning import assign
from tidewaiter.base.docket.models import Docket, SavedFilter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    register_errand(monkeypatch)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def officer():
    return a_person("officer", name="Lin")


@pytest.fixture
def head():
    return a_person("senior_officer", name="Shen")


@pytest.fixture
def desk(head) -> Client:
    return signed_in(head)


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer) -> list[int]:
    return [row.id for row in answer.context["rows"]]


def test_the_list_shows_mine_my_units_nobodys_due_soon_and_overdue(now, head) -> None:
    place, other = unit("errands"), unit("others")
    me = seated(a_person("officer"), place)
    late = an_errand(at=now - timedelta(days=30), unit=place)
    soon = an_errand(at=now, unit=place)
    elsewhere = an_errand(at=now, unit=other)
    Docket.objects.filter(pk=soon.pk).update(due_at=now + timedelta(days=2))
    Docket.objects.filter(pk=elsewhere.pk).update(due_at=now + timedelta(days=20))
    assign(soon, me, by=head.actor, at=now)
    client = signed_in(me)
    for asked, wanted in {
        "": [late.pk, soon.pk, elsewhere.pk],
        "?whose=mine": [soon.pk],
        "?whose=unit": [late.pk, soon.pk],
        "?whose=unassigned": [late.pk, elsewhere.pk],
        "?due=soon": [soon.pk],
        "?due=overdue": [late.pk],
        "?kind=errand&due=overdue": [late.pk],
        f"?q={soon.reference.lower()}": [soon.pk],
        f"?q={firm().code}": [late.pk, soon.pk, elsewhere.pk],
        "?q=nothing": [],
        "?attention=on": [],
        f"?officer={me.pk}": [soon.pk],
    }.items():
        assert sorted(shown(client.get(f"/desk/dockets/{asked}"))) == sorted(wanted), asked
    tabs = {tab.title: tab.count for tab in client.get("/desk/dockets/").context["tabs"]}
    assert tabs == {
        "Mine": "1", "My unit's": "2", "Due soon": "1", "Overdue": "1", "Nobody's": "2",
    }  # fmt: skip
    page = text_of(client.get("/desk/dockets/?due=overdue"))
    assert "days late" in page


def test_pages_of_the_list_show_every_docket_once(now, desk) -> None:
    from tidewaiter.surfaces.desk.dockets import work

    for number in range(7):
        docket = an_errand(at=now)
        due = None if number > 4 else now + timedelta(days=number // 2)
        clock = "look" if due else ""
        Docket.objects.filter(pk=docket.pk).update(due_at=due, due_clock=clock)
    before, work.ON_A_PAGE = work.ON_A_PAGE, 2
    try:
        seen, asked = [], ""
        while asked is not None:
            answer = desk.get(f"/desk/dockets/{asked}")
            seen += shown(answer)
            asked = answer.context["more_url"] or None
    finally:
        work.ON_A_PAGE = before
    assert seen == sorted(seen)
    assert len(seen) == 7


@pytest.mark.parametrize("bad", ["?whose=x", "?due=never", "?kind=none", "?officer=a"])
def test_a_filter_that_makes_no_sense_is_refused(bad, desk) -> None:
    assert desk.get(f"/desk/dockets/{bad}").status_code == 422


@pytest.mark.parametrize(
    "bad", ["?after=~", "?after=x~1", "?after=2026-01-01~1", "?after=~" + "9" * 30]
)
def test_a_place_that_makes_no_sense_is_the_beginning(bad, desk, now) -> None:
    docket = an_errand(at=now)
    assert shown(desk.get(f"/desk/dockets/{bad}")) == [docket.pk]


def test_several_dockets_are_assigned_together(now, desk, officer) -> None:
    dockets = [an_errand(at=now), an_errand(at=now)]
    said = {"docket": [one.pk for one in dockets], "officer": officer.pk, "back": "/desk/dockets/"}
    assert "2 dockets are assigned" in text_of(
        desk.post("/desk/dockets/assign/", said, follow=True)
    )
    assert set(Docket.objects.values_list("officer", flat=True)) == {officer.pk}
    page = text_of(desk.get("/desk/dockets/load/"))
    assert "Lin" in page
    answer = desk.post("/desk/dockets/assign/", {"back": "https://elsewhere.example/"})
    assert answer["Location"] == "/desk/dockets/"


def test_an_officer_takes_a_docket_and_gives_it_back(now) -> None:
    me = seated(a_person("officer"), unit())
    docket, client = an_errand(at=now), signed_in(me)
    client.post(f"/desk/dockets/{docket.pk}/take/")
    docket.refresh_from_db()
    assert docket.officer == me
    other = a_person("officer")
    refused = client.post(f"/desk/dockets/{docket.pk}/assign/", {"officer": other.pk})
    assert refused.status_code == 403
    client.post(f"/desk/dockets/{docket.pk}/assign/", {"officer": ""})
    docket.refresh_from_db()
    assert docket.officer is None


def test_a_view_is_kept_under_a_name_and_forgotten(desk) -> None:
    desk.post("/desk/dockets/filters/", {"name": "Late", "asked": "due=overdue&x=1"})
    kept = SavedFilter.objects.get()
    assert kept.asked == "due=overdue"
    assert "Late" in text_of(desk.get("/desk/dockets/"))
    signed_in(a_person("officer")).post(f"/desk/dockets/filters/{kept.pk}/drop/")
    assert SavedFilter.objects.exists()
    desk.post(f"/desk/dockets/filters/{kept.pk}/drop/")
    assert not SavedFilter.objects.exists()
