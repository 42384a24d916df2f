"""The proceedings of admission: the access review, and the appeal against what it decided."""

from tidewaiter.base.docket.kinds import SYSTEM, Clock, Entry, Field, Kind, Letter, Role, Step
from tidewaiter.base.kernel.refusals import Text
from tidewaiter.registry.rules.reasons import STANDING_REASONS
from tidewaiter.registry.states import ACCESS, APPEAL, Access, Appeal

_ROLES = {
    "applicant": Role(title=Text("Applicant", "申请人")),
    "agent": Role(title=Text("Agent", "代理人")),
}
_GROUNDS = Field(
    name="grounds",
    label=Text("Why the decision is wrong", "申诉理由"),
    hint=Text(
        "Say what the office did not see or weigh. Papers can follow in the file of the appeal.",
        "请说明主管机关未查明或未考虑的情况。材料可在申诉案卷中补交。",
    ),
    shortest=10,
)
_WHY = Field(
    name="why",
    label=Text("Reason for the public register", "公示的原因"),
    entry=Entry.CHOICE,
    choices=STANDING_REASONS,
)


def _told(subject: Text, body: Text) -> Letter:
    return Letter(to="applicant", subject=subject, body=body)


ACCESS_REVIEW = Kind(
    code="access-review",
    prefix="ADM",
    title=Text("Access review", "准入审查"),
    life=ACCESS,
    states={
        Access.STARTED: Text("Being filled in", "填写中"),
        Access.SUBMITTED: Text("Sent in, being checked", "已提交，自动核验中"),
        Access.REVIEW: Text("Under review", "审查中"),
        Access.REVISION: Text("Waiting for a revision", "等待补正"),
        Access.CONDITIONAL: Text("Admitted within limits", "附条件准入"),
        Access.MONITORED: Text("Admitted, monitored", "已准入，持续监测"),
        Access.REVERIFY: Text("To be verified again", "待重新核验"),
        Access.RECHECK: Text("New proofs being checked", "新证明核对中"),
        Access.SUSPENDED: Text("Suspended", "已暂停"),
        Access.STRUCK_OFF: Text("Struck off", "已除名"),
        Access.REFUSED: Text("Refused", "不予准入"),
        Access.ABANDONED: Text("Abandoned", "已放弃"),
        Access.CLOSED: Text("Closed at the firm's wish", "已注销"),
    },
    final=frozenset({Access.REFUSED, Access.ABANDONED, Access.CLOSED, Access.STRUCK_OFF}),
    roles=_ROLES,
    clocks={
        "draft": Clock(
            timers={"*": "access-draft"}, against="applicant", then="lapse", reminder="finish"
        ),
        "checks": Clock(timers={"*": "access-checks"}),
        "review": Clock(timers={"*": "access-review"}),
        "revise": Clock(
            timers={"*": "access-revise"}, against="applicant", then="give-up", reminder="remind"
        ),
        "conditional": Clock(timers={"*": "access-conditional"}),
        "reverify": Clock(
            timers={"cn": "cn-merchant-reverify", "*": "access-reverify"}, then="fall-due"
        ),
        "prove": Clock(
            timers={"*": "access-prove"},
            against="applicant",
            then="stop-unproved",
            reminder="prove-soon",
        ),
        "recheck": Clock(timers={"*": "access-recheck"}),
        "appeal": Clock(timers={"*": "access-appeal"}, against="applicant", outlives=True),
    },
    opens=("draft",),
    appeal="appeal",
    retention="access-review",
    steps={
        "submit": Step(
            label=Text("Send it in", "提交申请"),
            by="applicant",
            meets=("draft",),
            letters=("received",),
        ),
        "abandon": Step(
            label=Text("Give it up", "放弃申请"), by="applicant", meets=("draft",), ends=True
        ),
        "lapse": Step(label=Text("Let it lapse", "失效"), by_clock=True, letters=("lapsed",)),
        "take-checks": Step(
            label=Text("Automatic checks done", "自动核验完成"), by=SYSTEM, meets=("checks",)
        ),
        "ask": Step(
            label=Text("Ask for a revision", "要求补正"),
            duty="investigator",
            meets=("review",),
            letters=("revise",),
        ),
        "revise": Step(
            label=Text("Send the revision", "提交补正"),
            by="applicant",
            meets=("revise",),
            starts=("review",),
        ),
        "give-up": Step(
            label=Text("No revision came", "逾期未补正"), by_clock=True, letters=("lapsed",)
        ),
        "admit-within-limits": Step(
            label=Text("Admit within limits", "附条件准入"),
            duty="decider",
            decides=True,
            meets=("review",),
            letters=("decided",),
            fields=(
                Field(
                    name="most_value",
                    label=Text("Highest value of one parcel (CNY)", "单个包裹最高价值（元）"),
                    entry=Entry.NUMBER,
                    required=False,
                ),
                Field(
                    name="most_parcels",
                    label=Text("Parcels a day", "每日包裹数上限"),
                    entry=Entry.NUMBER,
                    required=False,
                ),
                Field(
                    name="chapters",
                    label=Text("Chapters of the tariff", "税则章"),
                    hint=Text(
                        "Two digits each, such as 33 64. Empty: all.",
                        "每章两位数，如 33 64；留空为不限。",
                    ),
                    entry=Entry.LINE,
                    required=False,
                    longest=300,
                ),
            ),
        ),
        "approve": Step(
            label=Text("Approve", "准予准入"),
            duty="decider",
            decides=True,
            meets=("review", "conditional"),
            letters=("decided",),
        ),
        "refuse": Step(
            label=Text("Refuse", "不予准入"),
            duty="decider",
            decides=True,
            ends=True,
            meets=("review", "conditional"),
            letters=("decided",),
        ),
        "fall-due": Step(
            label=Text("Verification falls due", "重新核验到期"),
            by_clock=True,
            letters=("prove",),
        ),
        "ask-again": Step(
            label=Text("Have it verified again", "要求重新核验"),
            duty="investigator",
            meets=("reverify",),
            letters=("prove",),
            fields=(
                Field(
                    name="grounds",
                    label=Text("What changed", "变更情况"),
                    shortest=10,
                    longest=500,
                ),
            ),
        ),
        "prove-again": Step(
            label=Text("Send the new proofs", "提交新的证明"), by="applicant", meets=("prove",)
        ),
        "confirm": Step(
            label=Text("Confirm the proofs", "确认证明"),
            duty="investigator",
            meets=("recheck",),
        ),
        "send-back": Step(
            label=Text("Ask for better proofs", "要求补充证明"),
            duty="investigator",
            meets=("recheck",),
            letters=("prove",),
        ),
        "stop-unproved": Step(
            label=Text("Suspended: nothing was proved", "逾期未证明，暂停"),
            by_clock=True,
            starts=("appeal",),
            letters=("stopped",),
        ),
        "suspend": Step(
            label=Text("Suspend", "暂停"),
            duty="decider",
            decides=True,
            meets=("reverify", "prove", "recheck", "conditional"),
            letters=("decided",),
            fields=(_WHY,),
        ),
        "lift": Step(
            label=Text("Lift the suspension", "恢复"),
            duty="decider",
            fields=(
                Field(
                    name="grounds",
                    label=Text("What was put in order", "整改情况"),
                    shortest=10,
                    longest=500,
                ),
            ),
            letters=("lifted",),
        ),
        "strike-off": Step(
            label=Text("Strike off", "除名"),
            duty="decider",
            decides=True,
            ends=True,
            letters=("decided",),
            fields=(_WHY,),
        ),
        "close": Step(label=Text("Give up trading", "注销登记"), by="applicant", ends=True),
        **{
            verb: Step(label=label, by="applicant", fields=(_GROUNDS,), meets=("appeal",))
            for verb, label in (
                ("appeal-refusal", Text("Appeal against the refusal", "对不予准入提出申诉")),
                ("appeal-limits", Text("Appeal against the limits", "对准入条件提出申诉")),
                ("appeal-suspension", Text("Appeal against the suspension", "对暂停提出申诉")),
                ("appeal-striking-off", Text("Appeal against the striking off", "对除名提出申诉")),
            )
        },
        **{
            verb: Step(label=label, by=SYSTEM, letters=("undone",))
            for verb, label in (
                ("reopen", Text("Reviewed anew after an appeal", "申诉成立，重新审查")),
                ("free", Text("Limits lifted after an appeal", "申诉成立，取消条件")),
                ("reinstate", Text("Reinstated after an appeal", "申诉成立，恢复")),
                ("restore", Text("Entered again after an appeal", "申诉成立，恢复登记")),
            )
        },
    },
    letters={
        "received": _told(
            Text("{reference}: your application was received", "{reference}：已收到您的申请"),
            Text(
                "Automatic checks begin now; then a reviewer looks at it. You see in {reference}"
                " where it stands and by when it is decided.",
                "系统正在自动核验，随后由审查人员审查。进度和办结期限见{reference}。",
            ),
        ),
        "finish": _told(
            Text("{reference}: your application is not finished", "{reference}：申请尚未完成"),
            Text(
                "An application that is not sent in by {due} lapses.",
                "申请如未在{due}前提交将失效。",
            ),
        ),
        "lapsed": _told(
            Text("{reference} has lapsed", "{reference}已失效"),
            Text(
                "Nothing came in time. You may apply again; what was said is not held against you.",
                "未在期限内收到材料。您可以重新申请，不影响审查。",
            ),
        ),
        "revise": _told(
            Text("{reference}: some items need a revision", "{reference}：部分事项需要补正"),
            Text(
                "Open {reference}: each item to be put right is named there with its reason. Send"
                " only those, by {due}.",
                "请打开{reference}查看需补正的事项及原因，仅就这些事项在{due}前补正。",
            ),
        ),
        "remind": _told(
            Text("{reference}: your revision is awaited", "{reference}：等待您的补正"),
            Text(
                "Without a revision by {due} the application lapses.",
                "如未在{due}前补正，申请将失效。",
            ),
        ),
        "decided": _told(
            Text("{reference}: {state}", "案卷{reference}：{state}"),
            Text(
                "The decision with its reasons, and how to appeal against it, stands in"
                " {reference}.",
                "决定及其理由和救济途径载于{reference}。",
            ),
        ),
        "prove": _told(
            Text("{reference}: prove again what has lapsed", "{reference}：请重新证明已到期事项"),
            Text(
                "Only what has lapsed or changed is asked for; it is named in {reference}. Without"
                " new proofs by {due} your registration is suspended.",
                "仅需重新证明已到期或已变更的事项，详见{reference}。如未在{due}前提交，登记将被暂停。",
            ),
        ),
        "prove-soon": _told(
            Text("{reference}: your proofs are awaited", "{reference}：等待您的证明"),
            Text(
                "Without new proofs by {due} your registration is suspended.",
                "如未在{due}前提交新的证明，登记将被暂停。",
            ),
        ),
        "stopped": _told(
            Text("{reference}: your registration is suspended", "{reference}：登记已暂停"),
            Text(
                "No proofs came in time. Send them in {reference}, or appeal there; with them the"
                " suspension is lifted.",
                "未在期限内收到证明。请在{reference}中补交或申诉；证明齐备后即可恢复。",
            ),
        ),
        "lifted": _told(
            Text("{reference}: the suspension is lifted", "{reference}：暂停已解除"),
            Text("You may trade again from now on.", "您即日起可以恢复经营。"),
        ),
        "undone": _told(
            Text("{reference}: your appeal changed the decision", "{reference}：申诉改变了原决定"),
            Text("What follows from it stands in {reference}.", "由此产生的结果载于{reference}。"),
        ),
    },
)

