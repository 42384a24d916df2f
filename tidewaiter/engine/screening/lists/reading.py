"""What all forms of lists share: files as texts with a digest, dates as lists write them."""

import calendar
import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tidewaiter.engine.screening.entries import Born
from tidewaiter.engine.screening.lists.faults import other_form

LARGEST = 1 << 30
"""The most bytes that a list file may have."""

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_DAY = re.compile(r"^(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})$")
_MONTH = re.compile(r"^([A-Za-z]{3})[a-z]* (\d{4})$")
_YEAR = re.compile(r"^(?:circa |c\. ?|approximately )?(\d{4})$", re.IGNORECASE)
_SPAN = re.compile(r"^(?:circa )?(\d{4})\s*(?:-|to|/|–)\s*(?:circa )?(\d{4})$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$")
_ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_CIRCA = re.compile(r"^(?:circa|c\.|approximately|about)\s*", re.IGNORECASE)


def digest_of(files: Sequence[Path]) -> str:
    """SHA-256 over the bytes of the files, in the order given."""
    told = hashlib.sha256()
    for file in files:
        with file.open("rb") as opened:
            while block := opened.read(1 << 20):
                told.update(block)
    return told.hexdigest()


def text_of(file: Path) -> str:
    """The text of a file in UTF-8 (or Latin-1, which older OFAC files use)."""
    if file.stat().st_size > LARGEST:
        raise other_form(
            file.name,
            0,
            f"The file has more than {LARGEST} bytes; no list is as large.",
            f"文件超过 {LARGEST} 字节，任何名单都不会如此之大。",
        )
    raw = file.read_bytes()
    if b"\0" in raw[:4096]:
        raise other_form(file.name, 0, "The file is not text.", "文件不是文本。")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def born(text: str) -> Born | None:
    """A date of birth in one of the ways in which lists write it; None where it is none.

    "23 Dec 1974", "1974-12-23", "Dec 1974", "1974-12", "1974", "circa 1974" (give or take a year),
    "1970 to 1974".
    """
    plain = " ".join(text.split()).rstrip(".")
    circa = _CIRCA.match(plain) is not None
    plain = _CIRCA.sub("", plain)
    try:
        if found := _ISO.match(plain):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return Born(day, day)
        if (found := _DAY.match(plain)) and found[2].lower() in _MONTHS:
            day = date(int(found[3]), _MONTHS[found[2].lower()], int(found[1]))
            return _years(day.year - 1, day.year + 1) if circa else Born(day, day)
        if (found := _MONTH.match(plain)) and found[1].lower() in _MONTHS:
            return _month(int(found[2]), _MONTHS[found[1].lower()])
        if found := _ISO_MONTH.match(plain):
            return _month(int(found[1]), int(found[2]))
        if found := _YEAR.match(plain):
            year = int(found[1])
            return _years(year - 1, year + 1) if circa else _years(year, year)
        if found := _SPAN.match(plain):
            return _years(int(found[1]), int(found[2]))
    except ValueError:
        return None
    return None


def _month(year: int, month: int) -> Born:
    return Born(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _years(first: int, last: int) -> Born:
    return Born(date(first, 1, 1), date(last, 12, 31))
