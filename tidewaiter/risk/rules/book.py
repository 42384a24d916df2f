"""Which rules run on a day, and who may bring a rule document from one stage to the next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.engine.book.loader import Book, read_rule
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.checking.structure import OWN
from tidewaiter.risk.states import WRITABLE, RuleStage

LAW = "Tidewaiter, life of a rule document"

NOTICED = Decimal("0.05")
"""From this share of parcels that a rule hits, whoever reviews it is warned."""
TOO_MANY = Decimal("0.20")
"""A rule that hits a larger share of parcels is no targeting and is refused."""
SHORTEST = 10
"""Characters of reasons that a reader can use."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A stored version as far as the book needs it; the days of its priority area bound it."""

    code: str
    number: int
    stage: str
    text: str
    enters_on: date | None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """How a text came out when it was tried on decided parcels."""

    digest: str
    finished: bool
    parcels: int
    hits: int

    @property
    def share(self) -> Decimal:
        """The share of parcels that the rule hit."""
        return Decimal(self.hits) / self.parcels if self.parcels else Decimal(0)


@lru_cache(maxsize=500)
def rule_of(text: str) -> Rule:
    """The rule of a stored text; BookError where this version of the product cannot read it."""
    return read_rule(text, family=OWN)


def digest_of(text: str) -> str:
    """The mark of a text, by which everybody knows which one was checked, tried and reviewed."""
    return sha256(text.encode()).hexdigest()


def in_force(stored: Iterable[Stored], *, on: date) -> dict[str, Stored]:
    """The version of each code that holds on a day: the newest whose day has come (5)."""
    found: dict[str, Stored] = {}
    for one in sorted(stored, key=lambda each: each.number):
        come = one.enters_on is not None and one.enters_on <= on
        if one.stage == RuleStage.IN_FORCE or (one.stage == RuleStage.SCHEDULED and come):
            found[one.code] = one
    return found


def in_shadow(stored: Iterable[Stored], *, on: date) -> list[Stored]:
    """The versions that run in shadow on a day (3)."""
    return [one for one in stored if one.stage == RuleStage.SHADOW]


def effective(stored: Stored) -> Rule:
    """The rule of a version within its own days and those of its priority area (5)."""
    rule = rule_of(stored.text)
    begins = [day for day in (rule.since, stored.enters_on, stored.starts_on) if day]
    ends = [day for day in (rule.until, stored.ends_on) if day]
    return rule.model_copy(update={"since": max(begins), "until": min(ends, default=None)})


def merged(shipped: Book, stored: Collection[Stored], *, on: date) -> Book:
    """The shipped book with the stored rules that hold on a day, and those in shadow (5)."""
    forced = [effective(one) for one in in_force(stored, on=on).values()]
    quiet = [rule_of(one.text).in_shadow(one.number) for one in in_shadow(stored, on=on)]
    return shipped.extended([*forced, *quiet]) if forced or quiet else shipped


def may_be_written(stage: str) -> None:
    """A text is written while it is a draft; afterwards it is kept for ever (1)."""
    if stage not in WRITABLE:
        raise Refusal(
            "rule.not-a-draft",
            Text(
                "The text cannot be changed: this version is in the stage “{stage}”.",
                "文本不能修改：该版本处于“{stage}”阶段。",
            ),
            values={"stage": stage},
            law=f"{LAW}, 1",
            cure=Text(
                "Begin a new version; it supersedes this one when it enters into force.",
                "请新建版本；新版本生效时将取代该版本。",
            ),
            kind=Kind.CONFLICT,
        )


def same_text(seen: str, stored: str) -> None:
    """Nobody writes over what another has written meanwhile (1)."""
    if seen != stored:
        raise Refusal(
            "rule.changed-meanwhile",
            Text(
                "Somebody else changed this rule since you opened it.",
                "在您打开之后，他人已修改该规则。",
            ),
            law=f"{LAW}, 1",
            cure=Text(
                "Load the page again and repeat your change on the new text.",
                "请刷新页面，在新文本上重新修改。",
            ),
            kind=Kind.CONFLICT,
        )


