"""Write down decisions about parcels, and an officer's change of lane."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.base.rows import copy, next_ids
from tidewaiter.engine.book.rules import SHADOWED
from tidewaiter.risk.commands.quota import commit_reserved, commit_reserved_of
from tidewaiter.risk.models import (
    Assessment,
    ConsigneeTile,
    LaneChange,
    Reason,
    ShadowHit,
    StoredRule,
)
from tidewaiter.risk.rules.findings import may_leave
from tidewaiter.risk.states import FREE, LANES, STATUS, ActStage, Lane, Outcome

ASSESSMENT_COLUMNS = (
    "declaration",
    "order",
    "payment",
    "waybill",
    "ready_at",
    "outcome",
    "status",
    "lane",
    "lane_by",
    "draw",
    "priority",
    "propensity",
    "score",
    "dutiable_value",
    "duty",
    "vat",
    "consumption_tax",
    "tax_basis",
    "duties",
    "context",
    "book",
    "law",
    "law_day",
    "input_hash",
    "words",
)
"""What the story of assessing hands over for each parcel, in this order."""

TILE_COLUMNS = ("node", "hour", "buyer_ix", "ebp_code", "ebc_code", "parcels", "amount")
"""What it hands over for what came to a consignee, in this order."""


class Fired(NamedTuple):
    """A reason of one decision; ``row`` is the place of the decision in the batch."""

    row: int
    position: int
    code: str
    evidence: str
    weight: Decimal


def record_decisions(
    decisions: Sequence[Sequence[Any]],
    reasons: Iterable[Fired],
    *,
    shadows: Sequence[Fired] = (),
    tiles: Iterable[Sequence[Any]] = (),
    again: Sequence[int],
    by: Actor,
    at: datetime,
) -> list[int]:
    """Write down a batch of decisions with their reasons; return the numbers of the assessments.

    ``shadows`` are what rules in shadow found; it is recorded and has no effect. ``tiles`` are what
    came to consignees, as ``TILE_COLUMNS``. ``again`` names declarations that were decided before:
    the earlier decision stays, no longer in force.
    """
    numbers = next_ids(Assessment, len(decisions))
    if again:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE risk_assessment SET current = false"
                " WHERE declaration_id = ANY(%s) AND current",
                [list(again)],
            )
    copy(
        Assessment,
        ("id", "decided_at", "current", *ASSESSMENT_COLUMNS),
        ((number, at, True, *row) for number, row in zip(numbers, decisions, strict=True)),
    )
    copy(
        Reason,
        ("assessment", "position", "code", "evidence", "weight"),
        ((numbers[fired.row], *fired[1:]) for fired in reasons),
    )
    copy(ConsigneeTile, TILE_COLUMNS, tiles)
    if shadows:
        rules = _shadow_rules(shadows)
        copy(
            ShadowHit,
            ("rule", "assessment", "evidence"),
            ((rules[hit.code], numbers[hit.row], hit.evidence) for hit in shadows),
        )
    if numbers:
        record(
            verb="parcels.assessed",
            thing=Assessment(pk=numbers[0]),
            by=by,
            at=at,
            last=numbers[-1],
            parcels=len(numbers),
        )
    return numbers


def _shadow_rules(shadows: Iterable[Fired]) -> dict[str, int]:
    """The versions that ran in shadow, by their code and number as the engine names them."""
    found = {}
    for name in {hit.code for hit in shadows}:
        code, number = name.split(SHADOWED)
        found[name] = StoredRule.objects.only("pk").get(code=code, number=int(number)).pk
    return found


@transaction.atomic
def change_lane(
    assessment: Assessment, lane: Lane, *, grounds: str, by: Actor, at: datetime
) -> Assessment:
    """Send an accepted parcel to another lane; the officer says why.

    When the goods are set free, the quota that was reserved for them counts as used.
    """
    by.must(Permission.LANE_OVERRIDE)
    assessment = (
        Assessment.objects.visible_to(by)
        .select_for_update(of=("self",))
        .get(pk=assessment.pk, current=True)
    )
    if assessment.outcome != Outcome.ACCEPTED:
        raise Refusal(
            "lane.not-accepted",
            Text(
                "This declaration is {outcome}: only an accepted parcel has a lane.",
                "该清单状态为{outcome}：只有已入海关的包裹才有通道。",
            ),
            cure=Text(
                "The declarant can send corrected documents.", "申报企业可发送更正后的单证。"
            ),
            law="Customs Law of the PRC, Art. 24",
            values={"outcome": assessment.outcome},
            kind=Kind.CONFLICT,
        )
    grounds = grounds.strip()
    if len(grounds) < 10:
        raise Refusal(
            "lane.grounds",
            Text(
                "The grounds have {length} characters; a reader needs at least {least}.",
                "理由只有{length}个字符，至少需要{least}个。",
            ),
            cure=Text("Say what you saw and why it matters.", "请说明发现了什么以及原因。"),
            law="Administrative Penalty Law of the PRC, Art. 44",
            values={"length": len(grounds), "least": 10},
        )
    before = Lane(assessment.lane)
    assessment.lane = LANES.next(before, lane.value)
    may_leave(
        lane,
        inspected=before is Lane.INSPECTION or _was_inspected(assessment),
        acts_filed=assessment.acts.filter(stage=ActStage.FILED).count(),
    )
    assessment.status = STATUS[lane]
    assessment.save(update_fields=["lane", "status"])
    LaneChange.objects.create(
        assessment=assessment,
        before=before,
        after=lane,
        grounds=grounds,
        by_id=by.id,
        by_label=by.label,
        at=at,
    )
    if lane in FREE and before not in FREE:
        commit_reserved(assessment.declaration_id, at=at)
    record(
        verb="lane.changed",
        thing=assessment,
        by=by,
        at=at,
        before=before.value,
        after=lane.value,
        grounds_length=len(grounds),
    )
    return assessment


@transaction.atomic
def release_delayed(assessments: Sequence[int], *, by: Actor, at: datetime) -> list[Assessment]:
    """Release parcels whose delay is over, and count their quota as used; return those that were
    still waiting.
    """
    by.must(Permission.LANE_OVERRIDE)
    found = Assessment.objects.select_for_update(of=("self",)).filter(
        pk__in=assessments, current=True, lane=Lane.DELAYED
    )
    waiting = list(found.select_related("declaration").order_by("pk"))
    if not waiting:
        return []
    LANES.next(Lane.DELAYED, "release")
    for one in waiting:
        one.lane, one.status = Lane.RELEASE, STATUS[Lane.RELEASE]
    Assessment.objects.bulk_update(waiting, ["lane", "status"])
    commit_reserved_of([one.declaration_id for one in waiting], at=at)
    record(
        verb="parcels.released", thing=waiting[0], by=by, at=at, parcels=len(waiting),
        numbers=[one.pk for one in waiting],
    )  # fmt: skip
    return waiting


def _was_inspected(assessment: Assessment) -> bool:
    return assessment.changes.filter(before=Lane.INSPECTION).exists()


def withdraw_decision(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Take a decision out of force because the declaration was cancelled; the caller gives the
    quota back.
    """
    before = assessment.outcome
    assessment.outcome, assessment.lane, assessment.status = Outcome.WITHDRAWN, None, "899"
    assessment.save(update_fields=["outcome", "lane", "status"])
    record(verb="decision.withdrawn", thing=assessment, by=by, at=at, before=before)
