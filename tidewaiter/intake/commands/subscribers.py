"""Choose where an operator's receipts are pushed, and remember how far each address has got."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.base.privacy.vault import open_message, seal_message
from tidewaiter.intake.models import Receipt, Subscriber
from tidewaiter.registry.models import Operator

MOST = 5
"""So many addresses an operator may have (single window edition 202205, 2.1: BaseSubscribe)."""

LONGEST_PAUSE = timedelta(hours=1)
"""The longest pause between two tries to reach an address."""


class Added(NamedTuple):
    """A new subscriber with its secret, which is shown once."""

    subscriber: Subscriber
    secret: str


@transaction.atomic
def add_subscriber(
    *, operator: Operator, address: str, secret: str, after: int | None, by: Actor, at: datetime
) -> Added:
    """Push an operator's receipts to an address: those after a number, or those from now on."""
    by.must(Permission.SUBSCRIBER_EDIT)
    operator = Operator.objects.select_for_update().get(pk=operator.pk)
    existing = set(operator.subscribers.values_list("address", flat=True))
    if address in existing:
        raise Refusal(
            "subscriber.twice",
            Text("The address {url} is subscribed already.", "地址{url}已经订阅。"),
            values={"url": address},
            cure=Text("Remove it first if you need a new secret.", "如需新密钥，请先删除该订阅。"),
            kind=Kind.CONFLICT,
        )
    if len(existing) >= MOST:
        raise Refusal(
            "subscriber.too-many",
            Text(
                "{count} addresses are subscribed already; {most} is the most.",
                "已订阅{count}个地址，最多可订阅{most}个。",
            ),
            values={"count": len(existing), "most": MOST},
            law="GACC single window, cross-border edition 202205, BaseSubscribe",
            cure=Text("Remove one of them first.", "请先删除一个订阅。"),
            kind=Kind.CONFLICT,
        )
    if after is None:
        after = Receipt.objects.filter(recipient=operator).aggregate(last=Max("id"))["last"] or 0
    subscriber = Subscriber.objects.create(
        operator=operator,
        address=address,
        secret=seal_message(secret.encode(), context=_context(operator.pk, address)),
        delivered=after,
        created_at=at,
    )
    record(verb="subscriber.added", thing=subscriber, by=by, at=at, url=address, after=after)
    return Added(subscriber, secret)


@transaction.atomic
def remove_subscriber(subscriber: Subscriber, *, by: Actor, at: datetime) -> None:
    """Push nothing more to an address."""
    by.must(Permission.SUBSCRIBER_EDIT)
    record(
        verb="subscriber.removed",
        thing=subscriber,
        by=by,
        at=at,
        url=subscriber.address,
        delivered=subscriber.delivered,
    )
    subscriber.delete()


@transaction.atomic
def note_delivery(subscriber: Subscriber, *, upto: int, by: Actor, at: datetime) -> None:
    """Remember that an address has taken everything up to a receipt."""
    record(
        verb="receipts.pushed",
        thing=subscriber,
        by=by,
        at=at,
        after=subscriber.delivered,
        upto=upto,
    )
    subscriber.delivered = upto
    subscriber.failures = 0
    subscriber.retry_at = None
    subscriber.save(update_fields=["delivered", "failures", "retry_at"])


@transaction.atomic
def note_failure(subscriber: Subscriber, *, status: int, by: Actor, at: datetime) -> None:
    """Remember that an address did not take its receipts, and when to try again."""
    subscriber.retry_at = at + pause(subscriber.failures, subscriber.pk)
    subscriber.failures = min(subscriber.failures + 1, 10_000)
    subscriber.save(update_fields=["failures", "retry_at"])
    record(
        verb="receipts.push-failed",
        thing=subscriber,
        by=by,
        at=at,
        status=status,
        failures=subscriber.failures,
        retry_at=subscriber.retry_at.isoformat(),
    )


def pause(failures: int, number: int) -> timedelta:
    """How long to wait after a failure: 1 s, 2 s, 4 s … 1 h, and up to a quarter more.

    The spread comes from the subscriber's number: addresses that failed together do not come back
    together.
    """
    doubled = timedelta(seconds=2 ** min(failures, 12))
    spread = number * 2654435761 % 1000 / 1000
    return min(doubled * (1 + spread / 4), LONGEST_PAUSE)


def secret_of(subscriber: Subscriber) -> bytes:
    """The secret by which an address knows that a push is ours."""
    return open_message(
        subscriber.secret, context=_context(subscriber.operator_id, subscriber.address)
    )


def _context(operator: int, address: str) -> bytes:
    return f"subscriber:{operator}:{address}".encode()
