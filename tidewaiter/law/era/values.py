"""Values, code lists and signing as they stand on a day."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from tidewaiter.law.era.origin import Origin, maybe, title
from tidewaiter.law.model.values import Code, Kind, Scalar, Signing, Value
from tidewaiter.law.model.words import Title
from tidewaiter.law.schema.entries import Sourced
from tidewaiter.law.schema.values import CodeListEntry, ValueEntry
from tidewaiter.law.sources import Sources


def values(sources: Sources, origin: Origin) -> dict[str, Value]:
    """All values by id."""
    return {
        entry.id: _value(entry, past.value, past, origin)
        for entry, _ in sources.values
        for past in entry.history
        if origin.applies(past)
    }


def lists(sources: Sources, origin: Origin) -> dict[str, Mapping[str, Code]]:
    """All code lists by name; a list may stand in several files."""
    found: dict[str, dict[str, Code]] = {}
    for listing in origin.current(sources.lists):
        found.setdefault(listing.list, {}).update(_codes(listing, origin))
    return {name: MappingProxyType(codes) for name, codes in found.items()}


def signing(sources: Sources, origin: Origin) -> dict[str, Signing]:
    """Which kinds of message must be signed, by the number of the message."""
    return {
        entry.message: Signing(
            message=entry.message,
            required=entry.required,
            title=title(entry.title),
            **origin.of(entry),
        )
        for entry in origin.current(sources.signing)
    }


def _value(entry: ValueEntry, scalar: Scalar, past: Sourced, origin: Origin) -> Value:
    if entry.kind is Kind.DECIMAL and isinstance(scalar, int):
        scalar = Decimal(scalar)
    return Value(
        id=entry.id,
        value=scalar,
        unit=entry.unit,
        title=title(entry.title),
        kind=entry.kind,
        clock=maybe(entry.clock),
        **origin.noted(past),
    )


def _codes(listing: CodeListEntry, origin: Origin) -> dict[str, Code]:
    own = origin.cite(listing.reference, listing.article)
    found = {}
    for key, entry in listing.codes.items():
        since, until = entry.since or listing.since, entry.until or listing.until
        if since > origin.day or (until is not None and until < origin.day):
            continue
        found[key] = Code(
            list=listing.list,
            code=key,
            title=Title(entry.en, entry.zh),
            since=since,
            until=until,
            reference=origin.cite(entry.reference) if entry.reference else own,
            verified=listing.verified if entry.verified is None else entry.verified,
            iso=entry.iso,
            quantity=entry.quantity,
            factor=entry.factor,
            messages=frozenset(entry.messages),
        )
    return found
