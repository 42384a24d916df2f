"""Assessments and their reasons, the quota ledger, named lists, what peers cost."""

from tidewaiter.risk.models.assessments import Assessment, LaneChange, Reason
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.quota import QuotaAccount, QuotaEntry

__all__ = [
    "Assessment",
    "LaneChange",
    "ListEntry",
    "PeerPrice",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
]
