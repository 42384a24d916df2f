"""The quota ledger: lock, reserve, commit, release.

Whoever decides a parcel holds the row of the buyer's money account for the year until the decision
is committed; so two assessors can never both find the same room under the limit.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from tidewaiter.base.rows import array, copy, fetch
from tidewaiter.risk.models import QuotaAccount, QuotaEntry
from tidewaiter.risk.models.quota import EntryKind

MONEY = "money"
"""The measure whose account is the lock of a buyer's year."""


class Used(NamedTuple):
    """What a buyer has used of a measure in a year, reserved amounts included."""

    buyer_ix: UUID
    year: int
    measure: str
    used: Decimal


class Movement(NamedTuple):
    """One movement to be written into the ledger."""

    declaration: int
    buyer_ix: UUID
    year: int
    measure: str
    kind: EntryKind
    reserved: Decimal
    committed: Decimal


def lock_accounts(buyers: Iterable[tuple[UUID, int]]) -> list[Used]:
    """Lock the accounts of these buyers and years until the transaction ends, and read what was
    used.

    The accounts are locked in one order everywhere, so that assessors wait for each other and never
    in a circle.
    """
    wanted = sorted(set(buyers), key=lambda pair: (pair[0].int, pair[1]))
    if not wanted:
        return []
    arrays = [array(pair[0] for pair in wanted), array(pair[1] for pair in wanted)]
    fetch(
        "INSERT INTO risk_quotaaccount (buyer_ix, year, measure, reserved, committed)"
        " SELECT b, y, %s::text, 0, 0 FROM unnest(%s::uuid[], %s::smallint[]) AS wanted(b, y)"
        " ORDER BY b, y ON CONFLICT (buyer_ix, year, measure) DO NOTHING",
        [MONEY, *arrays],
    )
    fetch(
        "SELECT account.id FROM risk_quotaaccount account"
        " JOIN unnest(%s::uuid[], %s::smallint[]) AS wanted(b, y)"
        " ON account.buyer_ix = b AND account.year = y AND account.measure = %s::text"
        " ORDER BY account.buyer_ix, account.year FOR UPDATE OF account",
        [*arrays, MONEY],
    )
    rows = fetch(
        "SELECT account.buyer_ix, account.year, account.measure, reserved + committed"
        " FROM risk_quotaaccount account"
        " JOIN unnest(%s::uuid[], %s::smallint[]) AS wanted(b, y)"
        " ON account.buyer_ix = b AND account.year = y",
        arrays,
    )
    return [Used(*row) for row in rows]


def move(movements: Sequence[Movement], *, at: datetime) -> None:
    """Write movements and bring the accounts up to date; the caller holds the locks."""
    if not movements:
        return
    totals: dict[tuple[UUID, int, str], list[Decimal]] = {}
    for movement in movements:
        sums = totals.setdefault(
            (movement.buyer_ix, movement.year, movement.measure), [Decimal(0), Decimal(0)]
        )
        sums[0] += movement.reserved
        sums[1] += movement.committed
    keys = list(totals)
    goods = [key for key in keys if key[2] != MONEY]
    if goods:
        fetch(
            "INSERT INTO risk_quotaaccount (buyer_ix, year, measure, reserved, committed)"
            " SELECT b, y, m, 0, 0"
            " FROM unnest(%s::uuid[], %s::smallint[], %s::text[]) AS w(b, y, m)"
            " ORDER BY b, y, m ON CONFLICT (buyer_ix, year, measure) DO NOTHING",
            [
                array(key[0] for key in goods),
                array(key[1] for key in goods),
                [key[2] for key in goods],
            ],
        )
    rows = fetch(
        "UPDATE risk_quotaaccount account"
        " SET reserved = account.reserved + r, committed = account.committed + c"
        " FROM unnest(%s::uuid[], %s::smallint[], %s::text[], %s::numeric[], %s::numeric[])"
        " AS w(b, y, m, r, c)"
        " WHERE account.buyer_ix = b AND account.year = y AND account.measure = m"
        " RETURNING account.buyer_ix, account.year, account.measure, account.id",
        [
            array(key[0] for key in keys),
            array(key[1] for key in keys),
            [key[2] for key in keys],
            array(totals[key][0] for key in keys),
            array(totals[key][1] for key in keys),
        ],
    )
    accounts = {(row[0], row[1], row[2]): row[3] for row in rows}
    copy(
        QuotaEntry,
        ("account", "declaration", "kind", "reserved", "committed", "at"),
        (
            (
                accounts[movement.buyer_ix, movement.year, movement.measure],
                movement.declaration,
                movement.kind.value,
                movement.reserved,
                movement.committed,
                at,
            )
            for movement in movements
        ),
    )


