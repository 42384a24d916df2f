"""Assessments, reasons, acts of inspection, quota, lists, screening, prices, rules, networks."""

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
from tidewaiter.risk.models.budgets import Budget, Cut, OfficeHour, Tally
from tidewaiter.risk.models.findings import FoundLine, InspectionAct, Photo
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.linking import (
    NODES,
    AddressNode,
    Cluster,
    ConsigneeNode,
    ConsigneeTile,
    LinkingMark,
    LinkingNight,
    NodeLink,
    NodeMove,
    PartyKind,
    SellerNode,
)
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
    "NODES",
    "AddressNode",
    "Assessment",
    "BookChange",
    "BookEdition",
    "Budget",
    "Campaign",
    "ClearedPair",
    "Cluster",
    "ConsigneeNode",
    "ConsigneeTile",
    "Cut",
    "FoundLine",
    "InspectionAct",
    "LaneChange",
    "LinkingMark",
    "LinkingNight",
    "ListEdition",
    "ListEntry",
    "ListedParty",
    "NodeLink",
    "NodeMove",
    "OfficeHour",
    "ParcelParty",
    "PartyKind",
    "PeerPrice",
    "Photo",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
    "ScreenedParty",
    "ScreeningHit",
    "SellerNode",
    "ShadowHit",
    "Snooze",
    "StoredRule",
    "Tally",
    "Trial",
    "WatchList",
]
