"""A violation has penalties, and a fine has a range."""

from collections.abc import Iterator

from tidewaiter.law.answers.facts import MEMBER_STATE
from tidewaiter.law.findings import Finding
from tidewaiter.law.model.sanctions import PenaltyKind
from tidewaiter.law.sources import Sources


def violations_without_penalty(sources: Sources) -> Iterator[Finding]:
    """A violation names at least one penalty."""
    for violation, spot in sources.violations:
        if not violation.penalties:
            message = f"nothing follows the violation `{violation.id}`; name its `penalties`."
            yield spot.finding("no-penalty", message, subject=violation.id)


def fines_without_range(sources: Sources) -> Iterator[Finding]:
    """A fine says how much at most and in which unit; without a minimum it begins at zero."""
    for penalty, spot in sources.penalties:
        if penalty.kind is not PenaltyKind.FINE:
            continue
        missing = [key for key in ("maximum", "unit") if getattr(penalty, key) is None]
        if missing:
            keys = " and ".join(f"`{key}`" for key in missing)
            message = f"the fine `{penalty.id}` has no range; please add {keys}."
            yield spot.finding("no-range", message, subject=penalty.id)


def unknown_territories(sources: Sources) -> Iterator[Finding]:
    """A penalty of one state names a state that the pack asks for or in which somebody leads."""
    known = {institution.territory for institution, _ in sources.institutions}
    for fact, _ in sources.facts:
        if fact.id == MEMBER_STATE:
            known |= {choice.id.upper() for choice in fact.choices}
    for penalty, spot in sources.penalties:
        if penalty.territory is not None and penalty.territory not in known:
            message = (
                f"`{penalty.id}` is of the territory `{penalty.territory}`, which no fact and no "
                "institution knows."
            )
            yield spot.finding("territory", message, subject=penalty.id, at=("territory",))
