"""What the kit's templates are given: small frozen facts, already in the reader's language."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

STANDINGS = (
    "release",
    "documents",
    "inspection",
    "audit",
    "hold",
    "delayed",
    "rejected",
    "waiting",
    "cancelled",
    "returned",
)
"""Where a parcel can stand: the lane of an accepted one, or what else became of it."""


@dataclass(frozen=True)
class Fact:
    """One line of a summary: what it is, what it says, perhaps a note and where it leads."""

    label: str
    value: object
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Choice:
    """A filter in force, and the address of the same list without it."""

    label: str
    remove_url: str


@dataclass(frozen=True)
class PageLink:
    """One page of a list; a link without address is a gap."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Pages:
    """Which part of a list is shown: rows first to last of total, or of more than were counted."""

    first: int
    last: int
    total: int
    newer_url: str = ""
    older_url: str = ""
    links: tuple[PageLink, ...] = ()
    more: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened, when, and by whom."""

    at: datetime
    title: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True)
class Law:
    """A legal text that a reason rests on."""

    title: str
    article: str = ""
    address: str = ""


@dataclass(frozen=True)
class Series:
    """One colour of a chart; the key is a standing and fixes the colour."""

    key: str
    name: str
    values: tuple[int | float, ...]


@dataclass(frozen=True)
class Chart:
    """Stacked bars over time, and the table that says the same."""

    id: str
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def data(self) -> dict[str, object]:
        """What the script draws."""
        return json.loads(json.dumps(asdict(self), default=float))

    @property
    def rows(self) -> list[tuple[str, tuple[int | float, ...], int | float]]:
        """The table, newest first: label, one value per series, their sum."""
        columns = list(zip(*(series.values for series in self.series), strict=True))
        rows = [
            (label, values, sum(values)) for label, values in zip(self.labels, columns, strict=True)
        ]
        return rows[::-1]


class Minute(Protocol):
    """Decisions of one minute, counted by standing."""

    at: datetime
    release: int
    documents: int
    inspection: int
    audit: int
    hold: int
    delayed: int
    rejected: int


def parcels_per_minute(minutes: Iterable[Minute]) -> Chart:
    """Draw decisions per minute, oldest first, stacked by what became of the parcels."""
    minutes = tuple(minutes)
    names = {
        "release": _("Released"),
        "documents": _("Document check"),
        "inspection": _("Inspection"),
        "audit": _("Released, audit later"),
        "hold": _("Held"),
        "delayed": _("Released after a while"),
        "rejected": _("Rejected"),
    }
    return Chart(
        id="parcels-per-minute",
        title=_("Parcels decided per minute"),
        unit=_("parcels"),
        labels=tuple(timezone.localtime(minute.at).strftime("%H:%M") for minute in minutes),
        series=tuple(
            Series(key, name, tuple(getattr(minute, key) for minute in minutes))
            for key, name in names.items()
        ),
    )
