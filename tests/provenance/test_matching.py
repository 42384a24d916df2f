"""Declared goods are recognised as products, and the worst grade of a parcel reaches the engine."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cast import CLERK
from tests.provenance.chains import SHOP, an_event, places, told
from tests.provenance.makers import CUBE, MONDAY, a_product, firm
from tidewaiter.flows import trace_parcels
from tidewaiter.flows.grade_products import grade
from tidewaiter.flows.parcel_frames import Content, Head
from tidewaiter.flows.parcel_frames import Line as Declared
from tidewaiter.flows.trace_parcels import traced_frame
from tidewaiter.provenance.queries.matching import Line, grades_of

pytestmark = pytest.mark.django_db
FIRM = "91330100TWFIRM0001"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    trace_parcels.forget()


def _graded() -> None:
    grade(None, by=CLERK, at=MONDAY)


@pytest.mark.parametrize(
    ("line", "known"),
    [
        (Line(0, "ANOTHER", "x", bar_code="4006381333931"), True),
        (Line(0, FIRM, "x", record_no="REC-7"), True),
        (Line(0, "ANOTHER", "x", record_no="REC-7"), False),
        (Line(0, FIRM, "Tidetoys wooden train TR-7, red"), True),
        (Line(0, FIRM, "潮玩 TIDETOYS 火车 tr-7"), True),
        (Line(0, FIRM, "Tidetoys wooden train TR-70"), False),
        (Line(0, FIRM, "wooden train TR-7"), False),
        (Line(0, "ANOTHER", "Tidetoys wooden train TR-7"), False),
        (Line(0, FIRM, "train", bar_code="4006381333932"), False),
        (Line(0, FIRM, "", bar_code="无"), False),
    ],
)
def test_goods_are_known_by_bar_code_record_or_name(line: Line, known: bool) -> None:
    a_product(record_no="REC-7")
    _graded()
    assert grades_of([line]) == ({0: "D"} if known else {})


def test_the_bar_code_goes_before_the_name() -> None:
    places()
    a_product()
    a_product(CUBE, name="Cube", model="C-1", operator=firm(FIRM))
    told(an_event("storing", SHOP, 1, item=CUBE, disposition="no_pedigree_match"))
    _graded()
    line = Line(0, FIRM, "Tidetoys train TR-7", bar_code=CUBE)
    assert grades_of([line]) == {0: "X"}


class _Paper:
    def __init__(self, number: int) -> None:
        self.id = number


def _parcel(number: int, *bar_codes: str) -> Any:
    lines = [Declared(gname="x", barCode=code) for code in bar_codes]
    return _Paper(number), Content(Head(ebcCode=FIRM), lines)


def test_a_parcel_stands_on_the_lists_of_the_grades_of_its_goods() -> None:
    places()
    a_product()
    a_product(CUBE, name="Cube", model="C-1")
    told(an_event("storing", SHOP, 1, item=CUBE, disposition="no_pedigree_match"))
    _graded()
    parcels = [_parcel(1, "4006381333931"), _parcel(2, "4006381333931", CUBE), _parcel(3, "1")]
    found = traced_frame(parcels, at=MONDAY)
    assert found is not None
    assert sorted(tuple(row.values()) for row in found.to_pylist()) == [
        ("chain-D", "parcel:1"), ("chain-D", "parcel:2"), ("chain-X", "parcel:2"),
    ]  # fmt: skip


def test_without_any_grade_nothing_is_looked_up_and_a_new_grade_is_seen_in_seconds(
    django_assert_num_queries: Any,
) -> None:
    a_product()
    with django_assert_num_queries(0):
        assert traced_frame([], at=MONDAY) is None
    assert traced_frame([_parcel(1, "4006381333931")], at=MONDAY) is None
    _graded()
    assert traced_frame([_parcel(1, "4006381333931")], at=MONDAY) is None
    later = MONDAY + timedelta(seconds=6)
    assert traced_frame([_parcel(1, "4006381333931")], at=later) is not None
