"""The order of the steps, and which of them serve which kind of batch."""

from tidewaiter.engine import steps

CHAIN = (
    "matched", "compared", "known", "clustered", "linked", "line_peers", "marked", "dealings",
    "added", "before", "habits", "conduct", "worded", "line_facts", "lines", "totals", "valued",
    "allocated", "taxes", "dues", "visits", "neighbours", "gathered", "parcels",
)  # fmt: skip
"""The steps up to `parcels`, in order."""

OF_TILES = ("marked", "dealings", "added", "before", "habits", "conduct")
"""Those that only rules about earlier parcels of a seller or a platform need."""

CAREFUL = ("judged", "used", "acceptable", "ledger", "folded", "settled")
"""The steps after `parcels`."""

QUICK = ("judged", "used", "acceptable", "ledger")
"""The same, for a batch in which no two parcels use one purse: none is contested."""

RECALLED = {
    name: f"recalled_{name}"
    for name in (
        "known", "clustered", "line_peers", "habits", "conduct", "neighbours", "gathered",
        "quieted", "budgeted", "scored", "used",
    )
}  # fmt: skip
"""Where a decision is made again, these steps read what it knew then."""


def live(sql: str) -> str:
    """A statement for a small batch."""
    return steps.kept(steps.filled(sql, "many", None), "few")


def in_bulk(sql: str) -> str:
    """The same for more parcels than pairs of them can be looked at."""
    return steps.kept(steps.filled(sql, "few", None), "many")


def upto(last: str, *, tiled: bool, recalled: bool) -> tuple[str, ...]:
    """The steps up to one; those of tiles only where they are asked for, and what they find before
    the batch not where it is recalled.
    """
    without: tuple[str, ...] = () if tiled else OF_TILES
    without += ("before",) if recalled else ()
    return tuple(name for name in CHAIN[: CHAIN.index(last) + 1] if name not in without)
