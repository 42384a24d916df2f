"""What a pack leaves unsaid and should say: warnings, for the writer of the pack."""

from collections.abc import Iterator

from tidewaiter.law.findings import Finding
from tidewaiter.law.model.duties import Who
from tidewaiter.law.schema.duties import ObligationEntry
from tidewaiter.law.sources import Sources, Spot


def duties(sources: Sources) -> Iterator[Finding]:
    """An obligation says how it is met and proved, who watches it, and whom it binds."""
    for obligation, spot in sources.obligations:
        for key, what in (
            ("text", "how it is met"),
            ("evidence", "how one proves it"),
            ("matter", "who watches over it"),
        ):
            if not getattr(obligation, key):
                message = f"`{obligation.id}` does not say {what}; please add `{key}`."
                yield spot.warning(f"no-{key}", message, subject=obligation.id)
        if obligation.who not in set(Who):
            message = f"`{obligation.who}` is none of those who have duties: {', '.join(Who)}."
            yield spot.warning("who", message, subject=obligation.id, at=("who",))
        yield from _never(sources, obligation, spot)


def timers(sources: Sources) -> Iterator[Finding]:
    """A timer says in words what starts it."""
    for timer, spot in sources.timers:
        if timer.event is None:
            message = f"`{timer.id}` does not say in words what starts it; please add `event`."
            yield spot.warning("no-event", message, subject=timer.id)


def institutions(sources: Sources) -> Iterator[Finding]:
    """An institution leads in something, or is where one escalates to."""
    used = {competence.lead for competence, _ in sources.competences}
    used |= {institution.parent or "" for institution, _ in sources.institutions}
    for institution, spot in sources.institutions:
        if institution.id not in used:
            message = f"the institution `{institution.id}` leads in nothing."
            yield spot.warning("idle", message, subject=institution.id)


def _never(sources: Sources, obligation: ObligationEntry, spot: Spot) -> Iterator[Finding]:
    """An obligation whose models exclude what it asks for would never apply."""
    for model, _ in sources.business_models:
        for fact, choices in model.when.items() if model.id in obligation.models else ():
            wanted = obligation.when.get(fact)
            if wanted is not None and not set(wanted) & set(choices):
                message = f"`{obligation.id}` never applies to `{model.id}`: see `{fact}` of both."
                yield spot.warning("never", message, subject=obligation.id, at=("when", fact))
