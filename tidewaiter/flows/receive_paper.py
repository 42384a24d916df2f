"""A paper on its way into a docket: looked at, scanned, copied without metadata, kept."""

import hashlib
from datetime import datetime

from django.conf import settings

from tidewaiter.adapters.pdf import Outcome, copied
from tidewaiter.adapters.scanning import scan
from tidewaiter.base.docket.commands.papers import Received, keep_paper
from tidewaiter.base.docket.models import Docket, Evidence
from tidewaiter.base.docket.rules.papers.kinds import (
    PDF,
    Paper,
    damaged,
    infected,
    looked_at,
    password_protected,
)
from tidewaiter.base.docket.rules.papers.stripping import Stripped, stripped
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.identity.actors import Actor


def receive_paper(
    docket: Docket,
    name: str,
    content: bytes,
    *,
    about: str = "",
    secrecy: Secrecy = Secrecy.PARTIES,
    by: Actor,
    at: datetime,
) -> Evidence:
    """Take a paper into a docket, or refuse it with what to do; nothing is half kept."""
    return keep_paper(docket, checked(name, content, about=about, secrecy=secrecy), by=by, at=at)


def checked(
    name: str, content: bytes, *, about: str = "", secrecy: Secrecy = Secrecy.PARTIES
) -> Received:
    """A paper that may be kept; refused is what is too large, false, closed, infected or broken."""
    paper = looked_at(name, content)
    scanner = _scanned(paper)
    copy = _copy(paper)
    return Received(
        name=paper.name,
        media_type=paper.media_type,
        sha256=paper.sha256,
        content=paper.content,
        shown_sha256=hashlib.sha256(copy.content).hexdigest(),
        shown=copy.content,
        stripped=copy.out,
        scanner=scanner,
        about=about,
        secrecy=secrecy,
    )


def _scanned(paper: Paper) -> str:
    if not settings.TIDEWAITER_SCANNER:
        return ""
    said = scan(paper.content, settings.TIDEWAITER_SCANNER)
    if said.found:
        raise infected(paper.name, said.found)
    return said.scanner or "ClamAV"


def _copy(paper: Paper) -> Stripped:
    if paper.media_type != PDF:
        return stripped(paper)
    made = copied(paper.content)
    if made.outcome is Outcome.PROTECTED:
        raise password_protected(paper.name)
    if made.outcome is Outcome.DAMAGED:
        raise damaged(paper.name)
    return Stripped(made.content, made.out) if made.out else Stripped(paper.content, ())
