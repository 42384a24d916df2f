"""Assessments, reasons, acts of inspection, quota ledger, lists, prices, stored rules."""

from tidewaiter.risk.models.assessments import Assessment, LaneChange, Reason
from tidewaiter.risk.models.book import (
    BookChange,
    BookEdition,
    Campaign,
    ShadowHit,
    Snooze,
    StoredRule,
    Trial,
)
from tidewaiter.risk.models.findings import FoundLine, InspectionAct, Photo
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.quota import QuotaAccount, QuotaEntry

__all__ = [
    "Assessment",
    "BookChange",
    "BookEdition",
    "Campaign",
    "FoundLine",
    "InspectionAct",
    "LaneChange",
    "ListEntry",
    "PeerPrice",
    "Photo",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
    "ShadowHit",
    "Snooze",
    "StoredRule",
    "Trial",
]
