"""Tell firms that the law changes for them, each step once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.lawmaking.models import Notice, Proposal
from tidewaiter.lawmaking.rules.post import next_try
from tidewaiter.lawmaking.states import Stage


@transaction.atomic
def give_notices(
    proposal: Proposal, operators: Iterable[str], *, days: int, by: Actor, at: datetime
) -> int:
    """Write a notice for each firm that has none of this step yet; the number of new ones."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.stage != Stage.SCHEDULED:
        return 0
    told = set(proposal.notices.filter(days=days).values_list("operator", flat=True))
    new = sorted(set(operators) - told)
    if new:
        Notice.objects.bulk_create(
            Notice(proposal=proposal, operator=code, days=days, at=at) for code in new
        )
        record(verb="notice.given", thing=proposal, by=by, at=at, days=days, operators=len(new))
    return len(new)


@transaction.atomic
def take_to_post(notice: Notice, *, by: Actor, at: datetime) -> bool:
    """Note that a notice is being sent, and when it is tried again if that is not confirmed.

    False when it is sent already or somebody else is sending it.
    """
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    early = found.next_try_at is not None and found.next_try_at > at
    if found.sent_at is not None or early:
        return False
    found.next_try_at = next_try(found.tries, at=at)
    found.tries += 1
    found.save(update_fields=["next_try_at", "tries"])
    record(verb="notice.posted", thing=found, by=by, at=at, tries=found.tries)
    return True


@transaction.atomic
def note_sent(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Note that the post has taken a notice."""
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    if found.sent_at is None:
        found.sent_at, found.next_try_at = at, None
        found.save(update_fields=["sent_at", "next_try_at"])
        record(verb="notice.mailed", thing=found, by=by, at=at, proposal=found.proposal_id)
