"""A map of the world with a mark for each country: the land without borders, sizes and shares."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "static" / "build" / "world.json"
_LARGEST = 26.0
"""Radius of the largest mark, in units of the drawing."""
_SMALLEST = 3.0


@dataclass(frozen=True)
class Amount:
    """What is to be shown of a country: its ISO 3166 alpha-3 code, its name, a number and a part of
    it.
    """

    iso: str
    name: str
    whole: int
    part: int


@dataclass(frozen=True)
class Mark:
    """A circle on the map; the part is a circle within it."""

    x: float
    y: float
    radius: float
    inner: float
    title: str


@dataclass(frozen=True)
class World:
    """The map: its size, the land, and the marks, the largest first."""

    width: int
    height: int
    land: str
    marks: tuple[Mark, ...]


def world_of(amounts: Iterable[Amount]) -> World:
    """Draw amounts; areas are in proportion to numbers. Countries without a place are left out."""
    drawing = _read()
    placed = [one for one in amounts if one.iso in drawing["places"] and one.whole > 0]
    most = max((one.whole for one in placed), default=1)
    marks = []
    for one in sorted(placed, key=lambda each: -each.whole):
        radius = max(_LARGEST * math.sqrt(one.whole / most), _SMALLEST)
        x, y = drawing["places"][one.iso]
        inner = radius * math.sqrt(one.part / one.whole)
        marks.append(
            Mark(x, y, round(radius, 1), round(inner, 1), f"{one.name}: {one.part} / {one.whole}")
        )
    return World(drawing["width"], drawing["height"], drawing["land"], tuple(marks))


@cache
def _read() -> dict:
    return json.loads(_FILE.read_text(encoding="utf-8"))
