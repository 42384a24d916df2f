"""Everybody can look a product up by the code that stands on it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.cast import CLERK
from tests.provenance.chains import SHOP, an_event, places, told, whole_chain
from tests.provenance.makers import (
    GENUINE,
    MONDAY,
    TRAIN,
    a_product,
    a_register,
    firm,
    handed_in,
    listed,
)
from tidewaiter.flows.grade_products import grade

pytestmark = pytest.mark.django_db
RECALLED = "0887961809596"


@pytest.fixture
def page(settings: Any, tmp_path: Path) -> Any:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)
    client = Client()
    return lambda address, **headers: client.get(address, headers=headers)


def test_the_page_says_the_grade_with_its_reason_and_who_tested(page: Any) -> None:
    places()
    listed()
    handed_in(a_product())
    whole_chain(*(firm(f"91330100TWFIRM000{number}", "Firm") for number in (1, 2, 3)))
    said = page(f"/01/{TRAIN}/10/B1").content.decode()
    assert "Grade A" in said
    assert "All 2 handovers" in said
    assert "TT-2026-0042" in said
    assert "GB 6675.1-2014" in said
    assert "None is known for this number." in said


def test_the_page_names_nobody_of_the_chain_but_the_seller(page: Any) -> None:
    places()
    a_product()
    whole_chain(firm(), firm("91330100TWFIRM0002", "Secret Port"), firm())
    said = page(f"/01/{TRAIN}").content.decode()
    assert "Secret Port" not in said
    assert "Osaka" not in said
    assert "Lotus Trading" in said


def test_a_contradiction_is_told_to_the_buyer(page: Any) -> None:
    places()
    a_product()
    told(an_event("storing", SHOP, 1, disposition="no_pedigree_match"))
    said = page(f"/01/{TRAIN}", **{"accept-language": "zh-hans"}).content.decode()
    assert "有报告称货物与来源链条不符" in said


@pytest.mark.parametrize("known", [True, False])
def test_a_recalled_product_is_told_whether_it_is_registered_or_not(page: Any, known: bool) -> None:
    if known:
        a_product(RECALLED, batches=[])
    answer = page(f"/01/{RECALLED}")
    assert answer.status_code == 200
    assert "A12/02685/24" in answer.content.decode()


def test_an_unknown_number_is_told_as_such_and_a_wrong_one_as_wrong(page: Any) -> None:
    assert page(f"/01/{TRAIN}").status_code == 404
    wrong = page("/01/4006381333930")
    assert wrong.status_code == 404
    assert "a digit is wrong" in wrong.content.decode()


def test_the_form_leads_to_the_page(page: Any) -> None:
    assert page("/products/").status_code == 200
    assert page("/products/", **{}).status_code == 200
    client = Client()
    assert client.get("/products/", {"code": "40063813 33931"})["Location"] == f"/01/0{TRAIN}"
    assert client.get("/products/", {"code": "1"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "accept"), [("?linkType=linkset", "*/*"), ("", "application/linkset+json")]
)
def test_machines_get_the_links_as_a_linkset(page: Any, query: str, accept: str) -> None:
    a_product()
    answer = page(f"/01/{TRAIN}/10/B1{query}", accept=accept)
    assert answer["Content-Type"] == "application/linkset+json"
    [links] = answer.json()["linkset"]
    assert links["anchor"] == f"https://id.gs1.org/01/0{TRAIN}/10/B1"
    for kind in ("pip", "recallStatus", "certificationInfo", "defaultLink"):
        assert links[f"https://ref.gs1.org/voc/{kind}"][0]["href"].startswith("http")
    assert page(f"/01/{TRAIN}?linkType=gs1:recallStatus").status_code == 200
    assert page(f"/01/{TRAIN}?linkType=gs1:epil").status_code == 404


def test_a_batch_that_nobody_registered_is_said_to_be_so(page: Any) -> None:
    a_product()
    grade(None, by=CLERK, at=MONDAY)
    assert "no batch B9" in page(f"/01/{TRAIN}/10/B9/21/7").content.decode()
