"""A harbour in motion: parcels one after another, most of them honest."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from harbour.frauds import Shares
from harbour.parcels import Parcel
from harbour.schemes import Scheming

RESPELT = 0.1
"""The usual share of parcels with another spelling."""


class World:
    """A simulated harbour; the same seed, shard and start give the same parcels.

    `respelt` is the share of parcels whose address, names or merchant are spelt in another way
    than usual; it changes nothing else about them.
    """

    def __init__(
        self, seed: int, shares: Shares | None = None, shard: int = 0, respelt: float = RESPELT
    ) -> None:
        self.respelt = respelt
        self.seed = seed
        self.shard = shard
        self.shares = shares if shares is not None else Shares()

    def parcels(self, n: int | None, *, start: datetime, rate: float = 20.0) -> Iterator[Parcel]:
        """The first `n` parcels (all, without end, when None), `rate` of them a second.

        `start` is local time of the declarants; documents carry it without a zone.
        """
        name = f"{self.seed}/{self.shard}/{start:%Y%m%d%H%M%S}"
        trade = Scheming(name, self.shares, start, self.respelt)
        for index in range(n) if n is not None else count():
            yield trade.parcel_at(index, index / rate)
