"""The life of a proposal to change the law, and that of a public comment on it."""

from enum import StrEnum

from tidewaiter.base.kernel.states import Life, Move

LAW = "Tidewaiter, life of a rule"


class Stage(StrEnum):
    """Where a proposal stands."""

    SPOTTED = "spotted"
    DRAFTED = "drafted"
    CONFLICT = "conflict"
    REVIEWED = "reviewed"
    CONSULTED = "consulted"
    SCHEDULED = "scheduled"
    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


PUBLISHED = frozenset({Stage.SCHEDULED, Stage.IN_FORCE, Stage.SUPERSEDED})
"""Their texts are law, be it of a day to come."""

HEARD = frozenset({Stage.CONSULTED, *PUBLISHED})
"""Where a proposal may be on which the public was asked."""

PROPOSAL = Life(
    "proposal",
    {
        "take-up": Move({Stage.SPOTTED}, Stage.DRAFTED, "law.draft", f"{LAW}, 1", "law-draft"),
        "find-conflict": Move(
            {Stage.DRAFTED}, Stage.CONFLICT, "law.draft", f"{LAW}, 3", "law-conflict"
        ),
        "resolve": Move({Stage.CONFLICT}, Stage.DRAFTED, "law.resolve", f"{LAW}, 3", "law-draft"),
        "review": Move({Stage.DRAFTED}, Stage.REVIEWED, "law.review", f"{LAW}, 2"),
        "send-back": Move(
            {Stage.REVIEWED, Stage.CONSULTED},
            Stage.DRAFTED,
            "law.review",
            f"{LAW}, 2",
            "law-draft",
        ),
        "consult": Move(
            {Stage.REVIEWED}, Stage.CONSULTED, "law.schedule", f"{LAW}, 4", "law-consult"
        ),
        "schedule": Move(
            {Stage.REVIEWED, Stage.CONSULTED},
            Stage.SCHEDULED,
            "law.schedule",
            f"{LAW}, 5",
            "law-notice",
        ),
        "enter-into-force": Move({Stage.SCHEDULED}, Stage.IN_FORCE, "law.schedule", f"{LAW}, 6"),
        "supersede": Move({Stage.IN_FORCE}, Stage.SUPERSEDED, "law.schedule", f"{LAW}, 6"),
        "withdraw": Move(
            {Stage.SPOTTED, Stage.DRAFTED, Stage.CONFLICT, Stage.REVIEWED, Stage.CONSULTED},
            Stage.WITHDRAWN,
            "law.draft",
            f"{LAW}, 2",
        ),
        "call-off": Move({Stage.SCHEDULED}, Stage.WITHDRAWN, "law.schedule", f"{LAW}, 5"),
    },
    start=Stage.SPOTTED,
)


class Heard(StrEnum):
    """What became of a comment."""

    WAITING = "waiting"
    PUBLISHED = "published"
    KEPT_BACK = "kept-back"


COMMENT = Life(
    "comment",
    {
        "publish": Move({Heard.WAITING}, Heard.PUBLISHED, "law.moderate", f"{LAW}, 4"),
        "keep-back": Move(
            {Heard.WAITING, Heard.PUBLISHED}, Heard.KEPT_BACK, "law.moderate", f"{LAW}, 4"
        ),
    },
    start=Heard.WAITING,
)
