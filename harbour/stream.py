"""Messages for a benchmark: as many as wanted, as fast as they can be written."""

from collections.abc import Iterator
from datetime import datetime

from harbour.frauds import Shares
from harbour.keys import Keys
from harbour.messages import Message, messages
from harbour.world import World


def generate(
    n: int | None,
    seed: int,
    batch: int = 100,
    *,
    start: datetime,
    rate: float = 1000.0,
    keys: Keys | None = None,
    shares: Shares | None = None,
    shard: int = 0,
    max_wait: float = 2.0,
    delay: float = 2.0,
    sign_all: bool = False,
) -> Iterator[Message]:
    """The messages of `n` parcels (without end when None), one after another."""
    parcels = World(seed, shares, shard).parcels(n, start=start, rate=rate)
    return messages(
        parcels,
        rate=rate,
        batch=batch,
        max_wait=max_wait,
        delay=delay,
        keys=keys,
        seed=seed,
        sign_all=sign_all,
    )


def pregenerate(
    n: int,
    seed: int,
    batch: int = 100,
    *,
    start: datetime,
    rate: float = 1000.0,
    keys: Keys | None = None,
    shares: Shares | None = None,
    shard: int = 0,
) -> list[Message]:
    """All messages of `n` parcels in memory, about 6.5 kB for each parcel."""
    return list(
        generate(n, seed, batch, start=start, rate=rate, keys=keys, shares=shares, shard=shard)
    )
