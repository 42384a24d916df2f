"""Units, and the filters that officers keep."""

import re

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 6"
MOST_FILTERS = 20


def known_unit(code: str, *, taken: bool) -> None:
    """A unit has a code of small letters that no other unit has."""
    if re.fullmatch(r"[a-z][a-z0-9-]{0,39}", code) and not taken:
        return
    raise Refusal(
        "docket.unit-code",
        Text(
            "“{code}” is taken or not a code of small letters, digits and hyphens.",
            "“{code}”已被使用，或不是由小写字母、数字和连字符组成的代码。",
        ),
        values={"code": code[:60]},
        law=LAW,
        cure=Text("Choose another code, such as access-review.", "请另选代码，例如access-review。"),
    )


def other_unit(same: bool) -> None:
    """A docket is handed over to another unit than its own."""
    if same:
        raise Refusal(
            "docket.same-unit",
            Text("The docket lies with this unit already.", "案卷已在该部门。"),
            law=LAW,
            cure=Text("Choose another unit.", "请选择其他部门。"),
            kind=Kind.CONFLICT,
        )


def few_filters(kept: int) -> None:
    """An officer keeps at most twenty filters."""
    if kept >= MOST_FILTERS:
        raise Refusal(
            "docket.too-many-filters",
            Text("You keep {kept} filters already.", "您已保存{kept}个筛选条件。"),
            values={"kept": kept},
            law=LAW,
            cure=Text("Drop one that you no longer need.", "请删除不再需要的筛选条件。"),
        )
