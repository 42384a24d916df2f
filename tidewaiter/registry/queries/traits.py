"""Which firms that may not trade an applicant has something in common with."""

from uuid import UUID

from tidewaiter.registry.models import Operator, Trait
from tidewaiter.registry.states import Standing

FALLEN = (Standing.SUSPENDED, Standing.STRUCK_OFF)
"""Firms that may not trade, and that may come back under another name."""


def fallen_with(traits: list[tuple[str, UUID]]) -> dict[Operator, set[str]]:
    """The firms that may not trade and share one of these traits, each with those it shares."""
    found: dict[Operator, set[str]] = {}
    shared = Trait.objects.filter(
        trait_ix__in={index for _, index in traits}, operator__standing__in=FALLEN
    ).select_related("operator")
    wanted = set(traits)
    for one in shared:
        if (one.sort, one.trait_ix) in wanted:
            found.setdefault(one.operator, set()).add(one.sort)
    return found


def fallen() -> list[Operator]:
    """All firms that may not trade and may come back."""
    return list(Operator.objects.filter(standing__in=FALLEN).order_by("pk"))
