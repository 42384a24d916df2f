"""What a priority area must say, and when it begins, ends and is evaluated."""

from datetime import date

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.risk.states import CampaignStage

LAW = "Tidewaiter, priority areas"
LONGEST = 184
"""Days that a priority area lasts at most: what is always looked at is a rule, not a priority."""
SHORTEST = 40
"""Characters of an evaluation that a reader can use."""


def bounded(starts_on: date, ends_on: date, *, on: date) -> None:
    """A priority area begins today or later and ends within half a year (1)."""
    if starts_on < on:
        raise Refusal(
            "campaign.past",
            Text("{day} is past.", "{day}已过。"),
            values={"day": starts_on.isoformat()},
            law=f"{LAW}, 1",
            cure=Text("Begin today or later.", "请从今天或以后开始。"),
        )
    days = (ends_on - starts_on).days + 1
    if not 1 <= days <= LONGEST:
        raise Refusal(
            "campaign.length",
            Text(
                "From {start} to {end} that makes {days} days; at least 1 and at most {most}.",
                "{start}至{end}共{days}天；至少1天，最多{most}天。",
            ),
            values={
                "start": starts_on.isoformat(),
                "end": ends_on.isoformat(),
                "days": days,
                "most": LONGEST,
            },
            law=f"{LAW}, 1",
            cure=Text(
                "What is to be looked at always is a rule without an end.",
                "需长期关注的事项请制定无终止日期的规则。",
            ),
        )


def may_take_rules(stage: str) -> None:
    """Rules join a priority area before it has ended (1)."""
    if stage not in {CampaignStage.PLANNED, CampaignStage.RUNNING}:
        raise Refusal(
            "campaign.over",
            Text("This priority area is over.", "该重点整治行动已结束。"),
            law=f"{LAW}, 1",
            cure=Text("Open another one.", "请另设行动。"),
            kind=Kind.CONFLICT,
        )


def says_enough(verdict: str) -> None:
    """An evaluation says what came of it and what follows (3)."""
    length = len(verdict.strip())
    if length < SHORTEST:
        raise Refusal(
            "campaign.verdict",
            Text(
                "The evaluation has {length} characters; a reader needs at least {least}.",
                "评估只有{length}个字符，至少需要{least}个。",
            ),
            values={"length": length, "least": SHORTEST},
            law=f"{LAW}, 3",
            cure=Text(
                "Say what was found, whether it was worth it, and what is to be done now.",
                "请说明查获情况、成效以及后续措施。",
            ),
        )
