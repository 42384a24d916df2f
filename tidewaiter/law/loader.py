"""Loads a law pack once, and answers what it says on a day: `load("cn").on(day)`."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tidewaiter.law.answers import duties, responsibility, trade
from tidewaiter.law.answers.facts import Facts
from tidewaiter.law.check import report
from tidewaiter.law.era.goods import amount
from tidewaiter.law.era.sections import NUMBERS, WORDS, Era, beginning, beginnings
from tidewaiter.law.findings import PackError, Severity
from tidewaiter.law.model.clocks import Calendar, Timer
from tidewaiter.law.model.duties import Competence, Institution, Matter, Obligation
from tidewaiter.law.model.sanctions import Factor, Method, Penalty, Publicity, Violation
from tidewaiter.law.model.trade import BusinessModel, Fact, ProductGroup
from tidewaiter.law.model.values import Code, Measure, Scalar, Signing, TariffLine, Value
from tidewaiter.law.model.words import Reference, Title
from tidewaiter.law.shelf import Shelf, Unread
from tidewaiter.law.sources import PACKS, Sources, read

if TYPE_CHECKING:
    from tidewaiter.law.frames import Table

DAYS_KEPT = 4096  # a day costs little: what it says is shared with all days of its era
ERAS_KEPT = 64  # a back-test over decades must not keep every tariff that there was


class Unknown(LookupError):
    """The law pack does not say what was asked, or not on that day."""


class Pack:
    """A law pack with its whole history; `on` gives the law of a day."""

    def __init__(self, name: str, sources: Sources) -> None:
        self.name = name
        self.version = sources.version
        self.asked: date | None = None
        self._sources = sources
        self._numbers = beginnings(sources, NUMBERS)
        self._words = beginnings(sources, WORDS)
        self._era = lru_cache(maxsize=ERAS_KEPT)(lambda day, sections: Era(sources, day))
        self._law = lru_cache(maxsize=DAYS_KEPT)(self._made)

    def on(self, day: date) -> "Law":
        """The law as it stands on a day; the same object for the days asked for lately."""
        if isinstance(day, datetime):
            raise TypeError("The law is asked for a day, not for a moment; use .date().")
        return self._law(day)

    def history(self, name: str) -> tuple[Value, ...]:
        """All that a value ever was, in the order of time."""
        for entry, _ in self._sources.values:
            if entry.id == name:
                days = sorted(past.since for past in entry.history)
                return tuple(self.on(day).value(name) for day in days)
        raise Unknown(f'The law pack "{self.name}" has no value "{name}".')

    def beginnings_after(self, day: date) -> tuple[date, ...]:
        """The days to come on which something begins, or has just ended."""
        return tuple(sorted({each for each in (*self._numbers, *self._words) if each > day}))

    @property
    def title(self) -> Title:
        """What the pack is called."""
        header = self._sources.header
        return Title(header.title.en, header.title.zh) if header else Title(self.name, self.name)

    def days(self) -> tuple[date, ...]:
        """The days on which anything begins to apply or has ceased to, in order."""
        return tuple(sorted({*self._numbers, *self._words} - {date.min}))

    def versions(self, section: str, name: str) -> tuple[date, ...]:
        """The days on which an entry of a section of the files began, and began anew."""
        entries = [entry for entry, _ in getattr(self._sources, section) if entry.id == name]
        parts = [part for entry in entries for part in getattr(entry, "history", (entry,))]
        return tuple(sorted({part.since for part in parts if part.since is not None}))

    def _made(self, day: date) -> "Law":
        self.asked = day
        numbers = self._era(beginning(self._numbers, day), NUMBERS)
        words = self._era(beginning(self._words, day), WORDS)
        return Law(self.name, self.version, day, numbers, words)


class Law:
    """The law of one jurisdiction on one day; nothing in it changes."""

    def __init__(self, pack: str, version: str, day: date, numbers: Era, words: Era) -> None:
        self.pack = pack
        self.version = version
        self.day = day
        self._numbers = numbers
        self._words = words

    def __repr__(self) -> str:
        return f"<Law {self.pack} on {self.day}, {self.version[:12]}>"

    def value(self, name: str) -> Value:
        """A value with its unit, dates and reference."""
        try:
            return self._numbers.values[name]
        except KeyError:
            raise self._unknown(f'value "{name}"') from None

    def amount(self, name: str) -> Decimal:
        """A value that is a number, as an exact decimal."""
        return amount(self.value(name))

    def number(self, name: str) -> int:
        """A value that is a whole number."""
        amount = self.amount(name)
        if amount != int(amount):
            raise TypeError(f'The value "{name}" is not a whole number: {amount}.')
        return int(amount)

    def text(self, name: str) -> str:
        """A value that is a word or a code."""
        value = self.value(name)
        if not isinstance(value.value, str):
            raise TypeError(f'The value "{name}" is not text but of the kind {value.kind}.')
        return value.value

    def reference(self, name: str, article: str = "") -> Reference:
        """A legal text by its id, or the text behind a value by the value's id."""
        if self.has_text(name):
            return self._numbers.origin.cite(name, article)
        if name in self.values:
            return self.values[name].reference
        raise Unknown(f'The law pack "{self.pack}" has no legal text and no value "{name}".')

    def has_text(self, name: str) -> bool:
        """Whether the pack knows a legal text of this id."""
        return name in self._numbers.origin.texts

    @property
    def texts(self) -> Mapping[str, Reference]:
        """All legal texts of the pack by id, those of other days too."""
        return {name: cite("") for name, cite in self._numbers.origin.texts.items()}

    def codes(self, name: str) -> Mapping[str, Code]:
        """A code list: each code that is valid on the day, with its names."""
        try:
            return self.lists[name]
        except KeyError:
            known = ", ".join(sorted(self.lists))
            message = f'The law pack "{self.pack}" has no code list "{name}"; it has: {known}.'
            raise Unknown(message) from None

    def must_sign(self, message: str) -> bool:
        """Whether a kind of message, such as "621", must carry a signature."""
        signing = self.signing.get(message)
        return signing is not None and signing.required

    def timer(self, name: str) -> Timer:
        """A deadline of the law."""
        try:
            return self._words.timers[name]
        except KeyError:
            raise self._unknown(f'timer "{name}"') from None

    def calendar(self, name: str, *, place: str = "") -> Calendar:
        """A calendar of working days by its id; that of the place ("DE") goes before it.

        A clock of the union counts by the working days of the member state in which it runs.
        """
        calendars = self._words.calendars
        try:
            return calendars.get(place.lower()) or calendars[name]
        except KeyError:
            raise self._unknown(f'calendar "{name}"') from None

    def model_of(self, facts: Facts) -> trade.Trade:
        """The business models that hold when these facts are declared, each with why."""
        return trade.model_of(self, facts)

    def responsible(self, matter: Matter | str, facts: Facts) -> responsibility.Responsible:
        """The one institution that leads in a matter, or a named conflict, with the reason."""
        return responsibility.responsible(self, matter, facts)

    def obligations_of(self, facts: Facts, who: str) -> tuple[Obligation, ...]:
        """What a platform, merchant, … has to do when these facts are declared."""
        return duties.obligations_of(self, facts, who)

    def duties_of(self, facts: Facts, who: str) -> tuple[duties.Duty, ...]:
        """The same with why, who watches it, the deadline, and what follows."""
        return duties.duties_of(self, facts, who)

    def questions(self, facts: Facts, who: str) -> tuple[str, ...]:
        """The facts that somebody should still be asked for."""
        return duties.questions(self, facts, who)

    def tables(self) -> Mapping[str, "Table"]:
        """The law as Arrow tables for the engine."""
        return self._numbers.tables

    def parameters(self) -> dict[str, Scalar]:
        """All values as plain scalars by id, as rule documents name them."""
        return {name: value.value for name, value in self.values.items()}

    @property
    def values(self) -> Mapping[str, Value]:
        """All values of the day by id."""
        return self._numbers.values

    @property
    def lists(self) -> Mapping[str, Mapping[str, Code]]:
        """All code lists of the day by name."""
        return self._numbers.lists

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What a person may buy in a calendar year: money, and named goods."""
        return self._numbers.measures

    @property
    def signing(self) -> Mapping[str, Signing]:
        """Which kinds of message must be signed, by the number of the message."""
        return self._numbers.signing

    @property
    def tariff(self) -> tuple[TariffLine, ...]:
        """The lines of the tariff of the day, in the order of their codes."""
        return self._numbers.tariff

    @property
    def facts(self) -> Mapping[str, Fact]:
        """What a person declares about the trade."""
        return self._words.facts

    @property
    def models(self) -> Mapping[str, BusinessModel]:
        """The business models."""
        return self._words.models

    @property
    def product_groups(self) -> Mapping[str, ProductGroup]:
        """The groups of goods that rules speak of."""
        return self._words.product_groups

    @property
    def institutions(self) -> Mapping[str, Institution]:
        """The authorities."""
        return self._words.institutions

    @property
    def competences(self) -> Mapping[str, Competence]:
        """Which authority leads in what."""
        return self._words.competences

    @property
    def obligations(self) -> Mapping[str, Obligation]:
        """Who has to do what."""
        return self._words.obligations

    @property
    def violations(self) -> Mapping[str, Violation]:
        """What one commits by not doing what is due."""
        return self._words.violations

    @property
    def penalties(self) -> Mapping[str, Penalty]:
        """What follows a violation."""
        return self._words.penalties

    @property
    def factors(self) -> Mapping[str, Factor]:
        """What makes a penalty heavier or lighter."""
        return self._words.factors

    @property
    def methods(self) -> Mapping[str, Method]:
        """How penalties are calculated."""
        return self._words.methods

    @property
    def publicity(self) -> Mapping[str, Publicity]:
        """For how long penalties are published."""
        return self._words.publicity

    @property
    def timers(self) -> Mapping[str, Timer]:
        """The deadlines."""
        return self._words.timers

    @property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars of working days."""
        return self._words.calendars

    def _unknown(self, what: str) -> Unknown:
        return Unknown(f'The law pack "{self.pack}" has no {what} on {self.day}.')


