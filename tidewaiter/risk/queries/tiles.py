"""What tiles say before a batch, and what a day of them holds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from tidewaiter.base.rows import fetch
from tidewaiter.engine.tiles import Kind

_SUMS = "t.n, t.near, t.beyond, t.priced, t.z, t.zz"

_PAST = """
    SELECT w.key, sum(t.n)::bigint, sum(t.near)::bigint, sum(t.beyond)::bigint,
        sum(t.priced)::bigint, sum(t.z)::bigint, sum(t.zz)::bigint,
        CASE WHEN w.seller THEN (SELECT max(before.day) FROM risk_tile before
            WHERE before.key = w.key AND before.day < %(until)s::date) END
    FROM unnest(%(keys)s::text[], %(since)s::date[], %(sellers)s::bool[]) AS w(key, since, seller)
    LEFT JOIN risk_tile t ON t.key = w.key AND t.day >= w.since AND t.day < %(until)s::date
    GROUP BY w.key, w.seller
"""

_RECENT = f"""
    SELECT t.key, t.day, {_SUMS} FROM risk_tile t
    WHERE t.key = ANY(%(keys)s::text[]) AND t.day >= %(until)s::date
"""

_NOTHING = (0, 0, 0, 0, 0, 0)


@dataclass
class Past:
    """What an assessor remembers of the days that are closed, to which nobody adds any more.

    A batch that began before midnight may still add to yesterday; so that day stays open for a
    while, and the open days are read anew for each batch.
    """

    most: int = 300_000
    """So many keys are remembered; with more it begins anew."""
    days: tuple[date, date] | None = None
    known: dict[str, tuple[tuple[int, ...], date | None]] = field(default_factory=dict)

    def learn(self, wanted: Sequence[tuple[Kind, str]], *, today: date, opened: date) -> None:
        """Look up the keys that are not remembered yet."""
        if self.days != (today, opened) or len(self.known) > self.most:
            self.days, self.known = (today, opened), {}
        unknown = [pair for pair in wanted if pair[1] not in self.known]
        if not unknown:
            return
        since = {kind: kind.since(today) for kind in Kind}
        rows = fetch(
            _PAST,
            {
                "until": opened,
                "keys": [key for _, key in unknown],
                "since": [since[kind] for kind, _ in unknown],
                "sellers": [kind is Kind.SELLER for kind, _ in unknown],
            },
        )
        for key, *sums, last in rows:
            self.known[key] = (tuple(sums) if sums[0] is not None else _NOTHING, last)


def tiles_before(
    wanted: Sequence[tuple[Kind, str]],
    *,
    today: date,
    opened: date | None = None,
    past: Past | None = None,
) -> list[tuple[Any, ...]]:
    """What is known under these keys now, as the engine's table of tiles has it.

    ``opened`` is the first day to which somebody may still add: yesterday, unless it is given.
    """
    past = past or Past()
    until = opened or today - timedelta(days=1)
    past.learn(wanted, today=today, opened=until)
    recent: dict[str, list[tuple[Any, ...]]] = {}
    for key, *rest in fetch(_RECENT, {"keys": [key for _, key in wanted], "until": until}):
        recent.setdefault(key, []).append(tuple(rest))
    found = []
    for kind, key in wanted:
        sums, last = past.known[key]
        now = 0
        for day, *added in recent.get(key, ()):
            if day == today:
                now = added[0]
            elif kind is Kind.HOUR:
                continue
            elif kind is Kind.SELLER:
                last = day if last is None else max(last, day)
            sums = tuple(map(int.__add__, sums, added))
        if sums[0] or last is not None:
            found.append((key, sums[0], now, *sums[1:], last))
    return found


def tiles_of(day: date) -> Iterator[tuple[object, ...]]:
    """The tiles of a day: key and sums."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, n, near, beyond, priced, z, zz FROM risk_tile WHERE day = %s"
            " AND (n, near, beyond, priced, z, zz) <> (0, 0, 0, 0, 0, 0)",
            [day],
        )
        yield from cursor.fetchall()


def contexts_of(declarations: Iterable[int], *, day: date) -> list[tuple[int, str]]:
    """What the decisions in force knew that were made about declarations on a day."""
    return fetch(
        "SELECT declaration_id, context FROM risk_assessment WHERE current"
        " AND declaration_id = ANY(%s::bigint[]) AND law_day = %s::date AND context <> ''",
        [list(declarations), day],
    )
