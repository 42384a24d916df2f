"""Facts, business models and groups of goods as they stand on a day."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tidewaiter.law.era.origin import Origin, maybe, title
from tidewaiter.law.model.trade import BusinessModel, Fact, Mode, ProductGroup, When
from tidewaiter.law.model.words import Title
from tidewaiter.law.sources import Sources


def facts(sources: Sources, origin: Origin) -> Iterator[Fact]:
    """What a person declares about the trade."""
    for entry in origin.current(sources.facts):
        yield Fact(
            id=entry.id,
            title=title(entry.title),
            help=maybe(entry.help),
            choices=MappingProxyType({c.id: Title(c.en, c.zh) for c in entry.choices}),
            since=entry.since,
            until=entry.until,
            reference=origin.cite(entry.reference, entry.article) if entry.reference else None,
            verified=entry.verified,
            note=entry.note,
        )


def models(sources: Sources, origin: Origin) -> Iterator[BusinessModel]:
    """The business models."""
    for entry in origin.current(sources.business_models):
        yield BusinessModel(
            id=entry.id,
            title=title(entry.title),
            definition=title(entry.definition),
            when=when(entry.when),
            modes=tuple(Mode(m.code, m.direction, Title(m.en, m.zh)) for m in entry.modes),
            kind=entry.kind,
            **origin.noted(entry),
        )


def product_groups(sources: Sources, origin: Origin) -> Iterator[ProductGroup]:
    """The groups of goods that rules speak of."""
    for entry in origin.current(sources.product_groups):
        yield ProductGroup(
            id=entry.id,
            title=title(entry.title),
            prefixes=entry.prefixes,
            **origin.noted(entry),
        )


def when(entry: Mapping[str, tuple[str, ...]]) -> When:
    """Facts that must hold, so that nothing in them can be changed."""
    return MappingProxyType({name: frozenset(choices) for name, choices in entry.items()})
