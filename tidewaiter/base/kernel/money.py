"""Money is a decimal number, rounded by a rule that has a name."""

from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Context,
    Decimal,
    localcontext,
)
from enum import StrEnum


class Rounding(StrEnum):
    """The roundings that laws name."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


_MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.DOWN: ROUND_DOWN,
    Rounding.UP: ROUND_UP,
}

CENT = Decimal("0.01")


def quantise(
    value: Decimal, *, step: Decimal = CENT, rounding: Rounding = Rounding.HALF_UP
) -> Decimal:
    """Round to a multiple of `step`, with as many decimals as `step` has.

    Half up and up go away from zero, down goes towards it. ValueError where the value is not a
    number or the step is not positive.
    """
    if not value.is_finite() or not step.is_finite() or step <= 0:
        raise ValueError(f"cannot round {value} to {step}")
    with localcontext(Context(prec=60)):
        multiple = (value / step).quantize(Decimal(1), rounding=_MODES[rounding])
        return multiple * step
