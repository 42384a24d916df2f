"""What one document breaks by itself (G-01, G-09, L-01, L-03, M-01, M-13).

What several documents must agree on is judged by the engine when the last one is there.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Any

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.moments import day, moment
from tidewaiter.intake.rules.faults import fault_of
from tidewaiter.intake.rules.shapes import SHAPES, Shape
from tidewaiter.intake.rules.sums import SUMS

_HALF_WIDTH = re.compile(r"[!-~]+").fullmatch
_PLACEHOLDERS = frozenset({"none", "/", "empty", "null", "-", "n/a", "无", "空", "."})
_CLOCK_SKEW = timedelta(days=1)


def all_broken(
    kind: str, documents: Sequence[Any], *, at: datetime, codes: Mapping[str, Any]
) -> list[list[Fault]]:
    """For each document of a message the rules that it breaks by itself.

    Most messages break none, so their values are looked at together first; who broke what is asked
    only when something is wrong.
    """
    if _fields_are_sound(kind, documents, at, codes):
        sums = SUMS.get(kind)
        return [list(sums(document)) if sums else [] for document in documents]
    return [broken_by(kind, document, at=at, codes=codes) for document in documents]


def broken_by(kind: str, document: Any, *, at: datetime, codes: Mapping[str, Any]) -> list[Fault]:
    """All rules that one document breaks by itself, with the values that break them."""
    shape, head = SHAPES[kind], document.head
    found: list[Fault] = []
    found.extend(_half_width(shape, head))
    found.extend(_placeholders(shape, head))
    found.extend(_amounts(shape, head, document))
    found.extend(_future(shape, head, at))
    found.extend(_codes(shape, head, document, codes))
    if kind in SUMS:
        found.extend(SUMS[kind](document))
    return found


def _fields_are_sound(
    kind: str, documents: Sequence[Any], at: datetime, codes: Mapping[str, Any]
) -> bool:
    """Whether no field of these documents breaks a rule: all values of a field are looked at."""
    shape = SHAPES[kind]
    heads = [document.head for document in documents]
    lines: list[Any] = []
    if shape.line_amounts or shape.line_codes:
        lines = [line for document in documents for line in document.lines]
    numbers = "".join(filter(None, _all(shape.numbers, heads)))
    if numbers and not _HALF_WIDTH(numbers):
        return False
    if any(_is_placeholder(text) for text in set(_all(shape.texts, heads))):
        return False
    amounts = chain(_all(shape.amounts, heads), _all(shape.line_amounts, lines))
    if any(amount is not None and amount < 0 for amount in amounts):
        return False
    latest = at + _CLOCK_SKEW
    if any(moment(written) > latest for written in set(filter(None, _all(shape.moments, heads)))):
        return False
    if any(day(written) > latest.date() for written in set(filter(None, _all(shape.days, heads)))):
        return False
    return all(
        value is None or value in codes[listing]
        for parts, wanted in ((heads, shape.codes), (lines, shape.line_codes))
        for name, listing in wanted
        for value in {getattr(part, name) for part in parts}
    )


def _all(names: tuple[str, ...], parts: Iterable[Any]) -> Iterator[Any]:
    """The values of several fields of many parts."""
    return chain.from_iterable(map(_getter(names), parts)) if names else iter(())


def _is_placeholder(text: str | None) -> bool:
    return text is not None and len(text) < 8 and text.strip().lower() in _PLACEHOLDERS


def _values(names: tuple[str, ...], part: Any) -> tuple[Any, ...]:
    """The values of several fields at once."""
    return _getter(names)(part)


@cache
def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) == 1:
        return lambda part: (getattr(part, names[0]),)
    return attrgetter(*names) if names else lambda part: ()


def _half_width(shape: Shape, head: Any) -> Iterator[Fault]:
    """Numbers and codes are written in half-width letters, digits and signs (G-09)."""
    for name in shape.numbers:
        value = getattr(head, name)
        if value and not _HALF_WIDTH(value):
            path = f"{shape.document}Head.{name}"
            yield fault_of("TW-G09-HALF-WIDTH", path=path, value=value, name=name, shown=value[:60])


def _placeholders(shape: Shape, head: Any) -> Iterator[Fault]:
    """Names and addresses are real, not “none”, “/” or “empty” (G-09)."""
    for name, value in zip(shape.texts, _values(shape.texts, head), strict=True):
        if _is_placeholder(value):
            path = f"{shape.document}Head.{name}"
            yield fault_of("TW-G09-PLACEHOLDER", path=path, value=value, name=name)


def _amounts(shape: Shape, head: Any, document: Any) -> Iterator[Fault]:
    """No amount, price, quantity or weight is below zero (L-01)."""
    for name, value in zip(shape.amounts, _values(shape.amounts, head), strict=True):
        if value is not None and value < 0:
            yield _below_zero(f"{shape.document}Head.{name}", name, value)
    if shape.line_amounts:
        for number, line in enumerate(document.lines, 1):
            for name, value in zip(
                shape.line_amounts, _values(shape.line_amounts, line), strict=True
            ):
                if value is not None and value < 0:
                    yield _below_zero(f"{shape.document}List[{number}].{name}", name, value)


def _below_zero(path: str, name: str, value: Decimal) -> Fault:
    return fault_of("TW-L01-BELOW-ZERO", path=path, value=f"{value:f}", name=name)


def _future(shape: Shape, head: Any, at: datetime) -> Iterator[Fault]:
    """A document is not dated later than the day after it arrives (G-01)."""
    latest = at + _CLOCK_SKEW
    for name in shape.moments:
        value = getattr(head, name)
        if value is not None and moment(value) > latest:
            yield _dated_later(f"{shape.document}Head.{name}", name, value, at)
    for name in shape.days:
        value = getattr(head, name)
        if value is not None and day(value) > latest.date():
            yield _dated_later(f"{shape.document}Head.{name}", name, value, at)


def _dated_later(path: str, name: str, value: str, at: datetime) -> Fault:
    arrived = f"{at:%Y-%m-%d %H:%M}"
    return fault_of("TW-G01-FUTURE", path=path, value=value, name=name, arrived=arrived)


def _codes(shape: Shape, head: Any, document: Any, codes: Mapping[str, Any]) -> Iterator[Fault]:
    """Currency, country, unit, transport, packing and office codes exist (L-03)."""
    for name, listing in shape.codes:
        value = getattr(head, name)
        if value is not None and value not in codes[listing]:
            yield _unknown(f"{shape.document}Head.{name}", name, value, listing)
    if shape.line_codes:
        for number, line in enumerate(document.lines, 1):
            for name, listing in shape.line_codes:
                value = getattr(line, name)
                if value is not None and value not in codes[listing]:
                    yield _unknown(f"{shape.document}List[{number}].{name}", name, value, listing)


def _unknown(path: str, name: str, value: str, listing: str) -> Fault:
    return fault_of("TW-L03-UNKNOWN-CODE", path=path, value=value, name=name, listing=listing)
