"""A rule is written, checked, and brought from stage to stage until every assessor runs it."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine import checking
from tidewaiter.engine.book.loader import SHIPPED, load_book
from tidewaiter.engine.book.rules import Grain
from tidewaiter.engine.checking.checker import Checked, check
from tidewaiter.engine.pieces import rule_columns
from tidewaiter.engine.steps import Note
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.receive_message import law_on
from tidewaiter.risk.commands.book import moving, writing
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.queries.beforehand import listed
from tidewaiter.risk.queries.book import due_on, last_trial

EXAMPLE = Path(checking.__file__).parent / "example.yaml"
"""What a new rule begins with; CODE, DAY and ANSWER are filled in."""


def begin_rule(code: str, *, by: Actor, at: datetime) -> StoredRule:
    """Begin a version of a rule: from the text in force, or from an example."""
    day = law_on(at).day
    text = text_in_force(code)
    if text is None:
        text = EXAMPLE.read_text("utf-8").replace("CODE", code).replace("DAY", day.isoformat())
        text = text.replace("ANSWER", code.upper())
    return writing.begin_rule(code, text, by=by, at=at)


def text_in_force(code: str) -> str | None:
    """The latest text of a code: stored, or shipped; None for a new one."""
    latest = StoredRule.objects.filter(code=code).order_by("-number").first()
    if latest is not None:
        return latest.text
    shipped = load_book().by_code.get(code)
    if shipped is None:
        return None
    return (SHIPPED / shipped.family / f"{code}.yaml").read_text("utf-8")


def check_text(text: str, *, at: datetime) -> Checked:
    """What is wrong with a text on the day, against the book in force."""
    law = law_on(at)
    lists = {name for name, _value in listed(on=law.day)}
    return check(text, law, book_of_day(law), lists=lists)


def write_rule(
    rule: StoredRule, text: str, *, seen: str, by: Actor, at: datetime
) -> tuple[StoredRule, Checked]:
    """Keep a text, check it, and say what was found."""
    plain = text.replace("\r\n", "\n").rstrip() + "\n"
    found = check_text(plain, at=at)
    kept = writing.write_rule(rule, plain, found.rule, found.mistakes, seen=seen, by=by, at=at)
    return kept, found


def review(rule: StoredRule, *, by: Actor, at: datetime) -> StoredRule:
    """A second person stands for the rule."""
    return moving.review(rule, last_trial(rule), by=by, at=at)


def schedule(rule: StoredRule, *, enters_on: date, by: Actor, at: datetime) -> StoredRule:
    """Have the rule hold from a day on; on the very day it holds at once."""
    on = law_on(at).day
    found = moving.schedule(rule, enters_on=enters_on, on=on, by=by, at=at)
    return moving.enter_into_force(found, by=by, at=at) if enters_on <= on else found


def enter_due(*, by: Actor, at: datetime) -> list[StoredRule]:
    """Note of every scheduled rule whose day has come that it holds."""
    return [moving.enter_into_force(rule, by=by, at=at) for rule in due_on(law_on(at).day)]


def documented_columns(*, at: datetime) -> Mapping[str, Mapping[str, Note]]:
    """The columns that rules about parcels and about lines may ask for, with their meanings."""
    measures = tuple(measure.id for measure in law_on(at).measures)
    return {grain.value: rule_columns(grain, measures) for grain in (Grain.PARCEL, Grain.LINE)}
