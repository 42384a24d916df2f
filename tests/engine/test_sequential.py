"""The sequential test of a seller's prices: how seldom it is wrong, and how soon it is right."""

import math
import random
import statistics
from collections.abc import Callable, Iterator

import pytest

from tests.engine.makers import the_law
from tests.engine.twin_tiles import tile_parcel_signs

Draw = Callable[[random.Random], float]

MARKETS: dict[str, Draw] = {
    "normal": lambda dice: dice.gauss(0, 0.7),
    "heavy tails": lambda dice: 0.4 * dice.gauss(0, 1) / math.sqrt(dice.gammavariate(1.5, 2) / 3),
}
"""How logarithms of prices spread in a market: both by about 0.7."""


def marks(draw: Draw, factor: float, dice: random.Random) -> Iterator[int]:
    """The marks of a seller who declares a part of each price."""
    prices = [draw(dice) for _ in range(4_000)]
    middle = statistics.median(prices)
    spread = 1.4826 * statistics.median(abs(price - middle) for price in prices)
    while True:
        apart = (draw(dice) + math.log(factor) - middle) / spread
        yield round(max(min(apart, 4), -4) * 1000)


def alarm_after(seen: Iterator[int], most: int) -> int | None:
    """After how many lines the rule fires."""
    total = 0
    for n in range(most + 1):
        if fires(n, total):
            return n
        total += next(seen)
    return None


def fires(priced: int, z: int) -> bool:
    quiet = {"near": 0, "n": priced, "beyond": 0, "today": 0, "priced": priced, "z": z}
    parcel = {
        "conduct": {"seller": quiet, "platform": quiet, "quiet": None, "on": 9, "by": 99,
                    "hour": 0},
        "lines": [1], "dutiable": 100, "parties": {"merchant": None},
    }  # fmt: skip
    return "V-10" in tile_parcel_signs(parcel, the_law())


@pytest.mark.parametrize("market", MARKETS)
def test_an_honest_seller_seldom_raises_the_alarm(market: str) -> None:
    """The rule states one in a thousand, whenever one looks; of three hundred none."""
    dice = random.Random(f"honest {market}")
    runs = (alarm_after(marks(MARKETS[market], 1.0, dice), 250) for _ in range(300))
    assert [found for found in runs if found] == []


@pytest.mark.parametrize(
    ("market", "factor", "lines"),
    [("normal", 0.5, 40), ("normal", 0.3, 14), ("heavy tails", 0.5, 18), ("heavy tails", 0.1, 8)],
)
def test_one_parcel_at_half_value_is_invisible_and_a_few_dozen_are_not(
    market: str, factor: float, lines: int
) -> None:
    dice = random.Random(f"cheap {market} {factor}")
    found = [alarm_after(marks(MARKETS[market], factor, dice), 300) for _ in range(60)]
    assert all(found)
    assert min(one for one in found if one) >= 8, "not before the least number of lines"
    assert statistics.median(one for one in found if one) <= lines
