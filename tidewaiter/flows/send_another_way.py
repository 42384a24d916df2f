"""An officer sends a parcel another way: the decision changes, the declarant is told at once."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db import transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.risk.commands.decide import change_lane, release_delayed
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import Lane

_REPEATED = ("guid", "customsCode", "ebpCode", "ebcCode", "agentCode", "copNo")


@transaction.atomic
def send_another_way(
    assessment: Assessment, lane: Lane, *, grounds: str, by: Actor, at: datetime
) -> Assessment:
    """Change a parcel's lane and give its declarant a new receipt (622) in one transaction."""
    changed = change_lane(assessment, lane, grounds=grounds, by=by, at=at)
    issue_receipts([told(changed)], at=at)
    return changed


@transaction.atomic
def release_after_delay(assessments: Sequence[Assessment], *, by: Actor, at: datetime) -> int:
    """Release parcels whose delay is over and tell their declarants; return how many."""
    released = release_delayed([one.pk for one in assessments], by=by, at=at)
    issue_receipts([told(one) for one in released], at=at)
    return len(released)


def told(changed: Assessment) -> Outgoing:
    """The receipt that tells a declarant the new lane."""
    declaration = changed.declaration
    head = msgspec.json.decode(declaration.content)["head"]
    fields = {name: head[name] for name in _REPEATED if name in head}
    fields |= numbers_of(declaration.pk, declaration.received_at, declaration.customs_code)
    return Outgoing(
        declaration.sender_id,
        declaration.message_id,
        declaration.position,
        Kind.DECLARATION_RECEIPT.value,
        changed.status,
        msgspec.json.encode({"fields": fields, "reasons": []}).decode(),
    )
