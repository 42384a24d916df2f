"""Applications before they are sent: begun, answered page by page, papers laid beside, dropped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Exists, OuterRef

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.applications import Application, Page, to_keep
from tidewaiter.base.docket.commands.papers import Received, laid_down
from tidewaiter.base.docket.models import Blob, Draft, DraftPaper, Evidence
from tidewaiter.base.docket.queries.drafts import answers_of, kept_answers
from tidewaiter.base.docket.rules.applications import (
    asked_for,
    few_enough_papers,
    few_enough_rows,
    new_in_draft,
)
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.privacy.vault import seal_message


@transaction.atomic
def begin_draft(
    kind: str,
    application: Application,
    *,
    organisation: Organisation,
    pack: str,
    by: Actor,
    at: datetime,
) -> Draft:
    """Begin an application, or find the one of this kind that is under way."""
    by.must(Permission.DOCKET_ANSWER)
    found = Draft.objects.filter(organisation=organisation, kind=kind).first()
    if found is not None:
        if not found.lapsed(at=at):
            return found
        _forget(found)
    draft = Draft(
        kind=kind,
        pack=pack,
        organisation=organisation,
        begun_by=by.id,
        begun_at=at,
        changed_at=at,
    )
    _keep_until(draft, application, at)
    draft.answers_sealed = seal_message(b"{}", context=draft.seal)
    draft.save()
    record(verb="draft.begun", thing=draft, by=by, at=at, kind=kind)
    return draft


@transaction.atomic
def save_page(
    draft: Draft,
    application: Application,
    page: Page,
    given: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    at: datetime,
) -> Draft:
    """Keep what was answered on a page, however little it is; a page of several takes all rows."""
    by.must(Permission.DOCKET_ANSWER)
    found = _locked(draft)
    kept = kept_answers(found)
    if isinstance(given, Mapping):
        for field in page.fields:
            kept.pop(field.name, None)
        kept |= to_keep(page.fields, given)
    else:
        few_enough_rows(page, len(given))
        kept[page.name] = [to_keep(page.fields, row) for row in given]
    found.answers_sealed = seal_message(msgspec.json.encode(kept), context=found.seal)
    found.answered = sorted({*found.answered, page.name})
    _touch(found, application, at)
    record(verb="draft.saved", thing=found, by=by, at=at, page=page.name)
    return found


@transaction.atomic
def add_draft_paper(
    draft: Draft, application: Application, code: str, paper: Received, *, by: Actor, at: datetime
) -> DraftPaper:
    """Lay a paper beside the draft, as one of those that are asked for."""
    by.must(Permission.DOCKET_ANSWER)
    found = _locked(draft)
    asked_for(application, answers_of(found, application), code, on=clocks.day_of(at))
    few_enough_papers(found.papers.count())
    new_in_draft(found.papers.filter(original_id=paper.sha256).exists(), name=paper.name)
    kept = DraftPaper.objects.create(
        draft=found,
        asked=code,
        original=laid_down(paper.sha256, paper.content),
        shown=laid_down(paper.shown_sha256, paper.shown),
        media_type=paper.media_type,
        name=paper.name[:200],
        stripped=list(paper.stripped),
        scanner=paper.scanner[:100],
        by_label=by.label,
        handed_at=at,
    )
    _touch(found, application, at)
    record(verb="draft.paper-added", thing=found, by=by, at=at, asked=code, hash=paper.sha256[:12])
    return kept


@transaction.atomic
def remove_draft_paper(
    paper: DraftPaper, application: Application, *, by: Actor, at: datetime
) -> None:
    """Take a paper out of a draft; its bytes are forgotten."""
    by.must(Permission.DOCKET_ANSWER)
    found = _locked(paper.draft)
    blobs = {paper.original_id, paper.shown_id}
    found.papers.filter(pk=paper.pk).delete()
    _forget_blobs(blobs)
    _touch(found, application, at)
    record(verb="draft.paper-removed", thing=found, by=by, at=at, asked=paper.asked)


@transaction.atomic
def drop_draft(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Forget an application that was not sent, with its answers and papers."""
    by.must(Permission.DOCKET_ANSWER)
    found = _locked(draft)
    record(verb="draft.dropped", thing=found, by=by, at=at, kind=found.kind)
    _forget(found)


@transaction.atomic
def note_warned(draft: Draft, *, by: Actor, at: datetime) -> Draft:
    """Note that the organisation was told that a draft lapses; days that were missed are over."""
    found = _locked(draft)
    found.warn_on = [day for day in found.warn_on if day > clocks.day_of(at)]
    found.save(update_fields=["warn_on"])
    record(verb="draft.warned", thing=found, by=by, at=at, kind=found.kind)
    return found


@transaction.atomic
def lapse_drafts(*, by: Actor, at: datetime) -> int:
    """Forget the drafts whose days are over; how many there were."""
    lapsed = Draft.objects.filter(lapses_at__lte=at).select_for_update(skip_locked=True)
    found = list(lapsed.order_by("id")[:200])
    for draft in found:
        record(verb="draft.lapsed", thing=draft, by=by, at=at, kind=draft.kind)
        _forget(draft)
    return len(found)


def _locked(draft: Draft) -> Draft:
    return Draft.objects.select_for_update().get(pk=draft.pk)


def _touch(draft: Draft, application: Application, at: datetime) -> None:
    draft.changed_at = at
    _keep_until(draft, application, at)
    draft.save()


def _keep_until(draft: Draft, application: Application, at: datetime) -> None:
    """A draft is kept for the days of the law from when it was last changed."""
    run = clocks.run(clocks.HOUSE, application.draft, start=at, counted_in=draft.pack)
    assert run.due_at is not None, "the timer of drafts has no duration"
    draft.lapses_at = run.due_at
    draft.warn_on = sorted(one for one in run.deadline.warn if type(one) is date)


def _forget(draft: Draft) -> None:
    blobs = {blob for pair in draft.papers.values_list("original", "shown") for blob in pair}
    draft.delete()
    _forget_blobs(blobs)


def _forget_blobs(blobs: set[str]) -> None:
    """Delete bytes that nothing else holds."""
    used = [Exists(Evidence.objects.filter(original=OuterRef("pk"))),
            Exists(Evidence.objects.filter(shown=OuterRef("pk"))),
            Exists(DraftPaper.objects.filter(original=OuterRef("pk"))),
            Exists(DraftPaper.objects.filter(shown=OuterRef("pk")))]  # fmt: skip
    free = Blob.objects.filter(pk__in=blobs)
    for one in used:
        free = free.exclude(one)
    free.delete()
