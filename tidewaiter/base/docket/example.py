"""The smallest kind of docket that has everything: an errand, for whoever writes another kind.

It is registered nowhere but in tests and benches. docs/how-to/add-a-docket.md walks through it.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from tidewaiter.base.docket.applications import Answers, Application, Asked, Page
from tidewaiter.base.docket.kinds import Clock, Entry, Field, Kind, Letter, Role, Step
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.base.kernel.states import Life, Move

LAW = "Tidewaiter, rules of procedure"


class Errand(StrEnum):
    """Where an errand stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    ASKED = "asked"
    TESTED = "tested"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


LIFE = Life(
    "errand",
    {
        "take-up": Move({Errand.RECEIVED}, Errand.TAKEN_UP, "docket.work", f"{LAW}, 1", "decide"),
        "ask": Move({Errand.TAKEN_UP}, Errand.ASKED, "docket.work", f"{LAW}, 2", "answer"),
        "answer": Move({Errand.ASKED}, Errand.TAKEN_UP, "docket.answer", f"{LAW}, 2"),
        "lapse": Move({Errand.ASKED}, Errand.LAPSED, "docket.decide", f"{LAW}, 2"),
        "send-to-test": Move({Errand.TAKEN_UP}, Errand.TESTED, "docket.work", f"{LAW}, 2"),
        "test-back": Move({Errand.TESTED}, Errand.TAKEN_UP, "docket.work", f"{LAW}, 2"),
        "grant": Move({Errand.TAKEN_UP}, Errand.GRANTED, "docket.decide", f"{LAW}, 3"),
        "refuse": Move({Errand.TAKEN_UP}, Errand.REFUSED, "docket.decide", f"{LAW}, 3"),
    },
    start=Errand.RECEIVED,
)

ERRAND = Kind(
    code="errand",
    prefix="ERR",
    title=Text("Errand", "办事"),
    life=LIFE,
    states={
        Errand.RECEIVED: Text("Received", "已收件"),
        Errand.TAKEN_UP: Text("Taken up", "办理中"),
        Errand.ASKED: Text("Waiting for an answer", "等待答复"),
        Errand.TESTED: Text("With the laboratory", "检验中"),
        Errand.GRANTED: Text("Granted", "已准予"),
        Errand.REFUSED: Text("Refused", "已拒绝"),
        Errand.LAPSED: Text("Lapsed", "已失效"),
    },
    final=frozenset({Errand.GRANTED, Errand.REFUSED, Errand.LAPSED}),
    roles={
        "applicant": Role(title=Text("Applicant", "申请人")),
        "agent": Role(title=Text("Agent", "代理人")),
    },
    clocks={
        "look": Clock(timers={"cn": "cn-compl-accept", "*": "docket-look"}),
        "decide": Clock(timers={"*": "docket-decide"}),
        "answer": Clock(
            timers={"*": "docket-answer"}, against="applicant", then="lapse", reminder="remind"
        ),
        "appeal": Clock(timers={"*": "docket-appeal"}, against="applicant", outlives=True),
    },
    opens=("look",),
    appeal="appeal",
    steps={
        "take-up": Step(label=Text("Take it up", "受理"), duty="investigator", meets=("look",)),
        "ask": Step(
            label=Text("Ask the applicant", "询问申请人"),
            fields=(
                Field(
                    name="question",
                    label=Text("What is asked", "询问事项"),
                    hint=Text("One question at a time.", "每次只问一个问题。"),
                    shortest=10,
                ),
            ),
            letters=("question",),
        ),
        "answer": Step(
            label=Text("Answer", "答复"),
            by="applicant",
            fields=(Field(name="answer", label=Text("Your answer", "您的答复")),),
            meets=("answer",),
        ),
        "lapse": Step(label=Text("Let it lapse", "失效"), by_clock=True, letters=("lapsed",)),
        "send-to-test": Step(
            label=Text("Send goods to a laboratory", "送检"),
            fields=(
                Field(
                    name="laboratory",
                    label=Text("Laboratory", "检验机构"),
                    entry=Entry.LINE,
                    longest=120,
                ),
            ),
            stops={"decide": "expert-testing"},
        ),
        "test-back": Step(
            label=Text("The laboratory has answered", "检验机构已答复"),
            fields=(
                Field(
                    name="result",
                    label=Text("Result", "检验结果"),
                    entry=Entry.CHOICE,
                    choices={"sound": Text("Sound", "合格"), "faulty": Text("Faulty", "不合格")},
                ),
            ),
            resumes=("decide",),
        ),
        "grant": Step(
            label=Text("Grant it", "准予"),
            duty="decider",
            decides=True,
            meets=("decide",),
            letters=("decided",),
        ),
        "refuse": Step(
            label=Text("Refuse it", "拒绝"),
            duty="decider",
            decides=True,
            ends=True,
            meets=("decide",),
            letters=("decided",),
        ),
    },
    letters={
        "question": Letter(
            to="applicant",
            subject=Text("A question about {reference}", "关于{reference}的询问"),
            body=Text(
                "Please open {reference} and answer the question there by {due}.",
                "请于{due}前打开{reference}并答复其中的询问。",
            ),
        ),
        "remind": Letter(
            to="applicant",
            subject=Text("{reference}: your answer is awaited", "{reference}：等待您的答复"),
            body=Text(
                "Without an answer by {due}, {reference} lapses.",
                "如{due}前未收到答复，{reference}将失效。",
            ),
        ),
        "lapsed": Letter(
            to="applicant",
            subject=Text("{reference} has lapsed", "{reference}已失效"),
            body=Text(
                "No answer came in time. You may send the errand again.",
                "未在期限内收到答复。您可以重新提出。",
            ),
        ),
        "decided": Letter(
            to="applicant",
            subject=Text("{reference}: {state}", "案卷{reference}：{state}"),
            body=Text(
                "The decision with its reasons, and how to appeal against it, stands in"
                " {reference}.",
                "决定及其理由和救济途径载于{reference}。",
            ),
        ),
    },
)


