"""Tell firms that the law changes for them, each step once."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.lawmaking.models import Notice, Proposal
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
def note_mailed(notice: Notice, *, by: Actor, at: datetime) -> bool:
    """Take a notice to the post; False when somebody else has taken it already."""
    found = Notice.objects.select_for_update().get(pk=notice.pk)
    if found.mailed_at is not None:
        return False
    found.mailed_at = at
    found.save(update_fields=["mailed_at"])
    record(verb="notice.mailed", thing=found, by=by, at=at, proposal=found.proposal_id)
    return True
