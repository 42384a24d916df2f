"""Receipts are pushed to the addresses that asked for them: in order, until they are taken."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tidewaiter.adapters import webhooks
from tidewaiter.base.identity.actors import Actor, system_actor
from tidewaiter.flows.tell_receipts import as_json
from tidewaiter.intake.commands.subscribers import note_delivery, note_failure, secret_of
from tidewaiter.intake.models import Receipt, Subscriber
from tidewaiter.intake.queries import receipts_after

BATCH = 500
"""Receipts in one push."""

ROUNDS = 20
"""Pushes to one address before the others have their turn."""

PUSHER = system_actor("pusher")

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Posts a body with headers to an address; returns the answer's status, 0 if none came."""


def post_outside(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post to an address on the public internet; in a demonstration to any."""
    return webhooks.post(address, body, headers, local=may_be_local())


def may_be_local() -> bool:
    """Whether addresses of this machine and of private networks may be subscribed."""
    return bool(settings.DEBUG or settings.TIDEWAITER_DEMO)


def push_receipts(*, at: datetime, post: Post = post_outside, by: Actor = PUSHER) -> int:
    """Give every address that is due its next receipts; return how many were taken.

    An address that does not answer with 2xx is tried again after a growing pause, from the same
    receipt on: nothing is left out and the order is kept. An address may see receipts again whose
    answer was lost; their numbers tell. Several pushers may run: each address is served by one of
    them at a time.
    """
    taken = 0
    served: list[int] = []
    while (number := _next_due(served, at=at)) is not None:
        served.append(number)
        for _ in range(ROUNDS):
            count = _push_once(number, post, by=by, at=at)
            taken += count
            if count < BATCH:
                break
    return taken


def _due(at: datetime) -> QuerySet[Subscriber]:
    unseen = Receipt.objects.filter(recipient=OuterRef("operator"), id__gt=OuterRef("delivered"))
    return Subscriber.objects.filter(Q(retry_at=None) | Q(retry_at__lte=at)).filter(Exists(unseen))


def _next_due(served: list[int], *, at: datetime) -> int | None:
    numbers = _due(at).exclude(pk__in=served).order_by("id").values_list("id", flat=True)
    return numbers.first()


def _push_once(number: int, post: Post, *, by: Actor, at: datetime) -> int:
    """Push once to a subscriber that nobody else serves; return how many receipts it took."""
    with transaction.atomic():
        free = _due(at).select_for_update(skip_locked=True, of=("self",))
        subscriber = free.filter(pk=number).first()
        if subscriber is None:
            return 0
        rows = receipts_after(
            recipient=subscriber.operator_id, after=subscriber.delivered, limit=BATCH
        )
        upto = rows[-1][0]
        body = b'{"subscriber":%d,"after":%d,"next":%d,"receipts":[%b]}' % (
            subscriber.pk,
            subscriber.delivered,
            upto,
            b",".join([as_json(row) for row in rows]),
        )
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Tidewaiter",
            "Tidewaiter-Sequence": f"{rows[0][0]}-{upto}",
            "Tidewaiter-Signature": signature(secret_of(subscriber), body, at=at),
        }
        status = post(subscriber.address, body, headers)
        if not 200 <= status < 300:
            note_failure(subscriber, status=status, by=by, at=at)
            return 0
        note_delivery(subscriber, upto=upto, by=by, at=at)
        return len(rows)


def signature(secret: bytes, body: bytes, *, at: datetime) -> str:
    """Sign a push: ``t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>``."""
    seconds = int(at.timestamp())
    digest = hmac.new(secret, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
