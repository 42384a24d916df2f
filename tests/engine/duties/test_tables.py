"""The consignments of the packs' test tables, and the parcels of China's, run through the SQL."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import yaml

from tidewaiter.engine.duties.reckon import Consignment, Item, Reckoner
from tidewaiter.engine.duties.situations import reckoned
from tidewaiter.law.sources import PACKS
from tidewaiter.law.tables import Case, ConsignmentCase, TableFile

TABLES = [
    (path, TableFile.model_validate(yaml.safe_load(path.read_text("utf-8"))))
    for path in sorted(PACKS.glob("*/tests/*.yaml"))
]
CONSIGNMENTS = [
    pytest.param(case, id=f"{path.parts[-3]}: {case.name.en}")
    for path, table in TABLES
    for case in table.consignments
]
PARCELS = [
    pytest.param(case, id=case.name.en) for _, table in TABLES for case in table.cases
]  # fmt: skip


@pytest.fixture(scope="module")
def reckoner() -> Iterator[Reckoner]:
    kept = Reckoner()
    yield kept
    kept.close()


def test_every_regime_has_a_table() -> None:
    regimes = {case.values[0].situation.regime for case in CONSIGNMENTS}
    assert regimes == {"cn-9610", "cn-1210", "eu", "uk", "au", "kr", "us"}


@pytest.mark.parametrize("case", CONSIGNMENTS)
def test_the_expressions_answer_as_the_law_says(case: ConsignmentCase, reckoner: Reckoner) -> None:
    (outcome,) = reckoned([case], reckoner)
    assert outcome.differences == {}


@pytest.mark.parametrize("mode", ["cn-9610", "cn-1210"])
@pytest.mark.parametrize("case", PARCELS)
def test_parcels_to_china_are_reckoned_as_they_are_assessed(
    case: Case, mode: str, reckoner: Reckoner
) -> None:
    situation, wanted = case.situation, case.answer
    items = [
        Item(code=line.gcode, value=line.total_price, qty=line.qty, qty1=line.qty1, qty2=line.qty2)
        for line in situation.lines
    ]
    asked = Consignment(regime=mode, items=items, freight=situation.freight,
                        insurance=situation.insured, used=situation.used)  # fmt: skip
    (answer,) = reckoner.answers([asked], case.day)
    if wanted.outcome == "rejected":
        assert answer.refusal is not None
        assert answer.refusal[:4] in wanted.reasons
        return
    assert answer.refusal is None
    columns = {"basis": wanted.tax_basis, "dutiable_value": wanted.dutiable_value,
               "duty": wanted.duty, "vat": wanted.vat, "consumption_tax": wanted.consumption,
               "total": wanted.total}  # fmt: skip
    for name, value in columns.items():
        assert value is None or answer[name] == value, name
    for measure, amount in wanted.quota.items():
        assert (answer[f"{measure}_amount"] or Decimal(0)) == amount
