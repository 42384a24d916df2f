"""At the desk: the work list, the act in two steps, its photographs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.makers import a_parcel, all_to, arrive, decision_about, declaration_of, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.engine.selection.policy import Lane
from tidewaiter.risk.models import InspectionAct, Photo

PARCEL = a_parcel()
LINE = PARCEL.inventory.lines[0]
PNG = b"\x89PNG\r\n\x1a\n a photograph"


@pytest.fixture
def number(firms) -> int:
    arrive(*four(PARCEL), policy=all_to(Lane.INSPECTION))
    return declaration_of(PARCEL.inventory).pk


@pytest.fixture
def officer(firms):
    return at_the_desk("officer")


@pytest.fixture
def senior(firms):
    return at_the_desk("senior_officer")


def given(**fields):
    photo = SimpleUploadedFile("one.png", PNG, "image/png")
    return {
        "code": "value",
        "statement": "Opened; a dearer model lies inside.",
        "disposal": "hold",
        "value_found": "900",
        "photos": [photo],
        f"line-{LINE.gnum}-value": "900",
        f"line-{LINE.gnum}-quantity": "2",
    } | fields


def test_a_parcel_waits_on_the_work_list_until_its_act_is_filed(officer, senior, number) -> None:
    page = officer.get("/desk/inspections/")
    [row] = page.context["waiting"]
    assert (row.parcel, row.by_draw, row.draft) == (number, True, None)
    page = officer.post(f"/desk/parcels/{number}/act/", given(), follow=True)
    act = InspectionAct.objects.get()
    assert page.redirect_chain == [(f"/desk/acts/{act.pk}/", 302)]
    assert page.context["may_file"] is False
    assert officer.post(f"/desk/acts/{act.pk}/file/").status_code == 403
    assert officer.get("/desk/inspections/").context["waiting"][0].draft == act.pk
    page = senior.post(f"/desk/acts/{act.pk}/file/", follow=True)
    assert act.reference in page.content.decode()
    assert decision_about(PARCEL.inventory).lane == "hold"
    page = officer.get("/desk/inspections/")
    assert page.context["waiting"] == ()
    assert [one.reference for one in page.context["acts"]] == [act.reference]


def test_the_act_shows_what_was_declared_beside_what_was_found(officer, number) -> None:
    page = officer.post(f"/desk/parcels/{number}/act/", given(), follow=True)
    [line] = page.context["lines"]
    assert [after for _label, _before, after in line.rows] == ["2", "CNY 900.00"]


def test_what_is_missing_is_pointed_out_and_nothing_is_kept(officer, number) -> None:
    wrong = given(code="", statement="", **{f"line-{LINE.gnum}-value": "much"})
    page = officer.post(f"/desk/parcels/{number}/act/", wrong)
    assert page.status_code == 422
    text = page.content.decode()
    for message in ("Choose what was found", "Say what was done and seen", "such as 129.50"):
        assert message in text
    assert InspectionAct.objects.count() == 0


def test_a_file_that_is_no_photograph_is_pointed_out(officer, number) -> None:
    fake = SimpleUploadedFile("one.png", b"<script>", "image/png")
    page = officer.post(f"/desk/parcels/{number}/act/", given(photos=[fake]))
    assert page.status_code == 422
    assert "is no photograph" in page.content.decode()


def test_the_draft_can_be_changed_and_its_photograph_taken_out(officer, number) -> None:
    officer.post(f"/desk/parcels/{number}/act/", given())
    act = InspectionAct.objects.get()
    page = officer.get(f"/desk/parcels/{number}/act/")
    assert page.context["form"]["statement"].value() == act.statement
    photo = Photo.objects.get()
    shown = officer.get(f"/desk/acts/{act.pk}/photos/{photo.pk}/")
    assert (shown["Content-Type"], shown.content) == ("image/png", PNG)
    officer.post(f"/desk/acts/{act.pk}/photos/{photo.pk}/remove/")
    assert Photo.objects.count() == 0
    officer.post(f"/desk/acts/{act.pk}/drop/")
    assert officer.get("/desk/inspections/").context["waiting"][0].draft is None


def test_a_photograph_is_found_only_under_its_own_act(officer, number) -> None:
    officer.post(f"/desk/parcels/{number}/act/", given())
    photo = Photo.objects.get()
    assert officer.get(f"/desk/acts/{photo.act_id + 1}/photos/{photo.pk}/").status_code == 404


def test_an_act_that_may_not_be_filed_says_why(officer, senior, number) -> None:
    officer.post(f"/desk/parcels/{number}/act/", given())
    act = InspectionAct.objects.get()
    senior.post(f"/desk/acts/{act.pk}/file/")
    page = senior.post(f"/desk/acts/{act.pk}/file/")
    assert page.status_code == 409
    assert "filed" in page.content.decode()


def test_the_parcel_says_what_to_do_and_names_its_acts(officer, senior, number) -> None:
    assert "Write the act" in officer.get(f"/desk/parcels/{number}/").content.decode()
    officer.post(f"/desk/parcels/{number}/act/", given())
    act = InspectionAct.objects.get()
    senior.post(f"/desk/acts/{act.pk}/file/")
    assert act.reference in officer.get(f"/desk/parcels/{number}/").content.decode()


def test_an_act_without_a_parcel_is_not_found(officer) -> None:
    assert officer.get("/desk/parcels/4711/act/").status_code == 404
    assert officer.get("/desk/acts/4711/").status_code == 404


@pytest.mark.parametrize("role", ["analyst", "auditor"])
def test_who_does_not_inspect_reads_and_writes_nothing(officer, number, role) -> None:
    officer.post(f"/desk/parcels/{number}/act/", given())
    act = InspectionAct.objects.get()
    reader = at_the_desk(role)
    assert reader.get(f"/desk/acts/{act.pk}/").status_code == 200
    assert reader.get(f"/desk/parcels/{number}/act/").status_code == 403
    assert reader.post(f"/desk/acts/{act.pk}/drop/").status_code == 403
