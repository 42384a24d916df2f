"""A chain as a picture: places are rows, time runs to the right, ways lead from place to place."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, LEFT, TOP, ROW = 760, 200, 36, 56
_LONGEST = 26


@dataclass(frozen=True)
class Told:
    """An event as the picture needs it."""

    number: int
    at: datetime
    place: str
    step: str
    void: bool
    papers: Collection[str]


@dataclass(frozen=True)
class Row:
    """A place and its line."""

    y: int
    label: str


@dataclass(frozen=True)
class Dot:
    """An event at its place and time; the key names its style."""

    x: float
    y: int
    label: str
    key: str


@dataclass(frozen=True)
class Way:
    """From a place to another; told by both sides, or by one."""

    x1: float
    y1: int
    x2: float
    y2: int
    key: str


@dataclass(frozen=True)
class Picture:
    """A chain as rows, ways and dots."""

    width: int
    height: int
    left: int
    right: int
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    dots: tuple[Dot, ...]


def draw(events: Sequence[Told], names: dict[str, str], wrong: Collection[int]) -> Picture:
    """Draw events in the order of time; `wrong` are the numbers of those that contradict others.

    Events without a place are left out; the table beside the picture has them.
    """
    shown = [one for one in events if one.place]
    places = list(dict.fromkeys(one.place for one in shown))
    line = {place: TOP + ROW * number for number, place in enumerate(places)}
    step = (WIDTH - LEFT - 40) / max(len(shown) - 1, 1)
    x = {one.number: round(LEFT + 20 + step * place, 1) for place, one in enumerate(shown)}
    dots = [Dot(x[one.number], line[one.place], str(one.number), _key(one, wrong)) for one in shown]
    rows = [Row(line[place], names.get(place, place)[:_LONGEST]) for place in places]
    height = TOP + ROW * max(len(places) - 1, 0) + 40
    ways = tuple(_ways([one for one in shown if not one.void], x, line))
    return Picture(WIDTH, height, LEFT, WIDTH - 10, tuple(rows), ways, tuple(dots))


def _key(one: Told, wrong: Collection[int]) -> str:
    if one.void:
        return "void"
    return "wrong" if one.number in wrong else "event"


def _ways(shown: Sequence[Told], x: dict[int, float], line: dict[str, int]) -> list[Way]:
    """Where goods went: by the paper that both sides name, else to where they are next."""
    found = []
    for place, sent in enumerate(shown):
        if sent.step != "shipping":
            continue
        later = [one for one in shown[place + 1 :] if one.place != sent.place]
        same = [
            one for one in later if one.step == "receiving" and set(one.papers) & set(sent.papers)
        ]
        there = (same or later)[:1]
        found += [
            Way(x[sent.number], line[sent.place], x[one.number], line[one.place],
                "way" if same else "one")
            for one in there
        ]  # fmt: skip
    return found
