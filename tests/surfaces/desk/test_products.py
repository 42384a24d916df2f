"""Officers see products, chains with what contradicts itself, and reports beside their checks."""

from pathlib import Path
from typing import Any

import pytest

from tests.provenance.chains import MAKER, PORT, an_event, of_paper, places, told
from tests.provenance.makers import CUBE, GENUINE, TRAIN, a_product, a_register, handed_in, listed
from tests.surfaces.visitors import at_the_desk
from tidewaiter.surfaces.desk.products.drawing import Told, draw

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register(settings: Any, tmp_path: Path) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)


def test_contradictory_products_come_first_and_are_found_by_number_name_and_grade() -> None:
    places()
    a_product()
    a_product(CUBE, name="Cube", model="C-1")
    told(an_event("storing", MAKER, 1, disposition="no_pedigree_match"))
    client = at_the_desk("officer")
    said = client.get("/desk/products/").content.decode()
    assert said.index(TRAIN) < said.index(CUBE)
    for asked, seen, unseen in (({"q": CUBE}, CUBE, TRAIN), ({"q": "cube"}, CUBE, TRAIN),
                                ({"grade": "X"}, TRAIN, CUBE)):  # fmt: skip
        said = client.get("/desk/products/", asked).content.decode()
        assert f">{seen}</a>" in said
        assert f">{unseen}</a>" not in said


def test_a_chain_is_drawn_and_what_cannot_be_true_is_said_with_names() -> None:
    places()
    product = a_product()
    told(an_event("commissioning", MAKER, action="ADD"),
         an_event("shipping", MAKER, 1, **of_paper("1")),
         an_event("receiving", PORT, 1.01, **of_paper("1")))  # fmt: skip
    said = at_the_desk("officer").get(f"/desk/products/{product.gtin}/").content.decode()
    assert "The goods were at Osaka works and 14 minutes later at Shanghai port" in said
    assert said.count("tw-chain__wrong") == 2
    assert said.count('class="tw-chain__way"') == 1
    assert "Events 2, 3" in said


def test_a_report_stands_beside_its_checks_with_one_next_step() -> None:
    listed()
    report = handed_in(a_product(), **{"CNAS No.": "L9999"})
    said = at_the_desk("senior_officer").get(f"/desk/reports/{report.pk}/").content.decode()
    assert "Decide whether it is forged" in said
    assert "The report bears the number L9999" in said
    assert "Q. Zhou" in said


@pytest.mark.parametrize("address", ["", "04006381333931/", "/desk/reports/1/"])
def test_nobody_without_the_permission_sees_products(address: str) -> None:
    a_product()
    where = address if address.startswith("/") else f"/desk/products/{address}"
    assert at_the_desk("lawyer").get(where).status_code in {403, 404}


def test_what_is_not_there_is_not_found() -> None:
    client = at_the_desk("officer")
    assert client.get("/desk/products/04006381333931/").status_code == 404
    assert client.get("/desk/reports/1/").status_code == 404


def test_a_picture_joins_what_both_sides_tell_and_marks_what_is_wrong() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 4, 1, tzinfo=UTC)
    events = [
        Told(1, at, "A", "shipping", False, ("n1",)),
        Told(2, at, "B", "receiving", False, ("n1",)),
        Told(3, at, "B", "shipping", False, ()),
        Told(4, at, "C", "storing", False, ()),
        Told(5, at, "C", "storing", True, ()),
        Told(6, at, "", "inspecting", False, ()),
    ]
    picture = draw(events, {"A": "Works"}, {4})
    assert [row.label for row in picture.rows] == ["Works", "B", "C"]
    assert [way.key for way in picture.ways] == ["way", "one"]
    assert [dot.key for dot in picture.dots] == ["event", "event", "event", "wrong", "void"]
    assert max(dot.x for dot in picture.dots) <= picture.width


def test_the_file_of_a_report_offers_what_can_be_done_now() -> None:
    listed()
    report = handed_in(a_product(), **{"CNAS No.": "L9999"})
    client = at_the_desk("senior_officer")
    said = client.get(f"/desk/dockets/{report.docket_id}/").content.decode()
    assert "Find that it is forged" in said
    assert "Find that it is genuine" in said
    genuine = {"grounds": "The laboratory confirmed it by telephone."}
    client.post(f"/desk/dockets/{report.docket_id}/moves/clear/", genuine)
    report.docket.refresh_from_db()
    assert report.docket.state == "confirmed"
    assert report.checks.last().values == genuine
