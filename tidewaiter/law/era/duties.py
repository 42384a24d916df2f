"""Institutions, competences and obligations as they stand on a day."""

from collections.abc import Iterator

from tidewaiter.law.era.origin import Origin, maybe, title
from tidewaiter.law.era.trade import when
from tidewaiter.law.model.duties import Competence, Institution, Obligation
from tidewaiter.law.sources import Sources


def institutions(sources: Sources, origin: Origin) -> Iterator[Institution]:
    """The authorities."""
    for entry in origin.current(sources.institutions):
        yield Institution(
            id=entry.id,
            title=title(entry.title),
            short=title(entry.short),
            level=entry.level,
            territory=entry.territory,
            parent=entry.parent or "",
            address=entry.address,
            **origin.noted(entry),
        )


def competences(sources: Sources, origin: Origin) -> Iterator[Competence]:
    """Which authority leads in what."""
    for entry in origin.current(sources.competences):
        yield Competence(
            id=entry.id,
            title=maybe(entry.title),
            matter=entry.matter,
            when=when(entry.when),
            lead=entry.lead,
            supporting=entry.supporting,
            informed=entry.informed,
            order=entry.order,
            **origin.noted(entry),
        )


def obligations(sources: Sources, origin: Origin) -> Iterator[Obligation]:
    """Who has to do what."""
    for entry in origin.current(sources.obligations):
        yield Obligation(
            id=entry.id,
            who=entry.who,
            title=title(entry.title),
            text=maybe(entry.text),
            models=frozenset(entry.models),
            when=when(entry.when),
            evidence=tuple(map(title, entry.evidence)),
            admission=entry.admission,
            timer=entry.timer or "",
            deadline=maybe(entry.deadline),
            value=entry.value or "",
            matter=entry.matter,
            harm=entry.harm or "",
            violation=entry.violation or "",
            **origin.noted(entry),
        )
