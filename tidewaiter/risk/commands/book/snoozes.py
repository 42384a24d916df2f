"""Keep a rule quiet about one value until a day, and wake it again."""

from datetime import date, datetime

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.engine.book.rules import Rule
from tidewaiter.risk.models import Snooze
from tidewaiter.risk.rules.book import with_reasons
from tidewaiter.risk.rules.snoozes import Subject, bounded, may_be_quiet


@transaction.atomic
def snooze(
    rule: Rule,
    subject: Subject,
    value: str,
    *,
    until: date,
    grounds: str,
    on: date,
    by: Actor,
    at: datetime,
) -> Snooze:
    """Keep a rule quiet about a firm, a person or an address until the end of a day.

    Reasons of the rule are still given and shown, and have no effect. `value` is a registration
    number or a blind index. Doing it again sets another day.
    """
    by.must(Permission.RULE_SNOOZE)
    may_be_quiet(rule.code, rule.severity)
    bounded(until, on=on)
    with_reasons(grounds)
    found, made = Snooze.objects.update_or_create(
        code=rule.code,
        subject=subject,
        value=value,
        ended_at=None,
        defaults={
            "until": until,
            "grounds": grounds.strip(),
            "by_id": by.id,
            "by_label": by.label,
            "at": at,
        },
    )
    record(
        verb="rule.snoozed", thing=found, by=by, at=at, code=rule.code, subject=subject.value,
        until=until, again=not made, grounds_length=len(grounds),
    )  # fmt: skip
    return found


@transaction.atomic
def wake(found: Snooze, *, by: Actor, at: datetime) -> Snooze:
    """Let a rule have its effect again before the day."""
    by.must(Permission.RULE_SNOOZE)
    found = Snooze.objects.select_for_update().get(pk=found.pk)
    if found.ended_at is None:
        found.ended_at, found.ended_by = at, by.label
        found.save(update_fields=["ended_at", "ended_by"])
        record(verb="rule.woken", thing=found, by=by, at=at, code=found.code)
    return found
