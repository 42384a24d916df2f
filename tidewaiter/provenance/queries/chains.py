"""A product's chain: its events, what contradicts itself in it, and its grade on any day."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from tidewaiter.base.docket.clocks import day_of
from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.models import Grade, Product, TraceEvent
from tidewaiter.provenance.rules.chains.grades import judged_some

MOST = 500
"""So many events of a chain are shown."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A contradiction, with the events that contradict each other."""

    kind: str
    batch: str
    values: Mapping[str, Any]
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the chain of a product is shown at a moment, and what contradicts itself in it."""

    grade: str
    facts: Mapping[str, Any]
    contradictions: tuple[Wrong, ...]


def chain_on(product: Product, *, at: datetime) -> Chain:
    """Judge one chain anew by what was known at a moment."""
    values = {"at": at, "day": day_of(at), "gtins": [product.gtin]}
    statement = f"WITH {judged_some()}" + (
        " SELECT g.grade, to_jsonb(g.facts)::text, w.kind, w.batch, w.said::text, w.events"
        " FROM graded AS g LEFT JOIN (SELECT * FROM wrong WHERE gtin = ANY(%(gtins)s::text[]))"
        " AS w ON true ORDER BY w.kind, w.batch"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    if not rows:
        return Chain("D", {}, ())
    wrong = tuple(
        Wrong(kind, batch, _json(said), tuple(events)) for *_, kind, batch, said, events in rows
        if kind is not None
    )  # fmt: skip
    return Chain(rows[0][0], _json(rows[0][1]), wrong)


def grade_now(product: Product) -> Grade | None:
    """The grade that is kept of a product; None where it was never graded."""
    return Grade.objects.filter(product=product, until=None).first()


def events_of(product: Product, *, by: Actor, batch: str = "") -> Sequence[TraceEvent]:
    """The events of a product as far as somebody may see them, in the order of time."""
    goods = {"items__gtin": product.gtin, **({"items__batch": batch} if batch else {})}
    found = TraceEvent.objects.visible_to(by).filter(**goods).distinct()
    return list(
        found.select_related("operator")
        .prefetch_related("items")
        .order_by("happened_at", "id")[:MOST]
    )


def _json(text: str) -> Mapping[str, Any]:
    return json.loads(text)