def load(pack: str, root: Path = PACKS) -> Pack:
    """A law pack as it holds now: read once, and again when the law has been amended.

    Raises PackError, which names each file and line to look at, when the pack is not sound. A
    process that has read the law before goes on with what it has until an amendment is read; one
    that cannot be used is logged and among `unread()`.
    """
    if root is not PACKS:
        return _read(pack, root)
    return _shelf.get(pack)


def renew(pack: str) -> Pack:
    """A law pack as it holds now: an amendment is read before this answers, not behind it."""
    return _shelf.renew(pack)


def unread() -> Mapping[str, Unread]:
    """The packs whose last amendment this process cannot use, each with the reason."""
    return _shelf.unread()


def sound(sources: Sources) -> Pack:
    """A pack made of what its files say; PackError when they are not sound."""
    errors = [f for f in report.findings(sources) if f.severity is Severity.ERROR]
    if errors:
        raise PackError(sources.pack, tuple(errors))
    return Pack(sources.pack, sources)


def _warmed(new: Pack, old: Pack) -> None:
    """Have the new law say what the old one was last asked for, before anybody waits for it."""
    if old.asked is not None:
        new.on(old.asked).tables()


_shelf = Shelf(lambda pack: sound(read(pack)), _warmed)


@cache
def _read(pack: str, root: Path) -> Pack:
    return sound(read(pack, root))
