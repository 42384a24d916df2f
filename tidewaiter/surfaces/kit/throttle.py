"""Count attempts in the audit trail, where all processes count together; refuse too many."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text


def address_of(request: HttpRequest) -> str:
    """Where a request comes from."""
    return request.META.get("REMOTE_ADDR", "")


@dataclass(frozen=True)
class Limit:
    """At most so many attempts in so long a time."""

    name: str
    most: int
    per: timedelta


class Attempts:
    """What somebody has tried lately; in the trail they are only a keyed mark of the day."""

    def __init__(self, limit: Limit, who: str, *, by: Actor, at: datetime) -> None:
        self.limit, self.by, self.at = limit, by, at
        mark = salted_hmac(f"throttle {limit.name} {at:%Y-%m-%d}", who, algorithm="sha256")
        self.thing = Thing(limit.name, mark.hexdigest()[:32])

    def refuse_if_too_many(self) -> None:
        """Refuse with the seconds that are still to be waited."""
        since = self.at - self.limit.per
        times = list(
            history_of(self.thing)
            .filter(at__gt=since)
            .order_by("-id")
            .values_list("at", flat=True)[: self.limit.most]
        )
        if len(times) < self.limit.most:
            return
        seconds = max(1, round((times[-1] - since).total_seconds()))
        raise Refusal(
            f"{self.limit.name}.wait",
            Text(
                "There were {most} attempts within {minutes} minutes; no more are accepted now.",
                "{minutes}分钟内已尝试{most}次，暂不接受新的尝试。",
            ),
            values={
                "most": self.limit.most,
                "minutes": round(self.limit.per.total_seconds() / 60),
                "seconds": seconds,
            },
            cure=Text("Try again in {seconds} seconds.", "请在{seconds}秒后重试。"),
            kind=Kind.TOO_MANY,
        )

    def note(self) -> None:
        """Count one attempt."""
        record(verb=f"{self.limit.name}.tried", thing=self.thing, by=self.by, at=self.at)


@contextmanager
def attempts(limit: Limit, who: str, *, by: Actor, at: datetime) -> Iterator[Attempts]:
    """Hold somebody's attempts, so that nobody else counts them; refuse when they are too many."""
    with transaction.atomic():
        tried = Attempts(limit, who, by=by, at=at)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [crc32(tried.thing.id.encode())])
        tried.refuse_if_too_many()
        yield tried
