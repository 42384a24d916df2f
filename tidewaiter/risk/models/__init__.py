"""Assessments, reasons, acts of inspection, quota, lists, screening, prices, tiles, rules."""

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
from tidewaiter.risk.models.screening import (
    ClearedPair,
    ListEdition,
    ListedParty,
    ParcelParty,
    ScreenedParty,
    ScreeningHit,
    WatchList,
)
from tidewaiter.risk.models.tiles import Tile, TileCheck

__all__ = [
    "Assessment",
    "BookChange",
    "BookEdition",
    "Campaign",
    "ClearedPair",
    "FoundLine",
    "InspectionAct",
    "LaneChange",
    "ListEdition",
    "ListEntry",
    "ListedParty",
    "ParcelParty",
    "PeerPrice",
    "Photo",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
    "ScreenedParty",
    "ScreeningHit",
    "ShadowHit",
    "Snooze",
    "StoredRule",
    "Tile",
    "TileCheck",
    "Trial",
    "WatchList",
]
