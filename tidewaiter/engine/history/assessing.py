"""Assesses whole days from folders: part by part, with bounded memory, in DuckDB or on Spark."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Protocol

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import Program, compile_program
from tidewaiter.engine.history.facts import FactsProgram, compile_facts
from tidewaiter.engine.history.layout import Day, Part, day_folder, days, file_name
from tidewaiter.engine.history.outputs import ORDER, queries
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law


class Runner(Protocol):
    """What runs the engine's statements over one part after another."""

    def begin(self, day: Day, root: Path) -> None:
        """Reads what a day has once: parties, peers, lists, and what was known when it began."""

    def read(self, part: Part, *, recalled: bool) -> int:
        """Reads the documents of a part into the frames; how many declarations there are."""

    def bring(self, today: date) -> None:
        """Fills quota, history and tiles for decisions of a day with what parts before left."""

    def first_day(self) -> date:
        """The day of the first declaration in the frames."""

    def decide(self, program: Program) -> None:
        """Assesses what lies in the frames."""

    def write(self, query: str, order: str, path: Path) -> None:
        """Writes what a query over `decided` gives."""

    def write_facts(self, program: Program, facts: FactsProgram, paths: Mapping[str, Path]) -> None:
        """Writes the facts of what lies in the frames."""

    def outcomes(self) -> dict[str, int]:
        """How many parcels came to each lane or outcome."""

    def carry(self, program: Program) -> None:
        """Keeps what the part leaves for those after it."""

    def close(self) -> None:
        """Gives everything back."""


@dataclass(frozen=True)
class Order:
    """What is to be assessed and how.

    - `source`, `out`: folders, see `tidewaiter.engine.history.layout`
    - `law_of`: the law of a day
    - `day`: the day of folders that do not say theirs; without one that of the first declaration
    - `afresh`: decide by the quota and history of the run itself, not by what the earlier
      decisions knew
    - `recorded`: write context, input hash and duties of each line, too
    - `facts`: write the documented columns, too, for back-tests
    """

    source: Path
    out: Path
    law_of: Callable[[date], Law]
    book: Book
    seed: str
    policy: Policy = field(default_factory=Policy)
    day: date | None = None
    afresh: bool = False
    recorded: bool = True
    facts: bool = False


@dataclass(frozen=True)
class Done:
    """A part that has been assessed."""

    day: date
    part: str
    declarations: int
    outcomes: Mapping[str, int]


def assess_folder(order: Order, runner: Runner) -> Iterator[Done]:
    """Assesses the days of a folder in their order and tells of each part when it is written.

    Parts that `out` already holds are assessed again and replaced. Raises FolderError when the
    folder cannot be read.
    """
    programs: dict[tuple[date, bool], tuple[Program, FactsProgram | None]] = {}
    for day in days(order.source):
        runner.begin(day, order.source)
        for part in day.parts:
            recalled = not order.afresh and "decisions" in part.files
            count = runner.read(part, recalled=recalled)
            on = day.day or order.day or runner.first_day()
            if not recalled:
                runner.bring(on)
            if (on, recalled) not in programs:
                programs[on, recalled] = _compiled(order, order.law_of(on), recalled)
            program, facts = programs[on, recalled]
            runner.decide(program)
            folder = order.out / (day.label if day.day else day_folder(on))
            folder.mkdir(parents=True, exist_ok=True)
            for table, query in queries(program).items():
                runner.write(query, ORDER[table], folder / file_name(table, part.number))
            if facts is not None:
                names = ("parcel_facts", "line_facts")
                paths = {name: folder / file_name(name, part.number) for name in names}
                runner.write_facts(program, facts, paths)
            if not recalled:
                runner.carry(program)
            yield Done(on, part.number, count, runner.outcomes())


def _compiled(order: Order, law: Law, recalled: bool) -> tuple[Program, FactsProgram | None]:
    program = compile_program(
        law, order.book, order.policy, seed=order.seed, recalled=recalled, recorded=order.recorded
    )
    if not order.facts:
        return program, None
    facts = compile_facts(law, order.book, order.policy, seed=order.seed, recalled=recalled)
    return program, facts
