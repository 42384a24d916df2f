"""Names that lead nowhere: of values, timers, institutions, facts and all else."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from tidewaiter.law.answers.facts import BESIDE, PRODUCT
from tidewaiter.law.findings import Finding
from tidewaiter.law.sources import Sources, Spot

LINKS = (
    ("measures", "limit", "values"),
    ("vat", "rate", "values"),
    ("vat", "per_gram_ml", "values"),
    ("vat", "per_piece", "values"),
    ("consumption", "rate", "values"),
    ("consumption", "per_gram_ml", "values"),
    ("consumption", "per_piece", "values"),
    ("institutions", "parent", "institutions"),
    ("competences", "lead", "institutions"),
    ("competences", "supporting", "institutions"),
    ("competences", "informed", "institutions"),
    ("obligations", "models", "business_models"),
    ("obligations", "timer", "timers"),
    ("obligations", "value", "values"),
    ("obligations", "violation", "violations"),
    ("violations", "penalties", "penalties"),
    ("publicity", "timer", "timers"),
    ("timers", "calendar", "calendars"),
)
"""Section, field and the section to which the field leads."""

KINDS = {
    "values": "value",
    "institutions": "institution",
    "business_models": "business model",
    "timers": "timer",
    "violations": "violation",
    "penalties": "penalty",
    "calendars": "calendar",
}

Named = tuple[str, str, Any, str, Spot]


def named(sources: Sources) -> Iterator[Named]:
    """Every name that one entry gives of another.

    Yields the field, the section that it leads to, the entry, the name and the spot.
    """
    for section, field, target in LINKS:
        for entry, spot in getattr(sources, section):
            given = getattr(entry, field)
            for name in (given,) if isinstance(given, str) else given or ():
                yield field, target, entry, name, spot


def names_that_lead_nowhere(sources: Sources) -> Iterator[Finding]:
    """Every name that is given leads to an entry of the pack."""
    known = {target: {entry.id for entry, _ in getattr(sources, target)} for target in KINDS}
    for field, target, entry, name, spot in named(sources):
        if name not in known[target]:
            message = (
                f"`{entry.id}` names the {KINDS[target]} `{name}`, "
                f"which the pack does not define{_near(name, known[target])}"
            )
            code = KINDS[target].replace(" ", "-")
            yield spot.finding(code, message, subject=entry.id, at=(field,))


def facts_that_nobody_asks_for(sources: Sources) -> Iterator[Finding]:
    """A condition names facts of the pack and choices of the fact, or groups of goods."""
    facts = {fact.id: {choice.id for choice in fact.choices} for fact, _ in sources.facts}
    groups = {group.id for group, _ in sources.product_groups}
    for section in ("business_models", "competences", "obligations"):
        beside = () if section == "business_models" else BESIDE
        for entry, spot in getattr(sources, section):
            yield from _condition(entry, spot, {**facts, **dict.fromkeys(beside)}, groups)
    for model, spot in sources.business_models:
        for number, mode in enumerate(model.modes):
            if "direction" in facts and mode.direction not in facts["direction"]:
                message = f"the direction `{mode.direction}` of mode {mode.code} is no choice."
                yield spot.finding("choice", message, subject=model.id, at=("modes", number))


def _condition(
    entry: Any, spot: Spot, facts: dict[str, set[str] | None], groups: set[str]
) -> Iterator[Finding]:
    for name, choices in entry.when.items():
        place = ("when", name)
        if name not in facts:
            message = f"`{entry.id}` asks for the fact `{name}`, which the pack does not define"
            yield spot.finding("fact", message + _near(name, facts), subject=entry.id, at=place)
            continue
        known = groups if name == PRODUCT else facts[name]
        for choice in choices:
            if known is not None and choice not in known:
                what = "product group" if name == PRODUCT else f"choice of `{name}`"
                message = f"`{entry.id}` names `{choice}`, which is no {what}"
                code = "product-group" if name == PRODUCT else "choice"
                yield spot.finding(code, message + _near(choice, known), subject=entry.id, at=place)


def _near(name: str, known: Any) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean `{near[0]}`?" if near else "."
