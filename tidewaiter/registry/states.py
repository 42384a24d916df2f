"""The life of an operator's registration."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move


class Standing(StrEnum):
    """Whether an operator may trade."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


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
    },
    start=Standing.ACTIVE,
)
