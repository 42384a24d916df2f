"""Hold the models that run against a day that is over: does it look like what they learned?"""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.history.labelled import traits_of_day
from tidewaiter.engine.history.layout import day_folder, days
from tidewaiter.engine.model.drift import stabilities
from tidewaiter.engine.model.file import Stored, read
from tidewaiter.engine.model.traits import Traits
from tidewaiter.risk.commands.learned import note_model_day
from tidewaiter.risk.models import LearnedModel, ModelDay
from tidewaiter.risk.queries.learned import drawn_inspections, model_file, running_models
from tidewaiter.risk.rules.learned import alarms_of

LOOKED_BACK = timedelta(days=28)
"""Over so long what inspections drawn at random find is counted."""


def watch_models(folder: Path, *, by: Actor, at: datetime) -> list[ModelDay]:
    """Note the latest archived day for every model that runs and has not seen it; return the
    notes.
    """
    day = _latest(folder)
    if day is None:
        return []
    pending = [
        LearnedModel.objects.get(pk=one.pk)
        for one in running_models()
        if not ModelDay.objects.filter(model=one.pk, day=day).exists()
    ]
    if not pending:
        return []
    [whole] = days(folder / day_folder(day))
    traits = traits_of_day(whole)
    zone = ZoneInfo(settings.TIME_ZONE)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
    drawn, found = drawn_inspections(since=end - LOOKED_BACK, until=end)
    return [_noted(model, day, traits, drawn, found, by=by, at=at) for model in pending]


def _noted(
    model: LearnedModel, day: date, traits: object, drawn: int, found: int, *, by: Actor,
    at: datetime,
) -> ModelDay:  # fmt: skip
    shifts, unseen, parcels = shifts_of(read(model_file(model.pk)), traits)
    score = shifts.pop("score", 0.0)
    told = alarms_of(
        parcels=parcels, score=score, stabilities=shifts, drawn=drawn, found=found,
        learned_rate=model.facts["found"] / model.facts["labels"],
    )  # fmt: skip
    figures = {
        "parcels": parcels, "score_stability": score,
        "stabilities": {name: round(one, 4) for name, one in shifts.items()},
        "unseen": unseen, "drawn": drawn, "found": found,
    }  # fmt: skip
    return note_model_day(model, day, figures=figures, alarms=told, by=by, at=at)


def shifts_of(stored: Stored, table: object) -> tuple[dict[str, float], float, int]:
    """Stability indexes of features and score of a table of traits, the share of parcels that no
    earlier inspection speaks of, and how many parcels there are.
    """
    traits = Traits(table)
    if not traits.rows:
        return {}, 0.0, 0
    model = stored.model
    columns = dict(zip(model.names, model.rows_of(traits).T, strict=True))
    said = model.score(table)
    shifts = stabilities(model.baseline, columns | {"score": said.log_odds})
    return shifts, float(np.mean(~said.known)), traits.rows


def _latest(folder: Path) -> date | None:
    if not folder.is_dir():
        return None
    found = sorted(path.name for path in folder.glob("day=*") if any(path.glob("*.parquet")))
    return date.fromisoformat(found[-1].removeprefix("day=")) if found else None
