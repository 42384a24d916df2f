"""The pure entry of the engine: tables in, decisions out."""

import json

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.decisions import Decisions
from tidewaiter.engine.frames import Frames
from tidewaiter.engine.model.file import Stored
from tidewaiter.engine.model.scoring import score
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law

MARK = '"snoozed"'
"""What a context holds where a rule was kept quiet."""


def assess(
    tables: Frames,
    law: Law,
    book: Book,
    *,
    seed: str,
    policy: Policy | None = None,
    model: Stored | None = None,
    assessor: Assessor | None = None,
) -> Decisions:
    """What happens to each parcel of a batch and why.

    `tables` are typed `Frames` or `Documents` with JSON. When they hold `recalled` contexts, the
    parcels are decided again from what the earlier decisions knew. Without an assessor one is made
    for this call, which costs most of a second. A `model` scores what is decided for the first
    time; what is decided again keeps the score that it had.
    """
    recalled = "recalled" in tables and tables["recalled"].num_rows > 0
    runner = assessor or Assessor()
    try:
        if model is not None and not recalled:
            tables = tables.beside("scores", score(model, runner.traits(tables)))
        program = runner.prepare(
            law,
            book,
            policy=policy or Policy(),
            seed=seed,
            recalled=recalled,
            quiet=quiet_rules(tables, book, recalled=recalled),
            budgeted=has_budgets(tables, recalled=recalled),
            scored="scores" in tables and tables["scores"].num_rows > 0,
        )
        return runner.run(program, tables)
    finally:
        if assessor is None:
            runner.close()


def quiet_rules(tables: Frames, book: Book, *, recalled: bool) -> frozenset[str]:
    """The rules that are kept quiet about somebody of a batch, now or when it was decided."""
    if not recalled:
        snoozes = tables.get("snoozes")
        return frozenset(snoozes.column("code").to_pylist()) if snoozes is not None else frozenset()
    contexts = tables["recalled"].column("context").to_pylist()
    marked = [json.loads(context) for context in contexts if context and MARK in context]
    return frozenset(code for context in marked for code in context.get("snoozed", ()))


def has_budgets(tables: Frames, *, recalled: bool) -> bool:
    """Whether an office of a batch may have a budget, now or when it was decided."""
    budgets = tables.get("budgets")
    return recalled or (budgets is not None and budgets.num_rows > 0)
