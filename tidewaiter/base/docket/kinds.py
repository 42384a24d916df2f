"""A kind of proceeding, told in one file: states, clocks, roles, moves with their forms, letters.

A kind says nothing about pages, tables or schedules; those are the same for all kinds. How to
write one: docs/how-to/add-a-docket.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.base.kernel.states import Life

AUTHORITY = "authority"
"""Stands where a clock runs against the office, or where the office makes a move."""
SYSTEM = "system"
"""Stands for moves that follow from what happened elsewhere, such as an appeal that was upheld."""
ANY_PACK = "*"
"""Stands for every law pack that is not named; its timer is one of the pack of house rules."""


NOTHING = Text("", "")


class Entry(StrEnum):
    """What is asked for in a field of a form."""

    LINE = "line"
    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    CHOICE = "choice"
    MANY = "many"
    YES = "yes"
    PAPERS = "papers"
    """Some of the papers of the docket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that whoever makes a move or an application has to say.

    `check` is a rule of the capability that refuses what cannot be, such as a number with one wrong
    digit. What is said in a field that stays `inside` is told to nobody but the office.
    """

    name: str
    label: Text
    hint: Text = NOTHING
    entry: Entry = Entry.TEXT
    choices: Mapping[str, Text] = field(default_factory=dict)
    required: bool = True
    shortest: int = 0
    longest: int = 4000
    check: Callable[[Any], None] | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move, as somebody makes it: what it is called, what is asked, what it brings about.

    `by` is the role of the party that makes it, the authority, or the system. `duty` is the
    capacity in which the officer acts; some duties may not meet in one person. A step that
    `decides` issues a statement of reasons. `starts`, `meets`, `stops` (with the reason) and
    `resumes` name clocks of the kind, `letters` its letters. `ends` marks moves that are hard to
    take back.
    """

    label: Text
    by: str = AUTHORITY
    duty: str = ""
    fields: tuple[Field, ...] = ()
    decides: bool = False
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    stops: Mapping[str, str] = field(default_factory=dict)
    resumes: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    publishes: bool = False
    unpublishes: bool = False
    ends: bool = False
    by_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A deadline of the law in this kind of proceeding.

    `timers` names the timer of each law pack, `against` who has to act. When the time has run,
    happens what the law says of the timer; `then` is the move by which it happens. `reminder` is a
    letter of the kind that goes out on the days of warning. A clock that `outlives` the proceeding
    runs on when it is closed.
    """

    timers: Mapping[str, str]
    against: str = AUTHORITY
    then: str = ""
    reminder: str = ""
    outlives: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A side of the proceeding; who acts for a party where `proof` is asked shows an authority."""

    title: Text
    proof: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter of the office in both languages; {reference}, {due} and the like are filled in."""

    to: str
    subject: Text
    body: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of proceeding.

    `prefix` begins its references, `see` is the permission that opens its dockets, `opens` are the
    clocks that start with the first paper, `final` the states in which it is closed, `decides` the
    states that a decision can reach. `retention` names how long it is kept.
    """

    code: str
    prefix: str
    title: Text
    life: Life
    states: Mapping[str, Text]
    roles: Mapping[str, Role]
    steps: Mapping[str, Step]
    clocks: Mapping[str, Clock] = field(default_factory=dict)
    letters: Mapping[str, Letter] = field(default_factory=dict)
    opens: tuple[str, ...] = ()
    final: frozenset[str] = frozenset()
    see: str = "docket.see"
    appeal: str = ""
    """The clock within which one can appeal against a decision."""
    retention: str = ""

    def state_name(self, state: str) -> Text:
        """A state in words."""
        return self.states.get(state, Text(state, state))

    def starts(self, verb: str) -> tuple[str, ...]:
        """The clocks that start with a move: that of the table of moves, then those of the step."""
        clock = self.life.moves[verb].clock
        return tuple(dict.fromkeys(filter(None, (clock, *self.steps[verb].starts))))

    def timer_of(self, clock: str, pack: str) -> tuple[str, str] | None:
        """In which law pack the timer of a clock stands, and its id; None where it never runs."""
        timers = self.clocks[clock].timers
        if pack in timers:
            return pack, timers[pack]
        return ("int", timers[ANY_PACK]) if ANY_PACK in timers else None


def flaws(kind: Kind) -> Iterator[str]:
    """What does not fit together in a kind; a kind with a flaw is not registered."""
    moves, clocks = kind.life.moves, kind.clocks
    yield from (f"{verb} has no step" for verb in moves if verb not in kind.steps)
    yield from (f"{verb} is no move" for verb in kind.steps if verb not in moves)
    yield from (f"{state} has no name" for state in kind.life.statuses if state not in kind.states)
    yield from (f"{state} is no state" for state in kind.final if state not in kind.life.statuses)
    sides = {AUTHORITY, SYSTEM, *kind.roles}
    for verb in moves.keys() & kind.steps.keys():
        step = kind.steps[verb]
        named = (*kind.starts(verb), *step.meets, *step.stops, *step.resumes)
        yield from (f"{verb}: no clock {name}" for name in named if name not in clocks)
        yield from (
            f"{verb}: no letter {name}" for name in step.letters if name not in kind.letters
        )
        if step.by not in sides:
            yield f"{verb}: no role {step.by}"
        if step.decides and kind.appeal not in clocks:
            yield f"{verb} decides, and no clock says until when one can appeal"
    for name, clock in clocks.items():
        if clock.then and clock.then not in moves:
            yield f"clock {name}: no move {clock.then}"
        if clock.against not in sides:
            yield f"clock {name}: no role {clock.against}"
        if clock.reminder and clock.reminder not in kind.letters:
            yield f"clock {name}: no letter {clock.reminder}"
    yield from (f"no clock {name}" for name in kind.opens if name not in clocks)
    yield from (
        f"letter {name}: no role {letter.to}"
        for name, letter in kind.letters.items()
        if letter.to not in kind.roles
    )


def by_code(*kinds: Kind) -> Mapping[str, Kind]:
    """Kinds by their codes; ValueError where one does not fit together or two share a name."""
    found: dict[str, Kind] = {}
    prefixes: set[str] = set()
    for kind in kinds:
        wrong = list(flaws(kind))
        if wrong:
            raise ValueError(f"{kind.code}: {'; '.join(wrong)}")
        if kind.code in found or kind.prefix in prefixes:
            raise ValueError(f"{kind.code} ({kind.prefix}) is there already")
        found[kind.code] = kind
        prefixes.add(kind.prefix)
    return MappingProxyType(found)
