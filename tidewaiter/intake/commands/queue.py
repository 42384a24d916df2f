"""The queue of arrivals: claimed by assessors, and emptied in the transaction that follows them
up.
"""

from collections import defaultdict
from collections.abc import Sequence

from tidewaiter.base.rows import array, fetch
from tidewaiter.intake.commands.store import REPLACING


def hold_documents() -> None:
    """Let nobody replace a document until the transaction ends."""
    fetch("SELECT pg_advisory_xact_lock_shared(%s::bigint)", [REPLACING])


def claim_arrivals(*, documents: int, messages: int = 64) -> dict[str, list[int]]:
    """Claim the oldest arrivals, up to about so many documents: kind → numbers of documents.

    They return to the queue when the transaction fails. While it lasts nobody replaces a document.
    """
    arrived: dict[str, list[int]] = defaultdict(list)
    hold_documents()
    rows = fetch(
        """
            WITH candidate AS MATERIALIZED (
                SELECT id, kind, documents FROM intake_arrival
                ORDER BY id LIMIT %s::int FOR UPDATE SKIP LOCKED
            ), counted AS (
                SELECT *, sum(cardinality(documents)) OVER (ORDER BY id) AS total FROM candidate
            )
            DELETE FROM intake_arrival arrival USING counted
            WHERE arrival.id = counted.id
                AND counted.total - cardinality(counted.documents) < %s::int
            RETURNING arrival.kind, arrival.documents
            """,
        [messages, documents],
    )
    for kind, numbers in rows:
        arrived[kind].extend(numbers)
    return arrived


def settle(declarations: Sequence[int]) -> None:
    """Take decided declarations from those that wait."""
    fetch(
        "DELETE FROM intake_awaited WHERE declaration_id = ANY(%s::bigint[])", [array(declarations)]
    )
