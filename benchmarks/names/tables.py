"""Parts of common names, from which the clean names of the bench are drawn."""

from pathlib import Path

import yaml

_TABLES = yaml.safe_load(Path(__file__).with_name("tables.yaml").read_text("utf-8"))

SURNAMES: str = _TABLES["surnames"]
"""A hundred surnames of China, the most common first."""

GIVEN: str = _TABLES["given"]
"""Characters of given names."""

CITIES: list[str] = _TABLES["cities"]
FIRM_SYLLABLES: list[str] = _TABLES["firm_syllables"]
TRADES: list[str] = _TABLES["trades"]
FIRM_ENDS: list[str] = _TABLES["firm_ends"]

PEOPLES: dict[str, tuple[list[str], list[str]]] = {
    people: (part["given"], part["family"]) for people, part in _TABLES["peoples"].items()
}
"""Given and family names by language."""

SHARES: dict[str, int] = _TABLES["shares"]
"""How many of each ten thousand names."""

FIRM_WORDS: list[str] = _TABLES["firm_words"]
FIRM_TRADES: list[str] = _TABLES["firm_trades"]
WESTERN_ENDS: list[str] = _TABLES["western_ends"]
STREETS: list[str] = _TABLES["streets"]
