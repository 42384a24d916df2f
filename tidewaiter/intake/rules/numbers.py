"""The numbers that customs gives a declaration."""

import re
from datetime import datetime


def customs_numbers(number: int, received_at: datetime, customs_code: str) -> tuple[str, str]:
    """The numbers that customs gives a declaration: pre-entry number, and number of the list.

    B, the date and nine digits; office, year, I and nine digits. ``received_at`` is local time.
    """
    serial = f"{number % 10**9:09d}"
    return f"B{received_at:%Y%m%d}{serial}", f"{customs_code}{received_at:%Y}I{serial}"


def number_in(invt_no: str) -> int | None:
    """The nine digits of a list number, or nothing if it has not that shape."""
    found = re.fullmatch(r"\d{4}\d{4}I(\d{9})", invt_no)
    return int(found[1]) if found else None
