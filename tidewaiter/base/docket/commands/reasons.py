"""Write, issue and withdraw statements of reasons."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.commands.clocks import start
from tidewaiter.base.docket.commands.inside import locked, tell
from tidewaiter.base.docket.commands.papers import linked
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Fact, Statement
from tidewaiter.base.docket.queries.reasons import content_of, reasons_of
from tidewaiter.base.docket.rules.moves import LAW
from tidewaiter.base.docket.rules.reasons import complete
from tidewaiter.base.docket.states import STATEMENT, Standing
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind as Sort
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.base.privacy.signing import signature


@dataclass(frozen=True, slots=True)
class FactGiven:
    """A fact, and the papers of the docket that show it."""

    text: str
    papers: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is written into a draft; everything may still be missing."""

    verb: str
    facts: Sequence[FactGiven] = ()
    restrictions: Sequence[str] = ()
    ground: str = ""
    basis: str = ""
    article: str = ""
    explanation: str = ""
    category: str = ""
    territory: Sequence[str] = ()
    applies_on: date | None = None
    ends_on: date | None = None
    source: str = ""
    automated_detection: bool = False
    automated_decision: str = "not"
    position: str = ""
    answer: str = ""
    aim: str = ""
    milder: str = ""
    insufficient: str = ""
    discretion: dict[str, Any] = field(default_factory=dict)
    model_use: dict[str, Any] = field(default_factory=dict)
    appeal_body: str = ""
    appeal_form: str = ""
    appeal_suspends: bool = False
    languages: Sequence[str] = ("en",)


@transaction.atomic
def write_draft(docket: Docket, given: Given, *, by: Actor, at: datetime) -> Statement:
    """Write the reasons of a decision, or write them anew; a draft binds nobody."""
    by.must(Permission.DOCKET_WORK)
    found = locked(docket)
    draft = found.statements.filter(standing=Standing.DRAFT).first() or Statement(docket=found)
    for name in Given.__dataclass_fields__:
        if name not in {"facts", "restrictions", "territory", "languages"}:
            setattr(draft, name, getattr(given, name))
    draft.restrictions = list(given.restrictions)
    draft.territory, draft.languages = list(given.territory), list(given.languages)
    draft.written_by, draft.written_at = by.id, at
    draft.save()
    draft.facts.all().delete()
    known = {paper.pk: paper for paper in found.papers.all()}
    for number, one in enumerate(given.facts, 1):
        fact = Fact.objects.create(statement=draft, number=number, text=one.text)
        fact.evidence.set([known[pk] for pk in one.papers if pk in known])
    record(verb="docket.statement.written", thing=draft, by=by, at=at, docket=found.pk)
    return draft


@transaction.atomic
def drop_draft(docket: Docket, *, by: Actor, at: datetime) -> None:
    """Give the draft up."""
    by.must(Permission.DOCKET_WORK)
    found = locked(docket, closed_too=True)
    for draft in found.statements.filter(standing=Standing.DRAFT):
        draft.standing = STATEMENT.next(draft.standing, "drop")
        draft.save(update_fields=["standing"])
        record(verb="docket.statement.dropped", thing=draft, by=by, at=at, docket=found.pk)


def issue_draft(docket: Docket, kind: Kind, verb: str, *, by: Actor, at: datetime) -> Statement:
    """Issue the draft for a decision; refused until every part is there. The docket is locked."""
    by.must(Permission.DOCKET_DECIDE)
    draft = docket.statements.filter(standing=Standing.DRAFT, verb=verb).first()
    if draft is None:
        raise Refusal(
            "docket.reasons.none",
            Text("There is no statement of reasons for this decision.", "该决定没有理由说明草稿。"),
            law=LAW,
            cure=Text("Write one first.", "请先撰写理由说明。"),
            kind=Sort.CONFLICT,
        )
    law = clocks.load(docket.pack).on(clocks.day_of(at))
    complete(reasons_of(draft, law=law, appeal=kind.timer_of(kind.appeal, docket.pack) is not None))
    timer = start(docket, kind, kind.appeal, since=at, by=by, at=at)
    assert timer is not None
    draft.standing = STATEMENT.next(draft.standing, "issue")
    draft.law_version = law.version
    draft.appeal_until = timer.due_on
    draft.appeal_reckoned_en, draft.appeal_reckoned_zh = timer.reckoned_en, timer.reckoned_zh
    draft.issued_by, draft.issued_label, draft.issued_at = by.id, by.label, at
    told = json.dumps(content_of(draft), ensure_ascii=False, sort_keys=True).encode()
    draft.signature = signature(told)
    draft.save()
    for fact in draft.facts.prefetch_related("evidence"):
        for paper in fact.evidence.all():
            linked(paper, "cited", grounds=draft.reference, by=by, at=at)
    tell(docket, "statement.issued", by=by, at=at, statement=draft.reference, move=verb)
    return draft


@transaction.atomic
def withdraw_statement(statement: Statement, *, grounds: str, by: Actor, at: datetime) -> Statement:
    """Take issued reasons back, as when the decision is changed on review."""
    by.must(Permission.DOCKET_DECIDE)
    docket = locked(statement.docket, closed_too=True)
    found = docket.statements.get(pk=statement.pk)
    found.standing = STATEMENT.next(found.standing, "withdraw")
    found.save(update_fields=["standing"])
    tell(
        docket, "statement.withdrawn", by=by, at=at, said={"grounds": grounds},
        statement=found.reference,
    )  # fmt: skip
    return found
