"""A million consignments are answered as one is: in any order, on one cursor or several."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.engine.duties.test_twin import CODES, PLACES
from tidewaiter.engine.duties.reckon import Consignment, Item, Reckoner, frames
from tidewaiter.law.loader import load

DAY = date(2026, 7, 1)
REGIMES = ("cn-9610", "cn-1210", "eu", "uk", "au", "kr")
INDIFFERENT = {"duties"}
"""The taxes item by item, which answers in bulk leave out."""


@pytest.fixture(scope="module")
def drawn() -> list[Consignment]:
    dice = Random(7)
    tariff = [line.gcode for line in load("cn").on(DAY).tariff]
    return [_consignment(dice, tariff) for _ in range(6000)]


@pytest.fixture(scope="module")
def slowly(drawn: list[Consignment]) -> Iterator[list[dict[str, Any]]]:
    """The answers by the assessment's own steps, which read every consignment alike."""
    reckoner = Reckoner()
    yield [dict(answer.columns) for answer in reckoner.answers(drawn, DAY)]
    reckoner.close()


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("order", ["as drawn", "items mixed", "all mixed"])
def test_answers_in_bulk_are_the_same(
    threads: int, order: str, drawn: list[Consignment], slowly: list[dict[str, Any]]
) -> None:
    tables = frames(enumerate(drawn))
    if order != "as drawn":
        tables["items"] = tables["items"].sort_by([("code", "ascending"), ("number", "ascending")])
    if order == "all mixed":
        tables["consignments"] = tables["consignments"].sort_by("place")
    reckoner = Reckoner(threads=threads)
    said = reckoner.table(tables, DAY).sort_by("consignment_id").to_pylist()
    reckoner.close()
    assert len(said) == len(slowly)
    for one, other, asked in zip(said, slowly, drawn, strict=True):
        assert one == {key: value for key, value in other.items() if key not in INDIFFERENT}, asked


def test_the_draw_reaches_every_answer(slowly: list[dict[str, Any]]) -> None:
    """What is compared above holds the kinds of answers that there are."""
    refused = {row["refusal"] for row in slowly}
    wanted = {None, "currency-without-rate", "value-missing", "value-negative", "L-02", "L-07",
              "T-01", "T-02:money", "unknown-tariff-line", "duty-rate-unknown"}  # fmt: skip
    assert wanted <= refused
    plain = [row for row in slowly if row["refusal"] is None]
    assert {row["basis"] for row in plain} >= {"reduced", "full", "tariff", "item-duty", "relief"}
    assert any(row["luxury_lines"] for row in plain)
    assert any(row["consumption_tax"] for row in plain)


def test_nothing_is_asked() -> None:
    reckoner = Reckoner(threads=2)
    assert reckoner.table(frames([]), DAY).num_rows == 0
    reckoner.close()


def _consignment(dice: Random, tariff: list[str]) -> Consignment:
    regime = dice.choice(REGIMES)
    china = regime.startswith("cn")
    around = dice.choice((1, 45, 150, 1000, 5000, 30000))
    items = [
        Item(
            code=_code(dice, tariff if china else CODES, china),
            value=_money(dice, around),
            qty=Decimal(dice.choice((1, 1, 2, 3))),
            qty1=None if dice.random() < 0.05 else _money(dice, 3),
            qty2=None if dice.random() < 0.3 else Decimal(dice.randint(1, 4)),
            duty_rate=None if dice.random() < 0.1 else Decimal(dice.choice(("0", "0.047", "0.12"))),
        )
        for _ in range(dice.choice((0, 1, 1, 1, 1, 1, 2, 3)) if dice.random() < 0.2 else 1)
    ]
    return Consignment(
        regime=regime,
        place="CN" if china else dice.choice(PLACES[regime]),
        origin=dice.choice(("CN", "US")),
        items=items,
        freight=dice.choice((Decimal(0), _money(dice, 10) or Decimal(0))),
        insurance=dice.choice((Decimal(0), Decimal(0), Decimal("1.234"), Decimal("-0.01"))),
        rate=None if dice.random() < 0.02 else Decimal(dice.choice(("1", "1", "0.123456789"))),
        limit_rate=None if dice.random() < 0.02 else Decimal(1),
        scheme=dice.random() < 0.5,
        gift=dice.random() < 0.1,
        channel=dice.choice(("post", "courier")),
        vat_kind=dice.choice(("standard", "standard", "reduced")),
        used={"money": Decimal(dice.randint(0, 26000))} if china and dice.random() < 0.2 else {},
    )


def _code(dice: Random, codes: Any, china: bool) -> str:
    if dice.random() < 0.03:
        return "0000000000" if china else "000000"
    return str(dice.choice(codes))


def _money(dice: Random, around: int) -> Decimal | None:
    if dice.random() < 0.01:
        return None
    if dice.random() < 0.01:
        return Decimal("-1.5")
    if dice.random() < 0.2:
        return Decimal(around)
    return Decimal(dice.randint(0, around * 30000)).scaleb(-4)
