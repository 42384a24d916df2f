"""Take a public comment; publish it or keep it back."""

from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.lawmaking.models import Comment, Proposal
from tidewaiter.lawmaking.rules.hearing import open_for_comments
from tidewaiter.lawmaking.states import COMMENT, Stage


@transaction.atomic
def comment(
    proposal: Proposal, said: str, *, signed: str, on: date, by: Actor, at: datetime
) -> Comment:
    """Take what somebody says about a proposal; it waits until an officer has read it."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    until = proposal.comments_until if proposal.stage == Stage.CONSULTED else None
    open_for_comments(until, on=on)
    made = Comment.objects.create(proposal=proposal, signed=signed, said=said, at=at)
    record(verb="comment.given", thing=made, by=by, at=at, proposal=proposal.pk)
    return made


@transaction.atomic
def moderate(given: Comment, verb: str, *, grounds: str, by: Actor, at: datetime) -> Comment:
    """Publish a comment, or keep it back with reasons."""
    by.must(Permission.LAW_MODERATE)
    given = Comment.objects.select_for_update().get(pk=given.pk)
    before = given.standing
    given.standing = COMMENT.next(before, verb)
    given.grounds = grounds
    given.save(update_fields=["standing", "grounds"])
    record(
        verb=f"comment.{verb}",
        thing=given,
        by=by,
        at=at,
        proposal=given.proposal_id,
        before=before,
        after=given.standing,
    )
    return given
