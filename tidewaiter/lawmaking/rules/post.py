"""When a letter that could not be sent is tried again."""

from datetime import datetime, timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
MOST_TRIES = 24
"""Tries over about four days; the notice itself can be pulled for ever."""


def next_try(tries: int, *, at: datetime) -> datetime:
    """After the first failure a minute later, then twice as long each time, at most six hours
    (life of a rule, 5).
    """
    return at + min(LONGEST, FIRST * int(2 ** min(tries, 20)))
