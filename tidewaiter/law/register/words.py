"""The short words of the law, put into both languages: who, how serious, what kind, what then."""

from collections.abc import Mapping

from tidewaiter.law.model.words import Title

WHO: Mapping[str, Title] = {
    "platform": Title("Platform", "平台"),
    "merchant": Title("Merchant", "商家"),
    "payment-institution": Title("Payment institution", "支付机构"),
    "carrier": Title("Carrier", "物流企业"),
    "warehouse": Title("Warehouse", "仓储企业"),
    "declarant": Title("Declarant", "申报人"),
    "consumer": Title("Consumer", "消费者"),
    "rights-holder": Title("Holder of a right", "权利人"),
    "importer": Title("Importer", "进口人"),
}
"""Those who have duties."""

WORDS: Mapping[str, Title] = {
    "national": Title("national", "国家级"),
    "union": Title("union", "联盟级"),
    "member-state": Title("member state", "成员国"),
    "province": Title("province", "省级"),
    "city": Title("city", "市级"),
    "minor": Title("minor", "轻微"),
    "general": Title("general", "一般"),
    "serious": Title("serious", "严重"),
    "warning": Title("warning", "警告"),
    "order-to-correct": Title("order to correct", "责令改正"),
    "fine": Title("fine", "罚款"),
    "confiscation": Title("confiscation", "没收"),
    "suspension": Title("suspension", "暂停"),
    "revocation": Title("revocation", "吊销"),
    "listing": Title("listing", "列入名单"),
    "criticism": Title("public criticism", "通报批评"),
    "closure": Title("closure", "关闭"),
    "turnover": Title("turnover", "营业额"),
    "illegal-gains": Title("illegal gains", "违法所得"),
    "goods-value": Title("value of the goods", "货值"),
    "tax-evaded": Title("tax evaded", "偷逃税款"),
    "transaction-value": Title("value of the transaction", "交易金额"),
    "aggravating": Title("makes it heavier", "从重"),
    "mitigating": Title("makes it lighter", "从轻或减轻"),
    "exempting": Title("lifts it", "免除"),
    "trade": Title("kind of trade", "交易方式"),
    "seller": Title("kind of seller", "卖方类型"),
    "sale": Title("kind of sale", "销售方式"),
    "role": Title("role", "角色"),
    "within-month-after-quarter": Title("within the month after the quarter", "季度终了后一个月内"),
    "by-30-june": Title("by 30 June", "6月30日前"),
    "share": Title("share", "比例"),
    "yes or no": Title("yes or no", "是或否"),
}
"""Words of lists, and units, by their code."""

UNITS: Mapping[str, Title] = {
    "hours": Title("hours", "小时"),
    "days": Title("days", "日"),
    "working_days": Title("working days", "个工作日"),
    "months": Title("months", "个月"),
    "years": Title("years", "年"),
}
"""Units of time."""

SINGLE: Mapping[str, str] = {
    "hours": "hour",
    "days": "day",
    "working_days": "working day",
    "months": "month",
    "years": "year",
}


COUNTED: Mapping[str, tuple[str, str]] = {
    "year": ("years", "年"),
    "month": ("months", "个月"),
    "day": ("days", "日"),
    "hour": ("hours", "小时"),
    "digit": ("digits", "位"),
    "payment": ("payments", "笔付款"),
    "sale": ("sales", "笔销售"),
    "person": ("persons", "人"),
    "unit": ("units", "件"),
    "line": ("lines", "项"),
    "word": ("words", "词"),
    "item": ("items", "件"),
    "package": ("packages", "件包裹"),
    "document": ("documents", "份单证"),
    "address": ("addresses", "个地址"),
    "byte": ("bytes", "字节"),
    "level": ("levels", "级"),
    "decimals": ("decimals", "位小数"),
    "035": ("kg", "千克"),
}
"""What values count, where it is no currency: several of them in English, and in Chinese."""


def counted(number: str, unit: str) -> Title:
    """A number with what it counts."""
    if unit not in COUNTED:
        return Title(f"{number} {unit}", f"{number} {unit}")
    many, zh = COUNTED[unit]
    one = number == "1" and unit != "035"
    return Title(f"{number} {unit if one else many}", f"{number}{zh}")


def length(count: int, unit: str) -> Title:
    """A length of time in words."""
    en = SINGLE[unit] if count == 1 else UNITS[unit].en
    return Title(f"{count} {en}", f"{count}{UNITS[unit].zh}")


def worded(code: str) -> Title:
    """A word of a list; the code itself, made readable, where there is none."""
    found = WORDS.get(code) or WHO.get(code)
    return found or Title(code.replace("-", " ").replace("_", " "), code)
