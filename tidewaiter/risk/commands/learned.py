"""Keep a learned model, bring it from stage to stage, note what challengers and days say of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.rows import copy
from tidewaiter.engine.model.card import card
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.file import read
from tidewaiter.engine.model.scoring import MARK
from tidewaiter.risk.models import LearnedModel, ModelDay, ShadowScore
from tidewaiter.risk.rules.book import with_reasons
from tidewaiter.risk.rules.learned import (
    Hands,
    readable,
    released_by_a_third,
    was_in_force,
    watched_by_another,
)
from tidewaiter.risk.states import MODEL, ModelStage


@transaction.atomic
def keep_model(content: bytes, *, by: Actor, at: datetime) -> LearnedModel:
    """Keep the file of a model that was learned; the same file is kept once.

    Refuses a damaged file or one of another version: the model in force stays.
    """
    by.must(Permission.MODEL_TRAIN)
    try:
        stored = read(content)
    except ModelError as trouble:
        raise readable(trouble) from trouble
    facts = stored.model.facts
    found, made = LearnedModel.objects.get_or_create(
        fingerprint=stored.fingerprint,
        defaults={
            "mark": stored.fingerprint[:MARK],
            "content": content,
            "card": card(stored.model, stored.fingerprint),
            "facts": {
                "labels": facts.labels, "found": facts.found, "votes": facts.votes,
                "first_day": facts.first_day.isoformat(), "last_day": facts.last_day.isoformat(),
                "quality": dict(facts.quality),
            },
            "trained_by": by.id,
            "trained_label": by.label,
            "trained_at": at,
        },
    )  # fmt: skip
    if made:
        record(
            verb="model.kept", thing=found, by=by, at=at, fingerprint=stored.fingerprint,
            labels=facts.labels,
        )  # fmt: skip
    return found


@transaction.atomic
def run_in_shadow(model: LearnedModel, *, by: Actor, at: datetime) -> LearnedModel:
    """Let a model score every parcel beside the one in force, without any effect."""
    found, before = _moved(model, "shadow", by)
    watched_by_another(_hands(found, by))
    found.watched_by, found.watched_at = by.id, at
    return _done(found, before, "shadow", by=by, at=at)


@transaction.atomic
def put_in_force(model: LearnedModel, *, by: Actor, at: datetime) -> LearnedModel:
    """Let a model that ran in shadow decide priorities; the one before it is retired."""
    found, before = _moved(model, "enter-into-force", by)
    released_by_a_third(_hands(found, by))
    return _enter(found, before, "enter-into-force", by=by, at=at)


@transaction.atomic
def put_back(model: LearnedModel, *, grounds: str, by: Actor, at: datetime) -> LearnedModel:
    """Put a retired model in force again at once, with reasons."""
    with_reasons(grounds)
    found, before = _moved(model, "restore", by)
    was_in_force(found.entered_at is not None)
    released_by_a_third(_hands(found, by))
    return _enter(found, before, "restore", by=by, at=at, grounds=grounds.strip())


@transaction.atomic
def retire_model(model: LearnedModel, *, grounds: str, by: Actor, at: datetime) -> LearnedModel:
    """Take a model out, with reasons; without another in force parcels have no score of a model."""
    with_reasons(grounds)
    found, before = _moved(model, "retire", by)
    found.left_at = at
    return _done(found, before, "retire", by=by, at=at, grounds=grounds.strip())


class Said(NamedTuple):
    """What a model in shadow said of a parcel."""

    model: int
    assessment: int
    risk: Decimal
    recoverable: Decimal | None


def note_shadow_scores(said: Iterable[Said]) -> None:
    """Note what models in shadow said. The decisions themselves are in the audit trail."""
    copy(ShadowScore, Said._fields, said)


@transaction.atomic
def note_model_day(
    model: LearnedModel,
    day: date,
    *,
    figures: Mapping[str, Any],
    alarms: Sequence[str],
    by: Actor,
    at: datetime,
) -> ModelDay:
    """Note how a model fitted a day that is over, and raise its alarms."""
    found, _ = ModelDay.objects.update_or_create(
        model=model, day=day, defaults={**figures, "alarms": list(alarms), "at": at}
    )
    record(
        verb="model.day-noted", thing=model, by=by, at=at, day=day, parcels=found.parcels,
        alarms=list(alarms),
    )  # fmt: skip
    return found


def _enter(
    found: LearnedModel, before: str, verb: str, *, by: Actor, at: datetime, **details: object
) -> LearnedModel:
    for older in LearnedModel.objects.select_for_update().filter(stage=ModelStage.IN_FORCE):
        older.stage, older.left_at = MODEL.next(older.stage, "supersede"), at
        _done(older, ModelStage.IN_FORCE, "supersede", by=by, at=at, newer=found.mark)
    found.entered_by, found.entered_at, found.left_at = by.id, at, None
    return _done(found, before, verb, by=by, at=at, **details)


def _hands(model: LearnedModel, by: Actor) -> Hands:
    return Hands(model.trained_by, model.watched_by, by.id)


def _moved(model: LearnedModel, verb: str, by: Actor) -> tuple[LearnedModel, str]:
    by.must(Permission(MODEL.moves[verb].permission))
    found = LearnedModel.objects.select_for_update().get(pk=model.pk)
    before = found.stage
    found.stage = MODEL.next(before, verb)
    return found, before


def _done(
    model: LearnedModel, before: str, verb: str, *, by: Actor, at: datetime, **details: object
) -> LearnedModel:
    model.save()
    record(
        verb=f"model.{verb}", thing=model, by=by, at=at, mark=model.mark, before=before,
        after=model.stage, **details,
    )  # fmt: skip
    return model
