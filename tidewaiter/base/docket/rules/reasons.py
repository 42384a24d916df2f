"""What a statement of reasons must say before it can leave the drawer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tidewaiter.base.kernel.refusals import Refusal, Text

LAW = "Regulation (EU) 2022/2065, Art. 17; Tidewaiter, rules of procedure, 3"

RESTRICTIONS = ("visibility", "monetary", "service", "account", "goods", "none")
GROUNDS = ("illegal", "incompatible")
SOURCES = ("notice", "trusted-flagger", "other-notice", "own-initiative")
AUTOMATED = ("fully", "partially", "not")
LONGEST_FACTS = 5000


@dataclass(frozen=True, slots=True)
class Reasons:
    """The parts of a statement that are held against the rules.

    `facts` are the texts with the number of papers to which each is linked; `appeal` is whether the
    kind of proceeding has a clock for appeals.
    """

    restrictions: tuple[str, ...]
    ground: str
    basis: str
    basis_known: bool
    explanation: str
    facts: tuple[tuple[str, int], ...]
    position: str
    answer: str
    aim: str
    milder: str
    insufficient: str
    appeal_body: str
    appeal_form: str
    appeal: bool
    applies_on: date | None
    ends_on: date | None
    source: str
    automated_decision: str
    confirmed_model: bool


def complete(reasons: Reasons) -> None:
    """A decision says what it restricts, by which law, on which facts, what shows them, what the
    party said and why it was not followed, why nothing milder would do, and how one can appeal.
    """
    for refusal in wanting(reasons):
        raise refusal


def wanting(reasons: Reasons) -> Iterator[Refusal]:
    """Everything that a statement still lacks, in the order of its parts."""
    if not reasons.restrictions or set(reasons.restrictions) - set(RESTRICTIONS):
        yield _lacks("restriction", "what it restricts, or that it restricts nothing", "限制内容")
    if reasons.ground not in GROUNDS:
        yield _lacks("ground", "whether the ground is law or terms", "依据类型")
    if not reasons.basis or not reasons.basis_known:
        yield _lacks("basis", "a legal basis that the law pack knows", "法律依据")
    if not reasons.explanation:
        yield _lacks("explanation", "how the law applies", "法律适用说明")
    yield from _facts(reasons)
    if not reasons.position:
        yield _lacks("position", "what the party said", "当事人意见")
    if not reasons.answer:
        yield _lacks("answer", "why the party was followed or not", "对当事人意见的回应")
    for part, en, zh in (
        ("aim", "the aim of the measure", "措施目的"),
        ("milder", "which milder measures were considered", "曾考虑的较轻措施"),
        ("insufficient", "why those would not do", "较轻措施不足的理由"),
    ):
        if not getattr(reasons, part):
            yield _lacks(part, en, zh)
    if not (reasons.appeal_body and reasons.appeal_form and reasons.appeal):
        yield _lacks("appeal", "where, how and until when one can appeal", "救济途径和期限")
    if reasons.applies_on is None:
        yield _lacks("applies", "from which day it applies", "生效日期")
    if reasons.source not in SOURCES:
        yield _lacks("source", "what led to it", "线索来源")
    if reasons.automated_decision not in AUTOMATED:
        yield _lacks("automated", "how far it was automated", "自动化程度")
    elif reasons.automated_decision != "not" and not reasons.confirmed_model:
        yield _lacks("model", "which model was used and who confirmed it", "所用模型及确认人")


def _facts(reasons: Reasons) -> Iterator[Refusal]:
    if not reasons.facts:
        yield _lacks("facts", "the facts that it rests on", "事实")
    for number, (_text, papers) in enumerate(reasons.facts, 1):
        if not papers:
            yield Refusal(
                "docket.reasons.unproved-fact",
                Text(
                    "Fact {number} is linked to no paper of the docket.",
                    "事实{number}未关联任何案卷材料。",
                ),
                values={"number": number},
                law=LAW,
                cure=Text(
                    "Link it to the papers that show it, or take it out.",
                    "请关联证明该事实的材料，或删除该事实。",
                ),
            )
    length = sum(len(text) for text, _papers in reasons.facts)
    if length > LONGEST_FACTS:
        yield Refusal(
            "docket.reasons.long-facts",
            Text(
                "The facts have {length} characters together; {most} is the most.",
                "事实部分共{length}个字符，最多{most}个。",
            ),
            values={"length": length, "most": LONGEST_FACTS},
            law=LAW,
            cure=Text("Shorten them; the papers tell the rest.", "请精简；其余见材料。"),
        )


def _lacks(part: str, en: str, zh: str) -> Refusal:
    return Refusal(
        f"docket.reasons.{part}",
        Text(f"The statement of reasons does not say {en}.", f"理由说明缺少{zh}。"),
        law=LAW,
        cure=Text(
            "Write it into the draft; a decision leaves only when all parts are there.",
            "请在草稿中补充；各部分齐备后方可作出决定。",
        ),
    )
