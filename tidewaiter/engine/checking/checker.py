"""Checks a rule document against law, columns and book, and tells every mistake at its place."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
from sqlglot import exp

from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import SHADOWED, Grain, Rule, Severity
from tidewaiter.engine.checking import predicate
from tidewaiter.engine.checking.document import Document, Unread, read
from tidewaiter.engine.checking.kinds import Kind, kind_of, misfits
from tidewaiter.engine.checking.mistakes import Flaw, Mistake, flaw, mistake, said
from tidewaiter.engine.checking.predicate import Known, Unreadable, nearest
from tidewaiter.engine.checking.structure import structured
from tidewaiter.engine.compile import compile_program
from tidewaiter.engine.conditions import PARAMETER, literal
from tidewaiter.engine.examples import fires
from tidewaiter.engine.pieces import evidence_of
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.engine.shapes import Shapes, shapes
from tidewaiter.law.loader import Law

LONGEST_CODE = 16
"""Characters of the code of a stored rule; in shadow its number is put behind it."""
GROUPS = frozenset(
    {"OrderHead", "OrderList", "PaymentHead", "LogisticsHead", "InventoryHead", "InventoryList"}
)
"""The parts of messages whose fields a rule may name."""

_SHAPE = {Grain.LINE: "_line_facts", Grain.PARCEL: "_parcels"}
_PLACE = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Checked:
    """What was found: the rule if it is sound, and every mistake and hint in the order of lines."""

    rule: Rule | None
    mistakes: tuple[Mistake, ...]

    @property
    def errors(self) -> tuple[Mistake, ...]:
        """What keeps the rule out of the book."""
        return tuple(one for one in self.mistakes if not one.hint)


class Bench:
    """What the rules of a day see, laid out so that expressions can be tried on it."""

    def __init__(self, law: Law, book: Book) -> None:
        self.law = law
        self.connection: Any = duckdb.connect(config={"threads": 1})
        self.shapes: Shapes = shapes(self.connection, law, book)

    def type_of(self, grain: Grain, tree: exp.Expr) -> str:
        """The type of a part of an expression; ValueError with the complaint of DuckDB."""
        sql = self.shapes.conditions[grain].rewritten(tree).sql(dialect="duckdb")
        try:
            found = self.connection.cursor().execute(
                f"DESCRIBE SELECT ({sql}) AS part FROM {_SHAPE[grain]}"
            )
            return str(found.fetchone()[1])
        except duckdb.Error as problem:
            raise ValueError(str(problem)) from problem


_benches: dict[tuple[object, ...], Bench] = {}


def bench(law: Law, book: Book) -> Bench:
    """The bench of a day, kept while the law stays the same."""
    key = (law.pack, law.version, law.day)
    if key not in _benches:
        _benches.clear()
        _benches[key] = Bench(law, book)
    return _benches[key]


def check(text: str, law: Law, book: Book, *, lists: Collection[str] = ()) -> Checked:
    """Everything that is wrong with a rule document on a day of the law.

    `book` is the book in force, `lists` the named lists on which anything stands.
    """
    try:
        document = read(text)
    except Unread as unread:
        return Checked(None, (unread.mistake,))
    rule, wrong = structured(document)
    if rule is None:
        return Checked(None, _sorted(wrong))
    found = list(_named(document, rule, law, book))
    inside = list(_expressions(document, rule, bench(law, book), lists))
    found += inside
    if not any(not one.hint for one in inside):
        found += _examples(document, rule, bench(law, book))
    if not any(not one.hint for one in found):
        found += _in_the_book(rule, law, book)
    errors = any(not one.hint for one in found)
    return Checked(None if errors else rule, _sorted(found))


def _named(document: Document, rule: Rule, law: Law, book: Book) -> Iterator[Mistake]:
    """Names that are taken, or lead nowhere."""
    if not law.has_text(rule.law.reference):
        at = document.place(["law", "reference"])
        known = nearest(rule.law.reference, list(law.texts))
        yield mistake(*at, "law-unknown", name=rule.law.reference, **known)
    if len(rule.code) > LONGEST_CODE:
        at, size = document.place(["code"]), len(rule.code)
        yield mistake(*at, "code-long", name=rule.code, size=size, most=LONGEST_CODE)
    known_rule = book.by_code.get(rule.code)
    shipped = known_rule is not None and known_rule.shipped
    if known_rule is not None and shipped and known_rule.severity is Severity.REJECT:
        yield mistake(*document.place(["code"]), "rejects", name=rule.code)
    for other in book.rules:
        if other.answer == rule.answer and other.code.split(SHADOWED)[0] != rule.code:
            at = document.place(["answer"])
            yield mistake(
                *at, "answer-taken", name=rule.answer, rule=other.code, own=rule.code.upper()
            )
    kept = known_rule is not None and known_rule.answer == rule.answer
    if not rule.answer.startswith("TW-") and not kept:
        yield mistake(*document.place(["answer"]), "answer-ours", name=rule.answer)
    for column, field in rule.fields.items():
        if field.partition(".")[0] not in GROUPS or "." not in field:
            problem = "a field of a message is written as InventoryHead.netWeight"
            at = document.place(["fields", column])
            yield mistake(*at, "field", name=field, problem=problem)
    shown = {*rule.fields, *rule.evidence, "gnum", "left_masked", "right_masked"}
    for name in ("message", "cure"):
        for language, sentence in getattr(rule, name).model_dump().items():
            for place in _PLACE.finditer(sentence):
                if place[1] not in shown:
                    at = document.place_in([name, language], place.start())
                    yield mistake(*at, "placeholder", name=place[1], **nearest(place[1], shown))


def _expressions(
    document: Document, rule: Rule, on: Bench, lists: Collection[str]
) -> Iterator[Mistake]:
    yield from _expression(document, rule, ["when"], rule.when, on, lists, condition=True)
    if rule.applies:
        yield from _expression(document, rule, ["applies"], rule.applies, on, lists, condition=True)
    for number, name in enumerate(rule.needs):
        if name not in on.shapes.types[rule.per]:
            at = document.place(["needs", number])
            yield mistake(*at, "needs", name=name, **nearest(name, on.shapes.types[rule.per]))
    for label, part in rule.evidence.items():
        yield from _expression(document, rule, ["evidence", label], part, on, lists)
    try:
        evidence_of(rule)
    except BookError:
        for label, part in rule.evidence.items():
            if part.endswith("_ix"):
                yield mistake(*document.place(["evidence", label]), "personal", name=part)


def _expression(
    document: Document,
    rule: Rule,
    path: Sequence[str],
    text: str,
    on: Bench,
    lists: Collection[str],
    *,
    condition: bool = False,
) -> Iterator[Mistake]:
    conditions = on.shapes.conditions[rule.per]
    filled, back, unknown = _filled(text, {**conditions.parameters, **rule.parameters})

    def told(found: Flaw, *, hint: bool = False) -> Mistake:
        line, column = document.place_in(path, back(found.start))
        return Mistake(line, column, found.code, *said(found.code, found.values), hint)

    if unknown:
        yield from (told(each) for each in unknown)
        return
    try:
        tree = predicate.parse(filled)
    except Unreadable as unread:
        yield told(unread.flaw)
        return
    known = Known(frozenset(on.shapes.types[rule.per]), frozenset(conditions.codes))
    found = [*predicate.flaws(tree, known), *predicate.maybe_zero(tree)]
    if not found:
        found = list(misfits(tree, lambda part: on.type_of(rule.per, part)))
    if not found and condition:
        found = list(_as_condition(tree, rule.per, on))
    yield from (told(each) for each in found)
    for node in tree.walk():
        if predicate.asks_list(node) and not found and node.expressions[0].name not in lists:
            name = node.expressions[0].name
            yield told(flaw(*predicate.place(node), "list-empty", name=name), hint=True)


def _as_condition(tree: exp.Expr, grain: Grain, on: Bench) -> Iterator[Flaw]:
    kind = kind_of(on.type_of(grain, tree))
    if kind is not Kind.TRUTH:
        text = predicate.written(tree)
        yield flaw(0, 1, "not-boolean", kind=kind.value, kind_zh=kind.zh, text=text)
    elif not predicate.columns(tree):
        yield flaw(0, 1, "constant")


def _examples(document: Document, rule: Rule, on: Bench) -> Iterator[Mistake]:
    types = on.shapes.types[rule.per]
    for number, example in enumerate(rule.examples):
        strange = sorted(set(example.cells) - set(types))
        if strange:
            at = document.place(["examples", number, "cells", strange[0]])
            yield mistake(*at, "cell", name=strange[0], **nearest(strange[0], types))
            continue
        at = document.place(["examples", number])
        try:
            came = fires(on.connection.cursor(), on.shapes, rule, example.cells)
        except (duckdb.Error, BookError) as problem:
            yield mistake(*at, "example-cell", problem=str(problem).splitlines()[0])
            continue
        if came is not example.fires:
            words = {True: ("fires", "触发"), False: ("does not fire", "不触发")}
            yield mistake(
                *at, "example", wanted=words[example.fires][0], came=words[came][0],
                wanted_zh=words[example.fires][1], came_zh=words[came][1],
            )  # fmt: skip


def _in_the_book(rule: Rule, law: Law, book: Book) -> Iterator[Mistake]:
    """Whether the whole book can still be compiled into one statement."""
    at_once = rule.model_copy(update={"since": min(rule.since, law.day), "until": None})
    try:
        compile_program(law, book.extended([at_once]), Policy(), seed="check")
    except BookError as problem:
        yield mistake(0, 0, "book", problem=str(problem).splitlines()[0].rstrip("."))


def _filled(text: str, values: Mapping[str, Any]) -> tuple[str, Any, list[Flaw]]:
    """The text with its parameters, the way back to where each character stood, and what is
    unknown.
    """
    parts: list[str] = []
    moved: list[tuple[int, int]] = []
    unknown: list[Flaw] = []
    last = length = 0
    for match in PARAMETER.finditer(text):
        name = match[1]
        if name not in values:
            unknown.append(flaw(*match.span(), "parameter", name=name, **nearest(name, values)))
            continue
        value = literal(values[name])
        parts += [text[last : match.start()], value]
        length += match.start() - last + len(value)
        last = match.end()
        moved.append((length, match.end()))
    parts.append(text[last:])

    def back(offset: int) -> int:
        after = [(filled, plain) for filled, plain in moved if filled <= offset]
        if not after:
            return offset if not moved else min(offset, moved[0][1])
        filled, plain = after[-1]
        following = [end for begin, end in moved if begin > filled]
        return min(plain + offset - filled, following[0] if following else len(text))

    return "".join(parts), back, unknown


def _sorted(found: Sequence[Mistake]) -> tuple[Mistake, ...]:
    return tuple(sorted(found, key=lambda one: (one.hint, one.line, one.column)))
