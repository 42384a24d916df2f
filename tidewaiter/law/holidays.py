"""The days on which a country does not work, from the kept list of the library `holidays`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from tidewaiter.law.model.words import Title

FINANCIAL = {"XECB"}  # closing days of the payment system TARGET, not of a country


@dataclass(frozen=True, slots=True)
class Listed:
    """A year's holidays with their names, and the weekend days that are worked for others."""

    off: Mapping[date, Title]
    worked: frozenset[date]


NOTHING = Listed(MappingProxyType({}), frozenset())


@lru_cache(maxsize=1024)
def holidays_of(code: str, year: int) -> Listed:
    """What the library lists for a country ("CN") or a part of one ("GB-ENG") in a year."""
    if not code:
        return NOTHING
    plain = _listing(code, year, None)
    english, chinese = (_named(plain, code, year, tongue) for tongue in ("en", "zh"))
    off = {
        day: Title(english.get(day, name), chinese.get(day, name)) for day, name in plain.items()
    }
    worked = {day for day in getattr(plain, "weekend_workdays", ()) if day.year == year}
    return Listed(MappingProxyType(off), frozenset(worked))


def known(code: str) -> bool:
    """Whether the library has a list of this code."""
    try:
        holidays_of(code, 2026)
    except NotImplementedError:
        return False
    return True


def _named(plain: Any, code: str, year: int, tongue: str) -> Mapping[date, str]:
    """The same days, named in English or Chinese where the library can."""
    exact = {"en": ("en_US", "en_GB"), "zh": ("zh_CN",)}[tongue]
    found = [language for language in exact if language in plain.supported_languages]
    if found:
        return dict(_listing(code, year, found[0]))
    return _named(plain, code, year, "en") if tongue == "zh" else dict(plain)


def _listing(code: str, year: int, language: str | None) -> Any:
    import holidays  # a second to import, needed only where days are counted

    country, _, part = code.partition("-")
    if country in FINANCIAL:
        return holidays.financial_holidays(country, years=year, language=language)
    return holidays.country_holidays(country, part or None, years=year, language=language)
