"""What an honest merchant withholds: import taxes on retail goods, in fen.

The harbour does not read the law pack, because firms compute their taxes themselves; a test
holds both against each other.
"""

from collections.abc import Sequence
from typing import Protocol

from harbour.goods import Good

SINGLE_LIMIT = 500_000
ANNUAL_LIMIT = 2_600_000
_WHOLE = 10_000
_REDUCED = (7, 10)
_FULL = (1, 1)


class Taxed(Protocol):
    """A line of goods with a price."""

    @property
    def good(self) -> Good: ...
    @property
    def qty(self) -> int: ...
    @property
    def total(self) -> int: ...


def half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, halves upwards."""
    return (2 * numerator + denominator) // (2 * denominator)


def consumption_rate(good: Good, dutiable: int, qty: int) -> int:
    """The rate of consumption tax: none below the price from which the goods are luxury."""
    return good.consumption if dutiable >= good.untaxed_below * qty else 0


def line_tax(good: Good, dutiable: int, qty: int, *, full: bool) -> int:
    """Duty, value added tax and consumption tax of one line whose dutiable value is given.

    Each of the three is rounded once, from the exact fraction.
    """
    share, base = _FULL if full else _REDUCED
    duty = good.duty if full else 0
    rate = consumption_rate(good, dutiable, qty)
    value, whole = dutiable * (_WHOLE + duty) * share, _WHOLE * (_WHOLE - rate) * base
    return (
        half_up(dutiable * duty, _WHOLE)
        + half_up(value * rate, whole)
        + half_up(value * good.vat, whole)
    )


def apportion(lines: Sequence[Taxed], extra: int) -> list[int]:
    """Dutiable values: each line's price with its share of freight and insurance by value.

    Shares are rounded down to the fen; the last line takes what is left.
    """
    whole = sum(line.total for line in lines)
    values = [line.total + extra * line.total // whole for line in lines]
    values[-1] += whole + extra - sum(values)
    return values


def tax(lines: Sequence[Taxed], extra: int) -> int:
    """The tax on a parcel; above the single limit the full rates apply."""
    if len(lines) == 1:
        line = lines[0]
        value = line.total + extra
        return line_tax(line.good, value, line.qty, full=value > SINGLE_LIMIT)
    return sum(
        line_tax(line.good, value, line.qty, full=False)
        for line, value in zip(lines, apportion(lines, extra), strict=True)
    )
