"""Applications: kept as drafts, sent as dockets, forgotten when their days are over."""

from datetime import datetime

from django.db import transaction

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import add_draft_paper, drop_draft, lapse_drafts
from tidewaiter.base.docket.commands.papers import Received, keep_paper, opened
from tidewaiter.base.docket.models import Docket, Draft, DraftPaper
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.docket.rules.applications import complete
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import Applied
from tidewaiter.flows.receive_paper import checked


def hand_in(
    draft: Draft, applied: Applied, code: str, name: str, content: bytes, *, by: Actor, at: datetime
) -> DraftPaper:
    """Lay a paper beside a draft after it was looked at, or refuse it with what to do."""
    paper = checked(name, content)
    return add_draft_paper(draft, applied.application, code, paper, by=by, at=at)


def send(draft: Draft, applied: Applied, *, by: Actor, at: datetime) -> Docket:
    """Make a docket of a draft in which nothing is missing: all of it, or nothing."""
    with transaction.atomic():
        found = Draft.objects.select_for_update().select_related("organisation").get(pk=draft.pk)
        complete(lacking_in(found, applied.application, at=at))
        answers = applied.application.relevant(answers_of(found, applied.application))
        docket = applied.opens(answers, organisation=found.organisation, by=by, at=at)
        titles = {one.code: one.title for one in applied.application.papers(answers, day_of(at))}
        for paper in found.papers.select_related("original", "shown"):
            # what is no longer asked for, after an answer was changed, is not handed on
            if paper.asked in titles:
                about = titles[paper.asked].en
                keep_paper(docket, _received(paper, about), by=by, at=at)
        if applied.completes is not None:
            applied.completes(docket, answers, by=by, at=at)
        drop_draft(found, by=by, at=at)
    return docket


def lapse(*, by: Actor, at: datetime) -> int:
    """Forget every draft whose days are over; how many there were."""
    forgotten = 0
    while some := lapse_drafts(by=by, at=at):
        forgotten += some
    return forgotten


def _received(paper: DraftPaper, about: str) -> Received:
    return Received(
        name=paper.name,
        media_type=paper.media_type,
        sha256=paper.original_id,
        content=opened(paper.original),
        shown_sha256=paper.shown_id,
        shown=opened(paper.shown),
        stripped=tuple(paper.stripped),
        scanner=paper.scanner,
        about=about,
        asked=paper.asked,
        secrecy=Secrecy.PARTIES,
    )