ACCESS_APPEAL = Kind(
    code="access-appeal",
    prefix="APL",
    title=Text("Appeal in an access review", "准入申诉"),
    life=APPEAL,
    states={
        Appeal.RECEIVED: Text("Received", "已收件"),
        Appeal.TAKEN_UP: Text("Under review", "复核中"),
        Appeal.UPHELD: Text("Upheld", "申诉成立"),
        Appeal.DISMISSED: Text("Dismissed", "申诉不成立"),
        Appeal.WITHDRAWN: Text("Withdrawn", "已撤回"),
    },
    final=frozenset({Appeal.UPHELD, Appeal.DISMISSED, Appeal.WITHDRAWN}),
    roles=_ROLES,
    clocks={
        "decide": Clock(timers={"*": "access-appeal-decide"}),
        "appeal": Clock(timers={"*": "access-appeal"}, against="applicant", outlives=True),
    },
    opens=("decide",),
    appeal="appeal",
    retention="access-review",
    steps={
        "take-up": Step(label=Text("Take it up", "受理"), duty="reviewer"),
        "uphold": Step(
            label=Text("Uphold the appeal", "支持申诉"),
            duty="reviewer",
            decides=True,
            meets=("decide",),
            letters=("decided",),
        ),
        "dismiss": Step(
            label=Text("Dismiss the appeal", "驳回申诉"),
            duty="reviewer",
            decides=True,
            ends=True,
            meets=("decide",),
            letters=("decided",),
        ),
        "withdraw": Step(label=Text("Withdraw the appeal", "撤回申诉"), by="applicant", ends=True),
    },
    letters={"decided": ACCESS_REVIEW.letters["decided"]},
)
