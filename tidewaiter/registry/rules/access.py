"""What has to hold in an access review: once, complete, only what was named, within limits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.registry.rules.reasons import ITEM_REASONS

LAW = "Tidewaiter, rules of access review"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a firm is admitted; nothing where there is no limit, all chapters where none is
    named.
    """

    most_value: Decimal | None
    most_parcels: int | None
    chapters: tuple[str, ...]


def applied_once(*, running: str, registered: str, code: str) -> None:
    """A firm applies once at a time, and not for what it has already."""
    if running:
        raise Refusal(
            "registry.applied-twice",
            Text(
                "For {code} there is an application already: {running}.",
                "{code}已有申请正在办理：{running}。",
            ),
            values={"code": code, "running": running},
            law=f"{LAW}, 1",
            cure=Text(
                "Go on with that one, or give it up first.", "请继续办理该申请，或先放弃该申请。"
            ),
            kind=Kind.CONFLICT,
        )
    if registered:
        raise Refusal(
            "registry.registered-already",
            Text("{code} is registered already ({registered}).", "{code}已登记（{registered}）。"),
            values={"code": code, "registered": registered},
            law=f"{LAW}, 1",
            cure=Text(
                "Look it up in the public register; if it is not you, tell the office.",
                "请在公开名册中查询；如并非贵方，请告知主管机关。",
            ),
            kind=Kind.CONFLICT,
        )


def complete(missing: Sequence[tuple[str, str]]) -> None:
    """An application is sent in when every item is there."""
    if missing:
        raise Refusal(
            "registry.incomplete",
            Text(
                "{count} items are still missing, the first: {first}.",
                "尚缺{count}项，首项为：{first}。",
            ),
            values={
                "count": len(missing),
                "first": " · ".join(missing[0]),
            },
            law=f"{LAW}, 1",
            cure=Text(
                "Fill in what is marked as missing; the application is kept as it is.",
                "请补齐标为缺少的事项；已填内容已保存。",
            ),
        )


def fresh(valid_until: date | None, *, on: date, name: str) -> None:
    """A paper that has expired proves nothing."""
    if valid_until is not None and valid_until < on:
        raise Refusal(
            "registry.paper-expired",
            Text("“{name}” expired on {day}.", "“{name}”已于{day}过期。"),
            values={"name": name[:100], "day": valid_until.isoformat()},
            law=f"{LAW}, 1",
            cure=Text("Send the one that is valid today.", "请提交现行有效的材料。"),
        )


def open_to_change(changed: Collection[str], *, revisable: Collection[str], draft: bool) -> None:
    """In a revision only what was named is put right; what is under review stays as it is."""
    if draft:
        return
    other = sorted(set(changed) - set(revisable))
    if other:
        raise Refusal(
            "registry.not-named",
            Text(
                "“{name}” may not be changed now: it was not named for revision.",
                "“{name}”未列入补正范围，目前不得更改。",
            ),
            values={"name": other[0]},
            law=f"{LAW}, 4",
            cure=Text(
                "Change only the items that are named; after admission tell the office of changes.",
                "请仅更改列明的事项；准入后的变更请另行告知。",
            ),
            kind=Kind.CONFLICT,
        )


def reason_given(standing: str, reason: str) -> None:
    """An item is asked for again for a reason of the closed list."""
    if standing == "revise" and reason not in ITEM_REASONS:
        raise Refusal(
            "registry.item-reason",
            Text("“{reason}” is no reason for a revision.", "“{reason}”不是要求补正的理由。"),
            values={"reason": reason[:30] or "–", "known": ", ".join(ITEM_REASONS)},
            law=f"{LAW}, 4",
            cure=Text("Choose one of: {known}.", "请选择：{known}。"),
        )


def something_named(count: int) -> None:
    """A revision is asked for of named items."""
    if not count:
        raise Refusal(
            "registry.nothing-named",
            Text("No item is marked for revision.", "未标明需要补正的事项。"),
            law=f"{LAW}, 4",
            cure=Text("Mark at least one item and give the reason.", "请至少标明一项并给出理由。"),
        )


