"""Assessments and their reasons, the quota ledger, named lists, screening, what peers cost."""

from tidewaiter.risk.models.assessments import Assessment, LaneChange, Reason
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.quota import QuotaAccount, QuotaEntry
from tidewaiter.risk.models.screening import (
    ClearedPair,
    ListEdition,
    ListedParty,
    ParcelParty,
    ScreenedParty,
    ScreeningHit,
    WatchList,
)

__all__ = [
    "Assessment",
    "ClearedPair",
    "LaneChange",
    "ListEdition",
    "ListEntry",
    "ListedParty",
    "ParcelParty",
    "PeerPrice",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
    "ScreenedParty",
    "ScreeningHit",
    "WatchList",
]
