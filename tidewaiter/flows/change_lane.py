"""An officer sends a parcel to another lane, and the declarant is told in the same transaction."""

from datetime import datetime

import msgspec
from django.db import transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.follow_requests import numbers_of
from tidewaiter.flows.parcel_frames import read_content
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.risk.commands.decide import change_lane
from tidewaiter.risk.models import Assessment
from tidewaiter.risk.states import Lane


@transaction.atomic
def send_to_lane(
    assessment: Assessment, lane: Lane, *, grounds: str, by: Actor, at: datetime
) -> Assessment:
    """Change the lane and put a new receipt of the declaration into the outbox."""
    before = assessment.status
    assessment = change_lane(assessment, lane, grounds=grounds, by=by, at=at)
    if assessment.status == before:
        return assessment
    declaration = assessment.declaration
    head = read_content(declaration.content).head
    fields = {
        "guid": head.guid,
        "customsCode": head.customsCode,
        "ebpCode": head.ebpCode,
        "ebcCode": head.ebcCode,
        "agentCode": head.agentCode,
        "copNo": head.copNo,
        **numbers_of(declaration.pk, declaration.received_at, declaration.customs_code),
    }
    issue_receipts(
        [
            Outgoing(
                declaration.sender_id,
                declaration.message_id,
                declaration.position,
                Kind.DECLARATION_RECEIPT,
                assessment.status,
                msgspec.json.encode({"fields": fields, "reasons": []}).decode(),
            )
        ],
        at=at,
    )
    return assessment
