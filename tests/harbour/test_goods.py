"""The harbour's goods, firms' codes and taxes against the law."""

from datetime import date
from decimal import Decimal

import pytest

from harbour.goods import Good, goods
from harbour.taxes import ANNUAL_LIMIT, SINGLE_LIMIT, line_tax, tax
from harbour.trade import _MEASURE_GRAMS
from tests.harbour.made import crooked_parcels, honest_parcels
from tidewaiter.law.loader import load

LAW = load("cn").on(date(2026, 11, 23))
LINES = {line.gcode: line for line in LAW.tariff}


def _share(ten_thousandths: int) -> Decimal:
    return Decimal(ten_thousandths) / 10_000


def test_the_catalogue_has_some_120_goods_each_once() -> None:
    assert 110 <= len(goods()) == len({good.sku for good in goods()})


@pytest.mark.parametrize("good", goods(), ids=lambda good: good.sku)
def test_goods_agree_with_the_tariff(good: Good) -> None:
    line = LINES[good.hs]
    assert (good.unit1, good.unit2) == (line.unit1, line.unit2)
    assert line.positive
    assert _share(good.duty) == line.duty_rate
    assert _share(good.vat) == line.vat_rate
    assert _share(good.consumption) == line.consumption_rate
    assert (good.untaxed_below > 0) == (line.threshold is not None)
    assert good.unit in LAW.codes("unit")
    assert set(good.origins) <= set(LAW.codes("country"))
    assert good.milli1 > 0
    assert (good.milli2 > 0) == (good.unit2 is not None)


def test_consumption_tax_begins_at_the_price_in_the_law() -> None:
    cream = next(good for good in goods() if good.sku == "SKIN-LUX")
    assert cream.untaxed_below == LAW.amount("cbec.cosmetics.per_gram_ml") * 100 * cream.grams


def test_limits_are_those_of_the_law() -> None:
    assert LAW.amount("cbec.limit.single") * 100 == SINGLE_LIMIT
    assert LAW.amount("cbec.limit.annual") * 100 == ANNUAL_LIMIT


def test_measured_goods_are_those_of_the_law() -> None:
    measures = {one.id: one for one in LAW.measures}
    for good in goods():
        measured = [name for name in _MEASURE_GRAMS if good.hs.startswith(measures[name].prefixes)]
        assert measured == ([good.measure] if good.measure else [])
    for name, grams in _MEASURE_GRAMS.items():
        assert measures[name].limit * 1000 == grams


def test_codes_on_declarations_exist() -> None:
    for parcel in honest_parcels()[:1000]:
        voyage = parcel.voyage
        assert voyage.customs in LAW.codes("customs")
        assert voyage.port in LAW.codes("customs")
        assert voyage.country in LAW.codes("country")
        assert voyage.traf_mode in LAW.codes("transport")
    assert "2" in LAW.codes("packing")
    assert {parcel.voyage.trade_mode for parcel in honest_parcels()} == {"9610", "1210"}


def test_the_plain_rate_is_9_1_per_cent_and_high_end_cosmetics_pay_23_06() -> None:
    plain = next(good for good in goods() if good.sku == "TSHIRT")
    cream = next(good for good in goods() if good.sku == "SKIN-LUX")
    assert line_tax(plain, 100_00, 1, full=False) == 9_10
    assert line_tax(cream, 1000_00, 1, full=False) == 230_59  # 123.53 and 107.06 rounded apart
    assert line_tax(cream, 299_99, 1, full=False) == 27_30  # below 10 yuan a gram


def test_above_the_single_limit_the_full_tax_is_withheld() -> None:
    dear = [p for p in honest_parcels() if p.goods_value > SINGLE_LIMIT]
    assert dear
    for parcel in dear:
        assert len(parcel.lines) == 1
        assert parcel.lines[0].qty == 1
        assert parcel.tax > parcel.dutiable * 0.129
        assert parcel.tax == tax(parcel.lines, parcel.freight + parcel.insured)


def test_frauds_still_declare_goods_of_the_tariff() -> None:
    for parcel in crooked_parcels():
        assert {line.good.hs for line in parcel.lines} <= set(LINES)
