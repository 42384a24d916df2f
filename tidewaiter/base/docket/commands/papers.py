"""Papers: kept once, sealed, with the chain of hands through which they went."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.commands.inside import locked, tell
from tidewaiter.base.docket.models import Blob, Custody, Docket, Evidence
from tidewaiter.base.docket.queries.who import officer
from tidewaiter.base.docket.rules.papers.custody import bound
from tidewaiter.base.docket.rules.papers.keeping import few_enough, new_here
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.privacy.vault import open_message, seal_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A paper that was looked at, scanned and copied without metadata."""

    name: str
    media_type: str
    sha256: str
    content: bytes
    shown_sha256: str
    shown: bytes
    stripped: tuple[str, ...] = ()
    scanner: str = ""
    about: str = ""
    asked: str = ""
    secrecy: Secrecy = Secrecy.PARTIES


@transaction.atomic
def keep_paper(docket: Docket, paper: Received, *, by: Actor, at: datetime) -> Evidence:
    """Put a paper into the docket; its chain of custody begins."""
    own = officer(by)
    by.must(Permission.DOCKET_WORK if own else Permission.DOCKET_ANSWER)
    found = locked(docket)
    few_enough(found.papers.count())
    new_here(found.papers.filter(original_id=paper.sha256).exists(), name=paper.name)
    kept = Evidence.objects.create(
        docket=found,
        original=laid_down(paper.sha256, paper.content),
        shown=laid_down(paper.shown_sha256, paper.shown),
        media_type=paper.media_type,
        name=paper.name[:200],
        about=paper.about[:300],
        asked=paper.asked,
        scan="clean" if paper.scanner else "unscanned",
        scanner=paper.scanner[:100],
        stripped=list(paper.stripped),
        secrecy=paper.secrecy,
        by_kind=by.kind,
        by_id=by.id,
        by_label=by.label,
        organisation_code="" if own else by.organisation_code or "",
        received_at=at,
    )
    linked(kept, "received", by=by, at=at)
    linked(kept, "scanned" if paper.scanner else "unscanned", grounds=paper.scanner, by=by, at=at)
    if paper.stripped:
        linked(kept, "stripped", grounds=", ".join(paper.stripped), by=by, at=at)
    open_ = paper.secrecy in {Secrecy.OPEN, Secrecy.PARTIES}
    tell(
        found, "paper.received", by=by, at=at, for_parties=open_,
        number=kept.pk, type=paper.media_type, hash=paper.sha256[:12],
    )  # fmt: skip
    return kept


@transaction.atomic
def read_paper(paper: Evidence, *, by: Actor, at: datetime) -> bytes:
    """The copy that readers are given, without metadata; who read it is noted."""
    found = _held(paper)
    linked(found, "opened", by=by, at=at)
    return opened(found.shown)


@transaction.atomic
def read_original(paper: Evidence, *, grounds: str, by: Actor, at: datetime) -> bytes:
    """The paper to the byte, with all that it tells of its maker, for a stated purpose."""
    by.must(Permission.DOCKET_DECIDE)
    found = _held(paper)
    linked(found, "original", grounds=grounds[:500], by=by, at=at)
    tell(found.docket, "paper.original", by=by, at=at, for_parties=False, number=found.pk)
    return opened(found.original)


def linked(paper: Evidence, deed: str, *, grounds: str = "", by: Actor, at: datetime) -> Custody:
    """Add a link to the chain of custody of a paper, under its lock."""
    Evidence.objects.select_for_update().get(pk=paper.pk)
    last = paper.chain.order_by("-number").first()
    number = last.number + 1 if last else 1
    link = bound(
        last.link if last else paper.original_id,
        number=number, at=at, by=by.label, deed=deed, grounds=grounds,
    )  # fmt: skip
    made = Custody.objects.create(
        paper=paper, number=number, at=at, by_label=by.label, deed=deed, grounds=grounds, link=link
    )
    record(verb=f"paper.{deed}", thing=paper, by=by, at=at, number=number, link=link)
    return made


def opened(blob: Blob) -> bytes:
    """The bytes of a blob."""
    return open_message(bytes(blob.content_sealed), context=_context(blob.sha256))


def _held(paper: Evidence) -> Evidence:
    return Evidence.objects.select_related("docket", "shown", "original").get(pk=paper.pk)


def laid_down(sha256: str, content: bytes) -> Blob:
    """Bytes, sealed and kept once; whoever calls it writes down for what."""
    blob, _made = Blob.objects.get_or_create(
        sha256=sha256,
        defaults={
            "size": len(content),
            "content_sealed": seal_message(content, context=_context(sha256)),
        },
    )
    return blob


def _context(sha256: str) -> bytes:
    return f"docket-paper:{sha256}".encode()
