"""Loads a law pack once, and answers what it says on a day: `load("cn").on(day)`."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from tidewaiter.law import check
from tidewaiter.law.findings import PackError, Severity
from tidewaiter.law.model.duties import Obligation
from tidewaiter.law.model.values import (
    Code,
    Kind,
    Measure,
    Scalar,
    Signing,
    TariffLine,
    Value,
)
from tidewaiter.law.model.words import Reference, Title
from tidewaiter.law.schema.entries import Sourced, TitleEntry
from tidewaiter.law.schema.values import ClassEntry, ValueEntry
from tidewaiter.law.sources import PACKS, Sources, read

if TYPE_CHECKING:
    from tidewaiter.law.frames import Table

ZERO = Decimal(0)
DAYS_KEPT = 64  # a back-test over years must not keep every day of them


class Unknown(LookupError):
    """The law pack does not say what was asked, or not on that day."""


class _Period(Protocol):
    @property
    def since(self) -> date: ...

    @property
    def until(self) -> date | None: ...


class Pack:
    """A law pack with its whole history; `on` gives the law of a day."""

    def __init__(self, name: str, sources: Sources) -> None:
        self.name = name
        self.version = sources.version
        self._sources = sources
        self._law = lru_cache(maxsize=DAYS_KEPT)(lambda day: Law(name, self.version, day, sources))

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


class Law:
    """The law of one jurisdiction on one day; nothing in it changes."""

    def __init__(self, pack: str, version: str, day: date, sources: Sources) -> None:
        self.pack = pack
        self.version = version
        self.day = day
        self._sources = sources

    def __repr__(self) -> str:
        return f"<Law {self.pack} on {self.day}, {self.version[:12]}>"

    def value(self, name: str) -> Value:
        """A value with its unit, dates and reference."""
        try:
            return self.values[name]
        except KeyError:
            raise Unknown(
                f'The law pack "{self.pack}" has no value "{name}" on {self.day}.'
            ) from None

    def amount(self, name: str) -> Decimal:
        """A value that is a number, as an exact decimal."""
        value = self.value(name)
        if value.kind not in {Kind.DECIMAL, Kind.INTEGER} or not isinstance(
            value.value, Decimal | int
        ):
            raise TypeError(f'The value "{name}" is not a number but of the kind {value.kind}.')
        return Decimal(value.value)

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
        if name in self._texts:
            return self._cite(name, article)
        if name in self.values:
            return self.values[name].reference
        raise Unknown(f'The law pack "{self.pack}" has no legal text and no value "{name}".')

    def has_text(self, name: str) -> bool:
        """Whether the pack knows a legal text of this id."""
        return name in self._texts

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

    def tables(self) -> Mapping[str, "Table"]:
        """The law as Arrow tables for the engine."""
        return self._tables

    def parameters(self) -> dict[str, Scalar]:
        """All values as plain scalars by id, as rule documents name them."""
        return {name: value.value for name, value in self.values.items()}

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """All values of the day by id."""
        found = {}
        for entry, _ in self._sources.values:
            for past in entry.history:
                if self._applies(past):
                    found[entry.id] = self._value(entry, past.value, past)
        return MappingProxyType(found)

    @cached_property
    def lists(self) -> Mapping[str, Mapping[str, Code]]:
        """All code lists of the day by name."""
        found: dict[str, dict[str, Code]] = {}
        for listing, _ in self._sources.lists:
            if not self._applies(listing):
                continue
            own = self._cite(listing.reference, listing.article)
            codes = found.setdefault(listing.list, {})
            for key, entry in listing.codes.items():
                since, until = entry.since or listing.since, entry.until or listing.until
                if since > self.day or (until is not None and until < self.day):
                    continue
                codes[key] = Code(
                    list=listing.list,
                    code=key,
                    title=Title(entry.en, entry.zh),
                    since=since,
                    until=until,
                    reference=self._cite(entry.reference, "") if entry.reference else own,
                    verified=listing.verified if entry.verified is None else entry.verified,
                    iso=entry.iso,
                    quantity=entry.quantity,
                    factor=entry.factor,
                    messages=frozenset(entry.messages),
                )
        return MappingProxyType({k: MappingProxyType(v) for k, v in found.items()})

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """What a person may buy in a calendar year: money, and named goods."""
        return tuple(
            Measure(
                id=entry.id,
                title=_title(entry.title),
                limit=self.amount(entry.limit),
                unit=self.value(entry.limit).unit.removeprefix("code:"),
                prefixes=entry.prefixes,
                value=self.value(entry.limit),
            )
            for entry, _ in self._sources.measures
            if self._applies(entry)
        )

    @cached_property
    def signing(self) -> Mapping[str, Signing]:
        """Which kinds of message must be signed, by the number of the message."""
        return MappingProxyType(
            {
                entry.message: Signing(
                    message=entry.message,
                    required=entry.required,
                    title=_title(entry.title),
                    **self._origin(entry),
                )
                for entry, _ in self._sources.signing
                if self._applies(entry)
            }
        )

    @cached_property
    def obligations(self) -> tuple[Obligation, ...]:
        """Who has to do what."""
        return tuple(
            Obligation(
                id=entry.id,
                who=entry.who,
                title=_title(entry.title),
                text=_title(entry.text) if entry.text else None,
                models=frozenset(entry.models),
                when={name: frozenset(choices) for name, choices in entry.when.items()},
                evidence=tuple(map(_title, entry.evidence)),
                timer=entry.timer or "",
                deadline=_title(entry.deadline) if entry.deadline else None,
                value=entry.value or "",
                matter=entry.matter,
                violation=entry.violation or "",
                **self._origin(entry),
            )
            for entry, _ in self._sources.obligations
            if self._applies(entry)
        )

    @cached_property
    def tariff(self) -> tuple[TariffLine, ...]:
        """The lines of the tariff of the day, in the order of their codes."""
        vat = {entry.id: self.amount(entry.rate) for entry, _ in self._sources.vat}
        consumption = {entry.id: entry for entry, _ in self._sources.consumption}
        lines = []
        for entry, _ in self._sources.tariff:
            if not self._applies(entry):
                continue
            rates = consumption.get(entry.consumption or "")
            lines.append(
                TariffLine(
                    gcode=entry.gcode,
                    title=Title(entry.en, entry.zh),
                    unit1=entry.unit1,
                    unit2=entry.unit2,
                    duty_rate=entry.duty,
                    vat_rate=vat[entry.vat],
                    vat_class=entry.vat,
                    consumption_class=entry.consumption or "",
                    consumption_rate=self.amount(rates.rate) if rates else ZERO,
                    threshold=entry.threshold,
                    per_gram_ml=self._threshold(rates, entry.threshold, "gram_ml"),
                    per_piece=self._threshold(rates, entry.threshold, "piece"),
                    positive=entry.positive,
                    **self._origin(entry),
                )
            )
        return tuple(sorted(lines, key=lambda line: line.gcode))

    @cached_property
    def _tables(self) -> Mapping[str, "Table"]:
        from tidewaiter.law.frames import frames

        return MappingProxyType(frames(self))

    @cached_property
    def _texts(self) -> Mapping[str, Callable[[str], Reference]]:
        def citing(entry: Any) -> Callable[[str], Reference]:
            return lambda article: Reference(
                id=entry.id,
                instrument=entry.instrument,
                article=article,
                date=entry.issued,
                language=entry.language,
                address=entry.address,
                title=_title(entry.title),
                verified=entry.verified,
            )

        return {entry.id: citing(entry) for entry, _ in self._sources.references}

    def _cite(self, name: str, article: str) -> Reference:
        return self._texts[name](article)

    def _applies(self, entry: _Period) -> bool:
        return entry.since <= self.day and (entry.until is None or self.day <= entry.until)

    def _origin(self, entry: Sourced) -> dict[str, Any]:
        return {
            "since": entry.since,
            "until": entry.until,
            "reference": self._cite(entry.reference, entry.article),
            "verified": entry.verified,
        }

    def _value(self, entry: ValueEntry, scalar: Scalar, past: Sourced) -> Value:
        if entry.kind is Kind.DECIMAL and isinstance(scalar, int):
            scalar = Decimal(scalar)
        return Value(
            id=entry.id,
            value=scalar,
            unit=entry.unit,
            title=_title(entry.title),
            kind=entry.kind,
            clock=_title(entry.clock) if entry.clock else None,
            note=past.note,
            **self._origin(past),
        )

    def _threshold(
        self, rates: ClassEntry | None, threshold: str | None, kind: str
    ) -> Decimal | None:
        if rates is None or threshold != kind:
            return None
        name = rates.per_gram_ml if kind == "gram_ml" else rates.per_piece
        return self.amount(name) if name else None


def _title(entry: TitleEntry) -> Title:
    return Title(entry.en, entry.zh)


@cache
def load(pack: str, root: Path = PACKS) -> Pack:
    """A law pack, read once in the life of the process.

    Raises PackError, which names each file and line to look at, when the pack is not sound.
    """
    sources = read(pack, root)
    errors = [f for f in check.findings(sources) if f.severity is Severity.ERROR]
    if errors:
        raise PackError(pack, tuple(errors))
    return Pack(pack, sources)
