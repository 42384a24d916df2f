"""Runs the consignments of test tables: what is due on each, and where that is not as written."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from tidewaiter.engine.duties.reckon import Answer, Consignment, Item, Reckoner
from tidewaiter.engine.duties.wording import plain
from tidewaiter.engine.situations import Outcome
from tidewaiter.law.tables import ConsignmentCase


def reckoned(cases: Iterable[ConsignmentCase], reckoner: Reckoner) -> tuple[Outcome, ...]:
    """How each consignment comes out, in the order of days; those of one day are asked at once."""
    ordered = sorted(cases, key=lambda case: case.day)
    return tuple(
        outcome
        for day, group in groupby(ordered, lambda case: case.day)
        for outcome in _of_one_day(list(group), reckoner)
    )


def asked_in(case: ConsignmentCase) -> Consignment:
    """The consignment of a case."""
    told = case.situation.model_dump()
    return Consignment(**told | {"items": [Item(**item) for item in told["items"]]})


def _of_one_day(cases: list[ConsignmentCase], reckoner: Reckoner) -> Iterator[Outcome]:
    answers = reckoner.answers([asked_in(case) for case in cases], cases[0].day)
    for case, answer in zip(cases, answers, strict=True):
        yield Outcome(case.name.en, case.name.zh, case.day, dict(_differences(case, answer)))


def _differences(case: ConsignmentCase, answer: Answer) -> Iterator[tuple[str, tuple[str, str]]]:
    wanted = case.answer
    # a table names the rule that refuses, not the goods whose quantity it counts
    refusal = answer.refusal.partition(":")[0] if answer.refusal else None
    if refusal != wanted.refusal:
        yield "refusal", (wanted.refusal or "–", refusal or "–")
    stated: dict[str, tuple[Any, Any]] = {
        name: (getattr(wanted, name), answer["consumption_tax" if name == "consumption" else name])
        for name in type(wanted).model_fields
        if name != "refusal"
    }
    for name, (said, found) in stated.items():
        if said is not None and said != found:
            yield name, (plain(said), "–" if found is None else plain(found))
