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
