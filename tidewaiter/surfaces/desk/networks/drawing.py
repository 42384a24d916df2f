"""Where the parts of a network stand: spellings inside, identity numbers around them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZE = 420
"""Width and height of the picture, in its own units."""
_MIDDLE, _INNER, _OUTER = SIZE / 2, 100, 185


@dataclass(frozen=True)
class Dot:
    """A spelling or an identity number; the key names its style."""

    x: float
    y: float
    label: str
    key: str


@dataclass(frozen=True)
class Line:
    """A link between spellings, or an identity number's parcels to a spelling."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    key: str


@dataclass(frozen=True)
class Picture:
    """A network as lines and dots."""

    size: int
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def draw(
    spellings: Sequence[str],
    links: Sequence[tuple[int, int, float]],
    buyers: Sequence[str],
    parcels: Mapping[tuple[int, int], int],
) -> Picture:
    """Draw a network: labels of spellings and of identity numbers, links by place and likelihood,
    and how many parcels each identity number (second place) sent to each spelling (first).
    """
    inner = _ring(len(spellings), _INNER if len(spellings) > 1 else 0)
    towards = {buyer: [0.0, 0.0] for buyer in range(len(buyers))}
    for (spelling, buyer), count in parcels.items():
        towards[buyer][0] += count * (inner[spelling][0] - _MIDDLE)
        towards[buyer][1] += count * (inner[spelling][1] - _MIDDLE)
    # whoever sends to one spelling stands beside it: fewer lines cross
    angles = {buyer: math.atan2(y, x) for buyer, (x, y) in towards.items()}
    order = sorted(angles, key=lambda buyer: (angles[buyer], buyer))
    ring = _ring(len(buyers), _OUTER, start=angles[order[0]] if order else 0.0)
    outer = {buyer: ring[place] for place, buyer in enumerate(order)}
    lines = [
        _line(inner[spelling], outer[buyer], min(1 + count / 3, 4), "parcel")
        for (spelling, buyer), count in sorted(parcels.items())
    ]
    lines += [_line(inner[one], inner[other], 1 + 2 * share, "link") for one, other, share in links]
    dots = [Dot(*outer[place], label, "buyer") for place, label in enumerate(buyers)]
    dots += [Dot(*inner[place], label, "spelling") for place, label in enumerate(spellings)]
    return Picture(SIZE, tuple(lines), tuple(dots))


def _ring(count: int, radius: float, start: float = -math.pi / 2) -> list[tuple[float, float]]:
    return [
        (
            round(_MIDDLE + radius * math.cos(start + 2 * math.pi * place / count), 1),
            round(_MIDDLE + radius * math.sin(start + 2 * math.pi * place / count), 1),
        )
        for place in range(count)
    ]


def _line(one: tuple[float, float], other: tuple[float, float], width: float, key: str) -> Line:
    return Line(*one, *other, round(width, 1), key)


@dataclass(frozen=True)
class Bar:
    """A step of a waterfall: where its bar begins and how long it is, in per cent of the width."""

    x: float
    width: float
    zero: float
    key: str


def waterfall(steps: Sequence[tuple[float, float]]) -> list[Bar]:
    """The bars of steps, each given as what it adds and the sum after it; the last is the sum."""
    totals = [0.0, *(total for _, total in steps)]
    low, high = min(totals), max(totals)
    scale = 100 / (high - low) if high > low else 0.0
    zero = round((0 - low) * scale, 2)
    bars = []
    for (weight, total), before in zip(steps, totals, strict=False):
        start = min(before, total)
        bars.append(
            Bar(
                round((start - low) * scale, 2),
                round(abs(weight) * scale, 2),
                zero,
                "for" if weight >= 0 else "against",
            )
        )
    last = totals[-1]
    bars.append(
        Bar(
            round((min(0, last) - low) * scale, 2),
            round(abs(last) * scale, 2),
            zero,
            "for-sum" if last >= 0 else "against-sum",
        )
    )
    return bars
