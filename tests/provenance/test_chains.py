"""Chains are graded by what both sides report; what cannot be true is found, whoever reports it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cast import CLERK
from tests.provenance.chains import (
    MAKER,
    PORT,
    SHOP,
    an_event,
    grade_now,
    of_paper,
    places,
    told,
    whole_chain,
)
from tests.provenance.makers import (
    CUBE,
    GENUINE,
    MONDAY,
    TRAIN,
    a_product,
    a_register,
    firm,
    handed_in,
    listed,
)
from tidewaiter.flows import grade_products
from tidewaiter.flows.grade_products import grade
from tidewaiter.provenance.commands import grading
from tidewaiter.provenance.commands.products import note_registration
from tidewaiter.provenance.formats.identifiers import gtin, link_of
from tidewaiter.provenance.models import Contradiction, Facility, Grade, Product
from tidewaiter.provenance.queries.chains import chain_on
from tidewaiter.provenance.rules.chains.grades import contradiction_told, sentence_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def product(settings: Any, tmp_path: Path) -> Product:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)
    places()
    listed()
    return a_product()


@pytest.fixture
def firms() -> list[Any]:
    return [firm(f"91330100TWFIRM000{number}", f"Firm {number}") for number in (1, 2, 3)]


def _all(at: Any = MONDAY) -> dict[str, int]:
    return grade(None, by=CLERK, at=at)


def _kinds(product: Product) -> list[str]:
    return list(product.contradictions.filter(gone_at=None).values_list("kind", flat=True))


def test_both_sides_of_every_handover_and_a_report_of_the_product_make_an_a(
    product: Product, firms: list[Any]
) -> None:
    handed_in(product)
    whole_chain(*firms)
    assert grade_now(product) == "A"
    sentence = sentence_of("A", product.grades.get(until=None).facts)
    assert sentence.en == (
        "All 2 handovers from maker to market are reported by both sides, and Tide Testing Co.,"
        " Ltd., accredited by CNAS, tested this very product (report TT-2026-0042)."
    )
    assert sentence.zh.startswith("从生产到市场的全部2次交接均由双方报告")


def test_a_handover_of_which_one_side_tells_makes_a_b(product: Product, firms: list[Any]) -> None:
    handed_in(product)
    told(an_event("commissioning", MAKER, action="ADD"),
         an_event("shipping", MAKER, 1, **of_paper("1")), operator=firms[0])  # fmt: skip
    told(an_event("receiving", SHOP, 6), operator=firms[2])
    assert grade_now(product) == "B"


def test_the_same_firm_on_both_sides_is_one_side(product: Product, firms: list[Any]) -> None:
    handed_in(product)
    whole_chain(firms[0], firms[0], firms[0])
    assert grade_now(product) == "B"


def test_a_report_without_a_chain_makes_a_c_and_nothing_at_all_a_d(product: Product) -> None:
    _all()
    assert grade_now(product) == "D"
    handed_in(product, at=MONDAY)
    _all(MONDAY + DAY)
    assert grade_now(product) == "C"


def test_a_report_of_the_model_only_makes_no_a(product: Product, firms: list[Any]) -> None:
    handed_in(product, **{"Batch No.": None})
    whole_chain(*firms)
    assert grade_now(product) == "B"


@pytest.mark.parametrize(
    ("events", "kind"),
    [
        ([an_event("commissioning", MAKER, action="ADD", number=100),
          an_event("retail_selling", SHOP, 9, number=60),
          an_event("retail_selling", SHOP, 10, number=41)], "oversold"),
        ([an_event("commissioning", MAKER, action="ADD", number=100),
          an_event("shipping", MAKER, 1, number=100), an_event("receiving", PORT, 5, number=100),
          an_event("shipping", PORT, 6, number=101)], "overshipped"),
        ([an_event("shipping", MAKER, 1, **of_paper("1")),
          an_event("receiving", PORT, 1 + 1 / 24, **of_paper("1"))], "travel"),
        ([an_event("storing", MAKER, 1, disposition="no_pedigree_match")], "no-pedigree"),
    ],
    ids=["oversold", "overshipped", "travel", "no-pedigree"],
)  # fmt: skip
def test_what_cannot_be_true_makes_an_x_with_its_sentence(
    events: list[dict[str, Any]], kind: str, product: Product
) -> None:
    told(*events)
    assert _kinds(product) == [kind]
    assert grade_now(product) == "X"
    found = product.contradictions.get()
    words = contradiction_told(found.kind, found.values)
    assert "{" not in words.en + words.zh
    assert sentence_of("X", product.grades.get(until=None).facts).en.startswith("What is reported")


@pytest.mark.parametrize(
    "events",
    [
        [an_event("commissioning", MAKER, action="ADD", number=100),
         an_event("retail_selling", SHOP, 9, number=100)],
        [an_event("commissioning", MAKER, action="ADD", number=100),
         an_event("shipping", MAKER, 1, number=100), an_event("receiving", PORT, 5, number=100),
         an_event("shipping", PORT, 6, number=60), an_event("shipping", PORT, 7, number=60),
         an_event("void_shipping", PORT, 8, number=20)],
        [an_event("shipping", MAKER, 1, **of_paper("1")),
         an_event("receiving", PORT, 1 + 2 / 24, **of_paper("1"))],
        [an_event("retail_selling", SHOP, 9, number=5)],
    ],
    ids=["all-sold", "shipped-and-taken-back", "two-hours-by-air", "making-unknown"],
)  # fmt: skip
def test_what_can_be_true_is_no_contradiction(
    events: list[dict[str, Any]], product: Product
) -> None:
    told(*events)
    assert _kinds(product) == []


def test_one_piece_is_not_at_two_places_at_once(product: Product) -> None:
    piece = {"epcList": [link_of(product.gtin, serial="7")], "quantityList": []}
    told(an_event("storing", MAKER, 1, **piece), an_event("storing", SHOP, 1.02, **piece))
    assert _kinds(product) == ["travel"]
    values = product.contradictions.get().values
    assert (values["from"], values["to"], values["minutes"]) == (MAKER, SHOP, 29)
    assert 1500 < values["km"] < 1550


def test_goods_are_made_only_where_and_while_they_may_be(product: Product) -> None:
    facility = Facility.objects.get(gln=MAKER)

    def registered(number: str, prefixes: list[str], until: date) -> None:
        note_registration(
            facility, authority="GACC", number=number, prefixes=prefixes,
            valid_from=date(2026, 1, 1), valid_to=until, by=CLERK, at=MONDAY,
        )  # fmt: skip

    told(an_event("commissioning", MAKER, action="ADD"))
    assert _kinds(product) == []
    registered("J1", ["1901"], date(2026, 12, 31))
    _all(MONDAY + DAY)
    assert _kinds(product) == ["unregistered"]
    registered("J2", ["9503"], date(2026, 3, 31))
    _all(MONDAY + 2 * DAY)
    assert _kinds(product) == ["unregistered"]
    registered("J3", ["9503"], date(2026, 4, 1))
    _all(MONDAY + 3 * DAY)
    assert _kinds(product) == []
    assert Contradiction.objects.get().gone_at == MONDAY + 3 * DAY


def test_one_report_for_two_products_is_held_against_the_one_it_is_not_of(
    product: Product,
) -> None:
    handed_in(product)
    other = a_product(CUBE, operator=firm("91330100TWFIRM0009", "Cube"), name="Cube", model="C-1")
    handed_in(other, results=())
    _all(MONDAY + DAY)
    assert _kinds(other) == ["one-report"]
    assert _kinds(product) == []
    assert (grade_now(product), grade_now(other)) == ("C", "X")


def test_an_error_that_is_declared_takes_the_contradiction_back_and_the_day_before_stays(
    product: Product,
) -> None:
    sale = {**an_event("retail_selling", SHOP, 9, number=101), "eventID": "urn:uuid:9"}
    told(an_event("commissioning", MAKER, action="ADD", number=100), sale)
    assert grade_now(product) == "X"
    error = {"declarationTime": (MONDAY + DAY).isoformat(), "reason": "incorrect_data"}
    told({**sale, "errorDeclaration": error}, at=MONDAY + DAY)
    assert grade_now(product) == "D"
    before, after = chain_on(product, at=MONDAY + DAY / 2), chain_on(product, at=MONDAY + DAY)
    assert (before.grade, [one.kind for one in before.contradictions]) == ("X", ["oversold"])
    assert (after.grade, after.contradictions) == ("D", ())


def test_the_grade_of_any_day_can_be_told_by_what_was_known_then(
    product: Product, firms: list[Any]
) -> None:
    _all(MONDAY)
    handed_in(product, at=MONDAY + DAY)
    whole_chain(*firms, at=MONDAY + 2 * DAY)
    told_ = [chain_on(product, at=MONDAY + number * DAY).grade for number in range(3)]
    assert told_ == ["D", "C", "A"]
    kept = Grade.objects.filter(product=product).order_by("since").values_list("grade", flat=True)
    assert list(kept)[-1] == "A"


def test_what_did_not_change_is_not_written_again(product: Product, firms: list[Any]) -> None:
    whole_chain(*firms)
    before = Grade.objects.count()
    assert _all(MONDAY + DAY)["changed"] == 0
    assert Grade.objects.count() == before


def test_grading_one_product_leaves_the_others_alone(product: Product) -> None:
    other = a_product(CUBE, name="Cube", model="C-1")
    grade({gtin(TRAIN) or ""}, by=CLERK, at=MONDAY)
    assert (grade_now(product), grade_now(other)) == ("D", "")
    assert grade([], by=CLERK, at=MONDAY) == {}


def test_many_products_are_graded_like_few_and_part_by_part(
    product: Product, firms: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(product)
    cube = a_product(CUBE, name="Cube", model="C-1")
    whole_chain(*firms)
    told(an_event("storing", MAKER, 1, item=CUBE, disposition="no_pedigree_match"))
    few = [grade_now(one) for one in (product, cube)]
    Grade.objects.all().delete()
    Contradiction.objects.all().delete()
    monkeypatch.setattr(grading, "FEW", 0)
    monkeypatch.setattr(grade_products, "PART", 1)
    assert _all(MONDAY + DAY)["products"] == 2
    assert [grade_now(one) for one in (product, cube)] == few == ["A", "X"]
    assert _kinds(cube) == ["no-pedigree"]
