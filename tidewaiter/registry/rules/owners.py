"""Who owns and controls a firm: whole, without circles, and down to persons."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tidewaiter.base.kernel.refusals import Refusal, Text

LAW = "Tidewaiter, rules of access review, 1; Beneficial Ownership Data Standard 0.4"
WHOLE = Decimal(100)
CONTROLS = ("shares", "votes", "appoints-board", "other", "representative")
WHY_NONE = ("listed-company", "state-owned", "nobody-above-threshold", "unknown-to-applicant")
SELF = ""
"""Stands for the applicant in the graph."""


@dataclass(frozen=True, slots=True)
class Holding:
    """That somebody holds a share of a firm; `of` is empty where that is the applicant.

    `who` names the holder so that two holdings of one are one: a person or a firm.
    """

    who: str
    person: bool
    share: Decimal | None
    control: str = "shares"
    of: str = SELF


def sound(holdings: Sequence[Holding], *, least: Decimal, why_none: str = "") -> None:
    """Owners add up to one whole at most, own each other in no circle, and end in persons, or the
    applicant says why there is nobody to name.
    """
    for refusal in faults(holdings, least=least, why_none=why_none):
        raise refusal


def faults(holdings: Sequence[Holding], *, least: Decimal, why_none: str = "") -> Iterator[Refusal]:
    """Everything that is wrong with a statement of owners; from the share `least` on, in per cent,
    an owner has to be named.
    """
    wrong = [one for one in holdings if not _a_share(one.share)]
    if wrong:
        yield _no_share(wrong[0])
        return
    by_firm: dict[str, list[Holding]] = {}
    for one in holdings:
        by_firm.setdefault(one.of, []).append(one)
    for firm, held in by_firm.items():
        total = sum((one.share or Decimal(0) for one in held), Decimal(0))
        if total > WHOLE:
            yield _too_much(firm, total)
    _order, circle = _downwards(by_firm, list(by_firm))
    if circle:
        yield _in_a_circle(circle)
        return
    if not holdings and not why_none:
        yield _nobody(least)
    if why_none and why_none not in WHY_NONE:
        yield _why(why_none)
    if why_none:
        return
    for one in holdings:
        big = one.share is None or one.share >= least
        if not one.person and big and one.who not in by_firm:
            yield _open_end(one.who, least)


def controllers(holdings: Sequence[Holding], *, least: Decimal) -> Mapping[str, Decimal]:
    """The persons who hold at least `least` per cent, directly and through firms, with their share.

    A holding without a share (a right to appoint the board) controls, and counts as the whole.
    """
    by_firm: dict[str, list[Holding]] = {}
    for one in holdings:
        by_firm.setdefault(one.of, []).append(one)
    order, circle = _downwards(by_firm, [SELF])
    if circle:
        return {}
    parts = {SELF: WHOLE}
    persons: dict[str, Decimal] = {}
    for firm in order:
        for one in by_firm.get(firm, ()):
            share = one.share if one.share is not None else WHOLE
            into = persons if one.person else parts
            held = into.get(one.who, Decimal(0)) + parts[firm] * share / WHOLE
            into[one.who] = min(held, WHOLE)
    return {who: share for who, share in persons.items() if share >= least}


def _downwards(
    by_firm: Mapping[str, Sequence[Holding]], starts: Sequence[str]
) -> tuple[list[str], tuple[str, ...]]:
    """Firms in an order in which each comes before those that own it; or a circle that there is.

    Each firm is looked at once, however many ways lead to it.
    """
    done: dict[str, None] = {}
    for start in starts:
        path: list[str] = []
        waiting = [(start, False)]
        while waiting:
            firm, left = waiting.pop()
            if left:
                path.pop()
                done[firm] = None
            elif firm in path:
                return [], (*path[path.index(firm) :], firm)
            elif firm not in done:
                path.append(firm)
                waiting.append((firm, True))
                waiting += [(one.who, False) for one in by_firm.get(firm, ()) if not one.person]
    return list(reversed(done)), ()


def _a_share(share: Decimal | None) -> bool:
    return share is None or (share.is_finite() and 0 < share <= WHOLE)


def _no_share(one: Holding) -> Refusal:
    return Refusal(
        "registry.owners.share",
        Text("“{share}” is no share of a firm ({who}).", "“{share}”不是有效的持股比例（{who}）。"),
        values={"share": one.share, "who": one.who[:60]},
        law=LAW,
        cure=Text("Write per cent, above 0 and up to 100.", "请填写大于0且不超过100的百分比。"),
    )


def _too_much(firm: str, total: Decimal) -> Refusal:
    return Refusal(
        "registry.owners.too-much",
        Text("The shares of {firm} add up to {total} %.", "{firm}的持股比例合计为{total}%。"),
        values={"firm": firm or "–", "total": total.normalize()},
        law=LAW,
        cure=Text(
            "Correct the shares; together they are 100 % at most.",
            "请更正持股比例，合计不得超过100%。",
        ),
    )


def _in_a_circle(firms: Sequence[str]) -> Refusal:
    return Refusal(
        "registry.owners.circle",
        Text("These firms own each other: {firms}.", "以下企业相互持股成环：{firms}。"),
        values={"firms": " → ".join(firm or "–" for firm in firms)},
        law=LAW,
        cure=Text(
            "Name the persons at the end of each chain, or correct the holding that closes the"
            " circle.",
            "请填报各持股链条末端的自然人，或更正使其成环的持股关系。",
        ),
    )


def _open_end(firm: str, least: Decimal) -> Refusal:
    return Refusal(
        "registry.owners.missing",
        Text(
            "{firm} holds {least} % or more, and it is not said who owns it.",
            "{firm}持股达{least}%以上，但未说明其所有人。",
        ),
        values={"firm": firm, "least": least},
        law=LAW,
        cure=Text(
            "Add its owners, down to persons, or say why there is nobody to name.",
            "请补充其所有人直至自然人，或说明无法填报的原因。",
        ),
    )


def _nobody(least: Decimal) -> Refusal:
    return Refusal(
        "registry.owners.none",
        Text("No owner is named.", "未填报任何所有人。"),
        values={"least": least},
        law=LAW,
        cure=Text(
            "Name everybody who holds {least} % or more, or say why there is nobody.",
            "请填报持股{least}%以上的所有人，或说明没有的原因。",
        ),
    )


def _why(given: str) -> Refusal:
    return Refusal(
        "registry.owners.why-none",
        Text("“{given}” is no reason for naming no owner.", "“{given}”不是不填报所有人的理由。"),
        values={"given": given[:40], "known": ", ".join(WHY_NONE)},
        law=LAW,
        cure=Text("Choose one of: {known}.", "请选择：{known}。"),
    )
