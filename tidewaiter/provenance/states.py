"""The life of a test report, and the closed lists of what checks and chains come out as."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move

LAW = "Tidewaiter, rules of procedure, 4"


class Report(StrEnum):
    """Where a test report stands."""

    UPLOADED = "uploaded"
    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    PARSED = "parsed"
    LABORATORY_FAILED = "laboratory-failed"
    LABORATORY_PASSED = "laboratory-passed"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    MISMATCH = "mismatch"
    ACCEPTED = "accepted"
    EXPIRED = "expired"
    SUSPECTED = "suspected"
    """Frozen: it looks forged, and a person decides."""
    FORGED = "forged"


WALKING = {Report.PARSED, Report.LABORATORY_PASSED, Report.UNCONFIRMED, Report.CONFIRMED}
"""States from which checks go on."""


REPORT = Life(
    "report",
    {
        "parse": Move({Report.UPLOADED}, Report.PARSED, "docket.work", LAW, "laboratory"),
        "leave-unread": Move({Report.UPLOADED}, Report.UNREADABLE, "docket.work", LAW),
        "find-incomplete": Move(
            {Report.UPLOADED, Report.PARSED}, Report.INCOMPLETE, "docket.work", LAW
        ),
        "pass-laboratory": Move(
            {Report.PARSED}, Report.LABORATORY_PASSED, "docket.work", LAW, "number"
        ),
        "fail-laboratory": Move({Report.PARSED}, Report.LABORATORY_FAILED, "docket.work", LAW),
        "leave-unconfirmed": Move(
            {Report.LABORATORY_PASSED}, Report.UNCONFIRMED, "docket.work", LAW
        ),
        "confirm-number": Move(
            {Report.LABORATORY_PASSED, Report.UNCONFIRMED},
            Report.CONFIRMED,
            "docket.work",
            LAW,
            "match",
        ),
        "accept": Move({Report.CONFIRMED}, Report.ACCEPTED, "docket.work", LAW, "valid"),
        "find-mismatch": Move({Report.CONFIRMED}, Report.MISMATCH, "docket.work", LAW),
        "suspect": Move({*WALKING, Report.ACCEPTED}, Report.SUSPECTED, "docket.work", LAW),
        "find-forged": Move({Report.SUSPECTED}, Report.FORGED, "docket.decide", LAW),
        "clear": Move({Report.SUSPECTED}, Report.CONFIRMED, "docket.decide", LAW, "match"),
        "expire": Move({Report.ACCEPTED}, Report.EXPIRED, "docket.work", LAW),
    },
    start=Report.UPLOADED,
)


class Outcome(StrEnum):
    """What a check of a report came out as; unconfirmed is not false."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    MISMATCH = "mismatch"
    FORGED = "forged"


class Binding(StrEnum):
    """What an accepted report is about."""

    NONE = ""
    PRODUCT = "product"
    """This very product: its trade item number or batch stands in the report."""
    MODEL = "model"
    """The model; the report does not name the item."""


class Mark(StrEnum):
    """How far a chain is shown."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X = "X"


class Contradictory(StrEnum):
    """What cannot be true in a chain."""

    OVERSOLD = "oversold"
    """More left the market than was made."""
    OVERSHIPPED = "overshipped"
    """A place shipped more than it received and made."""
    TRAVEL = "travel"
    """Faster from place to place than anything flies."""
    UNREGISTERED = "unregistered"
    """Made at a facility outside its registration."""
    ONE_REPORT = "one-report"
    """One report is used for two products."""
    NO_PEDIGREE = "no-pedigree"
    """Somebody reported that the goods do not fit their chain."""