def commit_reserved(declaration: int, *, at: datetime) -> None:
    """Count what a declaration has reserved as used: the goods were released."""
    move(
        [
            Movement(declaration, *key, EntryKind.COMMIT, -reserved, reserved)
            for key, reserved, _ in _held_by(declaration)
            if reserved
        ],
        at=at,
    )


def commit_reserved_of(declarations: Sequence[int], *, at: datetime) -> None:
    """Count what several declarations have reserved as used: their goods were released."""
    wanted = "WHERE entry.declaration_id = ANY(%s::bigint[])"
    source = (
        "FROM risk_quotaentry entry JOIN risk_quotaaccount account ON account.id = entry.account_id"
    )
    accounts = fetch(
        f"SELECT DISTINCT account.buyer_ix, account.year::int {source} {wanted}",
        [array(declarations)],
    )
    lock_accounts({(buyer, year) for buyer, year in accounts})
    rows = fetch(
        "SELECT entry.declaration_id, account.buyer_ix, account.year::int, account.measure,"
        f" sum(entry.reserved) {source} {wanted} GROUP BY 1, 2, 3, 4"
        " HAVING sum(entry.reserved) <> 0 ORDER BY 1, 4",
        [array(declarations)],
    )
    move([Movement(*row[:4], EntryKind.COMMIT, -row[4], row[4]) for row in rows], at=at)


def give_back(
    declaration: int, *, at: datetime, amounts: dict[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """Give back what a declaration holds: all of it, or at most these amounts by measure.

    Returns what was given back by measure.
    """
    movements, given = [], {}
    for key, reserved, committed in _held_by(declaration):
        measure = key[2]
        most = reserved + committed if amounts is None else amounts.get(measure, Decimal(0))
        from_reserved = min(reserved, most)
        from_committed = min(committed, most - from_reserved)
        if from_reserved or from_committed:
            given[measure] = from_reserved + from_committed
            movements.append(
                Movement(declaration, *key, EntryKind.RELEASE, -from_reserved, -from_committed)
            )
    move(movements, at=at)
    return given


def _held_by(declaration: int) -> list[tuple[tuple[UUID, int, str], Decimal, Decimal]]:
    """Lock the accounts that a declaration has moved, then read what it holds of each.

    Without a lock nothing is read: an entry that another assessor writes after the first look
    belongs to an account that is not held.
    """
    accounts = list(
        QuotaAccount.objects.filter(entries__declaration=declaration)
        .distinct()
        .values_list("buyer_ix", "year")
    )
    if not accounts:
        return []
    lock_accounts(set(accounts))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account.buyer_ix, account.year, account.measure,"
            " sum(entry.reserved), sum(entry.committed)"
            " FROM risk_quotaentry entry"
            " JOIN risk_quotaaccount account ON account.id = entry.account_id"
            " WHERE entry.declaration_id = %s"
            " GROUP BY account.buyer_ix, account.year, account.measure"
            " ORDER BY account.buyer_ix, account.year, account.measure",
            [declaration],
        )
        return [((row[0], row[1], row[2]), row[3], row[4]) for row in cursor.fetchall()]
