"""The demonstration has a shelf on which something is right and something is wrong."""

import pytest

from tests.cast import everybody
from tests.provenance.makers import MONDAY
from tidewaiter.provenance.models import Capture, Product
from tidewaiter.surfaces.ops.demo_products import stock_shelves


@pytest.mark.django_db
def test_the_shelf_is_stocked_once_with_goods_that_are_told_and_goods_that_contradict() -> None:
    everybody()
    stock_shelves(at=MONDAY)
    stock_shelves(at=MONDAY)
    assert [one.refused for one in Capture.objects.all()] == [[], []]
    told, wrong, silent = Product.objects.order_by("id")
    assert told.grades.get(until=None).facts["both"] == 2
    kinds = set(wrong.contradictions.values_list("kind", flat=True))
    assert kinds == {"oversold", "travel"}
    assert wrong.grades.get(until=None).grade == "X"
    assert not silent.contradictions.exists()
