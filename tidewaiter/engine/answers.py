"""What each rule says of a parcel: fired, not fired, not applicable, could not run, snoozed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import duckdb

from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import Grain, Rule
from tidewaiter.engine.compile import Compiler
from tidewaiter.engine.frames import FRAMES, LINES, PAPERS, Documents, expansion
from tidewaiter.engine.history.facts import compile_facts, quota_condition
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.law.loader import Law


class Answer(StrEnum):
    """What a rule says, the most telling first."""

    FIRED = "fired"
    SNOOZED = "snoozed"
    COULD_NOT_RUN = "could-not-run"
    NOT_FIRED = "not-fired"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Said:
    """A rule and its answer."""

    rule: Rule
    answer: Answer


_PARENTS = {lines: paper for paper, lines in LINES.items()}
_TABLES: Mapping[Grain, str] = {
    Grain.PARCEL: "parcel_facts",
    Grain.LINE: "line_facts",
    Grain.QUOTA: "parcel_facts",
}


def answers(
    tables: Documents, law: Law, book: Book, *, snoozed: frozenset[str] = frozenset()
) -> tuple[Said, ...]:
    """What each rule says of the one parcel whose documents and recalled
    context are given, in the order of the book.

    A rule whose condition compares what is not there (SQL says NULL) is not applicable; so is one
    that is not meant for the parcel. A rule about lines has the most telling answer of its lines.
    `snoozed` are the codes that are quiet about somebody of the parcel.
    """
    compiler = Compiler(law, book, Policy(), "", True, False)
    facts = compile_facts(law, book, Policy(), seed="", recalled=True)
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, frame in FRAMES.items():
            if name in PAPERS:
                parent = _PARENTS.get(name, name)
                connection.register(f"stored_{parent}", tables[parent])
                connection.execute(f"CREATE TABLE {name} AS {expansion(name, f'stored_{parent}')}")
            else:
                connection.execute(f"CREATE TABLE {name} ({frame.ddl})")
        connection.register("given", tables["recalled"])
        connection.execute("INSERT INTO recalled FROM given")
        for name, table in compiler.frames.items():
            connection.register(name, table)
        connection.execute(f"CREATE TABLE parcel_facts AS {facts.parcels}")
        connection.execute(f"CREATE TABLE line_facts AS {facts.lines}")
        return tuple(_said(connection, compiler, book, snoozed))


def _said(
    connection: Any, compiler: Compiler, book: Book, snoozed: frozenset[str]
) -> Iterator[Said]:
    for rule in book.rules:
        if rule not in compiler.rules:
            continue
        conditions = compiler.conditions[rule.per]
        when = _quota(compiler, rule) or conditions.sql(rule, rule.when)
        applies = conditions.sql(rule, rule.applies) if rule.applies else "true"
        lacking = " OR ".join(f"{name} IS NULL" for name in rule.needs) or "false"
        found = connection.execute(
            f"SELECT CASE WHEN ({applies}) IS NOT TRUE THEN '{Answer.NOT_APPLICABLE}' "
            f"WHEN {lacking} THEN '{Answer.COULD_NOT_RUN}' "
            f"WHEN ({when}) THEN '{Answer.FIRED}' "
            f"WHEN ({when}) IS NULL THEN '{Answer.NOT_APPLICABLE}' "
            f"ELSE '{Answer.NOT_FIRED}' END FROM {_TABLES[rule.per]} AS p"
        ).fetchall()
        given = {Answer(answer) for (answer,) in found} or {Answer.NOT_APPLICABLE}
        answer = next(one for one in Answer if one in given)
        quiet = answer is Answer.FIRED and rule.code in snoozed
        yield Said(rule, Answer.SNOOZED if quiet else answer)


def _quota(compiler: Compiler, rule: Rule) -> str:
    """A rule about a quota, asked of every measure of which the parcel takes something."""
    if rule.per is not Grain.QUOTA:
        return ""
    parts = [
        f"CASE WHEN p.{measure}_amount <> 0 THEN {quota_condition(compiler, rule, measure)} END"
        for measure in compiler.measures
    ]
    return f"list_bool_or([{', '.join(parts)}])"
