"""The lanes, and how many parcels an office looks at beyond what its rules ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType


class Lane(StrEnum):
    """What happens to an accepted parcel, from the mildest to the strictest."""

    RELEASE = "release"
    AUDIT = "audit"
    DOCUMENTS = "documents"
    INSPECTION = "inspection"
    HOLD = "hold"

    @property
    def rank(self) -> int:
        """How strict the lane is, from 0."""
        return tuple(Lane).index(self)

    @property
    def status(self) -> str:
        """The receipt status that tells the lane (single window edition 202205).

        A parcel chosen for audit is released like any other; the audit follows.
        """
        return _STATUS[self]


_STATUS = {
    Lane.RELEASE: "800",
    Lane.AUDIT: "800",
    Lane.DOCUMENTS: "300",
    Lane.INSPECTION: "500",
    Lane.HOLD: "501",
}

_RANDOM = {
    Lane.INSPECTION: Decimal("0.005"),
    Lane.DOCUMENTS: Decimal("0.005"),
    Lane.AUDIT: Decimal("0.010"),
}
_SCORES = {Lane.INSPECTION: Decimal("1.000"), Lane.DOCUMENTS: Decimal("0.600")}


def _read_only(table: Mapping[Lane, Decimal]) -> Mapping[Lane, Decimal]:
    return MappingProxyType(dict(table))


@dataclass(frozen=True)
class Policy:
    """How parcels are chosen for a lane.

    A rule may ask for a lane. So may the score: `scores` gives the score from which a lane is
    taken. `random` gives the share that is drawn for each lane: for inspection of all parcels,
    whatever else is known of them, for the other lanes of the rest. `top_up` is a further share,
    which the office sets when a lane stays below the share it expects. Where an office has a budget
    of inspections, the frame `budgets` gives the priority from which it inspects and its shares
    instead. Draws are keyed: an auditor who knows the seed can repeat each of them.
    """

    random: Mapping[Lane, Decimal] = field(default_factory=lambda: _read_only(_RANDOM))
    scores: Mapping[Lane, Decimal] = field(default_factory=lambda: _read_only(_SCORES))
    top_up: Mapping[Lane, Decimal] = field(default_factory=lambda: _read_only({}))
    new_for: int = 30
    """Days for which little is known of a merchant: its parcels are explored."""

    def __post_init__(self) -> None:
        if sum(self.shares().values()) > 1:
            raise ValueError("The shares drawn at random add up to more than all parcels.")

    def shares(self) -> dict[Lane, Decimal]:
        """The share of each lane that is drawn, the strictest lane first."""
        shares = {
            lane: self.random.get(lane, Decimal(0)) + self.top_up.get(lane, Decimal(0))
            for lane in reversed(Lane)
        }
        if any(share < 0 for share in shares.values()):
            raise ValueError("A share drawn at random is negative.")
        return {lane: share for lane, share in shares.items() if share and lane.rank}

    @property
    def key(self) -> str:
        """A text that differs when the policy differs."""
        parts = (self.random, self.scores, self.top_up)
        texts = (
            ",".join(f"{lane}={part[lane]}" for lane in Lane if lane in part) for part in parts
        )
        return ";".join((*texts, str(self.new_for)))
