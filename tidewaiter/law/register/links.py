"""What points where: the names that an entry uses, and the entries that use a name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from tidewaiter.law.loader import Law
from tidewaiter.law.register.kinds import BY_NAME, Kind, entries, everything

Address = tuple[str, str]
"""The slug of a kind, and an id."""

FIELDS: Mapping[str, str] = {
    "timer": "timer",
    "value": "value",
    "violation": "violation",
    "penalties": "penalty",
    "models": "business model",
    "lead": "institution",
    "supporting": "institution",
    "informed": "institution",
    "parent": "institution",
    "calendar": "calendar",
}
"""The fields of entries that name another entry, and the kind of what they name."""

PRODUCT = "product"


def names(kind: Kind, entry: Any) -> Iterator[tuple[str, Address]]:
    """What an entry names, and in which of its fields."""
    for field, of in FIELDS.items():
        given = getattr(entry, field, None)
        if not given or (field == "value" and kind.name == "value"):
            continue
        for name in [given] if isinstance(given, str) else given:
            yield field, (BY_NAME[of].slug, name)
    for fact, choices in (getattr(entry, "when", None) or {}).items():
        if fact == PRODUCT:
            yield from (("when", ("product-groups", choice)) for choice in choices)
        else:
            yield "when", ("facts", fact)
    reference = getattr(entry, "reference", None)
    if reference is not None:
        yield "reference", ("texts", reference.id)


def used_by(law: Law, slug: str, name: str) -> tuple[tuple[Kind, Any], ...]:
    """The entries that name another one, in the order of the kinds."""
    return _users(law).get((slug, name), ())


@lru_cache(maxsize=32)
def _users(law: Law) -> Mapping[Address, tuple[tuple[Kind, Any], ...]]:
    found: dict[Address, dict[tuple[str, str], tuple[Kind, Any]]] = defaultdict(dict)
    for kind, entry in everything(law):
        for _, address in names(kind, entry):
            found[address][kind.slug, entry.id] = (kind, entry)
    return {address: tuple(users.values()) for address, users in found.items()}


def known(law: Law, address: Address) -> Any:
    """The entry at an address on the day of the law; None where there is none."""
    slug, name = address
    kind = next((kind for kind in BY_NAME.values() if kind.slug == slug), None)
    return entries(law, kind).get(name) if kind else None
