"""Try a rule on decided parcels, chunk by chunk; what came out is kept."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import StoredRule, Trial
from tidewaiter.risk.rules.book import sound


@transaction.atomic
def begin_trial(rule: StoredRule, *, wanted: int, by: Actor, at: datetime) -> Trial:
    """Begin to try the text of a version on the latest decided parcels."""
    by.must(Permission.RULE_WRITE)
    sound([one["en"] for one in rule.mistakes if not one["hint"]])
    trial = Trial.objects.create(
        rule=rule, digest=rule.digest, by_id=by.id, by_label=by.label, at=at, wanted=wanted
    )
    record(
        verb="rule.trial-begun",
        thing=rule,
        by=by,
        at=at,
        trial=trial.pk,
        digest=rule.digest,
        wanted=wanted,
    )
    return trial


@transaction.atomic
def note_back_test(
    rule: StoredRule, *, since: date, until: date, hits: int, parcels: int, by: Actor, at: datetime
) -> None:
    """Note that a rule was tried on archived days, and how many parcels it hit."""
    by.must(Permission.RULE_WRITE)
    record(
        verb="rule.back-tested", thing=rule, by=by, at=at, digest=rule.digest, since=since,
        until=until, hits=hits, parcels=parcels,
    )  # fmt: skip


@transaction.atomic
def keep_chunk(
    trial: Trial,
    *,
    after: int,
    place: int | None,
    parcels: int,
    figures: Mapping[str, Any],
    rows: Sequence[Any],
    finished: bool,
    by: Actor,
    at: datetime,
) -> Trial:
    """Keep what a chunk gave, unless another request has looked at the same parcels meanwhile.

    `after` is how many had been looked at when the chunk began.
    """
    found = Trial.objects.select_for_update().get(pk=trial.pk)
    if found.looked_at != after or found.finished_at is not None:
        return found
    found.place, found.looked_at = place, after + parcels
    found.figures, found.rows = dict(figures), list(rows)
    if finished:
        found.finished_at = at
        record(
            verb="rule.tried",
            thing=found.rule,
            by=by,
            at=at,
            trial=found.pk,
            parcels=found.looked_at,
            hits=found.figures.get("hits", 0),
        )
    found.save()
    return found
