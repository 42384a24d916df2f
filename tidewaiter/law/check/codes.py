"""Each code is defined once, and values in codes name known ones."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import Sources


def lists(sources: Sources) -> Iterator[Finding]:
    """Each code is defined once in its list; values in currency or unit codes name known ones."""
    seen: set[tuple[str, str]] = set()
    for listing, spot in sources.lists:
        for code in listing.codes:
            if (listing.list, code) in seen:
                message = f"the code `{code}` is defined twice in the list `{listing.list}`."
                yield spot.finding("twice", message, subject=code, at=("codes", code))
            seen.add((listing.list, code))
    named = {listing.list for listing, _ in sources.lists}
    for value, spot in sources.values:
        if not value.unit.startswith("code:"):
            continue
        listing_name = value.unit.removeprefix("code:")
        for i, past in enumerate(value.history):
            if listing_name not in named or (listing_name, str(past.value)) not in seen:
                message = f"`{value.id}` uses `{past.value}`, not a code of `{listing_name}`."
                yield spot.finding("code", message, subject=value.id, at=("history", i))
