"""Begin a version of a rule, and write its text."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.checking.mistakes import Mistake
from tidewaiter.risk.models import StoredRule
from tidewaiter.risk.rules.book import LAW, digest_of, may_be_written, same_text
from tidewaiter.risk.states import RULE, UNDER_WAY, RuleStage


@transaction.atomic
def begin_rule(code: str, text: str, *, by: Actor, at: datetime) -> StoredRule:
    """Begin a version of a rule with a text to start from."""
    by.must(Permission.RULE_WRITE)
    _nobody_else_at_it(code)
    rule = StoredRule.objects.create(
        code=code,
        number=_next_number(code),
        stage=RULE.start,
        text=text,
        digest=digest_of(text),
        writers=[by.id],
        created_at=at,
    )
    record(verb="rule.begun", thing=rule, by=by, at=at, code=code, number=rule.number)
    return rule


@transaction.atomic
def write_rule(
    rule: StoredRule,
    text: str,
    found: Rule | None,
    mistakes: Sequence[Mistake],
    *,
    seen: str,
    by: Actor,
    at: datetime,
) -> StoredRule:
    """Keep a text with what the checker says of it; `seen` marks the text it was made from."""
    by.must(Permission.RULE_WRITE)
    rule = StoredRule.objects.select_for_update().get(pk=rule.pk)
    may_be_written(rule.stage)
    same_text(seen, rule.digest)
    before = rule.stage
    if rule.stage == RuleStage.CHECKED:
        rule.stage = RULE.next(rule.stage, "write")
    rule.text, rule.digest = text, digest_of(text)
    rule.mistakes = [one.as_json() for one in mistakes]
    rule.checked_at = at
    if by.id not in rule.writers:
        rule.writers = [*rule.writers, by.id]
    if found is not None:
        if found.code != rule.code:
            _nobody_else_at_it(found.code)
            rule.code, rule.number = found.code, _next_number(found.code)
        rule.title_en, rule.title_zh = found.title.en[:200], found.title.zh[:200]
        rule.stage = RULE.next(rule.stage, "check")
    rule.save()
    record(
        verb="rule.written",
        thing=rule,
        by=by,
        at=at,
        code=rule.code,
        number=rule.number,
        digest=rule.digest,
        before=before,
        after=rule.stage,
        mistakes=sum(1 for one in mistakes if not one.hint),
    )
    return rule


def _next_number(code: str) -> int:
    numbers = StoredRule.objects.filter(code=code).order_by("-number")
    latest: Any = numbers.values_list("number", flat=True).first()
    return (latest or 0) + 1


def _nobody_else_at_it(code: str) -> None:
    at_work = StoredRule.objects.filter(code=code, stage__in=list(UNDER_WAY)).first()
    if at_work is not None:
        raise Refusal(
            "rule.under-way",
            Text(
                "Version {number} of {code} is under way already.",
                "{code}的第{number}版正在处理中。",
            ),
            values={"code": code, "number": at_work.number},
            law=f"{LAW}, 1",
            cure=Text(
                "Work on that one, or withdraw it first.", "请继续处理该版本，或先将其撤回。"
            ),
            kind=Kind.CONFLICT,
        )
