"""The risk models that score parcels now: the one in force, and challengers in shadow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import structlog

from tidewaiter.engine.model.errors import ModelError
from tidewaiter.engine.model.explain import explain
from tidewaiter.engine.model.file import Stored, read
from tidewaiter.engine.model.scoring import score
from tidewaiter.risk.commands.learned import Said
from tidewaiter.risk.queries.learned import Running, model_file, running_models
from tidewaiter.risk.states import ModelStage

log = structlog.get_logger()

LOOKS_AGAIN = timedelta(seconds=1)
"""So old may be what is known of changes of models."""

CHOSEN_BY = frozenset({"rule", "score", "budget"})
"""What a model's reasons are told of; a parcel that was drawn is told that it was drawn."""

PERSONAL = frozenset({"consignee", "address"})
"""Traits whose value is a person's and is not told."""

_write = msgspec.json.Encoder().encode


@dataclass
class Rack:
    """The models as one process knows them, looked at again every second."""

    force: Stored | None = None
    challengers: Mapping[int, Stored] = field(default_factory=dict)
    _looked: datetime | None = None
    _seen: tuple[Running, ...] = ()

    def look(self, *, at: datetime) -> Stored | None:
        """The model in force.

        A file that this version of the product cannot read is left out and logged as an error;
        what was in force before stays.
        """
        if self._looked is None or not timedelta(0) <= at - self._looked < LOOKS_AGAIN:
            self._looked = at
            seen = running_models()
            if seen != self._seen:
                self._take(seen)
                self._seen = seen
        return self.force

    def _take(self, seen: Iterable[Running]) -> None:
        challengers: dict[int, Stored] = {}
        force: Stored | None = None
        for one in seen:
            try:
                stored = read(model_file(one.pk))
            except ModelError as trouble:
                log.error("model.left-out", model=one.mark, problem=str(trouble))
                force = self.force if one.stage == ModelStage.IN_FORCE else force
                continue
            if one.stage == ModelStage.IN_FORCE:
                force = stored
            else:
                challengers[one.pk] = stored
        self.force, self.challengers = force, challengers

    @property
    def asked(self) -> bool:
        """Whether any model scores parcels."""
        return self.force is not None or bool(self.challengers)


@dataclass(frozen=True)
class Scored:
    """What models look at in a batch, and what they say of it."""

    rack: Rack
    traits: Any

    def frame(self) -> Any | None:
        """The frame `scores` by the model in force, or nothing."""
        return score(self.rack.force, self.traits) if self.rack.force is not None else None

    def reasons(self, decisions: Iterable[Mapping[str, Any]]) -> dict[int, str]:
        """Why the model in force scored the parcels that were selected for inspection, as JSON."""
        if self.rack.force is None:
            return {}
        selected = [
            row["declaration_id"]
            for row in decisions
            if row["lane"] == "inspection" and row["lane_by"] in CHOSEN_BY
        ]
        if not selected:
            return {}
        wanted = pc.is_in(self.traits.column("declaration_id"), pa.array(selected, pa.int64()))
        part = self.traits.filter(wanted)
        told = explain(self.rack.force.model, part)
        numbers = part.column("declaration_id").to_pylist()
        return {
            number: _write(
                [
                    {
                        "topic": one.topic.value,
                        "log_odds": round(one.log_odds, 6),
                        "trait": one.trait,
                        "value": "" if PERSONAL & set(one.trait.split("+")) else one.value,
                        "inspected": one.inspected,
                        "found": one.found,
                    }
                    for one in explanation.strongest()
                ]
            ).decode()
            for number, explanation in zip(numbers, told, strict=True)
        }

    def in_shadow(self, assessments: Mapping[int, int]) -> list[Said]:
        """What challengers say of the parcels whose assessments have these numbers."""
        found = []
        for pk, stored in self.rack.challengers.items():
            for row in score(stored, self.traits).to_pylist():
                number = assessments.get(row["declaration_id"])
                if number is not None:
                    found.append(Said(pk, number, row["risk"], row["recoverable"]))
        return found
