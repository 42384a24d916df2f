"""What the law says, as lines for a reader of English or Chinese."""

from collections.abc import Mapping
from typing import Any

from tidewaiter.law.model.words import Title
from tidewaiter.law.show.entries import Shown

LABELS = {
    "value": Title("value", "数值"),
    "unit": Title("unit", "单位"),
    "units": Title("statutory units", "法定单位"),
    "clock": Title("runs", "起算"),
    "help": Title("help", "说明"),
    "definition": Title("definition", "定义"),
    "choices": Title("choices", "选项"),
    "when": Title("when", "适用条件"),
    "modes": Title("customs modes", "海关监管方式"),
    "prefixes": Title("tariff codes", "税号"),
    "short": Title("short", "简称"),
    "level": Title("level", "层级"),
    "territory": Title("territory", "管辖地域"),
    "parent": Title("escalates to", "上级机关"),
    "address": Title("address", "网址"),
    "matter": Title("matter", "事项"),
    "lead": Title("leads", "主管"),
    "supporting": Title("supports", "配合"),
    "informed": Title("is informed", "知会"),
    "order": Title("order", "顺位"),
    "who": Title("who", "义务人"),
    "text": Title("in words", "说明"),
    "models": Title("business models", "业务模式"),
    "evidence": Title("evidence", "证明材料"),
    "deadline": Title("deadline", "期限"),
    "timer": Title("deadline", "时限"),
    "violation": Title("violation", "违法行为"),
    "severity": Title("severity", "严重程度"),
    "penalties": Title("penalties", "处罚"),
    "minimum": Title("at least", "下限"),
    "maximum": Title("at most", "上限"),
    "base": Title("of", "计算基数"),
    "effect": Title("effect", "作用"),
    "steps": Title("steps", "步骤"),
    "bands": Title("bands", "档次"),
    "what": Title("what", "内容"),
    "way_out": Title("way out", "修复途径"),
    "starts": Title("starts with", "起算事件"),
    "event": Title("starts with (in words)", "起算事件（说明）"),
    "duration": Title("runs for", "时长"),
    "extension": Title("may be extended by", "可延长"),
    "shortest": Title("not before", "最早"),
    "rule": Title("rule", "规则"),
    "calendar": Title("calendar", "工作日历"),
    "rolls": Title("moves off days of rest", "期末遇休息日顺延"),
    "stops": Title("stops for", "中止事由"),
    "warn": Title("reminders, days before", "提前提醒（天）"),
    "expiry": Title("when it has run", "期满后果"),
    "holidays": Title("list of holidays", "节假日列表"),
    "weekend": Title("weekend", "周末"),
    "overrides": Title("overrides", "调整"),
    "iso": Title("ISO code", "国际代码"),
    "duty": Title("duty", "关税"),
    "vat": Title("VAT", "增值税"),
    "consumption": Title("consumption tax", "消费税"),
    "per_gram_ml": Title("from CNY per g or ml", "每克或毫升起点（元）"),
    "per_piece": Title("from CNY per piece", "每件起点（元）"),
    "positive": Title("on the positive list", "在正面清单内"),
    "note": Title("note", "备注"),
}
APPLIES = Title("applies", "适用期间")
OPEN = Title("today and after", "至今")
SOURCE = Title("text", "依据")
YES, NO, NONE = Title("yes", "是"), Title("no", "否"), Title("none", "无")
UNVERIFIED = Title(
    "not verified: hold this against the text before a decision rests on it",
    "未经核实：据此作出决定前请核对原文",
)


def text(shown: Shown, language: str = "en") -> str:
    """The answer of `show` as lines for a reader of English ("en") or Chinese ("zh")."""
    title = shown.get("title", {})
    lines = [f"{shown['id']}: {title[language]}" if title else str(shown["id"])]
    for key, told in shown.items():
        if key in LABELS and told is not None:
            lines.append(f"  {LABELS[key][language]}: {spoken(told, language)}")
    if shown.get("from"):
        until = shown["to"] or OPEN[language]
        lines.append(f"  {APPLIES[language]}: {shown['from']} – {until}")
    reference = shown["reference"]
    if reference:
        lines.append(f"  {SOURCE[language]}: {citation(reference, language)}")
        whole = (reference["title"][language], reference["address"])
        lines += [f"    {line}" for line in whole if line]
        for passage in reference.get("passages", ()):
            lines += [f"    > {line}" for line in passage["text"].splitlines()]
    if not shown.get("verified", reference and reference["verified"]):
        lines.append(f"  {UNVERIFIED[language]}")
    return "\n".join(lines)


def citation(reference: Shown, language: str) -> str:
    """A legal text with its article and date, in one line."""
    article = str(reference["article"])
    if article:
        article = f"第{article}条" if language == "zh" else f", art. {article}"
    return f"{reference['instrument']}{article} ({reference['date']})"


def spoken(told: Any, language: str) -> str:
    """Plain data in the words of a language."""
    if told is None or told == "":
        return NONE[language]
    if isinstance(told, Mapping):
        if set(told) == {"en", "zh"}:
            return str(told[language])
        return "; ".join(f"{name} {spoken(each, language)}" for name, each in told.items())
    if isinstance(told, list):
        apart = " | " if any(isinstance(each, dict) for each in told) else ", "
        return apart.join(spoken(each, language) for each in told) or NONE[language]
    if isinstance(told, bool):
        return (YES if told else NO)[language]
    return str(told)
