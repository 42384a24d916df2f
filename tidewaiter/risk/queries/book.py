"""Which stored rules there are, and which book a decision was made by."""

import json
from datetime import date

from django.db import connection

from tidewaiter.engine.book.loader import Book, bound, load_book
from tidewaiter.engine.book.rules import Rule
from tidewaiter.risk.models import BookEdition, StoredRule, Trial
from tidewaiter.risk.rules.book import Stored, Tried, rule_of
from tidewaiter.risk.states import CampaignStage, RuleStage

MOST_EDITIONS = 16
"""Editions that a process keeps at hand."""
_editions: dict[str, Book] = {}
_RUNNING = (RuleStage.IN_FORCE, RuleStage.SCHEDULED, RuleStage.SHADOW)
_EVER = (
    RuleStage.IN_FORCE,
    RuleStage.SUPERSEDED,
    RuleStage.ROLLED_BACK,
    RuleStage.RETIRED,
    RuleStage.SCHEDULED,
)


def change_number() -> int:
    """The number of the latest change of the book; another one means: read it again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM risk_bookchange")
        return int(cursor.fetchone()[0])


def stored_rules() -> tuple[Stored, ...]:
    """The versions that are in force, scheduled or in shadow."""
    return _stored(_RUNNING)


def rules_ever() -> tuple[Stored, ...]:
    """The versions that are or were in force, so that what they decided can be told."""
    return _stored(_EVER)


def _stored(stages: tuple[str, ...]) -> tuple[Stored, ...]:
    rows = StoredRule.objects.filter(stage__in=stages).order_by("code", "number")
    rows = rows.exclude(campaign__stage=CampaignStage.CALLED_OFF)
    return tuple(
        Stored(*row)
        for row in rows.values_list(
            "code", "number", "stage", "text", "enters_on", "campaign__starts_on",
            "campaign__ends_on",
        )
    )  # fmt: skip


def latest_number(code: str) -> int:
    """The number of the latest version of a code; 0 without one."""
    rows = StoredRule.objects.filter(code=code).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def edition(version: str) -> Book | None:
    """The book of a version as it was when something was decided by it; None where none is kept."""
    if version not in _editions:
        row = BookEdition.objects.filter(version=version).first()
        if row is None:
            return None
        if len(_editions) >= MOST_EDITIONS:
            _editions.clear()
        _editions[version] = _restored(row)
    return _editions[version]


def has_edition(version: str) -> bool:
    """Whether the book of a version is kept."""
    return BookEdition.objects.filter(version=version).exists()


def _restored(row: BookEdition) -> Book:
    shipped = load_book().by_code
    found = []
    for fields in json.loads(row.rules):
        rule = Rule.model_validate(fields)
        same = shipped.get(rule.code)
        found.append(same if same is not None and _alike(same, rule) else rule)
    for code, number in row.shadows:
        text = StoredRule.objects.get(code=code, number=number).text
        found.append(rule_of(text).in_shadow(number))
    return bound(found)


def _alike(shipped: Rule, kept: Rule) -> bool:
    """Whether a kept rule is the shipped one as it still is."""
    plain = shipped.model_dump(exclude={"examples", "target"})
    return plain == kept.model_dump(exclude={"examples", "target"})


def last_trial(rule: StoredRule) -> Tried | None:
    """How the text of a version came out when it was last tried."""
    trial = Trial.objects.filter(rule=rule, digest=rule.digest).first()
    if trial is None:
        return None
    hits = int(trial.figures.get("hits", 0))
    return Tried(trial.digest, trial.finished_at is not None, trial.looked_at, hits)


def due_on(day: date) -> list[StoredRule]:
    """The scheduled versions whose day has come."""
    rows = StoredRule.objects.filter(stage=RuleStage.SCHEDULED, enters_on__lte=day)
    return list(rows.order_by("enters_on", "id"))
