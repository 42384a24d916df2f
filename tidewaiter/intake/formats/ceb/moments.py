"""Days and moments as the messages write them: digits only, in China's time."""

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

CHINA = timezone(timedelta(hours=8), "CST")
"""The time zone of every moment in a message; there is no summer time."""


@lru_cache(maxsize=16384)
def moment(written: str) -> datetime:
    """Read ``YYYYMMDDhhmmss`` or ``YYYYMMDDhhmmssSSS``; raises ValueError if there is none such."""
    if len(written) not in (14, 17) or not (written.isascii() and written.isdigit()):
        raise ValueError(f"not a moment: {written!r}")
    clock = f"{written[:8]}T{written[8:14]}"
    if len(written) == 17:
        clock += f".{written[14:]}"
    return datetime.fromisoformat(clock).replace(tzinfo=CHINA)


@lru_cache(maxsize=4096)
def day(written: str) -> date:
    """Read ``YYYYMMDD``; raises ValueError if there is no such day."""
    if len(written) != 8 or not (written.isascii() and written.isdigit()):
        raise ValueError(f"not a day: {written!r}")
    return date.fromisoformat(written)


def stamp(at: datetime) -> str:
    """Write a moment to the second, as ``appTime`` wants it."""
    return at.astimezone(CHINA).strftime("%Y%m%d%H%M%S")


def stamp_millis(at: datetime) -> str:
    """Write a moment to the millisecond, as ``returnTime`` wants it."""
    local = at.astimezone(CHINA)
    return f"{local:%Y%m%d%H%M%S}{local.microsecond // 1000:03d}"