def papers_of_an_errand(answers: Answers, day: date) -> Sequence[Asked]:
    """Goods that are dear need an invoice; everybody may add a photograph."""
    photo = Asked(code="photo", title=Text("Photograph of the goods", "货物照片"), required=False)
    if answers.get("worth", 0) < 1000:
        return (photo,)
    invoice = Asked(
        code="invoice",
        title=Text("Invoice", "发票"),
        hint=Text("The one that came with the goods.", "随货发票。"),
        law=LAW,
    )
    return (invoice, photo)


def _crates_are_numbered(told: str) -> None:
    """The number of a crate is C and four digits."""
    if not (told[:1] == "C" and told[1:].isdigit() and len(told) == 5):
        raise Refusal(
            "errand.crate",
            Text("“{told}” is no number of a crate.", "“{told}”不是货箱编号。"),
            values={"told": told[:20]},
            law=LAW,
            cure=Text("Write C and four digits, such as C0042.", "请填写C加四位数字，如C0042。"),
        )


APPLICATION = Application(
    title=Text("Ask for goods to be given back", "申请返还货物"),
    lead=Text(
        "You need the numbers of the crates and, for dear goods, the invoice. It takes ten"
        " minutes.",
        "请准备货箱编号；贵重货物另需发票。约需十分钟。",
    ),
    pages=(
        Page(
            name="goods",
            title=Text("The goods", "货物"),
            fields=(
                Field(
                    name="what",
                    label=Text("What is it?", "是什么货物？"),
                    entry=Entry.LINE,
                    longest=120,
                ),
                Field(
                    name="worth",
                    label=Text("What is it worth, in yuan?", "价值多少元？"),
                    entry=Entry.NUMBER,
                ),
                Field(
                    name="lost_on",
                    label=Text("Since when is it missing?", "何时起遗失？"),
                    entry=Entry.DAY,
                ),
                Field(
                    name="abroad",
                    label=Text("Where was it bought?", "购自何处？"),
                    entry=Entry.CHOICE,
                    choices={"here": Text("Here", "境内"), "abroad": Text("Abroad", "境外")},
                ),
            ),
        ),
        Page(
            name="seller",
            title=Text("The seller abroad", "境外卖家"),
            fields=(Field(name="seller", label=Text("Name", "名称"), entry=Entry.LINE),),
            when=lambda answers: answers.get("abroad") == "abroad",
        ),
        Page(
            name="crates",
            title=Text("The crates", "货箱"),
            lead=Text("Each crate has its own number.", "每个货箱各有编号。"),
            fields=(
                Field(
                    name="crate",
                    label=Text("Number of the crate", "货箱编号"),
                    entry=Entry.LINE,
                    check=_crates_are_numbered,
                ),
                Field(
                    name="weight",
                    label=Text("Weight in kilograms", "重量（千克）"),
                    entry=Entry.NUMBER,
                    required=False,
                ),
            ),
            most=3,
        ),
        Page(
            name="pledge",
            title=Text("Your word", "声明"),
            fields=(
                Field(
                    name="true",
                    label=Text("What I say is true.", "以上内容属实。"),
                    entry=Entry.YES,
                ),
            ),
        ),
    ),
    papers=papers_of_an_errand,
)
