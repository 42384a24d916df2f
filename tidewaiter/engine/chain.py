"""The order of the steps, and which of them serve which kind of batch."""

from tidewaiter.engine import steps

CHAIN = (
    "matched", "compared", "known", "line_peers", "marked", "added", "before", "habits", "conduct",
    "worded", "line_facts", "lines", "totals", "valued", "allocated", "taxes", "dues", "visits",
    "neighbours", "parcels",
)  # fmt: skip
"""The steps up to `parcels`, in order."""

OF_TILES = ("marked", "added", "before", "habits", "conduct")
"""Those that only rules about earlier parcels of a seller or a platform need."""

CAREFUL = ("judged", "used", "acceptable", "ledger", "folded", "settled")
"""The steps after `parcels`."""

QUICK = ("judged", "used", "acceptable", "ledger")
"""The same, for a batch in which no two parcels use one purse: none is contested."""

RECALLED = {
    "known": "recalled_known",
    "line_peers": "recalled_line_peers",
    "neighbours": "recalled_neighbours",
    "habits": "recalled_habits",
    "conduct": "recalled_conduct",
    "quieted": "recalled_quieted",
    "used": "recalled_used",
}
"""Where a decision is made again, these steps read what it knew then."""


def live(sql: str) -> str:
    """A statement for a small batch."""
    return steps.kept(steps.filled(sql, "many", None), "few")


def in_bulk(sql: str) -> str:
    """The same for more parcels than pairs of them can be looked at."""
    return steps.kept(steps.filled(sql, "few", None), "many")