def sound(mistakes: Sequence[object]) -> None:
    """Only a text in which the checker finds no mistake goes further (1)."""
    if mistakes:
        raise Refusal(
            "rule.mistakes",
            Text(
                "The checker found {count} mistakes in the text. The first: {first}",
                "检查发现{count}处错误。首项：{first}",
            ),
            values={"count": len(mistakes), "first": mistakes[0]},
            law=f"{LAW}, 1",
            cure=Text("Put them right, then try again.", "请更正后重试。"),
        )


def other_eyes(writers: Iterable[str], *, doer: str) -> None:
    """Whoever wrote a part of a rule neither reviews it nor brings it into force (2)."""
    if doer in set(writers):
        raise Refusal(
            "rule.four-eyes",
            Text(
                "You wrote a part of this rule, so somebody else has to do this.",
                "您参与编写了该规则，此步骤须由他人执行。",
            ),
            law=f"{LAW}, 2",
            cure=Text("Ask a colleague who has not written in it.", "请由未参与编写的同事处理。"),
            kind=Kind.FORBIDDEN,
        )


def reviewed_by_another(reviewer: str, *, doer: str) -> None:
    """Whoever reviewed a rule is not the one who brings it into force, too (4)."""
    if doer == reviewer:
        raise Refusal(
            "rule.reviewer-releases",
            Text(
                "You reviewed this rule, so somebody else has to release it.",
                "您已复核该规则，应由他人安排运行。",
            ),
            law=f"{LAW}, 4",
            cure=Text("Ask a supervisor who did not review it.", "请由未参与复核的主管处理。"),
            kind=Kind.FORBIDDEN,
        )


def tried_well(tried: Tried | None, digest: str) -> None:
    """A rule is reviewed after it was tried, just as it stands, and hits no large share of all
    parcels (2).
    """
    if tried is None or not tried.finished or tried.digest != digest:
        raise Refusal(
            "rule.not-tried",
            Text(
                "This text has not been tried on decided parcels.",
                "该文本尚未在已决定的包裹上试运行。",
            ),
            law=f"{LAW}, 2",
            cure=Text(
                "Try it on the latest parcels and look at what it would have hit.",
                "请在最近的包裹上试运行并查看命中情况。",
            ),
            kind=Kind.CONFLICT,
        )
    if tried.share > TOO_MANY:
        raise Refusal(
            "rule.hits-everything",
            Text(
                "The rule hit {hits} of {parcels} parcels, more than {most} %: that chooses none.",
                "该规则命中{parcels}件包裹中的{hits}件，超过{most}%：起不到选择作用。",
            ),
            values={"hits": tried.hits, "parcels": tried.parcels, "most": int(TOO_MANY * 100)},
            law=f"{LAW}, 2",
            cure=Text("Make the condition narrower.", "请收窄条件。"),
        )


def ahead(day: date, *, on: date) -> None:
    """A rule enters into force on the day of its scheduling or on a later one (4)."""
    if day < on:
        raise Refusal(
            "rule.day-past",
            Text(
                "{day} is past: what was decided then is not decided anew by a rule.",
                "{day}已过：规则不溯及既往。",
            ),
            values={"day": day.isoformat()},
            law=f"{LAW}, 4",
            cure=Text("Choose today or a later day.", "请选择今天或以后的日期。"),
        )


def with_reasons(grounds: str) -> None:
    """What is stopped, sent back or kept quiet is so with reasons (6)."""
    if len(grounds.strip()) < SHORTEST:
        raise Refusal(
            "rule.grounds",
            Text(
                "The reasons have {length} characters; a reader needs at least {least}.",
                "理由只有{length}个字符，至少需要{least}个。",
            ),
            values={"length": len(grounds.strip()), "least": SHORTEST},
            law=f"{LAW}, 6",
            cure=Text("Say what was seen and why it matters.", "请说明情况及原因。"),
        )
