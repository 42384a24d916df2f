"""The life of an operator's registration."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move


class Standing(StrEnum):
    """Whether an operator may trade."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    STRUCK_OFF = "struck-off"


REGISTRATION = Life(
    "registration",
    {
        "suspend": Move(
            {Standing.ACTIVE},
            Standing.SUSPENDED,
            "operator.edit",
            "GACC Announcement 194/2018, VII",
        ),
        "reinstate": Move(
            {Standing.SUSPENDED},
            Standing.ACTIVE,
            "operator.edit",
            "GACC Announcement 194/2018, VII",
        ),
        "close": Move(
            {Standing.ACTIVE, Standing.SUSPENDED},
            Standing.CLOSED,
            "operator.edit",
            "GACC Announcement 194/2018, II",
        ),
        "strike-off": Move(
            {Standing.ACTIVE, Standing.SUSPENDED},
            Standing.STRUCK_OFF,
            "operator.edit",
            "GACC Announcement 194/2018, VII",
        ),
        "restore": Move(
            {Standing.STRUCK_OFF},
            Standing.ACTIVE,
            "operator.edit",
            "Administrative Reconsideration Law",
        ),
    },
    start=Standing.ACTIVE,
)

RULES = "Tidewaiter, rules of access review"


class Access(StrEnum):
    """Where an application to trade stands, and afterwards the firm that it admitted."""

    STARTED = "started"
    SUBMITTED = "submitted"
    REVIEW = "review"
    REVISION = "revision"
    CONDITIONAL = "conditional"
    MONITORED = "monitored"
    REVERIFY = "reverify"
    RECHECK = "recheck"
    SUSPENDED = "suspended"
    STRUCK_OFF = "struck-off"
    REFUSED = "refused"
    ABANDONED = "abandoned"
    CLOSED = "closed"


_TRADES = {Access.CONDITIONAL, Access.MONITORED, Access.REVERIFY, Access.RECHECK}
_WORK, _DECIDE, _ANSWER = "docket.work", "docket.decide", "docket.answer"

ACCESS = Life(
    "access-review",
    {
        "submit": Move({Access.STARTED}, Access.SUBMITTED, _ANSWER, f"{RULES}, 1", "checks"),
        "abandon": Move({Access.STARTED}, Access.ABANDONED, _ANSWER, f"{RULES}, 1"),
        "lapse": Move({Access.STARTED}, Access.ABANDONED, _DECIDE, f"{RULES}, 1"),
        "take-checks": Move({Access.SUBMITTED}, Access.REVIEW, _WORK, f"{RULES}, 2", "review"),
        "ask": Move({Access.REVIEW}, Access.REVISION, _WORK, f"{RULES}, 4", "revise"),
        "revise": Move({Access.REVISION}, Access.REVIEW, _ANSWER, f"{RULES}, 4"),
        "give-up": Move({Access.REVISION}, Access.ABANDONED, _DECIDE, f"{RULES}, 4"),
        "admit-within-limits": Move(
            {Access.REVIEW}, Access.CONDITIONAL, _DECIDE, f"{RULES}, 5", "conditional"
        ),
        "approve": Move(
            {Access.REVIEW, Access.CONDITIONAL},
            Access.MONITORED,
            _DECIDE,
            f"{RULES}, 3",
            "reverify",
        ),
        "refuse": Move({Access.REVIEW, Access.CONDITIONAL}, Access.REFUSED, _DECIDE, f"{RULES}, 3"),
        "fall-due": Move({Access.MONITORED}, Access.REVERIFY, _WORK, f"{RULES}, 6", "prove"),
        "ask-again": Move({Access.MONITORED}, Access.REVERIFY, _WORK, f"{RULES}, 6", "prove"),
        "prove-again": Move({Access.REVERIFY}, Access.RECHECK, _ANSWER, f"{RULES}, 7", "recheck"),
        "confirm": Move({Access.RECHECK}, Access.MONITORED, _WORK, f"{RULES}, 7", "reverify"),
        "send-back": Move({Access.RECHECK}, Access.REVERIFY, _WORK, f"{RULES}, 7", "prove"),
        "stop-unproved": Move({Access.REVERIFY}, Access.SUSPENDED, _DECIDE, f"{RULES}, 7"),
        "suspend": Move(_TRADES, Access.SUSPENDED, _DECIDE, "GACC Announcement 194/2018, VII"),
        "lift": Move({Access.SUSPENDED}, Access.MONITORED, _DECIDE, f"{RULES}, 7", "reverify"),
        "strike-off": Move(
            {*_TRADES, Access.SUSPENDED},
            Access.STRUCK_OFF,
            _DECIDE,
            "GACC Announcement 194/2018, VII",
        ),
        "close": Move({*_TRADES, Access.SUSPENDED}, Access.CLOSED, _ANSWER, f"{RULES}, 9"),
        "appeal-refusal": Move({Access.REFUSED}, Access.REFUSED, _ANSWER, f"{RULES}, 8"),
        "appeal-limits": Move({Access.CONDITIONAL}, Access.CONDITIONAL, _ANSWER, f"{RULES}, 8"),
        "appeal-suspension": Move({Access.SUSPENDED}, Access.SUSPENDED, _ANSWER, f"{RULES}, 8"),
        "appeal-striking-off": Move({Access.STRUCK_OFF}, Access.STRUCK_OFF, _ANSWER, f"{RULES}, 8"),
        "reopen": Move({Access.REFUSED}, Access.REVIEW, _DECIDE, f"{RULES}, 8", "review"),
        "free": Move({Access.CONDITIONAL}, Access.MONITORED, _DECIDE, f"{RULES}, 8", "reverify"),
        "reinstate": Move({Access.SUSPENDED}, Access.MONITORED, _DECIDE, f"{RULES}, 8", "reverify"),
        "restore": Move({Access.STRUCK_OFF}, Access.MONITORED, _DECIDE, f"{RULES}, 8", "reverify"),
    },
    start=Access.STARTED,
)


class Appeal(StrEnum):
    """Where an appeal against a decision on admission stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"


APPEAL = Life(
    "access-appeal",
    {
        "take-up": Move({Appeal.RECEIVED}, Appeal.TAKEN_UP, _WORK, f"{RULES}, 8"),
        "uphold": Move({Appeal.TAKEN_UP}, Appeal.UPHELD, _DECIDE, f"{RULES}, 8"),
        "dismiss": Move({Appeal.TAKEN_UP}, Appeal.DISMISSED, _DECIDE, f"{RULES}, 8"),
        "withdraw": Move(
            {Appeal.RECEIVED, Appeal.TAKEN_UP}, Appeal.WITHDRAWN, _ANSWER, f"{RULES}, 8"
        ),
    },
    start=Appeal.RECEIVED,
)

UNDONE = {
    Access.REFUSED: "reopen",
    Access.CONDITIONAL: "free",
    Access.SUSPENDED: "reinstate",
    Access.STRUCK_OFF: "restore",
}
"""What follows in the first proceeding when an appeal against where it stands is upheld."""
