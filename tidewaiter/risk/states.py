"""Outcomes and lanes: where a decision can send a parcel, and who may send it elsewhere."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move


class Outcome(StrEnum):
    """Whether a declaration was accepted into customs."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Lane(StrEnum):
    """The treatment of an accepted parcel (green, yellow, red and blue of ASYCUDA, and hold)."""

    RELEASE = "release"
    DOCUMENTS = "documents"
    INSPECTION = "inspection"
    AUDIT = "audit"
    HOLD = "hold"


STATUS: dict[Lane, str] = {
    Lane.RELEASE: "800",
    Lane.AUDIT: "800",
    Lane.DOCUMENTS: "300",
    Lane.INSPECTION: "500",
    Lane.HOLD: "501",
}
"""The receipt status by which a lane is told (single window edition 202205)."""

FREE = frozenset({Lane.RELEASE, Lane.AUDIT})
"""Lanes in which the goods leave at once."""

_PENDING = frozenset({Lane.DOCUMENTS, Lane.INSPECTION, Lane.HOLD})
_LAW = "Customs Law of the PRC, Art. 28"

LANES = Life(
    "lane",
    {
        "release": Move(_PENDING, Lane.RELEASE, "lane.override", _LAW),
        "audit": Move(_PENDING, Lane.AUDIT, "lane.override", _LAW),
        "documents": Move(_PENDING - {Lane.DOCUMENTS}, Lane.DOCUMENTS, "lane.override", _LAW),
        "inspection": Move(_PENDING - {Lane.INSPECTION}, Lane.INSPECTION, "lane.override", _LAW),
        "hold": Move(_PENDING - {Lane.HOLD}, Lane.HOLD, "lane.override", _LAW),
    },
    start=Lane.DOCUMENTS,
)
"""An officer's moves. What was released is gone: it can be looked into, not called back."""


class ActStage(StrEnum):
    """Where the act of an inspection stands."""

    DRAFTED = "drafted"
    FILED = "filed"
    CORRECTED = "corrected"
    DROPPED = "dropped"


_ACT_LAW = "Customs Law of the PRC, Art. 28; GACC Order 138"

ACT = Life(
    "inspection act",
    {
        "file": Move({ActStage.DRAFTED}, ActStage.FILED, "inspection.file", _ACT_LAW),
        "drop": Move({ActStage.DRAFTED}, ActStage.DROPPED, "inspection.write", _ACT_LAW),
        "correct": Move({ActStage.FILED}, ActStage.CORRECTED, "inspection.file", _ACT_LAW),
    },
    start=ActStage.DRAFTED,
)
"""An act that is filed is never written over: a later act corrects it, and both are kept."""


class Found(StrEnum):
    """What an inspection can find: the closed list."""

    NOTHING = "nothing"
    VALUE = "value"
    QUANTITY = "quantity"
    TARIFF = "tariff"
    DESCRIPTION = "description"
    ORIGIN = "origin"
    UNDECLARED = "undeclared"
    PROHIBITED = "prohibited"
    LICENCE = "licence"
    COUNTERFEIT = "counterfeit"
    DANGEROUS = "dangerous"
    IDENTITY = "identity"
    SPLITTING = "splitting"
    EMPTY = "empty"
    OTHER = "other"


class Disposal(StrEnum):
    """What an act decides about the parcel."""

    RELEASE = "release"
    AUDIT = "audit"
    DOCUMENTS = "documents"
    HOLD = "hold"


NEVER_RELEASED = frozenset({Found.PROHIBITED, Found.COUNTERFEIT, Found.DANGEROUS, Found.UNDECLARED})
"""What keeps a parcel from leaving by the act that found it."""
