"""Assessments and their reasons, the quota ledger, named lists, what peers cost, who is one."""

from tidewaiter.risk.models.assessments import Assessment, LaneChange, Reason
from tidewaiter.risk.models.knowledge import ListEntry, PeerPrice
from tidewaiter.risk.models.linking import (
    NODES,
    AddressNode,
    Cluster,
    ConsigneeNode,
    LinkingMark,
    LinkingNight,
    NodeLink,
    NodeMove,
    PartyKind,
    SellerNode,
)
from tidewaiter.risk.models.quota import QuotaAccount, QuotaEntry

__all__ = [
    "NODES",
    "AddressNode",
    "Assessment",
    "Cluster",
    "ConsigneeNode",
    "LaneChange",
    "LinkingMark",
    "LinkingNight",
    "ListEntry",
    "NodeLink",
    "NodeMove",
    "PartyKind",
    "PeerPrice",
    "QuotaAccount",
    "QuotaEntry",
    "Reason",
    "SellerNode",
]
