"""What one part leaves for the parts after it: quota used, who was seen at an address or a phone,
and the tiles of sellers, platforms and goods.

Rows are only ever added. Before a part is assessed those that concern it are picked by a look at
one column of 16-byte keys, so what a part costs hardly depends on how much came before it.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tidewaiter.engine import tiles
from tidewaiter.engine.compile import Program
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.frames import MONEY

WINDOW = 30
"""How many days back addresses and phones are looked at, as live decisions do."""

_KEYS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "quota": ("buyer_ix", "buyer_ix"),
        "seen_address": ("address_ix", "address_ix"),
        "seen_phone": ("phone_ix", "buyer_phone_ix"),
        "tiles": ("key", ""),
    }
)
"""The column by which each table is looked up: its own name, and that in the declarations. Tiles
are named by several columns, see `tidewaiter.engine.tiles`.
"""

_STORED: Mapping[str, str] = MappingProxyType(
    {
        "quota": f"year INTEGER, measure VARCHAR, used {MONEY}",
        "seen_address": f"day DATE, buyer_ix VARCHAR, orders BIGINT, amount {MONEY}",
        "seen_phone": "day DATE, buyer_ix VARCHAR",
        "tiles": "day DATE, n BIGINT, near BIGINT, beyond BIGINT, priced BIGINT, z BIGINT, "
        "zz BIGINT, last_day DATE",
    }
)

_SUMS: Mapping[str, str] = MappingProxyType(
    {
        "quota": f"c.year, c.measure, CAST(sum(c.used) AS {MONEY}) AS used",
        "seen_address": "c.buyer_ix, CAST(sum(c.orders) AS BIGINT) AS orders, "
        f"CAST(sum(c.amount) AS {MONEY}) AS amount",
        "seen_phone": "c.buyer_ix",
    }
)
_GROUPS = {"quota": "c.year, c.measure", "seen_address": "c.buyer_ix", "seen_phone": "c.buyer_ix"}

_SEEN = "FROM decided AS x JOIN declarations AS d ON d.declaration_id = x.declaration_id"


def left_by(program: Program) -> dict[str, str]:
    """What the decisions of a part used and showed, as queries over `decided`, the frames and, for
    tiles, the step `added`.
    """
    moves = " UNION ALL ".join(
        f"SELECT buyer_ix, CAST(year AS INTEGER) AS year, '{measure}' AS measure, "
        f"CAST(sum({measure}_amount) AS {MONEY}) AS used FROM decided "
        f"WHERE {measure}_amount > 0 AND buyer_ix IS NOT NULL GROUP BY buyer_ix, year"
        for measure in program.measures
    )
    left = {
        "quota": moves,
        "seen_address": "SELECT d.address_ix, CAST(d.received_at AS DATE) AS day, d.buyer_ix, "
        f"count(*) AS orders, CAST(sum(x.dutiable_value) AS {MONEY}) AS amount {_SEEN} WHERE "
        "x.outcome = 'accepted' AND d.address_ix IS NOT NULL "
        "GROUP BY d.address_ix, CAST(d.received_at AS DATE), d.buyer_ix",
        "seen_phone": "SELECT DISTINCT d.buyer_phone_ix AS phone_ix, CAST(d.received_at AS DATE) "
        f"AS day, d.buyer_ix {_SEEN} WHERE x.outcome <> 'waiting' AND d.buyer_phone_ix IS NOT NULL",
    }
    if program.tiled:
        left["tiles"] = (
            f"SELECT key, {literal(program.day)} AS day, {', '.join(tiles.SUMS)}, "
            f"CAST(NULL AS DATE) AS last_day FROM ({tiles.ADDED_UP}) AS t"
        )
    return left


def brought(name: str, today: date, *, carried: str = "carried", key: str = "") -> str:
    """What concerns the declarations in the frames out of a table of what was left, as a query.

    `key` is an expression over a word in DuckDB, where the table holds keys instead of words.
    """
    if name == "tiles":
        return _brought_tiles(today, carried, key)
    own, theirs = _KEYS[name]
    wanted = f"SELECT DISTINCT {theirs} AS word FROM declarations WHERE {theirs} IS NOT NULL"
    matched = f"c.key = {key.format('w.word')}" if key else f"c.{own} = w.word"
    recent = ""
    if name != "quota":
        recent = (
            "WHERE c.day IS NULL OR c.day > (SELECT CAST(max(received_at) AS DATE) "
            f"FROM declarations) - {WINDOW} "
        )
    return (
        f"SELECT w.word AS {own}, {_SUMS[name]} FROM {carried} AS c JOIN ({wanted}) AS w "
        f"ON {matched} {recent}GROUP BY w.word, {_GROUPS[name]}"
    )


def _brought_tiles(today: date, carried: str, key: str) -> str:
    matched = f"c.key = {key.format('w.word')}" if key else "c.key = w.word"
    since = " ".join(f"WHEN {kind} THEN {literal(kind.since(today))}" for kind in tiles.Kind)
    now = literal(today)
    within = f"(c.day IS NULL OR c.day >= CASE w.kind {since} END)"
    sums = ", ".join(
        f"CAST(coalesce(sum(CASE WHEN {within} THEN c.{name} END), 0) AS BIGINT) AS {name}"
        for name in tiles.SUMS
    )
    n, _, rest = sums.partition(" AS n, ")
    return (
        f"SELECT w.word AS key, {n} AS n, CAST(coalesce(sum(CASE WHEN c.day = {now} THEN c.n END), "
        f"0) AS BIGINT) AS today, {rest}, max(CASE WHEN c.day IS NULL THEN c.last_day "
        f"WHEN c.day < {now} THEN c.day END) AS last_day "
        f"FROM {carried} AS c JOIN ({tiles.WANTED}) AS w ON {matched} GROUP BY w.word"
    )


class Carried:
    """The quota and the history of parts that were assessed before, in a file of DuckDB."""

    def __init__(self, connection: Any, file: Path | None) -> None:
        self._run = connection.execute
        place = f"'{file}'" if file else "':memory:'"
        self._run(f"ATTACH {place} AS carried")
        for name, columns in _STORED.items():
            self._run(f"CREATE TABLE carried.{name} (key UHUGEINT, {columns})")

    def open(self, name: str, files: str) -> None:
        """Begins anew with what was known when a day began: a frame of that name."""
        held = ", ".join(
            "NULL" if column.startswith("day ") else column.split()[0]
            for column in _STORED[name].split(", ")
        )
        self._run(f"TRUNCATE carried.{name}")
        self._run(
            f"INSERT INTO carried.{name} SELECT md5_number({_KEYS[name][0]}), {held} FROM {files}"
        )

    def bring(self, today: date) -> None:
        """Fills the frames with what concerns the declarations that lie in them."""
        for name in _KEYS:
            query = brought(name, today, carried=f"carried.{name}", key="md5_number({})")
            self._run(f"TRUNCATE main.{name}")
            self._run(f"INSERT INTO main.{name} {query}")

    def take(self, program: Program) -> None:
        """Adds what the decisions of a part used and showed."""
        if program.tiled:
            self._run(f"CREATE OR REPLACE TEMP TABLE added AS {program.added}")
        for name, query in left_by(program).items():
            own = _KEYS[name][0]
            self._run(
                f"INSERT INTO carried.{name} SELECT md5_number({own}), * EXCLUDE ({own}) "
                f"FROM ({query})"
            )
