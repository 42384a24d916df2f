"""Answers what duties are due: one consignment or a million, by the same expressions."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from threading import Lock
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.duties.compile import PACKS, Expression, compile_duties
from tidewaiter.engine.duties.frames import DUTY_FRAMES
from tidewaiter.engine.duties.single import apart, cut
from tidewaiter.engine.runners.duckdb import connect
from tidewaiter.law.loader import Law, Pack, load

ZERO = Decimal(0)
ERAS_KEPT = 32
"""Periods without a change of law whose statements are kept."""

CURRENCY: Mapping[str, str] = MappingProxyType(
    {"cn-9610": "CNY", "cn-1210": "CNY", "eu": "EUR", "uk": "GBP", "au": "AUD", "kr": "KRW",
     "us": "USD"}
)  # fmt: skip
"""The currency in which each regime takes its taxes."""

LIMIT_CURRENCY: Mapping[str, str] = MappingProxyType({"kr": "USD"})
"""The currency of the limit where it is another one."""

LARGEST = Decimal(100_000_000)
"""An amount from which on the expressions are not asked: they are exact far below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Goods of one kind: code, value in the stated currency, quantities, rate of duty if known."""

    code: str
    value: Decimal | None
    qty: Decimal = Decimal(1)
    qty1: Decimal | None = None
    qty2: Decimal | None = None
    duty_rate: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """What is asked about; `rate` turns the stated currency into that of the tax."""

    regime: str
    items: Sequence[Item]
    place: str = ""
    origin: str = ""
    freight: Decimal = ZERO
    insurance: Decimal = ZERO
    rate: Decimal | None = Decimal(1)
    limit_rate: Decimal | None = Decimal(1)
    scheme: bool = False
    scheme_no: str | None = None
    ioss_valid_from: date | None = None
    ioss_valid_to: date | None = None
    gift: bool = False
    channel: str = "courier"
    vat_kind: str = "standard"
    used: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the expressions say of a consignment: their columns, or a named refusal."""

    asked: Consignment
    day: date
    refusal: str | None
    columns: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.columns.get(column)


