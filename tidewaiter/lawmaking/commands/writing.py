"""Make a proposal and write its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.lawmaking.models import Proposal, Text
from tidewaiter.lawmaking.rules.people import may_be_written, same_text
from tidewaiter.lawmaking.rules.verdict import Verdict
from tidewaiter.lawmaking.states import PROPOSAL, Stage


@dataclass(frozen=True, slots=True)
class Named:
    """How a proposal is called and why it is made, in both languages."""

    title_en: str
    title_zh: str
    grounds_en: str
    grounds_zh: str


@transaction.atomic
def propose(
    pack: str,
    named: Named,
    *,
    due_on: date | None,
    drafting: bool = True,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Begin a change of a pack: as a draft, or as something spotted that somebody may take up."""
    by.must(Permission.LAW_DRAFT)
    proposal = Proposal.objects.create(
        pack=pack,
        title_en=named.title_en,
        title_zh=named.title_zh,
        grounds_en=named.grounds_en,
        grounds_zh=named.grounds_zh,
        stage=PROPOSAL.next(PROPOSAL.start, "take-up") if drafting else PROPOSAL.start,
        author=by.id,
        writers=[by.id] if drafting else [],
        created_at=at,
        due_on=due_on,
    )
    record(verb="proposal.made", thing=proposal, by=by, at=at, pack=pack, stage=proposal.stage)
    return proposal


@transaction.atomic
def write(
    proposal: Proposal,
    texts: Mapping[str, str],
    bases: Mapping[str, str],
    verdict: Verdict,
    *,
    seen: str,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> Proposal:
    """Keep the whole text of a proposal with what the checker says of it.

    `seen` is the digest of the text that the writer began from; refused when it has changed
    meanwhile. A text for which nobody leads, or two do, goes to a supervisor.
    """
    by.must(Permission.LAW_DRAFT)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    may_be_written(proposal.stage, supervisor=by.may(Permission.LAW_RESOLVE))
    same_text(seen, proposal.digest)
    proposal.texts.exclude(path__in=texts).delete()
    for path, content in texts.items():
        Text.objects.update_or_create(
            proposal=proposal,
            path=path,
            defaults={"content": content, "base": bases.get(path, "")},
        )
    if by.id not in proposal.writers:
        proposal.writers = [*proposal.writers, by.id]
    before = proposal.stage
    if verdict.in_conflict and before == Stage.DRAFTED:
        proposal.stage = PROPOSAL.next(before, "find-conflict")
        proposal.due_on = due_on
    _keep(proposal, verdict, at)
    record(
        verb="proposal.written",
        thing=proposal,
        by=by,
        at=at,
        files=sorted(texts),
        digest=verdict.digest,
        before=before,
        after=proposal.stage,
        errors=len(verdict.errors),
        breaches=len(verdict.breaches),
    )
    return proposal


def _keep(proposal: Proposal, verdict: Verdict, at: datetime) -> None:
    proposal.digest = verdict.digest
    proposal.verdict = verdict.as_json()
    proposal.checked_at = at
    proposal.save()
