"""Learn a risk model from the inspections in the archive, and keep it for others to judge."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.history.labelled import labelled
from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.file import write
from tidewaiter.engine.model.learn import learn
from tidewaiter.engine.model.parcels import PARCELS
from tidewaiter.risk.commands.learned import keep_model
from tidewaiter.risk.models import LearnedModel
from tidewaiter.risk.rules.learned import readable


@dataclass(frozen=True, slots=True)
class Trained:
    """The file of a model; findings about parcels that the archive does not hold."""

    content: bytes
    elsewhere: int


def train(folder: Path, *, threads: int = 2, seed: int = 0) -> Trained:
    """Learn from an archive without keeping the model. Refuses where labels are missing or too
    few.
    """
    try:
        found = labelled(folder)
        return Trained(write(learn(found.table, PARCELS, threads=threads, seed=seed)),
                       found.elsewhere)  # fmt: skip
    except ModelError as trouble:
        raise readable(trouble) from trouble


def train_model(folder: Path, *, by: Actor, at: datetime, threads: int = 2) -> LearnedModel:
    """Learn from an archive and keep the model as trained; it has no effect yet."""
    return keep_model(train(folder, threads=threads).content, by=by, at=at)
