"""Generated consignments: the expressions and the slow twin say the same, to the last digit."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from tests.engine.duties.twin import said
from tidewaiter.engine.duties.reckon import Consignment, Item, Reckoner
from tidewaiter.law.loader import load

DAYS = (date(2026, 6, 30), date(2026, 7, 1))
CODES = ("620610", "620620", "610910", "950300", "640399", "220421", "620300", "851713")
PLACES = {"eu": ("DE", "FR", "DK", "HU", "IE", "CH"), "uk": ("GB", "FR"), "au": ("AU",),
          "kr": ("KR",)}  # fmt: skip


@pytest.fixture(scope="module")
def reckoner() -> Iterator[Reckoner]:
    kept = Reckoner()
    yield kept
    kept.close()


@pytest.mark.parametrize("regime", PLACES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_expressions_agree_with_the_twin(regime: str, day: date, reckoner: Reckoner) -> None:
    dice = Random(f"{regime} {day}")
    asked = [_consignment(regime, dice) for _ in range(1500)]
    law = load(regime).on(day)
    seen = set()
    for one, answer in zip(asked, reckoner.answers(asked, day), strict=True):
        refusal, duty, vat, consumption = said(one, law)
        assert answer.refusal == refusal, one
        seen.add((refusal, duty > 0))
        if refusal is None:
            found = tuple(Fraction(answer[name]) for name in ("duty", "vat", "consumption_tax"))
            assert found == (duty, vat, consumption), one
    assert (None, False) in seen
    assert (None, True) in seen
    assert len({refusal for refusal, _ in seen}) > 3


def _consignment(regime: str, dice: Random) -> Consignment:
    goods = CODES[:5] if dice.random() < 0.9 else CODES
    around = dice.choice((1, 40, 45, 135, 150, 500, 1000))
    items = [
        Item(
            code=dice.choice(goods),
            value=_money(dice, around),
            duty_rate=None if dice.random() < 0.1 else Decimal(dice.choice(("0", "0.047", "0.12"))),
        )
        for _ in range(dice.choice((1, 1, 2, 3)))
    ]
    rate = {"kr": Decimal("1384.735")}.get(regime, Decimal(dice.choice(("1", "1", "0.123456789"))))
    return Consignment(
        regime=regime,
        place=dice.choice(PLACES[regime]),
        origin=dice.choice(("CN", "US")),
        items=items,
        freight=_money(dice, 10),
        insurance=_money(dice, 1),
        rate=None if dice.random() < 0.02 else rate,
        limit_rate=None if dice.random() < 0.02 else Decimal(1),
        scheme=dice.random() < 0.5,
        gift=dice.random() < 0.1,
        channel=dice.choice(("post", "courier")),
        vat_kind=dice.choice(("standard", "standard", "reduced")),
    )


def _money(dice: Random, around: int) -> Decimal:
    exactly = (Decimal(around), Decimal(around) + Decimal("0.01"))
    if dice.random() < 0.2:
        return dice.choice(exactly)
    return Decimal(dice.randint(0, around * 30000)).scaleb(-4)
