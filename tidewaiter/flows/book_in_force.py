"""The book that holds now: shipped rules and stored ones, picked up without a restart."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from time import monotonic

import structlog

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.book.loader import Book, BookError, bound, load_book
from tidewaiter.engine.book.rules import Severity
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.receive_message import law_on
from tidewaiter.law.loader import Law
from tidewaiter.risk.commands.book.editions import keep_edition
from tidewaiter.risk.queries.book import change_number, has_edition, rules_ever, stored_rules
from tidewaiter.risk.rules.book import Stored, effective, merged, rule_of

log = structlog.get_logger()

LOOKS_AGAIN = timedelta(seconds=1)
"""So old may be what is known of changes of the book."""


@dataclass
class Shelf:
    """The book in force as one process knows it, looked at again every second."""

    book: Book = field(default_factory=load_book)
    _looked: datetime | None = None
    _seen: tuple[int, date] | None = None
    _kept: str = ""

    def look(self, *, at: datetime) -> Book:
        """The book in force.

        A stored rule that this version of the product cannot run is left out and logged as an
        error; the others hold.
        """
        if self._looked is None or not timedelta(0) <= at - self._looked < LOOKS_AGAIN:
            self._looked = at
            law = law_on(at)
            seen = (change_number(), law.day)
            if seen != self._seen:
                self.book = book_of_day(law)
                self._seen = seen
        return self.book

    def renew(self, *, by: Actor, at: datetime) -> Book:
        """The book in force; its edition is kept before anything is decided by it."""
        self.look(at=at)
        if self._kept != self.book.version:
            if not has_edition(self.book.version[:16]):
                keep_edition(self.book, by=by, at=at)
            self._kept = self.book.version
        return self.book


def book_of_day(law: Law) -> Book:
    """The shipped book with the stored rules that hold on a day of the law or run in shadow."""
    stored = stored_rules()
    if not stored:
        return load_book()
    try:
        book = merged(load_book(), stored, on=law.day)
        compile_program(law, book, Policy(), seed="trial")
        return book
    except BookError as trouble:
        log.error("book.refused", problem=str(trouble))
    return merged(load_book(), [one for one in stored if _runs(one, law)], on=law.day)


def _runs(one: Stored, law: Law) -> bool:
    try:
        rule = effective(one).model_copy(update={"since": law.day, "until": None})
        compile_program(law, load_book().extended([rule]), Policy(), seed="trial")
    except BookError as trouble:
        log.error("rule.left-out", code=one.code, number=one.number, problem=str(trouble))
        return False
    return True


_looked: list[tuple[float, int]] = []


def book_to_tell() -> Book:
    """Every rule that holds or ever held, in its latest text: for telling reasons, not deciding.

    Changes of the book are looked for every second.
    """
    now = monotonic()
    if not _looked or now - _looked[0][0] >= LOOKS_AGAIN.total_seconds():
        _looked[:] = [(now, change_number())]
    return _told(_looked[0][1])


def book_to_publish() -> Book:
    """The rules that everybody may read about: the shipped ones, and those of the office that tell
    a declarant something; what the office looks for by itself is not published.
    """
    told = book_to_tell()
    hidden = {Severity.SCORE, Severity.HOLD}
    return bound(rule for rule in told.rules if rule.shipped or rule.severity not in hidden)


def forget_book() -> None:
    """Read the book anew at the next look."""
    _looked.clear()
    _told.cache_clear()


@lru_cache(maxsize=1)
def _told(change: int) -> Book:
    latest: dict[str, Stored] = {}
    for one in rules_ever():
        latest[one.code] = one
    found = []
    for one in latest.values():
        try:
            found.append(rule_of(one.text))
        except BookError as trouble:
            log.error("rule.left-out", code=one.code, number=one.number, problem=str(trouble))
    return load_book().extended(found) if found else load_book()
