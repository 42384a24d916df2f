"""Applications: kept as drafts, sent as dockets, forgotten when their days are over."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from tidewaiter.base.docket.applications import Application
from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.docket.commands.drafts import (
    add_draft_paper,
    drop_draft,
    lapse_drafts,
    note_warned,
)
from tidewaiter.base.docket.commands.papers import Received, keep_paper, opened
from tidewaiter.base.docket.models import Docket, Draft, DraftPaper
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.docket.rules.applications import complete
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.queries import people_who_may
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.flows.dockets import REGISTERED, Applied
from tidewaiter.flows.post import post
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


def warn(*, by: Actor, at: datetime) -> int:
    """Tell organisations by mail which of their drafts lapse soon; how many there were."""
    due = Draft.objects.filter(lapses_at__gt=at, warn_on__0__lte=day_of(at), kind__in=REGISTERED)
    told = 0
    for draft in due.select_related("organisation").order_by("id"):
        applied = REGISTERED[draft.kind].applied
        if applied is None:
            continue
        try:
            for person in people_who_may(Permission.DOCKET_ANSWER, draft.organisation):
                post(person.email, *_words(draft, applied.application, person.language))
        except Refusal:
            break  # the post does not answer: the rest at the next run
        note_warned(draft, by=by, at=at)
        told += 1
    return told


def _words(draft: Draft, application: Application, language: str) -> tuple[str, str, str]:
    title = application.title.in_language(language)
    until = day_of(draft.last_moment).isoformat()
    subject = Text("Not sent yet: {title}", "尚未提交：{title}")
    body = Text(
        "It is kept until the end of {until}. Go on with it, or let it go.",
        "草稿保留至{until}结束。请继续填写，或任其失效。",
    )
    address = f"{settings.TIDEWAITER_ADDRESS}/portal/applications/{draft.pk}/"
    told = (one.in_language(language).format(title=title, until=until) for one in (subject, body))
    return (*told, address)  # type: ignore[return-value]


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
