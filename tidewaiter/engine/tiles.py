"""Tiles: what is known of a seller, a platform or goods is added up by whom it concerns and by day.

A decision looks up a handful of sums, whatever lies behind them. Which tiles a parcel asks for
follows from its documents. What it adds to them is worked out by the step `added`; of a live batch
the last step tells it as text. The sums are of whole numbers, so they come out the same in every
order.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import IntEnum

DAYS = 30
"""How many days of a seller and of a platform are added up, that of the decision included."""

SUMS = ("n", "near", "beyond", "priced", "z", "zz")
"""What a tile adds up: parcels or lines, and what the step `added` says of each."""

BETWEEN, WITHIN = "\x1e", "\x1f"
"""What stands between the tiles in a text, and between the parts of one."""


class Kind(IntEnum):
    """Whom and what a tile is about, as the step `added` numbers it."""

    SELLER = 1
    HOUR = 2
    ON = 3
    BY = 4
    PLATFORM = 5
    GOODS = 6
    MARKET = 7

    @property
    def word(self) -> str:
        """How keys of the kind begin."""
        return self.name.lower()

    def since(self, today: date) -> date:
        """The first day that a decision of today looks at."""
        if self is Kind.HOUR:
            return today
        if self in {Kind.SELLER, Kind.PLATFORM}:
            return today - timedelta(days=DAYS - 1)
        return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


WANTED = """
SELECT DISTINCT tile.kind AS kind, tile.word AS word FROM (
    SELECT unnest([
        {'kind': 1, 'word': 'seller:' || ebc_code},
        {'kind': 2, 'word': 'hour:' || ebc_code || ':' || extract(hour FROM received_at)},
        {'kind': 3, 'word': 'on:' || ebc_code || ':' || ebp_code},
        {'kind': 4, 'word': 'by:' || ebc_code || ':' || logistics_code},
        {'kind': 5, 'word': 'platform:' || ebp_code}]) AS tile
    FROM declarations
    UNION ALL
    SELECT unnest([
        {'kind': 6, 'word': 'goods:' || d.ebc_code || ':' || left(l.gcode, 6)},
        {'kind': 7, 'word': 'market:' || d.ebp_code || ':' || left(l.gcode, 6) || ':' || l.country}
        ]) AS tile
    FROM declaration_lines AS l JOIN declarations AS d ON d.declaration_id = l.declaration_id
) AS k WHERE tile.word IS NOT NULL
"""
"""The tiles that the declarations in the frames ask for, in the engine's SQL."""


ADDED_UP = """
SELECT key, count(*) AS n, CAST(sum(near) AS BIGINT) AS near,
    CAST(sum(beyond) AS BIGINT) AS beyond, CAST(sum(priced) AS BIGINT) AS priced,
    CAST(sum(z) AS BIGINT) AS z, CAST(sum(zz) AS BIGINT) AS zz
FROM added GROUP BY key
"""
"""What the parcels of a part add to each tile, from the step `added`."""


def wanted(
    seller: str | None,
    platform: str | None,
    carrier: str | None,
    hour: int,
    goods: Iterable[tuple[str | None, str | None]],
) -> set[tuple[Kind, str]]:
    """The tiles that one declaration asks for; `goods` are code and origin of its lines."""
    parts: list[tuple[Kind, tuple[str | None, ...]]] = [
        (Kind.SELLER, (seller,)),
        (Kind.HOUR, (seller, str(hour))),
        (Kind.ON, (seller, platform)),
        (Kind.BY, (seller, carrier)),
        (Kind.PLATFORM, (platform,)),
    ]
    for code, origin in goods:
        hs6 = code[:6] if code is not None else None
        parts += [(Kind.GOODS, (seller, hs6)), (Kind.MARKET, (platform, hs6, origin))]
    return {
        (kind, ":".join((kind.word, *map(str, names))))
        for kind, names in parts
        if None not in names
    }


def added_up(dealings: Iterable[str | None]) -> dict[str, list[int]]:
    """What parcels add to each tile, by its key and in the order of `SUMS`."""
    found: dict[str, list[int]] = {}
    for dealing in dealings:
        if not dealing:
            continue
        for tile in dealing.split(BETWEEN):
            key, near, beyond, priced, z, zz = tile.split(WITHIN)
            sums = found.get(key)
            if sums is None:
                found[key] = [1, int(near), int(beyond), int(priced), int(z), int(zz)]
                continue
            sums[0] += 1
            sums[1] += int(near)
            sums[2] += int(beyond)
            sums[3] += int(priced)
            sums[4] += int(z)
            sums[5] += int(zz)
    return found
