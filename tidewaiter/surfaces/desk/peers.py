"""What each line of a parcel costs beside what its peers cost, as the decision knew them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from tidewaiter.risk.models import Assessment

_SPAN = 4.0
"""So many deviations to each side of the middle are drawn."""
_LEAST = 0.1
"""The least deviation that rules take (of the logarithm of a price)."""
_HALF = 0.6745
"""Half of all peers lie within so many standard deviations; the MAD of a normal sample is that."""


@dataclass(frozen=True)
class PeerLine:
    """A line's price and its peers: prices a statistical unit; places from 0 to 100 on a log scale.

    - `low`, `high`: between them half of the peers lie
    - `at`: where the declared price lies; it is held at the edge
    """

    number: int
    goods: str
    price: Decimal
    low: Decimal
    middle: Decimal
    high: Decimal
    count: int
    at: float
    band: tuple[float, float]

    @property
    def width(self) -> float:
        """How wide the band of half of the peers is."""
        return self.band[1] - self.band[0]

    @property
    def share(self) -> float:
        """The declared price as a part of the middle."""
        return float(self.price / self.middle)


def peers_of(
    assessment: Assessment | None, lines: Sequence[Mapping[str, Any]]
) -> tuple[PeerLine, ...]:
    """The lines of which the decision knew peers."""
    if assessment is None or not assessment.context:
        return ()
    known = msgspec.json.decode(assessment.context).get("known") or {}
    peers = {int(peer["gnum"]): peer for peer in known.get("peers") or ()}
    found = (_line(line, peers.get(int(line.get("gnum") or 0))) for line in lines)
    return tuple(one for one in found if one is not None)


def _line(line: Mapping[str, Any], peer: Mapping[str, Any] | None) -> PeerLine | None:
    total, quantity = (float(line.get(name) or 0) for name in ("totalPrice", "qty1"))
    if peer is None or total <= 0 or quantity <= 0:
        return None
    middle, spread = float(peer["price"]), max(float(peer["price_mad"]), _LEAST)
    price = math.log(total / quantity)
    sigma = spread / _HALF
    place = 50 + (price - middle) / sigma / _SPAN * 50
    half = spread / sigma / _SPAN * 50
    return PeerLine(
        int(line["gnum"]),
        str(line.get("gname") or ""),
        _money(price),
        _money(middle - spread),
        _money(middle),
        _money(middle + spread),
        int(peer["n"]),
        min(max(place, 1.0), 99.0),
        (50 - half, 50 + half),
    )


def _money(logarithm: float) -> Decimal:
    return Decimal(math.exp(logarithm)).quantize(Decimal("0.01"))
