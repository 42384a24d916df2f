"""Each reference leads to a text, and each text is used."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import SECTIONS, Sources, Spot


def references(sources: Sources) -> Iterator[Finding]:
    """Each reference leads to a text, and each text is used."""
    known = {entry.id for entry, _ in sources.references}
    used: set[str] = set()
    for subject, reference, spot in _cited(sources):
        used.add(reference)
        if reference not in known:
            message = f"the reference `{reference}` is not among the references of the pack."
            yield spot.finding("reference", message, subject=subject)
    for entry, spot in sources.references:
        if entry.id not in used:
            yield spot.warning("unused", f"nothing refers to `{entry.id}`.", subject=entry.id)


def passages(sources: Sources) -> Iterator[Finding]:
    """The exact words of an article are kept once in each language."""
    for entry, spot in sources.references:
        seen: set[tuple[str, str]] = set()
        for number, kept in enumerate(entry.passages):
            if (kept.article, kept.language) in seen:
                message = (
                    f"the words of `{entry.id}`, article “{kept.article}”, are given twice in "
                    f"“{kept.language}”; keep those that apply."
                )
                yield spot.finding("twice", message, subject=entry.id, at=("passages", number))
            seen.add((kept.article, kept.language))


def _cited(sources: Sources) -> Iterator[tuple[str, str, Spot]]:
    for value, spot in sources.values:
        for i, past in enumerate(value.history):
            yield value.id, past.reference, Spot(spot.located, (*spot.place, "history", i))
    for listing, spot in sources.lists:
        for code, entry in listing.codes.items():
            if entry.reference is not None:
                yield code, entry.reference, Spot(spot.located, (*spot.place, "codes", code))
    for section in (*SECTIONS, "tariff"):
        for entry, spot in getattr(sources, section):
            reference = getattr(entry, "reference", None)
            if reference is not None:
                yield _name(entry), reference, spot


def _name(entry: object) -> str:
    for key in ("id", "list", "gcode", "message"):
        if hasattr(entry, key):
            return str(getattr(entry, key))
    return ""
