"""What each office may inspect, has chosen, and expects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection

from tidewaiter.risk.models import Assessment, Budget, Cut, OfficeHour
from tidewaiter.risk.rules.budgets import Counts, Lately, Limits
from tidewaiter.risk.states import BudgetStage, Lane

PAST = 7
"""So many earlier days tell how a day goes."""
_NAMES = Counts.__slots__


@dataclass(frozen=True, slots=True)
class Office:
    """An office with its budget in force, what it chose today, and what came lately.

    `past` are the parcels of each hour of earlier days, the earliest first.
    """

    code: str
    limits: Limits
    today: Counts
    lately: Lately
    past: tuple[tuple[int, ...], ...]


def cuts() -> list[tuple[str, Decimal | None, Decimal, Decimal, Decimal, Decimal, bool]]:
    """The cut and the shares of each office, as the engine's table of budgets has them."""
    return list(
        Cut.objects.values_list(
            "office", "cut", "uniform", "explored", "documents", "audit", "delay"
        )
    )


def limits_of(budget: Budget) -> Limits:
    """What a budget says."""
    return Limits(*(getattr(budget, name) for name in Limits.__slots__))


def budgets_in_force() -> Mapping[str, Budget]:
    """The budget in force of each office."""
    found = Budget.objects.filter(stage=BudgetStage.IN_FORCE)
    return {budget.office: budget for budget in found}


def offices(*, at: datetime, zone: ZoneInfo) -> list[Office]:
    """Every office with a budget in force, as of a moment."""
    day = at.astimezone(zone).date()
    midnight = datetime.combine(day, time(), zone)
    today, past, lately = _today(midnight), _past(day, zone), _lately()
    return [
        Office(
            code, limits_of(budget), today.get(code, Counts()),
            lately.get(code, Lately(0, 0, ())), past.get(code, ()),
        )
        for code, budget in budgets_in_force().items()
    ]  # fmt: skip


def waiting_longer(office: str, lane: Lane, *, before: datetime, limit: int) -> list[Assessment]:
    """Parcels of an office that have waited in a lane since before a moment, the longest waiting
    first.
    """
    waiting = Assessment.objects.filter(
        current=True, lane=lane, decided_at__lt=before, declaration__customs_code=office
    )
    return list(waiting.select_related("declaration").order_by("id")[:limit])


def _today(midnight: datetime) -> dict[str, Counts]:
    sums = ", ".join(f"sum({name})" for name in _NAMES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT office, {sums} FROM (SELECT office, {', '.join(_NAMES)} FROM risk_officehour"
            f" WHERE hour >= %(since)s UNION ALL SELECT office, {', '.join(_NAMES)} FROM risk_tally"
            " WHERE at >= %(since)s) found GROUP BY office",
            {"since": midnight},
        )
        return {office: Counts(*map(int, counts)) for office, *counts in cursor.fetchall()}


def _past(day: date, zone: ZoneInfo) -> dict[str, tuple[tuple[int, ...], ...]]:
    midnight = datetime.combine(day, time(), zone)
    rows = OfficeHour.objects.filter(hour__lt=midnight, hour__gte=midnight - timedelta(days=PAST))
    found: dict[str, dict[date, list[int]]] = {}
    for office, hour, accepted in rows.values_list("office", "hour", "accepted"):
        local = hour.astimezone(zone)
        hours = found.setdefault(office, {}).setdefault(local.date(), [0] * 24)
        hours[local.hour] += accepted
    return {
        office: tuple(tuple(days[each]) for each in sorted(days)) for office, days in found.items()
    }


def _lately() -> dict[str, Lately]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT office, sum(accepted), sum(unknown) FROM risk_tally GROUP BY office")
        sums = {office: (int(accepted), int(unknown)) for office, accepted, unknown in cursor}
        cursor.execute("SELECT office, unnest(top) FROM risk_tally")
        top: dict[str, list[float]] = {}
        for office, priority in cursor:
            top.setdefault(office, []).append(priority)
    return {office: Lately(*counts, top.get(office, [])) for office, counts in sums.items()}
