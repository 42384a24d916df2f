"""What may be asked of a decided parcel, and the words by which it is found."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.rules.faults import fault_of

_RUN = re.compile(r"[㐀-鿿豈-﫿]+|[0-9a-zA-Z]+")


@lru_cache(maxsize=50_000)
def search_words(text: str) -> str:
    """The words by which a text is found: Latin words and numbers, and pairs of Chinese characters.

    Chinese is not written with spaces; every two neighbours count as a word, so that any part of
    two or more characters is found.
    """
    words: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run[0].isascii() or len(run) == 1:
            words.append(run)
        else:
            words.extend(run[i : i + 2] for i in range(len(run) - 1))
    return " ".join(dict.fromkeys(words))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a declaration, and how it stands."""

    invt_no: str
    found: bool
    same_firm: bool
    outcome: str | None
    free: bool
    released_on: date | None
    today: date


@dataclass(frozen=True, slots=True)
class Returned:
    """One line of a return, and the line of the declaration that it refers to."""

    gnum: int
    gcode: str
    quantity: Decimal
    original_gcode: str | None
    original_quantity: Decimal
    returned_before: Decimal


def _not_theirs(asked: Asked, code: str) -> Fault | None:
    """A request names an existing declaration and comes from the firm that declared it (B-03)."""
    if not asked.found:
        return fault_of(code, number=asked.invt_no)
    if not asked.same_firm:
        return fault_of("TW-B03-FIRM", number=asked.invt_no)
    return None


def why_not_cancel(asked: Asked) -> Fault | None:
    """A declaration is cancelled before the goods are released, never after."""
    wrong = _not_theirs(asked, "-623003")
    if wrong is None and (asked.free or asked.outcome in {"rejected", "withdrawn"}):
        state = "released" if asked.free else asked.outcome
        return fault_of("-623005", number=asked.invt_no, state=state)
    return wrong


def why_not_return(asked: Asked, lines: Sequence[Returned], *, apply_days: int) -> Fault | None:
    """Goods are returned within the period after release, never more than was declared (B-01,
    B-03).
    """
    wrong = _not_theirs(asked, "-625016")
    if wrong is not None:
        return wrong
    if not asked.free or asked.released_on is None:
        return fault_of("TW-B01-NOT-RELEASED", number=asked.invt_no)
    days = (asked.today - asked.released_on).days
    if days > apply_days:
        return fault_of("TW-B01-LATE", number=asked.invt_no, days=days, limit=apply_days)
    for line in lines:
        if line.original_gcode != line.gcode:
            return fault_of("-625209", number=asked.invt_no, gnum=line.gnum, gcode=line.gcode)
        if line.quantity <= 0 or line.quantity + line.returned_before > line.original_quantity:
            return fault_of(
                "TW-B01-QUANTITY",
                gnum=line.gnum,
                quantity=line.quantity,
                before=line.returned_before,
                original=line.original_quantity,
            )
    return None


def why_not_signed_for(waybill: str, *, known: bool, free: bool) -> Fault | None:
    """A parcel is signed for after it was released, not before (L-08)."""
    if not known:
        return fault_of("-505001", waybill=waybill)
    return None if free else fault_of("TW-L08-NOT-RELEASED", waybill=waybill)
