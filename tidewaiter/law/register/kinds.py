"""The kinds of entry that the register lists, and how each is called in an address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tidewaiter.law.loader import Law, Unknown
from tidewaiter.law.model.words import Title


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry: its name in addresses, in the law, in the files and in words."""

    slug: str
    name: str
    section: str
    file: str
    many: Title
    one: Title
    text: Title


KINDS = (
    Kind(
        "obligations",
        "obligation",
        "obligations",
        "obligations",
        Title("Duties", "义务"),
        Title("Duty", "义务"),
        Title("Who has to do what, and by when.", "谁应当做什么、何时完成。"),
    ),
    Kind(
        "values",
        "value",
        "values",
        "values",
        Title("Amounts and rates", "金额与税率"),
        Title("Amount or rate", "金额或税率"),
        Title("Limits, rates and numbers, with their history.", "限额、税率和数值及其历史。"),
    ),
    Kind(
        "institutions",
        "institution",
        "institutions",
        "institutions",
        Title("Authorities", "主管机关"),
        Title("Authority", "主管机关"),
        Title("Who supervises, and whom one escalates to.", "由谁监管、向谁上报。"),
    ),
    Kind(
        "competences",
        "competence",
        "competences",
        "competences",
        Title("Powers", "职权"),
        Title("Power", "职权"),
        Title("Which authority leads in which matter.", "各类事项由哪个机关主管。"),
    ),
    Kind(
        "timers",
        "timer",
        "timers",
        "timers",
        Title("Deadlines", "期限"),
        Title("Deadline", "期限"),
        Title("How long something may take, reckoned.", "办理时限及其计算方法。"),
    ),
    Kind(
        "violations",
        "violation",
        "violations",
        "violations",
        Title("Violations", "违法行为"),
        Title("Violation", "违法行为"),
        Title("What one commits, and what follows.", "违法行为及其后果。"),
    ),
    Kind(
        "penalties",
        "penalty",
        "penalties",
        "penalties",
        Title("Penalties", "处罚"),
        Title("Penalty", "处罚"),
        Title("Warnings, fines and their ranges.", "警告、罚款及其幅度。"),
    ),
    Kind(
        "business-models",
        "business model",
        "models",
        "business_models",
        Title("Business models", "业务模式"),
        Title("Business model", "业务模式"),
        Title("Ways to trade, and how to know them.", "各种交易方式及其认定条件。"),
    ),
    Kind(
        "product-groups",
        "product group",
        "product_groups",
        "product_groups",
        Title("Groups of goods", "商品类别"),
        Title("Group of goods", "商品类别"),
        Title("Goods with rules of their own.", "适用专门规则的商品。"),
    ),
    Kind(
        "factors",
        "factor",
        "factors",
        "factors",
        Title("What weighs in a penalty", "裁量因素"),
        Title("Factor", "裁量因素"),
        Title("What makes it heavier or lighter.", "从重、从轻或免除处罚的情形。"),
    ),
    Kind(
        "methods",
        "method",
        "methods",
        "methods",
        Title("Methods of calculation", "计算方法"),
        Title("Method of calculation", "计算方法"),
        Title("How a penalty is calculated.", "处罚金额如何计算。"),
    ),
    Kind(
        "publicity",
        "publicity",
        "publicity",
        "publicity",
        Title("Publication of penalties", "处罚公示"),
        Title("Tier of publication", "公示等级"),
        Title("For how long a penalty is shown.", "处罚信息公示多长时间。"),
    ),
    Kind(
        "calendars",
        "calendar",
        "calendars",
        "calendars",
        Title("Calendars", "工作日历"),
        Title("Calendar", "工作日历"),
        Title("Which days are worked.", "哪些日子是工作日。"),
    ),
    Kind(
        "facts",
        "fact",
        "facts",
        "facts",
        Title("Questions", "问题"),
        Title("Question", "问题"),
        Title("What one declares about a trade.", "就交易应申报的情形。"),
    ),
    Kind(
        "texts",
        "reference",
        "texts",
        "references",
        Title("Legal texts", "法律文本"),
        Title("Legal text", "法律文本"),
        Title("The sources of everything here.", "本登记簿全部内容的出处。"),
    ),
)
"""All kinds, the most asked for first."""

BY_SLUG: Mapping[str, Kind] = {kind.slug: kind for kind in KINDS}
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in KINDS}


def entries(law: Law, kind: Kind) -> Mapping[str, Any]:
    """All entries of a kind on the day of the law, by id."""
    found: Mapping[str, Any] = getattr(law, kind.section)
    return found


def everything(law: Law) -> Iterator[tuple[Kind, Any]]:
    """Every entry of the register on the day of the law."""
    for kind in KINDS:
        for entry in entries(law, kind).values():
            yield kind, entry


def entry(law: Law, slug: str, name: str) -> Any:
    """One entry; raises Unknown where there is no such kind, or no such entry on the day."""
    kind = BY_SLUG.get(slug)
    if kind is None:
        known = ", ".join(BY_SLUG)
        raise Unknown(f'The register has no kind "{slug}"; it has: {known}.')
    found = entries(law, kind).get(name)
    if found is None:
        raise Unknown(f'The law pack "{law.pack}" has no {kind.name} "{name}" on {law.day}.')
    return found


def title_of(thing: Any) -> Title:
    """The name of an entry in words; its id where it has none."""
    return thing.title or Title(thing.id, thing.id)
