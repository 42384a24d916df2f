"""For every obligation there is exactly one lead institution, whatever else is declared.

The facts that an obligation leaves open are tried out: of each fact the choices that competences
of the matter mention, and one that none of them mentions.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product

from tidewaiter.law.answers.facts import HARM, PRODUCT, ROLE
from tidewaiter.law.answers.responsibility import first
from tidewaiter.law.check.periods import applies
from tidewaiter.law.findings import Finding
from tidewaiter.law.schema.duties import CompetenceEntry, ObligationEntry
from tidewaiter.law.schema.trade import BusinessModelEntry
from tidewaiter.law.sources import Sources, Spot

ONE_DAY = timedelta(days=1)
OTHER = "…"  # a choice that no competence mentions

Choices = frozenset[str]
Domain = list[Choices]


def leads(sources: Sources) -> Iterator[Finding]:
    """Each obligation has one lead on every day and for all facts that it leaves open."""
    for obligation, spot in sources.obligations:
        if obligation.matter is not None:
            yield from _obligation(sources, obligation, spot)


def _obligation(sources: Sources, obligation: ObligationEntry, spot: Spot) -> Iterator[Finding]:
    told: set[str] = set()
    for day in _days(sources, obligation):
        powers = [
            competence
            for competence, _ in sources.competences
            if competence.matter is obligation.matter and applies(competence, day)
        ]
        for facts in _situations(sources, obligation, powers):
            front, _ = first(powers, facts)
            named = sorted({power.lead for power in front})
            if len(named) == 1 or str(named) in told:
                continue
            told.add(str(named))
            yield _finding(obligation, spot, day, facts, front)


def _finding(
    obligation: ObligationEntry,
    spot: Spot,
    day: date,
    facts: Mapping[str, Choices],
    front: list[CompetenceEntry],
) -> Finding:
    said = ", ".join(f"{name} {'/'.join(sorted(facts[name])) or 'none'}" for name in facts)
    here = f"on {day}{f' with {said}' if said else ''}"
    if not front:
        message = f"no institution leads in {obligation.matter} for `{obligation.id}` {here}."
        return spot.finding("no-lead", message, subject=obligation.id, at=("matter",))
    names = ", ".join(f"{power.lead} by `{power.id}`" for power in front)
    message = (
        f"`{obligation.id}` has two lead institutions {here}: {names}; "
        "give one of the competences a smaller `order`."
    )
    return spot.finding("two-leads", message, subject=obligation.id, at=("matter",))


def _days(sources: Sources, obligation: ObligationEntry) -> list[date]:
    """The first day of the obligation, and those on which the competences change.

    A pack speaks from its own first day on; what an obligation was before is not its matter.
    """
    begins = sources.header.since if sources.header else date.min
    days = {max(obligation.since, begins)}
    for competence, _ in sources.competences:
        if competence.matter is obligation.matter:
            days.add(competence.since)
            if competence.until is not None and competence.until < date.max:
                days.add(competence.until + ONE_DAY)
    return sorted(day for day in days if day >= begins and applies(obligation, day))


def _situations(
    sources: Sources, obligation: ObligationEntry, powers: list[CompetenceEntry]
) -> Iterator[dict[str, Choices]]:
    """All combinations of facts that can matter; without models of its own, those of any trade."""
    asked = {name for power in powers for name in power.when}
    by_id = {model.id: model for model, _ in sources.business_models}
    models: list[BusinessModelEntry | None] = [
        by_id[name] for name in obligation.models if name in by_id
    ]
    for model in models or [None]:
        domains = {
            name: _domain(sources, name, obligation, model, powers) for name in sorted(asked)
        }
        for chosen in product(*domains.values()):
            yield dict(zip(domains, chosen, strict=True))


def _domain(
    sources: Sources,
    name: str,
    obligation: ObligationEntry,
    model: BusinessModelEntry | None,
    powers: list[CompetenceEntry],
) -> Domain:
    if name == ROLE:
        return [frozenset([obligation.who])]
    if name == HARM and obligation.harm is not None:
        return [frozenset([obligation.harm])]
    mentioned = {choice for power in powers for choice in power.when.get(name, ())}
    if name == PRODUCT:
        return _goods(sources, mentioned, set(obligation.when.get(name, ())))
    limits = [set(e.when[name]) for e in (obligation, model) if e is not None and name in e.when]
    known = {c.id for fact, _ in sources.facts if fact.id == name for c in fact.choices}
    free = set.intersection(*limits) if limits else known or mentioned | {OTHER}
    return [frozenset([choice]) for choice in sorted(free)]


def _goods(sources: Sources, mentioned: set[str], wanted: set[str]) -> Domain:
    """The sets of groups to which one kind of goods can belong at once."""
    groups = {group.id: group.prefixes for group, _ in sources.product_groups}
    domain = {frozenset({name}) for name in mentioned | wanted}
    for name in mentioned | wanted:
        for prefix in groups.get(name, ()):
            domain.add(frozenset(g for g, own in groups.items() if prefix.startswith(own)))
    if wanted:
        return sorted((each for each in domain if each & wanted), key=sorted)
    return sorted({*domain, frozenset()}, key=sorted)
