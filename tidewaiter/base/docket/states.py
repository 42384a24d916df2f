"""The lives that every docket has inside: of its statements of reasons, and of its clocks."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move

LAW = "Tidewaiter, rules of procedure"


class Standing(StrEnum):
    """Where a statement of reasons stands."""

    DRAFT = "draft"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


STATEMENT = Life(
    "statement",
    {
        "issue": Move({Standing.DRAFT}, Standing.ISSUED, "docket.decide", f"{LAW}, 3"),
        "drop": Move({Standing.DRAFT}, Standing.DROPPED, "docket.work", f"{LAW}, 3"),
        "withdraw": Move({Standing.ISSUED}, Standing.WITHDRAWN, "docket.decide", f"{LAW}, 3"),
    },
    start=Standing.DRAFT,
)


class Ticking(StrEnum):
    """How a clock of a docket stands."""

    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    OVERDUE = "overdue"
    """Its time has run; what it asks for is still to be done."""
    EXPIRED = "expired"
    """Its time has run, and what the law lets follow has followed."""
    CANCELLED = "cancelled"


CLOCK = Life(
    "clock",
    {
        "stop": Move({Ticking.RUNNING}, Ticking.STOPPED, "docket.work", f"{LAW}, 2"),
        "resume": Move({Ticking.STOPPED}, Ticking.RUNNING, "docket.work", f"{LAW}, 2"),
        "meet": Move(
            {Ticking.RUNNING, Ticking.STOPPED, Ticking.OVERDUE},
            Ticking.MET,
            "docket.work",
            f"{LAW}, 2",
        ),
        "run-over": Move({Ticking.RUNNING}, Ticking.OVERDUE, "docket.work", f"{LAW}, 2"),
        "expire": Move({Ticking.RUNNING}, Ticking.EXPIRED, "docket.work", f"{LAW}, 2"),
        "cancel": Move(
            {Ticking.RUNNING, Ticking.STOPPED, Ticking.OVERDUE},
            Ticking.CANCELLED,
            "docket.work",
            f"{LAW}, 2",
        ),
    },
    start=Ticking.RUNNING,
)

OPEN = (Ticking.RUNNING, Ticking.OVERDUE)
"""Clocks by which somebody still has something to do."""


class Secrecy(StrEnum):
    """Who may read a docket, a paper or an event."""

    OPEN = "open"
    """Anybody who is told the reference."""
    PARTIES = "parties"
    """The authority and all parties."""
    AUTHORITY = "authority"
    """The authority, and whoever handed it in."""
    RESTRICTED = "restricted"
    """Of the authority only who works on it, their unit, and supervisors."""


class Tlp(StrEnum):
    """How far a paper may travel, by the Traffic Light Protocol 2.0."""

    CLEAR = "clear"
    GREEN = "green"
    AMBER = "amber"
    AMBER_STRICT = "amber+strict"
    RED = "red"


class Related(StrEnum):
    """What one docket is to another."""

    DUPLICATE_OF = "duplicate-of"
    APPEAL_OF = "appeal-of"
    ARISES_FROM = "arises-from"
    BUNDLED_INTO = "bundled-into"
