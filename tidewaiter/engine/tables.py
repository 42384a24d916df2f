"""Runs the test tables of any law pack, those of parcels and those of consignments."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from tidewaiter.engine.book.loader import Book, BookError, load_book
from tidewaiter.engine.duties.compile import PACKS
from tidewaiter.engine.duties.reckon import Reckoner
from tidewaiter.engine.duties.situations import reckoned
from tidewaiter.engine.situations import Outcome, outcomes
from tidewaiter.engine.taxes import UnknownRounding
from tidewaiter.law.loader import Pack, load
from tidewaiter.law.sources import read
from tidewaiter.law.tables import TableFile


def tried(pack: Pack, tables: Iterable[TableFile], book: Book) -> tuple[Outcome, ...]:
    """How every case of the tables comes out under a pack, be it one that is only proposed.

    Raises BookError when the law lacks something without which nothing can be reckoned.
    """
    tables = tuple(tables)
    cases = [case for table in tables for case in table.cases]
    consignments = [case for table in tables for case in table.consignments]
    try:
        assessed = outcomes(pack, cases, book) if cases else ()
        if not consignments:
            return assessed
        names = {PACKS[case.situation.regime] for case in consignments}
        packs = {name: pack if name == pack.name else load(name) for name in names}
        reckoner = Reckoner(packs=packs)
        try:
            return (*assessed, *reckoned(consignments, reckoner))
        finally:
            reckoner.close()
    except (LookupError, TypeError, UnknownRounding, duckdb.Error) as gap:
        raise BookError(str(gap)) from gap


def with_tables(summaries: Mapping[str, Any]) -> dict[str, Any]:
    """What the checker says of packs, with how many cases of their tables come out otherwise.

    A pack with errors is not tried: it cannot be used.
    """
    packs = {name: _with_failures(one) for name, one in summaries["packs"].items()}
    failures = sum(one["test_failures"] for one in packs.values())
    return {**summaries, "test_failures": failures, "packs": packs}


def _with_failures(summary: Mapping[str, Any]) -> dict[str, Any]:
    failed: list[dict[str, Any]] = []
    if not summary["errors"]:
        pack = load(summary["pack"])
        tables = [table for table, _ in read(summary["pack"]).tables]
        try:
            ran = tried(pack, tables, load_book())
        except BookError as gap:
            failed = [_told("the tables cannot be run", "", {"law": ("complete", str(gap))})]
        else:
            failed = [
                _told(one.en, one.day.isoformat(), one.differences) for one in ran if not one.passed
            ]
    return {**summary, "test_failures": len(failed), "failed_cases": failed}


def _told(name: str, day: str, differences: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    return {"en": name, "day": day, "differences": {k: list(v) for k, v in differences.items()}}
