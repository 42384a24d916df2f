"""All that a pack says on a day, section by section, each made when it is first asked for."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from tidewaiter.law.era import clocks, duties, goods, sanctions, trade, values
from tidewaiter.law.era.origin import Origin
from tidewaiter.law.model.clocks import Calendar, Timer
from tidewaiter.law.model.duties import Competence, Institution, Obligation
from tidewaiter.law.model.sanctions import Factor, Method, Penalty, Publicity, Violation
from tidewaiter.law.model.trade import BusinessModel, Fact, ProductGroup
from tidewaiter.law.model.values import Code, Measure, Signing, TariffLine, Value
from tidewaiter.law.sources import SECTIONS, Sources

if TYPE_CHECKING:
    from tidewaiter.law.frames import Table

T = TypeVar("T")
ONE_DAY = timedelta(days=1)


def beginnings(sources: Sources) -> tuple[date, ...]:
    """The days on which something in the pack begins, or has just ended, in order."""
    return tuple(sorted({date.min, *_changes(sources)}))


def beginning(days: tuple[date, ...], day: date) -> date:
    """The first day of the era in which a day lies."""
    return days[bisect_right(days, day) - 1]


def _changes(sources: Sources) -> Iterator[date]:
    for section in (*SECTIONS, "tariff"):
        for entry, _ in getattr(sources, section):
            parts = (entry, *getattr(entry, "history", ()), *getattr(entry, "codes", {}).values())
            for part in parts:
                since, until = getattr(part, "since", None), getattr(part, "until", None)
                if since is not None:
                    yield since
                if until is not None and until < date.max:
                    yield until + ONE_DAY


class Era:
    """The law of one jurisdiction as it stands from one change to the next."""

    def __init__(self, sources: Sources, day: date) -> None:
        self._sources = sources
        self.origin = Origin(sources, day)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """All values by id."""
        return MappingProxyType(values.values(self._sources, self.origin))

    @cached_property
    def lists(self) -> Mapping[str, Mapping[str, Code]]:
        """All code lists by name."""
        return MappingProxyType(values.lists(self._sources, self.origin))

    @cached_property
    def signing(self) -> Mapping[str, Signing]:
        """Which kinds of message must be signed, by the number of the message."""
        return MappingProxyType(values.signing(self._sources, self.origin))

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What a person may buy in a calendar year."""
        return goods.measures(self._sources, self.origin, self.values)

    @cached_property
    def tariff(self) -> tuple[TariffLine, ...]:
        """The lines of the tariff in the order of their codes."""
        return goods.tariff(self._sources, self.origin, self.values)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """What a person declares about the trade."""
        return self._by_id(trade.facts(self._sources, self.origin))

    @cached_property
    def models(self) -> Mapping[str, BusinessModel]:
        """The business models."""
        return self._by_id(trade.models(self._sources, self.origin))

    @cached_property
    def product_groups(self) -> Mapping[str, ProductGroup]:
        """The groups of goods that rules speak of."""
        return self._by_id(trade.product_groups(self._sources, self.origin))

    @cached_property
    def institutions(self) -> Mapping[str, Institution]:
        """The authorities."""
        return self._by_id(duties.institutions(self._sources, self.origin))

    @cached_property
    def competences(self) -> Mapping[str, Competence]:
        """Which authority leads in what."""
        return self._by_id(duties.competences(self._sources, self.origin))

    @cached_property
    def obligations(self) -> Mapping[str, Obligation]:
        """Who has to do what."""
        return self._by_id(duties.obligations(self._sources, self.origin))

    @cached_property
    def violations(self) -> Mapping[str, Violation]:
        """What one commits by not doing what is due."""
        return self._by_id(sanctions.violations(self._sources, self.origin))

    @cached_property
    def penalties(self) -> Mapping[str, Penalty]:
        """What follows a violation."""
        return self._by_id(sanctions.penalties(self._sources, self.origin))

    @cached_property
    def factors(self) -> Mapping[str, Factor]:
        """What makes a penalty heavier or lighter."""
        return self._by_id(sanctions.factors(self._sources, self.origin))

    @cached_property
    def methods(self) -> Mapping[str, Method]:
        """How penalties are calculated."""
        return self._by_id(sanctions.methods(self._sources, self.origin))

    @cached_property
    def publicity(self) -> Mapping[str, Publicity]:
        """For how long penalties are published."""
        return self._by_id(sanctions.publicity(self._sources, self.origin))

    @cached_property
    def timers(self) -> Mapping[str, Timer]:
        """The deadlines."""
        return self._by_id(clocks.timers(self._sources, self.origin))

    @cached_property
    def calendars(self) -> Mapping[str, Calendar]:
        """The calendars of working days."""
        return self._by_id(clocks.calendars(self._sources, self.origin))

    @cached_property
    def tables(self) -> Mapping[str, "Table"]:
        """The law as Arrow tables for the engine."""
        from tidewaiter.law.frames import frames

        return MappingProxyType(frames(self))

    @staticmethod
    def _by_id(entries: Iterator[T]) -> Mapping[str, T]:
        return MappingProxyType({entry.id: entry for entry in entries})  # type: ignore[attr-defined]
