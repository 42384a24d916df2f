"""Countries' address formats and the names of their areas.

From libaddressinput (Apache-2.0), as far as it is needed: see NOTICE and scripts/address-formats.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tidewaiter.engine.linking.folding import letters, plain

_FILE = Path(__file__).parent / "data" / "formats.json"
_KINDS_HAN = ("特别行政区", "壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市")
_KINDS_LATIN = re.compile(
    r"\s+(?:sheng|shi|city|province|municipality|zizhiqu|\w*zuzizhiqu|weiwuerzizhiqu)$"
)


@dataclass(frozen=True)
class Country:
    """How addresses of a country are written."""

    code: str
    descending: bool
    """From the country down to the room, as in China, Japan and Korea."""
    postcode: re.Pattern[str] | None
    areas: Mapping[str, str]
    """The areas, by each name in small Latin letters: provinces, of China the cities too."""
    heads: Mapping[str, tuple[tuple[str, str, bool], ...]]
    """Areas in Chinese characters by their first two: name, canonical name, whether a province."""


@cache
def country(code: str) -> Country:
    """The format of a country; raises KeyError for a code that no country has."""
    told = _told()[code]
    areas: dict[str, str] = {}
    heads: dict[str, list[tuple[str, str, bool]]] = {}
    for area in told.get("areas", ()):
        names = [name for name in area if isinstance(name, str)]
        cities = next((part for part in area if isinstance(part, list)), [])
        # a municipality is province and city in one
        _enter(names, areas, heads, province=bool(cities) and not names[0].endswith("市"))
        for city in cities:
            _enter(city, areas, heads, province=False)
    pattern = told.get("postcode")
    return Country(
        code,
        bool(told["descending"]),
        re.compile(rf"(?<![\w-])(?:{pattern.lower()})(?![\w-])") if pattern else None,
        areas,
        {head: tuple(sorted(found, key=lambda one: -len(one[0]))) for head, found in heads.items()},
    )


@cache
def countries() -> frozenset[str]:
    """The codes of all countries (ISO 3166, two letters)."""
    return frozenset(_told())


@cache
def _told() -> Mapping[str, Any]:
    told: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return told


def _enter(
    names: Iterable[str],
    areas: dict[str, str],
    heads: dict[str, list[tuple[str, str, bool]]],
    *,
    province: bool,
) -> None:
    spelt = [plain(name) for name in names]
    canonical = letters(_KINDS_LATIN.sub("", spelt[-1]))
    for name in spelt:
        if not name.isascii():
            short = name
            for kind in _KINDS_HAN:
                short = short.removesuffix(kind)
            for form in {name, short}:
                heads.setdefault(form[:2], []).append((form, canonical, province))
        areas.setdefault(letters(name), canonical)
        areas.setdefault(letters(_KINDS_LATIN.sub("", name)), canonical)
