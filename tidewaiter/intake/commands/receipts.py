"""Put receipts into the outbox."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from tidewaiter.base.rows import copy, fetch
from tidewaiter.intake.models import Receipt

CHANNEL = "receipts"
"""Where it is told for whom there are receipts: numbers of operators, or nothing for everybody."""
_OUTBOX = 0x7077_0001
"""The advisory lock of the outbox."""
_NAMED = 500
"""So many recipients are named; of more it is told that there are receipts for everybody."""


class Outgoing(NamedTuple):
    """A receipt on its way into the outbox."""

    recipient: int
    message: int
    position: int
    kind: str
    status: str
    content: str


def issue_receipts(receipts: Sequence[Outgoing] | Iterable[Outgoing], *, at: datetime) -> None:
    """Add receipts to the outbox; call it last in the deciding transaction.

    The lock is held until the transaction ends, so identifiers grow in the order of commits: a
    client that asks for everything after the last one that it has seen can never miss one. Those
    who listen are told at the commit.
    """
    receipts = list(receipts)
    if not receipts:
        return
    fetch("SELECT pg_advisory_xact_lock(%s::bigint)", [_OUTBOX])
    copy(
        Receipt,
        ("at", "recipient", "message", "position", "kind", "status", "content"),
        ((at, *receipt) for receipt in receipts),
    )
    recipients = {receipt.recipient for receipt in receipts}
    named = ",".join(map(str, recipients)) if len(recipients) <= _NAMED else ""
    fetch("SELECT pg_notify(%s, %s)", [CHANNEL, named])
