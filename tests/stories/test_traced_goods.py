"""Goods whose chain contradicts itself are opened; when the error is declared, they pass."""

from datetime import timedelta

import pytest

from tests.cast import CLERK, NOON
from tests.makers import (
    NOTHING_DRAWN,
    a_parcel,
    arrive,
    codes_of,
    decision_about,
    four,
    with_line,
)
from tests.provenance.chains import MAKER, SHOP, an_event, places, told
from tests.provenance.makers import TRAIN, a_product
from tests.stories.again import differences
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.flows import trace_parcels
from tidewaiter.flows.grade_products import grade
from tidewaiter.registry.models import Operator

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    trace_parcels.forget()


def _with_train(seed: int) -> list:
    """An honest parcel whose goods bear the bar code of the train."""
    parcel = a_parcel(seed=seed)
    order, inventory = (
        with_line(paper, barCode=TRAIN) for paper in (parcel.order, parcel.inventory)
    )
    return [order, parcel.payment, parcel.waybill, inventory]


def test_a_parcel_of_contradictory_goods_is_opened_until_the_error_is_declared(
    firms: dict[str, Operator],
) -> None:
    places()
    a_product()
    sale = {**an_event("retail_selling", SHOP, 9, number=101), "eventID": "urn:uuid:9"}
    told(an_event("commissioning", MAKER, action="ADD", number=100), sale, at=NOON - HOUR)
    papers = _with_train(1)
    arrive(*papers, at=NOON)
    first = decision_about(papers[-1])
    assert "D-13" in codes_of(first)
    assert first.lane == "inspection"
    [reason] = [one for one in first.reasons.all() if one.code == "D-13"]
    assert reason.evidence == '{"chain_grade":"X"}'

    error = {"declarationTime": NOON.isoformat(), "reason": "incorrect_data"}
    told({**sale, "errorDeclaration": error}, at=NOON + timedelta(minutes=1))
    papers = _with_train(2)
    arrive(*papers, at=NOON + timedelta(minutes=2))
    second = decision_about(papers[-1])
    assert "D-13" not in codes_of(second)
    assert "D-14" in codes_of(second)

    assessor = Assessor(threads=1, memory="1GB")
    again = differences([first, second], seed="tests", policy=NOTHING_DRAWN, assessor=assessor)
    assert again == [], "decided again by the grade that was known then"


def test_goods_of_no_known_product_are_judged_as_before(firms: dict[str, Operator]) -> None:
    a_product()
    grade(None, by=CLERK, at=NOON - HOUR)
    parcel = four(a_parcel())
    arrive(*parcel, at=NOON)
    assert not {"D-13", "D-14"} & set(codes_of(decision_about(parcel[-1])))
