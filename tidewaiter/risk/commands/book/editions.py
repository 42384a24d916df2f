"""Keep the book by which decisions are made, so that they can be made again."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import SHADOWED, Rule, Severity
from tidewaiter.risk.models import BookEdition


@transaction.atomic
def keep_edition(book: Book, *, by: Actor, at: datetime) -> None:
    """Keep a book under its version, once."""
    version = book.version[:16]
    spoken = [rule for rule in book.rules if rule.severity is not Severity.SHADOW]
    quiet = [rule for rule in book.rules if rule.severity is Severity.SHADOW]
    shadows = [rule.code.split(SHADOWED) for rule in quiet]
    edition, made = BookEdition.objects.get_or_create(
        version=version,
        defaults={
            "rules": json.dumps([_plain(rule) for rule in spoken], ensure_ascii=False),
            "shadows": [[code, int(number)] for code, number in shadows],
            "first_used_at": at,
        },
    )
    if made:
        record(
            verb="book.used", thing=edition, by=by, at=at, version=version, rules=len(book.rules)
        )


def _plain(rule: Rule) -> dict[str, Any]:
    """A rule as plain data; numbers among its parameters stay numbers."""
    told = rule.model_dump(mode="json")
    told["parameters"] = {
        name: float(value) if isinstance(value, Decimal) else value
        for name, value in rule.parameters.items()
    }
    return told
