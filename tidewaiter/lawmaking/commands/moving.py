"""Bring a proposal from one stage to the next."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.deadlines import Deadline
from tidewaiter.lawmaking.models import Notice, Proposal
from tidewaiter.lawmaking.rules.hearing import (
    heard_long_enough,
    last_of_its_files,
    not_yet_in_force,
    scheduled_ahead,
    sound_without,
)
from tidewaiter.lawmaking.rules.people import other_eyes, reviewed_by_another, same_text
from tidewaiter.lawmaking.rules.supersession import refuse_breaches
from tidewaiter.lawmaking.rules.verdict import (
    Verdict,
    built_on_what_holds,
    decided_who_leads,
    overlapping,
    sound_text,
)
from tidewaiter.lawmaking.states import PROPOSAL, Stage


@dataclass(frozen=True, slots=True)
class Moved:
    """A proposal under its lock, on its way to another stage."""

    proposal: Proposal
    before: str


@transaction.atomic
def take_up(proposal: Proposal, *, due_on: date | None, by: Actor, at: datetime) -> Proposal:
    """Begin to draft what was spotted."""
    moved = _move(proposal, "take-up", by)
    moved.proposal.due_on = due_on
    moved.proposal.writers = [by.id]
    moved.proposal.author = by.id
    return _done(moved, "take-up", by=by, at=at)


@transaction.atomic
def resolve(
    proposal: Proposal,
    verdict: Verdict,
    *,
    grounds: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """A supervisor has decided who leads: the proposal is a draft again."""
    moved = _move(proposal, "resolve", by)
    _of_this_text(moved.proposal, verdict)
    decided_who_leads(verdict)
    moved.proposal.due_on = due_on
    return _done(moved, "resolve", by=by, at=at, grounds=grounds)


@transaction.atomic
def review(proposal: Proposal, verdict: Verdict, *, by: Actor, at: datetime) -> Proposal:
    """A second person has read the text and stands for it."""
    moved = _move(proposal, "review", by)
    other_eyes(moved.proposal.writers, doer=by.id, verb="review")
    _sound(moved.proposal, verdict)
    moved.proposal.reviewer = by.id
    moved.proposal.due_on = None
    return _done(moved, "review", by=by, at=at, digest=verdict.digest)


@transaction.atomic
def send_back(
    proposal: Proposal, *, grounds: str, due_on: date | None, by: Actor, at: datetime
) -> Proposal:
    """Have the text written anew, with reasons."""
    moved = _move(proposal, "send-back", by)
    moved.proposal.due_on = due_on
    moved.proposal.reviewer = ""
    return _done(moved, "send-back", by=by, at=at, grounds=grounds)


@transaction.atomic
def consult(
    proposal: Proposal, verdict: Verdict, period: Deadline, *, by: Actor, at: datetime
) -> Proposal:
    """Ask the public, for as long as the clock of consultations runs."""
    moved = _move(proposal, "consult", by)
    other_eyes(moved.proposal.writers, doer=by.id, verb="consult")
    _sound(moved.proposal, verdict)
    found = moved.proposal
    found.consulted_on, found.comments_until = period.start, period.due
    found.due_on = period.due
    found.reckoned_en, found.reckoned_zh = period.arithmetic.en, period.arithmetic.zh
    return _done(moved, "consult", by=by, at=at, until=period.due)


@transaction.atomic
def schedule(
    proposal: Proposal, verdict: Verdict, *, on: date, by: Actor, at: datetime
) -> Proposal:
    """Make the text law, as from the days that stand in it."""
    moved = _move(proposal, "schedule", by)
    found = moved.proposal
    other_eyes(found.writers, doer=by.id, verb="schedule")
    reviewed_by_another(found.reviewer, doer=by.id)
    if found.consulted_on is not None:
        heard_long_enough(found.comments_until, on=on)
    _sound(found, verdict)
    scheduled_ahead(verdict.enters_on, on=on)
    found.scheduled_at, found.enters_on = at, verdict.enters_on
    found.due_on = verdict.enters_on
    found.verdict, found.checked_at = verdict.as_json(), at
    found.affects = asdict(verdict.affected)
    return _done(moved, "schedule", by=by, at=at, enters_on=verdict.enters_on)


@transaction.atomic
def withdraw(proposal: Proposal, *, grounds: str, by: Actor, at: datetime) -> Proposal:
    """Give a proposal up, with reasons."""
    moved = _move(proposal, "withdraw", by)
    moved.proposal.due_on = None
    return _done(moved, "withdraw", by=by, at=at, grounds=grounds)


@transaction.atomic
def call_off(
    proposal: Proposal,
    later: Sequence[str],
    errors: Sequence[str],
    *,
    grounds: str,
    on: date,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Take a scheduled change back before its day, and tell those who were told of it.

    `later` are the changes written upon it, `errors` what the checker says of the law without it.
    """
    moved = _move(proposal, "call-off", by)
    found = moved.proposal
    not_yet_in_force(found.enters_on, on=on)
    last_of_its_files(later)
    sound_without(errors)
    told = found.notices.values_list("operator", flat=True)
    left = (found.enters_on - on).days
    Notice.objects.bulk_create(
        Notice(proposal=found, operator=code, days=left, called_off=True, at=at)
        for code in sorted(set(told))
    )
    found.due_on = None
    return _done(moved, "call-off", by=by, at=at, grounds=grounds)


@transaction.atomic
def enter_into_force(*, on: date, by: Actor, at: datetime) -> list[Proposal]:
    """Note of every change whose day has come that it applies, and what it supersedes."""
    come = Proposal.objects.select_for_update().filter(stage=Stage.SCHEDULED, enters_on__lte=on)
    entered = []
    for proposal in come.order_by("enters_on", "scheduled_at"):
        moved = _move(proposal, "enter-into-force", by)
        moved.proposal.due_on = None
        found = _done(moved, "enter-into-force", by=by, at=at)
        _supersede(found, by=by, at=at)
        entered.append(found)
    return entered


def _supersede(newer: Proposal, *, by: Actor, at: datetime) -> None:
    older = Proposal.objects.select_for_update().filter(pack=newer.pack, stage=Stage.IN_FORCE)
    for one in older.exclude(pk=newer.pk):
        if overlapping(_changed(one), _changed(newer)):
            _done(_move(one, "supersede", by), "supersede", by=by, at=at, newer=newer.pk)


def _changed(proposal: Proposal) -> list[str]:
    return [f"{each['kind']} {each['id']}" for each in proposal.verdict.get("changes", [])]


def _sound(proposal: Proposal, verdict: Verdict) -> None:
    _of_this_text(proposal, verdict)
    sound_text(verdict)
    refuse_breaches(verdict.breaches)
    built_on_what_holds(verdict)


def _of_this_text(proposal: Proposal, verdict: Verdict) -> None:
    same_text(verdict.digest, proposal.digest)


def _move(proposal: Proposal, verb: str, by: Actor) -> Moved:
    by.must(Permission(PROPOSAL.moves[verb].permission))
    found = Proposal.objects.select_for_update().get(pk=proposal.pk)
    before = found.stage
    found.stage = PROPOSAL.next(before, verb)
    return Moved(found, before)


def _done(moved: Moved, verb: str, *, by: Actor, at: datetime, **details: object) -> Proposal:
    found = moved.proposal
    found.save()
    stages = {"before": moved.before, "after": found.stage}
    record(verb=f"proposal.{verb}", thing=found, by=by, at=at, **stages, **details)
    return found
