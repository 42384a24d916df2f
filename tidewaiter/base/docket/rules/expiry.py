"""What follows when time has run, by what the law says of the clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_TRIES = 12
"""After so many failures a docket is no longer woken; a supervisor looks after it."""


class Follows(StrEnum):
    """What the file itself does when time has run."""

    ESCALATE = "escalate"
    TELL = "tell"
    PUBLISH = "publish"
    UNPUBLISH = "unpublish"


@dataclass(frozen=True, slots=True)
class Effect:
    """What is done, and whether what the clock asks for is still to be done."""

    deeds: frozenset[Follows]
    still_open: bool


_OWN = {
    "escalate": frozenset({Follows.ESCALATE}),
    "notify": frozenset({Follows.TELL}),
    "publish": frozenset({Follows.PUBLISH}),
    "unpublish": frozenset({Follows.UNPUBLISH}),
}
_STILL_OPEN = {"escalate", "notify", "breach", "late-fee"}
"""Whoever is late still has to do it."""


def follows(expiry: str, *, verb: str) -> Effect:
    """Escalating, telling the supervisor, publishing and its end are done by the file itself; what
    silence means otherwise (refused, consented, closed, lapsed) is a move of the kind. Where
    the kind names none, a supervisor is told rather than that nothing happens.
    """
    deeds = _OWN.get(expiry, frozenset())
    if not deeds and not verb:
        deeds = frozenset({Follows.TELL})
    return Effect(deeds, still_open=expiry in _STILL_OPEN and not verb)


def later(at: datetime, tries: int) -> datetime:
    """When something that went wrong is tried again: after a minute, then twice as late."""
    return at + timedelta(minutes=min(2 ** (tries - 1), 720))
