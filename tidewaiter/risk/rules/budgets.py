"""What a budget of inspections may say, and the cut that keeps an office within it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from tidewaiter.base.kernel.refusals import Refusal, Text

LAW = "Tidewaiter, budgets of inspections"
MOST = 1_000_000
"""Inspections a day that a budget can promise."""
LEAST_EXPLORED, MOST_EXPLORED = Decimal("0.05"), Decimal("0.50")
"""Between these shares of a budget goes to parcels that nobody would choose."""
LEAST_UNIFORM = Decimal("0.1")
"""At least this share of what is explored is drawn from all parcels alike."""
LONGEST_DELAY = 24 * 60
"""Minutes for which a parcel waits at most that would be released at once."""
MOST_DRAWN = Decimal("0.5")
"""The largest share of parcels that is drawn for documents or audit."""
SHARE = Decimal("0.000000001")
BUSY = 20
"""Until a day of an office is known, it is taken to receive so many times what it can open."""
KEPT = Decimal("0.1")
"""The share of a batch whose priorities are kept: no office inspects more by priority."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an office can inspect a day and how it chooses.

    - `inspections`: parcels a day beyond those that a rule demands
    - `explored`: share of them that is drawn; `uniform`: share of these that is drawn from all
    - `documents`, `audit`: share of all parcels that should come to these lanes
    - `audit_after`: days after which a parcel whose documents nobody looked at is released and
      audited later
    - `delay`: minutes for which a parcel waits that would be released at once
    """

    inspections: int
    explored: Decimal = Decimal("0.1")
    uniform: Decimal = Decimal("0.1")
    documents: Decimal = Decimal("0.005")
    audit: Decimal = Decimal("0.01")
    audit_after: int | None = None
    delay: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many parcels were accepted, and by what they were chosen."""

    accepted: int = 0
    unknown: int = 0
    by_rule: int = 0
    by_priority: int = 0
    explored: int = 0
    drawn: int = 0
    documents: int = 0
    audit: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Shares:
    """The priority from which an office inspects, and the shares that it draws."""

    cut: Decimal | None
    uniform: Decimal
    explored: Decimal
    documents: Decimal
    audit: Decimal
    delay: bool = False


@dataclass(frozen=True, slots=True)
class Lately:
    """The latest parcels: how many there were, how many of them little is known of, and the highest
    priorities that no rule chose.
    """

    accepted: int
    unknown: int
    top: Sequence[float]

    def above(self, share: float) -> float | None:
        """The priority that this share of parcels reaches; None where that is known of no parcel
        or none is to be chosen.
        """
        count = round(share * self.accepted)
        if count < 1 or not self.top:
            return None
        ranked = sorted(self.top, reverse=True)
        return ranked[min(count, len(ranked)) - 1]


def sound(limits: Limits) -> None:
    """A budget inspects something, and explores enough to know what it misses (1)."""
    if not 1 <= limits.inspections <= MOST:
        raise Refusal(
            "budget.inspections",
            Text(
                "{count} inspections a day; at least 1 and at most {most}.",
                "每日查验{count}件；至少1件，最多{most}件。",
            ),
            values={"count": limits.inspections, "most": MOST},
            law=f"{LAW}, 1",
            cure=Text("Say how many parcels the office can open.", "请填写该海关的查验能力。"),
        )
    _between("explored", limits.explored, LEAST_EXPLORED, MOST_EXPLORED)
    _between("uniform", limits.uniform, LEAST_UNIFORM, Decimal(1))
    _between("documents", limits.documents, Decimal(0), MOST_DRAWN)
    _between("audit", limits.audit, Decimal(0), MOST_DRAWN)
    if limits.delay is not None and not 1 <= limits.delay <= LONGEST_DELAY:
        raise Refusal(
            "budget.delay",
            Text(
                "A delay of {minutes} minutes; at least 1 and at most {most}.",
                "延迟{minutes}分钟；至少1分钟，最多{most}分钟。",
            ),
            values={"minutes": limits.delay, "most": LONGEST_DELAY},
            law=f"{LAW}, 1",
            cure=Text("Choose a shorter delay, or none.", "请缩短延迟，或不设延迟。"),
        )


def _between(name: str, share: Decimal, least: Decimal, most: Decimal) -> None:
    if not least <= share <= most:
        raise Refusal(
            f"budget.{name}",
            Text(
                "The share is {share}; it must lie between {least} and {most}.",
                "比例为{share}；应在{least}与{most}之间。",
            ),
            values={"share": str(share), "least": str(least), "most": str(most)},
            law=f"{LAW}, 1",
            cure=Text("Choose a share between the bounds.", "请在范围内选择。"),
        )


def by_another(proposed_by: str, settled_by: str) -> None:
    """Nobody settles a budget that they proposed themselves (2)."""
    if proposed_by == settled_by:
        raise Refusal(
            "budget.same-person",
            Text(
                "You proposed this budget; somebody else puts it in force.",
                "该预算由您提出，须由他人使其生效。",
            ),
            law=f"{LAW}, 2",
            cure=Text("Ask a colleague who may confirm budgets.", "请有权限的同事确认。"),
        )


def shares_for(limits: Limits, today: Counts, *, coming: float, lately: Lately) -> Shares:
    """The cut and the shares with which an office ends the day at its budget (3).

    `coming` are the parcels that are still expected today. Where nothing is coming or the budget is
    used up, no parcel is chosen by priority any more; mandatory rules and the uniform draw go on.
    """
    budget = float(limits.inspections)
    explored, uniform = float(limits.explored), float(limits.uniform)
    whole = today.accepted + coming
    left = budget * (1 - explored) - today.by_priority
    top = lately.above(min(left / coming, float(KEPT))) if coming > 0 and left > 0 else None
    unknown = lately.unknown / lately.accepted if lately.accepted else 1.0
    still = budget * explored * (1 - uniform) - today.explored
    return Shares(
        None if top is None else _exact(top),
        _share(budget * explored * uniform, whole),
        _share(still, coming * unknown),
        _share(float(limits.documents) * whole - today.documents, coming),
        _share(float(limits.audit) * whole - today.audit, coming),
        bool(limits.delay),
    )


def _share(wanted: float, of: float) -> Decimal:
    if wanted <= 0:
        return Decimal(0).quantize(SHARE)
    return _exact(min(wanted / of, 1.0)) if of > 0 else Decimal(1).quantize(SHARE)


def _exact(number: float) -> Decimal:
    return Decimal(number).quantize(SHARE, ROUND_HALF_EVEN)


def expected(
    past: Sequence[Sequence[int]], *, hour: int, gone: float, today: int, inspections: int
) -> float:
    """How many parcels are still expected today.

    `past` are the parcels of each hour of earlier days (24 numbers a day), `gone` is the part of
    the present hour that is over, `today` are the parcels so far. Without earlier days the rest of
    the day goes on as it began, and an office is taken to be busy, so that its first morning does
    not open everything; with them, the day is as much busier than usual as its hours so far.
    """
    over = hour + gone
    if not past:
        return max(today * (24 - over) / over if over else 0.0, BUSY * inspections - today)
    usual = [sum(day[each] for day in past) / len(past) for each in range(24)]
    before = sum(usual[:hour]) + usual[hour] * gone
    after = usual[hour] * (1 - gone) + sum(usual[hour + 1 :])
    busier = min(max((today + 1) / (before + 1), 0.2), 5.0)
    return after * busier
