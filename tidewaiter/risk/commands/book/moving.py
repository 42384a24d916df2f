"""Bring a version of a rule from one stage to the next."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import BookChange, StoredRule
from tidewaiter.risk.rules.book import (
    Tried,
    ahead,
    other_eyes,
    reviewed_by_another,
    sound,
    tried_well,
    with_reasons,
)
from tidewaiter.risk.states import RULE, RuleStage


@dataclass(frozen=True, slots=True)
class Moved:
    """A version under its lock, on its way to another stage."""

    rule: StoredRule
    before: str


@transaction.atomic
def review(rule: StoredRule, tried: Tried | None, *, by: Actor, at: datetime) -> StoredRule:
    """A second person has read the rule and stands for it."""
    moved = _move(rule, "review", by)
    found = moved.rule
    other_eyes(found.writers, doer=by.id)
    sound([one["en"] for one in found.mistakes if not one["hint"]])
    tried_well(tried, found.digest)
    found.reviewer = by.id
    return _done(moved, "review", by=by, at=at, digest=found.digest)


@transaction.atomic
def send_back(rule: StoredRule, *, grounds: str, by: Actor, at: datetime) -> StoredRule:
    """Have the rule written anew, with reasons."""
    with_reasons(grounds)
    moved = _move(rule, "send-back", by)
    moved.rule.reviewer = ""
    return _done(moved, "send-back", by=by, at=at, grounds=grounds)


@transaction.atomic
def withdraw(rule: StoredRule, *, grounds: str, by: Actor, at: datetime) -> StoredRule:
    """Give a version up, with reasons."""
    with_reasons(grounds)
    moved = _move(rule, "withdraw", by)
    if moved.before == RuleStage.SHADOW:
        by.must(Permission.RULE_RELEASE)
        _note(moved.rule, "withdraw", at)
    return _done(moved, "withdraw", by=by, at=at, grounds=grounds)


@transaction.atomic
def shadow(rule: StoredRule, *, by: Actor, at: datetime) -> StoredRule:
    """Run the rule on every parcel and record what it finds, without any effect."""
    moved = _move(rule, "shadow", by)
    other_eyes(moved.rule.writers, doer=by.id)
    moved.rule.shadow_from = at
    _note(moved.rule, "shadow", at)
    return _done(moved, "shadow", by=by, at=at)


@transaction.atomic
def schedule(rule: StoredRule, *, enters_on: date, on: date, by: Actor, at: datetime) -> StoredRule:
    """Have the rule enter into force on a day."""
    moved = _move(rule, "schedule", by)
    found = moved.rule
    other_eyes(found.writers, doer=by.id)
    reviewed_by_another(found.reviewer, doer=by.id)
    ahead(enters_on, on=on)
    found.enters_on = enters_on
    _note(found, "schedule", at)
    return _done(moved, "schedule", by=by, at=at, enters_on=enters_on)


@transaction.atomic
def call_off(rule: StoredRule, *, grounds: str, by: Actor, at: datetime) -> StoredRule:
    """Take a scheduled rule back before its day, with reasons."""
    with_reasons(grounds)
    moved = _move(rule, "call-off", by)
    moved.rule.enters_on = None
    _note(moved.rule, "call-off", at)
    return _done(moved, "call-off", by=by, at=at, grounds=grounds)


@transaction.atomic
def enter_into_force(rule: StoredRule, *, by: Actor, at: datetime) -> StoredRule:
    """The day has come: the rule holds, and supersedes the version before it."""
    moved = _move(rule, "enter-into-force", by)
    found = moved.rule
    older = StoredRule.objects.select_for_update().filter(code=found.code, stage=RuleStage.IN_FORCE)
    for one in older:
        _leave(one, "supersede", by=by, at=at, newer=found.number)
    found.entered_at, found.left_at = at, None
    _note(found, "enter-into-force", at)
    return _done(moved, "enter-into-force", by=by, at=at)


@transaction.atomic
def roll_back(
    rule: StoredRule, *, grounds: str, by: Actor, at: datetime
) -> tuple[StoredRule, StoredRule | None]:
    """Take the version in force out at once; the one before it holds again.

    Returns both. Without an earlier stored version the shipped rule of the code holds again, or
    none does.
    """
    with_reasons(grounds)
    moved = _move(rule, "roll-back", by)
    moved.rule.left_at = at
    gone = _done(moved, "roll-back", by=by, at=at, grounds=grounds)
    earlier = (
        StoredRule.objects.select_for_update()
        .filter(code=gone.code, stage=RuleStage.SUPERSEDED, number__lt=gone.number)
        .order_by("-entered_at", "-number")
        .first()
    )
    if earlier is not None:
        again = Moved(earlier, earlier.stage)
        earlier.stage = RULE.next(earlier.stage, "restore")
        earlier.left_at = None
        _done(again, "restore", by=by, at=at, instead_of=gone.number)
    _note(gone, "roll-back", at)
    return gone, earlier


@transaction.atomic
def retire(rule: StoredRule, *, grounds: str, by: Actor, at: datetime) -> StoredRule:
    """Take a rule out of the book for good, with reasons."""
    with_reasons(grounds)
    moved = _move(rule, "retire", by)
    moved.rule.left_at = at
    _note(moved.rule, "retire", at)
    return _done(moved, "retire", by=by, at=at, grounds=grounds)


def _leave(rule: StoredRule, verb: str, *, by: Actor, at: datetime, **details: object) -> None:
    moved = Moved(rule, rule.stage)
    rule.stage = RULE.next(rule.stage, verb)
    rule.left_at = at
    _done(moved, verb, by=by, at=at, **details)


def _note(rule: StoredRule, verb: str, at: datetime) -> None:
    """Let every assessor know that the book has changed."""
    BookChange.objects.create(rule=rule, verb=verb, at=at)


def _move(rule: StoredRule, verb: str, by: Actor) -> Moved:
    by.must(Permission(RULE.moves[verb].permission))
    found = StoredRule.objects.select_for_update().get(pk=rule.pk)
    before = found.stage
    found.stage = RULE.next(before, verb)
    return Moved(found, before)


def _done(moved: Moved, verb: str, *, by: Actor, at: datetime, **details: object) -> StoredRule:
    found = moved.rule
    found.save()
    stages = {"code": found.code, "number": found.number, "before": moved.before}
    record(verb=f"rule.{verb}", thing=found, by=by, at=at, after=found.stage, **stages, **details)
    return found
