"""Models of one kind exclude each other, and every trade has one."""

from collections.abc import Collection, Iterator, Mapping
from itertools import combinations, product

from tidewaiter.law.answers.facts import holds
from tidewaiter.law.check.periods import applies
from tidewaiter.law.findings import Finding
from tidewaiter.law.model.trade import ModelKind
from tidewaiter.law.schema.trade import BusinessModelEntry
from tidewaiter.law.sources import Sources

SHOWN = 3


def models_at_once(sources: Sources) -> Iterator[Finding]:
    """Two models of one kind cannot hold at once."""
    for (one, _), (other, spot) in combinations(sources.business_models, 2):
        if one.kind is not other.kind or one.id == other.id or not _together(one, other):
            continue
        common = _common(one.when, other.when)
        if common is not None:
            facts = ", ".join(f"{name} {choice}" for name, choice in common.items())
            message = (
                f"`{one.id}` and `{other.id}` are both of the kind `{one.kind}` and hold at once"
                f"{f' for {facts}' if facts else ''}; narrow one of them."
            )
            yield spot.finding("models", message, subject=other.id, at=("when",))


def trades_without_model(sources: Sources) -> Iterator[Finding]:
    """Facts that make no model of the kind `trade` are worth a look."""
    trades = [(m, s) for m, s in sources.business_models if m.kind is ModelKind.TRADE]
    asked = {name for model, _ in trades for name in model.when}
    choices = {
        fact.id: [choice.id for choice in fact.choices]
        for fact, _ in sources.facts
        if fact.id in asked
    }
    bare = [
        chosen
        for chosen in product(*choices.values())
        if not any(holds(model.when, _as_declared(choices, chosen)) for model, _ in trades)
    ]
    if trades and bare:
        shown = "; ".join(", ".join(chosen) for chosen in bare[:SHOWN])
        more = f"; and {len(bare) - SHOWN} more" if len(bare) > SHOWN else ""
        message = f"no business model fits a trade that is {shown}{more} ({', '.join(choices)})."
        yield trades[0][1].warning("no-model", message, subject=trades[0][0].id)


def _together(one: BusinessModelEntry, other: BusinessModelEntry) -> bool:
    return applies(one, other.since) or applies(other, one.since)


def _common(
    one: Mapping[str, Collection[str]], other: Mapping[str, Collection[str]]
) -> dict[str, str] | None:
    """Facts for which both hold, or None where one excludes the other."""
    found = {}
    for name, choices in {**other, **one}.items():
        both = [choice for choice in choices if choice in other.get(name, choices)]
        if not both:
            return None
        found[name] = both[0]
    return found


def _as_declared(
    choices: Mapping[str, Collection[str]], chosen: Collection[str]
) -> dict[str, frozenset[str]]:
    return {name: frozenset([choice]) for name, choice in zip(choices, chosen, strict=True)}
