"""Each name is given once."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import SECTIONS, Sources

# these are known by something else than an id
OTHERWISE = {"lists", "signing"}


def given_twice(sources: Sources) -> Iterator[Finding]:
    """A name is given once in its kind, or once again from a later day on."""
    for kind in SECTIONS:
        if kind in OTHERWISE:
            continue
        seen: set[tuple[str, object]] = set()
        for entry, spot in getattr(sources, kind):
            key = (entry.id, getattr(entry, "since", None))
            if key in seen:
                words = kind.replace("_", " ")
                message = f"`{entry.id}` is defined twice among the {words}; keep one of them."
                yield spot.finding("twice", message, subject=entry.id)
            seen.add(key)
