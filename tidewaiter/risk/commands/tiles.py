"""Add decisions to the tiles, keep the proof of a day, and put old tiles together."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.rows import array, fetch
from tidewaiter.engine.tiles import SUMS, Kind
from tidewaiter.risk.models import Tile, TileCheck

SILENCE = timedelta(days=400)
"""So long the days of a seller are kept, from which one sees that it was silent."""

_ADD = (
    "INSERT INTO risk_tile AS tile (key, day, n, near, beyond, priced, z, zz)"
    " SELECT k, %(day)s::date, n, near, beyond, priced, z, zz FROM unnest(%(keys)s::text[],"
    " %(n)s::int[], %(near)s::int[], %(beyond)s::int[], %(priced)s::int[], %(z)s::bigint[],"
    " %(zz)s::bigint[]) AS added(k, n, near, beyond, priced, z, zz) ORDER BY k"
    " ON CONFLICT (key, day) DO UPDATE SET n = tile.n + excluded.n,"
    " near = tile.near + excluded.near, beyond = tile.beyond + excluded.beyond,"
    " priced = tile.priced + excluded.priced, z = tile.z + excluded.z, zz = tile.zz + excluded.zz"
)

_FOLD = (
    "WITH day AS (DELETE FROM risk_tile WHERE day = %(day)s AND key LIKE ANY(%(kinds)s)"
    " RETURNING *)"
    " INSERT INTO risk_tile AS tile (key, day, n, near, beyond, priced, z, zz)"
    " SELECT key, %(month)s, n, near, beyond, priced, z, zz FROM day ORDER BY key"
    " ON CONFLICT (key, day) DO UPDATE SET n = tile.n + excluded.n,"
    " near = tile.near + excluded.near, beyond = tile.beyond + excluded.beyond,"
    " priced = tile.priced + excluded.priced, z = tile.z + excluded.z, zz = tile.zz + excluded.zz"
)


def add_to_tiles(sums: Mapping[str, Sequence[int]], *, day: date) -> None:
    """Add what a batch of decisions contributes to the tiles of a day.

    The tiles are taken in the order of their keys, so that assessors wait for each other and never
    in a circle; give it last, since nobody else can add to them until the transaction ends.
    """
    keys = sorted(key for key, added in sums.items() if any(added))
    if not keys:
        return
    columns = {name: array(sums[key][place] for key in keys) for place, name in enumerate(SUMS)}
    fetch(_ADD, {"day": day, "keys": keys, **columns})


@transaction.atomic
def keep_tile_check(day: date, *, tiles: int, differing: int, by: Actor, at: datetime) -> TileCheck:
    """Keep how the tiles of a day compare with its archive; put them together if they agree."""
    check, _ = TileCheck.objects.update_or_create(
        day=day, defaults={"tiles": tiles, "differing": differing, "checked_at": at}
    )
    if not differing:
        _fold(day)
    record(
        verb="tiles.checked", thing=check, by=by, at=at, day=day.isoformat(), tiles=tiles,
        differing=differing,
    )  # fmt: skip
    return check


def _fold(day: date) -> None:
    """Put the tiles of a day that are looked at month by month into those of the month."""
    monthly = (Kind.ON, Kind.BY, Kind.GOODS, Kind.MARKET)
    if day.day > 1:
        with connection.cursor() as cursor:
            kinds = [f"{kind.word}:%" for kind in monthly]
            cursor.execute(_FOLD, {"day": day, "month": day.replace(day=1), "kinds": kinds})
    for kind in Kind:
        oldest = day - SILENCE if kind is Kind.SELLER else kind.since(day)
        Tile.objects.filter(day__lt=oldest, key__startswith=f"{kind.word}:").delete()
