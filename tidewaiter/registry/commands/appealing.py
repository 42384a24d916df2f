"""Appeal against a decision on admission: a proceeding of its own, related to the first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket.commands.letters import write_letter
from tidewaiter.base.docket.commands.opening import Demand, Matter, Paper, Side, open_docket
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.states import Related, Ticking
from tidewaiter.base.identity.actors import Actor
from tidewaiter.registry.dockets import ACCESS_APPEAL, ACCESS_REVIEW
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules.access import appeal_open


@transaction.atomic
def open_appeal(docket: Docket, given: Mapping[str, Any], *, by: Actor, at: datetime) -> Docket:
    """Open the appeal with the grounds that were given; once at a time, and in time."""
    running = docket.related_from.filter(
        relation=Related.APPEAL_OF, docket__closed_at=None
    ).select_related("docket")
    before = running.first()
    clock = docket.timers.filter(clock="appeal").order_by("-id").first()
    late = clock is not None and clock.state == Ticking.EXPIRED
    appeal_open(
        running=before.docket.reference if before else "",
        late=clock.due_on.isoformat() if late and clock and clock.due_on else "",
    )
    application = Application.objects.select_related("organisation").get(docket=docket)
    first = docket.parties.filter(role="applicant", left_at=None).first()
    appeal = open_docket(
        ACCESS_APPEAL,
        Paper(
            pack=docket.pack,
            via=docket.received_via,
            parties=[
                Side(
                    "applicant",
                    application.organisation.name,
                    application.organisation,
                    first.contact if first else "",
                    first.language if first else "en",
                )
            ],
            matters=[
                Matter("organisation", application.organisation.code, application.organisation.name)
            ],
            demands=[Demand("undo", "applicant", docket.state)],
            title=application.organisation.name,
            related=[(docket, Related.APPEAL_OF)],
        ),
        unit=docket.unit,
        by=by,
        at=at,
    )
    write_letter(
        appeal,
        appeal.parties.get(role="applicant"),
        subject=f"{docket.reference}: {ACCESS_REVIEW.state_name(docket.state).in_language('en')}",
        body=str(given["grounds"]),
        by=by,
        at=at,
    )
    record(
        verb="application.appealed", thing=application, by=by, at=at, docket=docket.pk,
        appeal=appeal.pk,
    )  # fmt: skip
    return appeal
