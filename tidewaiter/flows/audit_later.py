"""Let parcels go whose documents nobody looked at in time; they are audited after release."""

from datetime import datetime, timedelta

import structlog

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.send_another_way import send_another_way
from tidewaiter.risk.queries.budgets import budgets_in_force, waiting_longer
from tidewaiter.risk.states import Lane

log = structlog.get_logger()

_AT_ONCE = 500
"""Parcels of an office that are let go in one run; the next run takes the next ones."""


def audit_later(*, by: Actor, at: datetime) -> int:
    """Send parcels from the check of documents to audit after release, where the office's budget
    says after how many days; return how many.
    """
    sent = 0
    for office, budget in budgets_in_force().items():
        if budget.audit_after is None:
            continue
        grounds = (
            f"{budget.reference}: {budget.audit_after} days without a look at the documents; "
            "audit after release"
        )
        before = at - timedelta(days=budget.audit_after)
        for assessment in waiting_longer(office, Lane.DOCUMENTS, before=before, limit=_AT_ONCE):
            try:
                send_another_way(assessment, Lane.AUDIT, grounds=grounds, by=by, at=at)
            except Refusal as refusal:
                log.info("audit-later.refused", assessment=assessment.pk, code=refusal.code)
            else:
                sent += 1
    return sent
