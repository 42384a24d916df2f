"""Assessments and their reasons, acts of inspection, the quota ledger, lists, peers' prices."""

from tidewaiter.risk.models.assessments import Assessment, LaneChange, Reason
from tidewaiter.risk.models.findings import FoundLine, InspectionAct, Photo
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.quota import QuotaAccount, QuotaEntry

__all__ = [
    "Assessment",
    "FoundLine",
    "InspectionAct",
    "LaneChange",
    "ListEntry",
    "PeerPrice",
    "Photo",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
]
