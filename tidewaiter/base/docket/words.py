"""Typed events rendered into words, in English and Chinese."""

from collections.abc import Mapping
from typing import Any

from tidewaiter.base.docket.kinds import AUTHORITY, Kind
from tidewaiter.base.docket.rules.apart import CONSENTS, DUTIES
from tidewaiter.base.kernel.arithmetic import effect
from tidewaiter.base.kernel.refusals import Text

EVENTS: Mapping[str, Text] = {
    "opened": Text("Opened: {kind}, received by {via}", "立案：{kind}，收件方式：{via}"),
    "moved": Text("{move}: now {after}", "{move}：现为“{after}”"),
    "clock.started": Text("Clock started: {title}, until {due}", "期限开始：{title}，至{due}"),
    "clock.stopped": Text("Clock stopped for {reason}: {title}", "期限中止（{reason}）：{title}"),
    "clock.resumed": Text(
        "Clock runs again: {title}, until {due}", "期限恢复计算：{title}，至{due}"
    ),
    "clock.extended": Text("More time: {title}, until {due}", "期限延长：{title}，至{due}"),
    "clock.met": Text("Done in time: {title}", "如期完成：{title}"),
    "clock.met-late": Text("Done, too late: {title}", "逾期完成：{title}"),
    "clock.cancelled": Text("Clock ended: {title}", "期限终止：{title}"),
    "clock.warned": Text(
        "Reminder: {title}, {left} days left", "提醒：{title}，剩余{left}日"
    ),
    "clock.ran-out": Text("Time has run: {title}. {effect}", "期限届满：{title}。{effect}"),
    "clock.failed": Text(
        "What a clock was to do went wrong and is tried again ({problem})",
        "期限事项处理失败，将重试（{problem}）",
    ),
    "clock.without-effect": Text(
        "Time has run without effect, since the docket stood elsewhere: {title}",
        "期限届满但案卷已处于其他状态，不产生效果：{title}",
    ),
    "escalated": Text("Escalated to level {level}", "升级至第{level}级"),
    "supervisor-told": Text("The supervisor was told", "已通知负责人"),
    "published": Text("Published", "已公示"),
    "unpublished": Text("No longer published", "停止公示"),
    "assigned": Text("Assigned to an officer", "已分派承办人"),
    "unassigned": Text("Given back: nobody works on it", "已退回：无人承办"),
    "handed-over": Text("Handed over to {title}", "移交{title}"),
    "party.joined": Text("Joined as {role}", "加入程序：{role}"),
    "party.left": Text("No longer takes part: {role}", "退出程序：{role}"),
    "paper.received": Text("Paper received ({type}, SHA-256 {hash}…)",
                           "收到材料（{type}，SHA-256 {hash}…）"),
    "paper.original": Text("The original of a paper was opened", "查阅材料原件"),
    "letter.sent": Text("Letter sent to {role}", "已向{role}发函"),
    "letter.received": Text("Letter received from {role}", "收到{role}来函"),
    "letter.mailed": Text("{role} was told by mail", "已邮件通知{role}"),
    "letter.read": Text("{role} opened a letter", "{role}已阅函件"),
    "letter.read-here": Text("The letter was opened at the office", "承办人已阅来函"),
    "statement.issued": Text("Decided with reasons {statement}", "已决定，附理由说明{statement}"),
    "statement.withdrawn": Text("Reasons {statement} withdrawn", "理由说明{statement}已撤回"),
    "related": Text("Related: {relation} {other}", "关联：{relation} {other}"),
    "consented": Text("All parties agreed: {consent}", "各方当事人同意：{consent}"),
    "restricted": Text("Who may read it: {secrecy}", "查阅范围：{secrecy}"),
}  # fmt: skip
"""Every type of event, as a sentence in which its values are filled in."""

RELATIONS: Mapping[str, Text] = {
    "duplicate-of": Text("a duplicate of", "重复于"),
    "appeal-of": Text("an appeal against", "申诉针对"),
    "arises-from": Text("arises from", "源于"),
    "bundled-into": Text("bundled into", "并入"),
}
SECRECY: Mapping[str, Text] = {
    "open": Text("anybody", "任何人"),
    "parties": Text("the office and the parties", "主管机关和当事人"),
    "authority": Text("the office", "仅主管机关"),
    "restricted": Text("only who works on it", "仅承办人员"),
}
REASONS: Mapping[str, Text] = {
    "expert-testing": Text("expert testing", "检验检测鉴定"),
    "public-announcement": Text("public announcement", "公告"),
    "hearing": Text("a hearing", "听证"),
    "criminal-proceedings": Text("criminal proceedings", "刑事程序"),
}
"""For what the law stops clocks."""
VIA: Mapping[str, Text] = {
    "desk": Text("the desk", "工作台"),
    "portal": Text("the portal", "门户"),
    "post": Text("post", "邮寄"),
    "counter": Text("the counter", "窗口"),
    "api": Text("the interface for machines", "机器接口"),
    "system": Text("the system itself", "系统自动"),
}
_OFFICE = Text("the office", "主管机关")


def told(event: str, values: Mapping[str, Any], kind: Kind, language: str) -> str:
    """An event as a sentence."""
    words = {name: in_words(name, value, kind, language) for name, value in values.items()}
    template = EVENTS.get(event)
    if template is None:
        return event
    return template.in_language(language).format_map(_Filled(words))


def in_words(name: str, value: Any, kind: Kind, language: str) -> str:
    """One value of an event, in words where it is a code."""
    if isinstance(value, Mapping):
        return Text(str(value.get("en", "")), str(value.get("zh", ""))).in_language(language)
    code = str(value)
    match name:
        case "move" if code in kind.steps:
            return kind.steps[code].label.in_language(language)
        case "before" | "after":
            return kind.state_name(code).in_language(language)
        case "role" | "against":
            return side_name(code, kind).in_language(language)
        case "kind":
            return kind.title.in_language(language)
        case "effect":
            return effect(code).in_language(language)
    known = {
        "relation": RELATIONS, "secrecy": SECRECY, "reason": REASONS, "via": VIA, "duty": DUTIES,
        "consent": CONSENTS,
    }.get(name, {})  # fmt: skip
    return known[code].in_language(language) if code in known else code


def said_openly(said: Mapping[str, Any], move: str, kind: Kind) -> dict[str, Any]:
    """What was said with a move, without what stays inside the office."""
    step = kind.steps.get(move)
    inside = {field.name for field in step.fields if field.inside} if step else set()
    return {name: value for name, value in said.items() if name not in inside}


def side_name(side: str, kind: Kind) -> Text:
    """A role, or the office, in words."""
    if side == AUTHORITY:
        return _OFFICE
    return kind.roles[side].title if side in kind.roles else Text(side, side)


class _Filled(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "–"