class Reckoner:
    """Keeps expressions and a connection; may be asked from several threads, one at a time.

    It answers by the law that holds, or by the `packs` it is given: those regimes only.
    """

    def __init__(
        self, *, packs: Mapping[str, Pack] | None = None, threads: int = 1, memory: str = "1GB"
    ) -> None:
        self._packs = packs
        # two cursors of one thread each answer twice as fast as one statement on two threads
        self._connection = connect(threads=1, memory=memory)
        self._cursors = [self._connection.cursor() for _ in range(threads)]
        self._lock = Lock()
        self._eras: OrderedDict[object, tuple[Mapping[str, Law], Expression]] = OrderedDict()

    def close(self) -> None:
        """Gives everything back."""
        self._connection.close()

    def answers(self, asked: Sequence[Consignment], day: date) -> list[Answer]:
        """The answers in the order asked, by the law of a day."""
        with self._lock:
            expression = self._expression(day)
            fit = [
                (number, each)
                for number, each in enumerate(asked)
                if each.regime in expression.regimes and not _too_large(each)
            ]
            answered = self._rows(expression, frames(fit)) if fit else []
            rows = {row["consignment_id"]: row for row in answered}
        return [
            _answer(each, day, rows.get(number), expression) for number, each in enumerate(asked)
        ]

    def table(self, tables: Mapping[str, Any], day: date) -> Any:
        """The answers to a whole table of consignments, as an Arrow table."""
        with self._lock:
            asked = pc.unique(tables["consignments"].column("regime")).to_pylist()
            expression = self._expression(day, recorded=False, asked=asked)
            parts = cut(tables, len(self._cursors))
            with ThreadPoolExecutor(len(self._cursors)) as pool:
                answers = pool.map(
                    lambda cursor, part: self._run(expression, apart(part), cursor),
                    self._cursors,
                    parts,
                )
                return pa.concat_tables(answers)

    def sums(self, bills: Any, day: date) -> list[dict[str, Any]]:
        """Tax bills summed up for each guarantor and month."""
        from tidewaiter.engine import steps
        from tidewaiter.engine.conditions import with_parameters

        law = load("cn").on(day)
        sql = with_parameters(steps.step("bills").sql, law.parameters(), "step bills")
        with self._lock:
            self._connection.register("bills", bills)
            try:
                found = self._connection.execute(f"{sql} ORDER BY guarantor, month")
                rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
                return rows
            finally:
                self._connection.unregister("bills")

    def _rows(self, expression: Expression, tables: Mapping[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._run(expression, tables).to_pylist()
        return rows

    def _run(self, expression: Expression, tables: Mapping[str, Any], cursor: Any = None) -> Any:
        connection = cursor or self._connection
        given = {**expression.tables, **tables}
        for name, table in given.items():
            connection.register(name, table)
        try:
            return connection.execute(expression.sql).to_arrow_table()
        finally:
            for name in given:
                connection.unregister(name)

    def _expression(
        self, day: date, *, recorded: bool = True, asked: Sequence[str] = tuple(PACKS)
    ) -> Expression:
        """The expression of a day; without the regimes that nobody asks for it is planned faster.

        China stays, for its columns are the most.
        """
        wanted = {"cn", *(PACKS[regime] for regime in asked if regime in PACKS)}
        every, book = laws_of(day, self._packs), load_book()
        laws = {name: law for name, law in every.items() if name in wanted} or every
        rules = tuple(rule.code for rule in book.on(day))
        eras = tuple((name, id(law.values), id(law.product_groups)) for name, law in laws.items())
        key = (eras, rules, recorded)
        if key not in self._eras:
            while len(self._eras) >= ERAS_KEPT:
                self._eras.popitem(last=False)
            # the laws are kept beside, for their identities are the key
            self._eras[key] = (laws, compile_duties(laws, book, recorded=recorded))
        self._eras.move_to_end(key)
        return self._eras[key][1]


def laws_of(day: date, packs: Mapping[str, Pack] | None = None) -> dict[str, Law]:
    """The laws of a day by the names of their packs; a pack that begins later is left out."""
    found = {}
    for name in dict.fromkeys(PACKS.values()):
        if packs is not None and name not in packs:
            continue
        law = (load(name) if packs is None else packs[name]).on(day)
        if name != "cn" or "cbec.limit.single" in law.values:
            found[name] = law
    return found


def frames(asked: Iterable[tuple[int, Consignment]]) -> dict[str, Any]:
    """Numbered consignments as the tables that the expressions read."""
    consignments: list[dict[str, Any]] = []
    items: list[dict[str, Any]] = []
    used: list[dict[str, Any]] = []
    plain = [name for name in Consignment.__slots__ if name not in {"items", "used"}]
    for number, each in asked:
        own = {"consignment_id": number}
        consignments.append(own | {name: getattr(each, name) for name in plain})
        items += [
            own | {"number": place} | {name: getattr(item, name) for name in Item.__slots__}
            for place, item in enumerate(each.items, 1)
        ]
        used += [own | {"measure": name, "used": much} for name, much in each.used.items()]
    rows = {"consignments": consignments, "items": items, "used": used}
    return {
        name: pa.Table.from_pylist(each, schema=DUTY_FRAMES[name].schema)
        for name, each in rows.items()
    }


def _too_large(asked: Consignment) -> bool:
    rates = [rate for rate in (asked.rate, asked.limit_rate) if rate is not None]
    largest = max([Decimal(1), *rates])
    amounts = [asked.freight, asked.insurance, *asked.used.values()]
    for item in asked.items:
        amounts += [each for each in (item.value, item.qty, item.qty1, item.qty2) if each]
    return sum((abs(each) for each in amounts), ZERO) * largest >= LARGEST * 10 or any(
        abs(each) >= LARGEST for each in amounts
    )


def _not_valid(asked: Consignment, day: date) -> bool:
    """Whether the number of the import scheme is known not to hold on the day."""
    first, last = asked.ioss_valid_from, asked.ioss_valid_to
    early, late = first is not None and day < first, last is not None and last < day
    return asked.regime == "eu" and asked.scheme and (early or late)


def _answer(
    asked: Consignment, day: date, row: Mapping[str, Any] | None, expression: Expression
) -> Answer:
    if asked.regime not in expression.regimes:
        return Answer(asked, day, "day-not-covered", MappingProxyType({}))
    if _too_large(asked):
        return Answer(asked, day, "amount-too-large", MappingProxyType({}))
    if _not_valid(asked, day):
        return Answer(asked, day, "scheme-not-valid", MappingProxyType({}))
    if row is None:  # the expressions answer every consignment that they are given
        raise LookupError(f"No answer for a consignment of {asked.regime}.")
    return Answer(asked, day, row["refusal"], MappingProxyType(row))
