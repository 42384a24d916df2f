"""A reviewer's sitting over an application: items, likenesses and the decision, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.docket.commands.reasons import Given, write_draft
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.dockets import make_move
from tidewaiter.registry.commands.reviewing import Verdict, judge_items, say_likeness
from tidewaiter.registry.models import Application, Likeness


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reviewer says of a likeness: the same firm or another one, with grounds."""

    likeness: Likeness
    finding: str
    grounds: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """What a reviewer says at one time; without a verb nothing is decided yet.

    `reasons` are asked for where the verb decides, `said` is the form of the move.
    """

    verdicts: Sequence[Verdict] = ()
    findings: Sequence[Finding] = ()
    verb: str = ""
    reasons: Given | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


def sit(application: Application, sitting: Sitting, *, by: Actor, at: datetime) -> Docket:
    """Keep what a reviewer says and make the move; refused as a whole where a part is refused."""
    with transaction.atomic():
        if sitting.verdicts:
            judge_items(application, sitting.verdicts, by=by, at=at)
        for one in sitting.findings:
            say_likeness(one.likeness, one.finding, grounds=one.grounds, by=by, at=at)
        docket = Docket.objects.get(pk=application.docket_id)
        if not sitting.verb:
            return docket
        if sitting.reasons is not None:
            write_draft(docket, sitting.reasons, by=by, at=at)
        return make_move(docket, sitting.verb, sitting.said, by=by, at=at)
