"""The test tables of the law pack, run through the engine's SQL."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml

from tests.engine.makers import a_parcel, frames, the_law, together
from tidewaiter.engine.assess import assess
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.law.loader import Law
from tidewaiter.law.sources import PACKS
from tidewaiter.law.tables import Case, SituationLine, TableFile

CASES = [
    pytest.param(case, id=f"{path.stem}: {case.name.en}")
    for path in sorted((PACKS / "cn" / "tests").glob("*.yaml"))
    for case in TableFile.model_validate(yaml.safe_load(path.read_text("utf-8"))).cases
]


@pytest.fixture(scope="module")
def assessor() -> Iterator[Assessor]:
    runner = Assessor()
    yield runner
    runner.close()


@pytest.mark.parametrize("case", CASES)
def test_the_engine_answers_as_the_law_says(case: Case, assessor: Assessor) -> None:
    law = the_law(case.day)
    said = assess(frames(_batch(case, law)), law, load_book(), seed="any", assessor=assessor)
    (decision,) = said.decisions.to_pylist()
    answer = case.answer
    assert decision["outcome"] == answer.outcome, said.reasons.to_pylist()
    if answer.outcome == "rejected":
        numbers = {code[:4] for code in said.reasons.column("code").to_pylist()}
        assert numbers == set(answer.reasons)
    stated = {"tax_basis": answer.tax_basis, "dutiable_value": answer.dutiable_value,
              "duty": answer.duty, "vat": answer.vat, "consumption_tax": answer.consumption,
              "tax_total": answer.total}  # fmt: skip
    for name, value in stated.items():
        assert value is None or decision[name] == value, name
    moves = {move["measure"]: move["amount"] for move in said.quota_moves.to_pylist()}
    for measure, amount in answer.quota.items():
        assert moves.get(measure, Decimal(0)) == amount, measure


def _batch(case: Case, law: Law) -> dict[str, list[dict[str, Any]]]:
    situation = case.situation
    lines = [_line(line, law) for line in situation.lines]
    parcel = a_parcel(lines=lines, freight=str(situation.freight), insured=str(situation.insured))
    parcel["declarations"][0]["declared_on"] = case.day
    used = [{"buyer_ix": "ann", "year": case.day.year, "measure": measure, "used": amount}
            for measure, amount in situation.used.items()]  # fmt: skip
    return together(parcel, quota=used)


def _line(line: SituationLine, law: Law) -> dict[str, Any]:
    tariff = {known.gcode: known for known in law.tariff}.get(line.gcode)
    return {
        "item_no": None, "item_record_no": None, "gcode": line.gcode, "gname": "goods of a case",
        "gmodel": "any", "bar_code": None, "country": "116", "currency": "142", "qty": line.qty,
        "unit": line.unit, "qty1": line.qty1, "unit1": tariff.unit1 if tariff else "035",
        "qty2": line.qty2, "unit2": tariff.unit2 if tariff else None,
        "price": (line.total_price / line.qty).quantize(Decimal("0.00001")),
        "total_price": line.total_price,
    }  # fmt: skip
