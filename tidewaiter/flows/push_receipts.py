"""Receipts are pushed to the addresses that asked for them: in order, until they are taken."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tidewaiter.adapters import webhooks
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.tell_receipts import as_json
from tidewaiter.intake.commands.subscribers import note_delivery, note_failure, secret_of
from tidewaiter.intake.models import Receipt, Subscriber
from tidewaiter.intake.queries import receipts_after

BATCH = 500
"""Receipts in one push."""

ROUNDS = 20
"""Pushes to one address before the others have their turn."""

Post = Callable[[str, bytes, Mapping[str, str]], int]
"""Posts a body with headers to an address and returns the status of the answer, 0 if there was none."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What one round of pushing did."""

    receipts: int = 0
    failures: int = 0


def post_outside(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post to an address on the public internet; in a demonstration to any."""
    return webhooks.post(address, body, headers, local=may_be_local())


def may_be_local() -> bool:
    """Whether addresses of this machine and of private networks may be subscribed."""
    return bool(settings.DEBUG or settings.TIDEWAITER_DEMO)


def push_receipts(*, by: Actor, at: datetime, post: Post = post_outside) -> Pushed:
    """Give every address that is due its next receipts.

    An address that does not answer with 2xx is tried again after a growing pause, from the same receipt
    on: nothing is left out and the order is kept. An address may see receipts again whose answer was
    lost; their numbers tell. Several pushers may run: each address is served by one of them at a time.
    """
    receipts = failures = 0
    served: set[int] = set()
    while True:
        number, count, more = _serve_next(served, post, by=by, at=at)
        if number is None:
            return Pushed(receipts, failures)
        receipts += count
        failures += count == 0
        for _ in range(ROUNDS - 1):
            if not more:
                break
            again, count, more = _serve_next(served, post, by=by, at=at, only=number)
            receipts += count
            failures += again is not None and count == 0
        served.add(number)


def _serve_next(
    served: set[int], post: Post, *, by: Actor, at: datetime, only: int | None = None
) -> tuple[int | None, int, bool]:
    """Push once; return which subscriber, how many receipts it took, and whether more are waiting."""
    with transaction.atomic():
        due = (
            Subscriber.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(Q(retry_at=None) | Q(retry_at__lte=at))
            .exclude(pk__in=served)
            .filter(
                Exists(
                    Receipt.objects.filter(
                        recipient=OuterRef("operator"), id__gt=OuterRef("delivered")
                    )
                )
            )
            .order_by("id")
        )
        subscriber = (due if only is None else due.filter(pk=only)).first()
        if subscriber is None:
            return None, 0, False
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
        if 200 <= status < 300:
            note_delivery(subscriber, upto=upto, by=by, at=at)
            return subscriber.pk, len(rows), len(rows) == BATCH
        note_failure(subscriber, status=status, by=by, at=at)
        return subscriber.pk, 0, False


def signature(secret: bytes, body: bytes, *, at: datetime) -> str:
    """Sign a push: ``t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>" in hex>``."""
    seconds = int(at.timestamp())
    digest = hmac.new(secret, b"%d." % seconds + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"