def ready_to_admit(*, revise: int, open_likenesses: int, same: str) -> None:
    """Nobody is admitted while an item is to be revised, or a likeness to a firm that was struck
    off is open, or was found to be true.
    """
    if revise:
        raise Refusal(
            "registry.items-open",
            Text("{count} items are marked for revision.", "有{count}项标为需要补正。"),
            values={"count": revise},
            law=f"{LAW}, 3",
            cure=Text("Ask for the revision, or accept the items.", "请要求补正，或接受该等事项。"),
            kind=Kind.CONFLICT,
        )
    if open_likenesses:
        raise Refusal(
            "registry.likeness-open",
            Text(
                "{count} likenesses to firms that may not trade are not looked at yet.",
                "有{count}项与不得经营企业的相似情形尚未人工确认。",
            ),
            values={"count": open_likenesses},
            law=f"{LAW}, 3",
            cure=Text(
                "Say of each whether it is the same firm, with grounds.",
                "请逐项确认是否为同一企业并说明理由。",
            ),
            kind=Kind.CONFLICT,
        )
    if same:
        raise Refusal(
            "registry.carries-on",
            Text(
                "The applicant was found to carry on {same}, which may not trade.",
                "已认定申请人延续不得经营的企业{same}。",
            ),
            values={"same": same},
            law=f"{LAW}, 3",
            cure=Text(
                "Refuse it, or correct the finding with grounds.",
                "请不予准入，或说明理由后更正认定。",
            ),
            kind=Kind.CONFLICT,
        )


def limits(given: Mapping[str, object]) -> Limits:
    """A conditional admission names at least one limit: a value above nothing, a number of parcels
    a day, or chapters of the tariff of two digits each.
    """
    try:
        value = Decimal(str(given["most_value"])) if given.get("most_value") else None
        parcels = int(str(given["most_parcels"])) if given.get("most_parcels") else None
    except (InvalidOperation, ValueError):
        raise _no_limit("–") from None
    chapters = tuple(
        dict.fromkeys(str(given.get("chapters") or "").replace(",", " ").replace("、", " ").split())
    )
    wrong = [one for one in chapters if not (len(one) == 2 and one.isdigit() and one != "00")]
    if wrong:
        raise _no_limit(wrong[0])
    # the database keeps fifteen digits before the point
    if value is not None and not (value.is_finite() and 0 < value < Decimal("1e15")):
        raise _no_limit(str(value))
    if parcels is not None and not 0 < parcels < 2**31:
        raise _no_limit(str(parcels))
    if value is None and parcels is None and not chapters:
        raise _no_limit("–")
    return Limits(value, parcels, chapters)


def _no_limit(given: str) -> Refusal:
    return Refusal(
        "registry.limits",
        Text("“{given}” is no limit.", "“{given}”不是有效的限制条件。"),
        values={"given": given[:20]},
        law=f"{LAW}, 5",
        cure=Text(
            "Give a value above 0, parcels a day, or chapters of two digits such as 33 64.",
            "请填写大于0的价值、每日包裹数，或两位数的税则章（如33 64）。",
        ),
    )


def appeal_open(*, running: str, late: str) -> None:
    """One appeals once, and in time."""
    if running:
        raise Refusal(
            "registry.appeal-running",
            Text("There is an appeal already: {running}.", "已有申诉正在办理：{running}。"),
            values={"running": running},
            law=f"{LAW}, 8",
            cure=Text("Add your papers there.", "请在该申诉案卷中补充材料。"),
            kind=Kind.CONFLICT,
        )
    if late:
        raise Refusal(
            "registry.appeal-late",
            Text("The time for an appeal ended on {late}.", "申诉期限已于{late}届满。"),
            values={"late": late},
            law=f"{LAW}, 8",
            cure=Text(
                "Apply anew, or ask the office to lift the measure with what has changed.",
                "请重新申请，或就变更情况请求主管机关解除措施。",
            ),
            kind=Kind.CONFLICT,
        )
