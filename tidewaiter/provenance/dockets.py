"""The file of a test report: its states, clocks, moves and letters."""

from tidewaiter.base.docket.kinds import Clock, Field, Kind, Letter, Role, Step
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.provenance.states import REPORT, Report

SUBMITTER = "submitter"

_GROUNDS = Field(
    name="grounds",
    label=Text("On what grounds", "理由"),
    hint=Text(
        "Name what you saw: the answer of the laboratory, the page of the register.",
        "请写明依据：检验机构的答复、登记册页面等。",
    ),
    required=False,
)
_SAID = Field(
    name="grounds",
    label=Text("Why the report is genuine", "认定报告真实的理由"),
    hint=Text("Name who confirmed it, and when.", "请写明由谁于何时确认。"),
    shortest=10,
)


def _step(
    en: str,
    zh: str,
    *letters: str,
    meets: tuple[str, ...] = (),
    starts: tuple[str, ...] = (),
    ends: bool = False,
) -> Step:
    return Step(
        label=Text(en, zh),
        fields=(_GROUNDS,),
        letters=letters,
        meets=meets,
        starts=starts,
        ends=ends,
    )


def _letter(subject: Text, body: Text) -> Letter:
    return Letter(to=SUBMITTER, subject=subject, body=body)


TEST_REPORT = Kind(
    code="test-report",
    prefix="RPT",
    title=Text("Test report", "检验报告"),
    life=REPORT,
    see="product.see",
    states={
        Report.UPLOADED: Text("Uploaded", "已上传"),
        Report.UNREADABLE: Text("Unreadable", "无法读取"),
        Report.INCOMPLETE: Text("Incomplete", "内容不全"),
        Report.PARSED: Text("Read", "已读取"),
        Report.LABORATORY_FAILED: Text("Laboratory does not qualify", "检验机构不合格"),
        Report.LABORATORY_PASSED: Text("Laboratory qualifies", "检验机构合格"),
        Report.UNCONFIRMED: Text("Number unconfirmed", "编号未核实"),
        Report.CONFIRMED: Text("Number confirmed", "编号已核实"),
        Report.MISMATCH: Text("Not of this product", "与产品不符"),
        Report.ACCEPTED: Text("Accepted", "已采信"),
        Report.EXPIRED: Text("Expired", "已过期"),
        Report.SUSPECTED: Text("Frozen: suspected forgery", "已冻结：涉嫌伪造"),
        Report.FORGED: Text("Forged", "伪造"),
    },
    final=frozenset(
        {
            Report.UNREADABLE,
            Report.INCOMPLETE,
            Report.LABORATORY_FAILED,
            Report.MISMATCH,
            Report.EXPIRED,
            Report.FORGED,
        }
    ),
    roles={SUBMITTER: Role(title=Text("Submitter", "提交人"))},
    clocks={
        "read": Clock(timers={"*": "report-read"}),
        "laboratory": Clock(timers={"*": "report-laboratory"}),
        "number": Clock(timers={"*": "report-number"}),
        "match": Clock(timers={"*": "report-match"}),
        "suspected": Clock(timers={"*": "report-suspected"}),
        "valid": Clock(
            timers={"*": "report-valid"}, against=SUBMITTER, then="expire", reminder="expiring"
        ),
        "appeal": Clock(timers={"*": "docket-appeal"}, against=SUBMITTER, outlives=True),
    },
    opens=("read",),
    appeal="appeal",
    steps={
        "parse": _step("Its text is read", "读取文本", meets=("read",)),
        "leave-unread": _step("It cannot be read", "无法读取", "unreadable", meets=("read",)),
        "find-incomplete": _step(
            "Compulsory parts are missing",
            "缺少必备内容",
            "incomplete",
            meets=("read", "laboratory"),
        ),
        "pass-laboratory": _step("The laboratory qualifies", "检验机构合格", meets=("laboratory",)),
        "fail-laboratory": _step(
            "The laboratory does not qualify", "检验机构不合格", "laboratory", meets=("laboratory",)
        ),
        "leave-unconfirmed": _step("The number is not confirmed yet", "编号暂未核实"),
        "confirm-number": _step("The number is confirmed", "编号已核实", meets=("number",)),
        "accept": _step("Accept it", "采信", "accepted", meets=("match",)),
        "find-mismatch": _step(
            "It is not of this product", "与产品不符", "mismatch", meets=("match",)
        ),
        "suspect": _step(
            "Freeze it: it looks forged",
            "冻结：涉嫌伪造",
            meets=("laboratory", "number", "match", "valid"),
            starts=("suspected",),
        ),
        "find-forged": Step(
            label=Text("Find that it is forged", "认定为伪造"),
            duty="decider",
            decides=True,
            ends=True,
            meets=("suspected",),
            letters=("forged",),
        ),
        "clear": Step(
            label=Text("Find that it is genuine", "认定为真实"),
            duty="decider",
            fields=(_SAID,),
            meets=("suspected",),
        ),
        "expire": Step(label=Text("It expires", "过期"), by_clock=True, letters=("expired",)),
    },
    letters={
        "unreadable": _letter(
            Text("{reference}: the report cannot be read", "{reference}：报告无法读取"),
            Text(
                "The file has no text that a machine can read. Ask the laboratory for the"
                " original file instead of a photograph, and send it again.",
                "文件中没有机器可读取的文本。请向检验机构索取电子版原件（而非照片）后重新提交。",
            ),
        ),
        "incomplete": _letter(
            Text("{reference}: the report is incomplete", "{reference}：报告内容不全"),
            Text(
                "The report lacks parts that every test report has. {reference} says which; ask"
                " the laboratory for a complete one.",
                "报告缺少检验报告的必备内容，详见{reference}；请向检验机构索取完整报告。",
            ),
        ),
        "laboratory": _letter(
            Text("{reference}: the laboratory does not qualify", "{reference}：检验机构不合格"),
            Text(
                "The laboratory was not accredited for this test on its day. {reference} says"
                " what is missing; have the goods tested by one that is.",
                "检验机构在检验之日不具备相应资质，详见{reference}；请委托具备资质的机构检验。",
            ),
        ),
        "mismatch": _letter(
            Text("{reference}: the report is of another product", "{reference}：报告与产品不符"),
            Text(
                "What the report says of its sample is not true of the product. {reference} says"
                " what differs; send the report of this product.",
                "报告所载样品与产品不符，详见{reference}；请提交本产品的检验报告。",
            ),
        ),
        "accepted": _letter(
            Text("{reference}: accepted", "{reference}：已采信"),
            Text("The report counts for the product.", "该报告已用于本产品。"),
        ),
        "expiring": _letter(
            Text("{reference}: the report expires on {due}", "{reference}：报告将于{due}过期"),
            Text(
                "Without a new report by {due}, the product has no accepted test report.",
                "如{due}前未提交新的报告，本产品将没有有效的检验报告。",
            ),
        ),
        "expired": _letter(
            Text("{reference}: the report has expired", "{reference}：报告已过期"),
            Text("Send a new report of the product.", "请提交本产品的新报告。"),
        ),
        "forged": _letter(
            Text("{reference}: the report is found to be forged", "{reference}：报告被认定为伪造"),
            Text(
                "The decision with its reasons, and how to appeal against it, stands in"
                " {reference}.",
                "决定及其理由和救济途径载于{reference}。",
            ),
        ),
    },
)
