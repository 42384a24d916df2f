"""Outcomes and lanes: where a decision can send a parcel, and who may send it elsewhere."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move


class Outcome(StrEnum):
    """Whether a declaration was accepted into customs."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Lane(StrEnum):
    """The treatment of an accepted parcel: green, yellow, red and blue of ASYCUDA, hold, and green
    with a delay.
    """

    RELEASE = "release"
    DOCUMENTS = "documents"
    INSPECTION = "inspection"
    AUDIT = "audit"
    HOLD = "hold"
    DELAYED = "delayed"


STATUS: dict[Lane, str] = {
    Lane.RELEASE: "800",
    Lane.AUDIT: "800",
    Lane.DOCUMENTS: "300",
    Lane.INSPECTION: "500",
    Lane.HOLD: "501",
    Lane.DELAYED: "120",
}
"""The receipt status by which a lane is told (single window edition 202205)."""

DRAWN = frozenset({"random", "explored"})
"""What chose a lane that nothing about the parcel asked for."""

FREE = frozenset({Lane.RELEASE, Lane.AUDIT})
"""Lanes in which the goods leave at once."""

_PENDING = frozenset({Lane.DOCUMENTS, Lane.INSPECTION, Lane.HOLD, Lane.DELAYED})
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


class RuleStage(StrEnum):
    """Where a version of a stored rule stands."""

    DRAFTED = "drafted"
    CHECKED = "checked"
    REVIEWED = "reviewed"
    SHADOW = "shadow"
    SCHEDULED = "scheduled"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    ROLLED_BACK = "rolled-back"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"


UNDER_WAY = frozenset(
    {
        RuleStage.DRAFTED,
        RuleStage.CHECKED,
        RuleStage.REVIEWED,
        RuleStage.SHADOW,
        RuleStage.SCHEDULED,
    }
)
"""Stages of the one version of a rule that somebody works on."""

WRITABLE = frozenset({RuleStage.DRAFTED, RuleStage.CHECKED})
"""Stages in which the text may be written; later ones keep it for ever."""

_BOOK = "Tidewaiter, life of a rule document"

RULE = Life(
    "rule document",
    {
        "check": Move({RuleStage.DRAFTED}, RuleStage.CHECKED, "rule.write", f"{_BOOK}, 1"),
        "write": Move({RuleStage.CHECKED}, RuleStage.DRAFTED, "rule.write", f"{_BOOK}, 1"),
        "review": Move({RuleStage.CHECKED}, RuleStage.REVIEWED, "rule.review", f"{_BOOK}, 2"),
        "send-back": Move(
            {RuleStage.CHECKED, RuleStage.REVIEWED},
            RuleStage.DRAFTED,
            "rule.review",
            f"{_BOOK}, 2",
        ),
        "shadow": Move({RuleStage.REVIEWED}, RuleStage.SHADOW, "rule.release", f"{_BOOK}, 3"),
        "schedule": Move(
            {RuleStage.REVIEWED, RuleStage.SHADOW},
            RuleStage.SCHEDULED,
            "rule.release",
            f"{_BOOK}, 4",
        ),
        "call-off": Move({RuleStage.SCHEDULED}, RuleStage.REVIEWED, "rule.release", f"{_BOOK}, 4"),
        "enter-into-force": Move(
            {RuleStage.SCHEDULED}, RuleStage.IN_FORCE, "rule.release", f"{_BOOK}, 5"
        ),
        "supersede": Move(
            {RuleStage.IN_FORCE}, RuleStage.SUPERSEDED, "rule.release", f"{_BOOK}, 5"
        ),
        "roll-back": Move(
            {RuleStage.IN_FORCE}, RuleStage.ROLLED_BACK, "rule.release", f"{_BOOK}, 6"
        ),
        "restore": Move({RuleStage.SUPERSEDED}, RuleStage.IN_FORCE, "rule.release", f"{_BOOK}, 6"),
        "retire": Move({RuleStage.IN_FORCE}, RuleStage.RETIRED, "rule.release", f"{_BOOK}, 7"),
        "withdraw": Move(
            {RuleStage.DRAFTED, RuleStage.CHECKED, RuleStage.REVIEWED, RuleStage.SHADOW},
            RuleStage.WITHDRAWN,
            "rule.write",
            f"{_BOOK}, 1",
        ),
    },
    start=RuleStage.DRAFTED,
)
"""A rule that is in force is not written over: a later version supersedes it, or it is rolled back
to the one before.
"""


class CampaignStage(StrEnum):
    """Where a priority area stands."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    EVALUATED = "evaluated"
    CALLED_OFF = "called-off"


_CAMPAIGN = "Tidewaiter, priority areas"

CAMPAIGN = Life(
    "priority area",
    {
        "begin": Move(
            {CampaignStage.PLANNED}, CampaignStage.RUNNING, "campaign.edit", f"{_CAMPAIGN}, 1"
        ),
        "end": Move(
            {CampaignStage.RUNNING}, CampaignStage.ENDED, "campaign.edit", f"{_CAMPAIGN}, 2"
        ),
        "evaluate": Move(
            {CampaignStage.ENDED}, CampaignStage.EVALUATED, "campaign.edit", f"{_CAMPAIGN}, 3"
        ),
        "call-off": Move(
            {CampaignStage.PLANNED}, CampaignStage.CALLED_OFF, "campaign.edit", f"{_CAMPAIGN}, 1"
        ),
    },
    start=CampaignStage.PLANNED,
)
"""A priority area begins and ends by its days, and is evaluated by a named officer afterwards."""


class BudgetStage(StrEnum):
    """Where an office's budget of inspections stands."""

    PROPOSED = "proposed"
    IN_FORCE = "in-force"
    REPLACED = "replaced"
    DECLINED = "declined"


_BUDGET = "Tidewaiter, budgets of inspections"

BUDGET = Life(
    "budget",
    {
        "confirm": Move(
            {BudgetStage.PROPOSED}, BudgetStage.IN_FORCE, "budget.confirm", f"{_BUDGET}, 2"
        ),
        "decline": Move(
            {BudgetStage.PROPOSED}, BudgetStage.DECLINED, "budget.confirm", f"{_BUDGET}, 2"
        ),
        "replace": Move(
            {BudgetStage.IN_FORCE}, BudgetStage.REPLACED, "budget.confirm", f"{_BUDGET}, 2"
        ),
    },
    start=BudgetStage.PROPOSED,
)
"""One person proposes a budget, another puts it in force; the one before it is replaced."""
