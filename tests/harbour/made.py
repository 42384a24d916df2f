"""What the tests of the harbour share."""

from datetime import datetime
from functools import cache

from harbour.frauds import Shares
from harbour.parcels import Parcel
from harbour.world import World

START = datetime(2026, 11, 23, 9, 0, 0)
MANY_FRAUDS = Shares(*(0.04 for _ in range(7)))


@cache
def honest_parcels() -> tuple[Parcel, ...]:
    return tuple(World(11, Shares.honest()).parcels(4000, start=START))


@cache
def crooked_parcels() -> tuple[Parcel, ...]:
    return tuple(World(12, MANY_FRAUDS).parcels(4000, start=START))
